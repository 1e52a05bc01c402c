import { assertEquals, assertStrictEquals } from "@std/assert";
import {
  fromNetwork,
  isNumeric,
  toNetwork,
  type ValueType,
} from "../../../lib/networks/runtime/onnx_values.ts";

const NUMBERS = Float32Array.of(-300, -1.5, 0, 0.4, 2.5, 70_000);

const taken: [ValueType, (number | bigint)[]][] = [
  ["float32", [...NUMBERS]],
  ["float64", [...NUMBERS].map(Number)],
  // 70,000 is more than a half can hold.
  ["float16", [-300, -1.5, 0, 0.39990234375, 2.5, Infinity]],
  ["int8", [-128, -1, 0, 0, 3, 127]],
  ["uint8", [0, 0, 0, 0, 3, 255]],
  ["int16", [-300, -1, 0, 0, 3, 32_767]],
  ["uint16", [0, 0, 0, 0, 3, 65_535]],
  ["int32", [-300, -1, 0, 0, 3, 70_000]],
  ["uint32", [0, 0, 0, 0, 3, 70_000]],
  ["int64", [-300n, -1n, 0n, 0n, 3n, 70_000n]],
  ["uint64", [0n, 0n, 0n, 0n, 3n, 70_000n]],
  ["bool", [1, 1, 0, 1, 1, 1]],
];

for (const [type, expected] of taken) {
  Deno.test(`toNetwork() makes ${type} of float32, and fromNetwork() float32 of it`, () => {
    const data = toNetwork(NUMBERS, type);
    assertEquals([...data], expected);
    assertEquals([...fromNetwork(data, type)], expected.map((value) => Math.fround(Number(value))));
  });
}

Deno.test("toNetwork() has a whole number for what is none, and for infinity", () => {
  const odd = Float32Array.of(NaN, Infinity, -Infinity);
  assertEquals([...toNetwork(odd, "int32")], [0, 2 ** 31 - 1, -(2 ** 31)]);
  assertEquals([...toNetwork(odd, "uint8")], [0, 255, 0]);
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  assertEquals([...toNetwork(odd, "int64")], [0n, most, -most]);
});

Deno.test("fromNetwork() reads halves that come as their bits", () => {
  assertEquals([...fromNetwork(Uint16Array.of(0x3c00, 0xc100, 0x0001), "float16")], [
    1,
    -2.5,
    2 ** -24,
  ]);
});

Deno.test("float32 is not copied", () => {
  assertStrictEquals(toNetwork(NUMBERS, "float32"), NUMBERS);
  assertStrictEquals(fromNetwork(NUMBERS, "float32"), NUMBERS);
});

Deno.test("isNumeric() knows text and what it has never heard of", () => {
  assertEquals(["float16", "string", "bfloat16", "toString"].map(isNumeric), [
    true,
    false,
    false,
    false,
  ]);
});
