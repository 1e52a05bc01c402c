import { assertEquals, assertThrows } from "@std/assert";
import { decodeOutput, matteOf } from "../../../lib/networks/model/network_output.ts";
import { type Matte, ModelError } from "../../../mod.ts";
import type { Decoding, DecodingKind } from "../../../lib/networks/mod.ts";

/** What is made of the numbers of two pixels side by side, or one above the other. */
function decoded(
  kind: DecodingKind,
  dims: number[],
  data: number[],
  more: Partial<Decoding> = {},
): number[] {
  const channels = data.length / 2;
  const tensor = { dims, data: Float32Array.from(data) };
  return [...matteOf(decodeOutput(tensor, { output: "y", kind, channels, ...more })).data];
}

Deno.test("decode() takes a single channel for alpha, logits, or either", () => {
  const flat = [1, 1, 1, 2];
  assertEquals(decoded("alpha", flat, [0.2, 3]), [51, 255]);
  assertEquals(decoded("sigmoid", flat, [0, Math.log(4)]), [128, 204]);
  assertEquals(decoded("certainty", flat, [0.2, 1.4]), [51, 255]);
  assertEquals(decoded("certainty", flat, [-1, Math.log(4)]), [69, 204]);
  assertEquals(decoded("alpha", flat, [NaN, Infinity]), [0, 255]);
});

Deno.test("decode() stretches from the least to the greatest, but noise no more than twice", () => {
  const flat = [1, 1, 1, 2];
  assertEquals(decoded("min-max", flat, [0.3, 0.9]), [0, 255]);
  assertEquals(decoded("min-max", flat, [0.1, 0.2]), [0, 51]);
  assertEquals(decoded("min-max", flat, [0.4, 0.4]), [0, 0]);
  assertEquals(decoded("min-max", flat, [-9, 9]), [0, 255]);
});

Deno.test("decode() takes probabilities as they are, and logits for what they stand for", () => {
  const channel = 1;
  assertEquals(decoded("probabilities", [1, 2, 1, 2], [0.8, 0.4, 0.2, 0.6], { channel }), [
    51,
    153,
  ]);
  assertEquals(decoded("probabilities", [1, 1, 2, 2], [0.8, 0.2, 0.4, 0.6], { channel }), [
    51,
    153,
  ]);
  const logits = [0, 1000, Math.log(4), 0];
  assertEquals(decoded("probabilities", [1, 2, 2, 1], logits, { channel }), [204, 0]);
  assertEquals(decoded("softmax", [2, 2, 1], logits, { channel }), [204, 0]);
  // Both are above 0, and add up to 1 in the first pixel only.
  const mixed = [0.5, 0.5, 0.5, 0.5 + Math.log(4)];
  assertEquals(decoded("probabilities", [1, 2, 1, 2], mixed, { channel }), [128, 204]);
});

Deno.test("decode() takes all classes but the first for a person, and stretches the range", () => {
  const data = [0.9, 0.05, 0.05, 0.65, 0.15, 0.2];
  assertEquals(decoded("multiclass", [1, 1, 2, 3], data), [26, 89]);
  assertEquals(decoded("multiclass", [1, 1, 2, 3], data, { remap: [0.1, 0.6] }), [0, 128]);
});

Deno.test("decode() reads pictures with their channels first, last, or none", () => {
  for (const dims of [[1, 1, 1, 2], [1, 1, 2, 1], [1, 1, 2], [1, 2, 1], [2, 1]]) {
    assertEquals(decoded("alpha", dims, [0, 1]), [0, 255], `${dims}`);
  }
  assertEquals(decoded("alpha", [1, 2], [0, 1], { flat: { width: 1, height: 2 } }), [0, 255]);
  const tensor = { dims: [1, 2, 3, 2], data: new Float32Array(12) };
  const decoding = { output: "y", kind: "softmax", channels: 2 } as const;
  const size = ({ width, height }: Matte) => [width, height];
  assertEquals(size(matteOf(decodeOutput(tensor, decoding, "nchw"))), [2, 3]);
  assertEquals(size(matteOf(decodeOutput(tensor, decoding, "nhwc"))), [3, 2]);
});

Deno.test("decode() refuses a list, and a picture without one number", () => {
  const cases: [number[], number[], string][] = [
    [[1, 2], [0, 1], "its output 'y' must be a picture of one channel, got 1×2: "],
    [
      [1, 1, 1, 2],
      [NaN, NaN],
      "its output 'y' has not one number, only NaN; 'overrides.mean' and ",
    ],
  ];
  for (const [dims, data, message] of cases) {
    assertThrows(() => decoded("alpha", dims, data), ModelError, message);
  }
});
