import { assertEquals, assertInstanceOf } from "@std/assert";
import { ModelError } from "../../../lib/errors.ts";
import { tfliteToOnnx } from "../../../lib/networks/tflite/tflite_to_onnx.ts";
import { lcgBytes } from "../../helpers.ts";
import { SPARSE_CASES } from "./cases/sparse.ts";
import { writeModel } from "./model_writer.ts";
import { networkFile, NETWORKS } from "./networks.ts";
import { OPERATOR_CASES } from "./operator_cases.ts";

/** How long a damaged file may take, in milliseconds, on a slow machine. */
const LONGEST = 30_000;

/** A damaged file becomes a model or a ModelError, soon. */
function assertHarmless(bytes: Uint8Array, title: string): void {
  const start = performance.now();
  try {
    tfliteToOnnx(bytes, title);
  } catch (error) {
    assertInstanceOf(error, ModelError, `${title}: ${error}`);
  }
  const milliseconds = performance.now() - start;
  assertEquals(milliseconds < LONGEST, true, `${title}: ${milliseconds} ms`);
}

/** Numbers below a limit that look random. */
function* numbers(seed: number): Generator<number, never> {
  for (let i = seed;; i++) yield new DataView(lcgBytes(4, i * 7919).buffer).getUint32(0);
}

Deno.test("tfliteToOnnx() survives small models cut anywhere", () => {
  for (const spec of [OPERATOR_CASES.at(-1)!, SPARSE_CASES[3]]) {
    const bytes = writeModel(spec);
    for (let length = 0; length < bytes.length; length++) {
      assertHarmless(bytes.subarray(0, length), `${spec.title}: the first ${length} bytes`);
    }
  }
});

Deno.test("tfliteToOnnx() survives small models with any byte changed", () => {
  const random = numbers(1);
  for (const spec of OPERATOR_CASES) {
    const bytes = writeModel(spec);
    for (let i = 0; i < 40; i++) {
      const damaged = bytes.slice();
      const at = random.next().value % bytes.length;
      damaged[at] = random.next().value;
      assertHarmless(damaged, `${spec.title}: byte ${at} is ${damaged[at]}`);
    }
  }
});

Deno.test("tfliteToOnnx() survives a network with bytes changed, and cut", async () => {
  const bytes = await networkFile(NETWORKS[0]);
  // Weights are most of the file; what describes the network lies at its end.
  const random = numbers(2);
  for (let i = 0; i < 100; i++) {
    const damaged = bytes.slice();
    for (let j = 0; j < 1 + i % 20; j++) {
      const fromEnd = random.next().value % 40_000;
      damaged[bytes.length - 1 - fromEnd] = random.next().value;
    }
    assertHarmless(damaged, `network ${i}`);
    const length = random.next().value % bytes.length;
    assertHarmless(bytes.subarray(0, length), `the first ${length} bytes`);
  }
});
