import { assertEquals } from "@std/assert";
import { tfliteToOnnx } from "../../../../lib/networks/tflite/tflite_to_onnx.ts";
import { TRANSLATIONS } from "../../../../lib/networks/tflite/operators/operators.ts";
import { floatsFrom } from "../../../data/floats.ts";
import stored from "../../../data/litert_operators.json" with { type: "json" };
import { assertClose } from "../../../methods/close.ts";
import { runOnnx } from "../../onnx_runtime.ts";
import { caseInputs } from "../model_parts.ts";
import { writeModel } from "../model_writer.ts";
import { OPERATOR_CASES } from "../operator_cases.ts";

/** What Google's own runtime makes of the models. */
const EXPECTED: Record<string, string[]> = stored;

Deno.test("TRANSLATIONS: each operator makes what LiteRT makes", async (t) => {
  const jobs = OPERATOR_CASES.map((spec) => ({
    model: tfliteToOnnx(writeModel(spec), spec.title),
    inputs: caseInputs(spec),
  }));
  const ran = await runOnnx(jobs);
  for (const [i, spec] of OPERATOR_CASES.entries()) {
    await t.step(spec.title, () => {
      assertEquals(ran[i].error, undefined);
      spec.outputs.forEach((output, j) => {
        const { dims, data } = ran[i].outputs[j];
        assertEquals(dims, spec.tensors[output].dims);
        assertClose(data, floatsFrom(EXPECTED[spec.title][j]), 1e-5, spec.title);
      });
    });
  }
});

Deno.test("TRANSLATIONS: each operator has a model, but for what the networks or its like have", () => {
  const all = OPERATOR_CASES.flatMap(({ operators }) => operators);
  const tested = new Set(all.map(({ name }) => name));
  const missing = [...TRANSLATIONS.keys()].filter((name) => !tested.has(name)).sort();
  assertEquals(missing, ["Convolution2DTransposeBias", "REDUCE_PROD", "RELU_0_TO_1"]);
});
