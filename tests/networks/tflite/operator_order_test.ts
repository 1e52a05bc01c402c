import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  CHANNELS_FIRST,
  inOrder,
  liesAlike,
  permute,
} from "../../../lib/networks/tflite/operator_order.ts";

const counted = (length: number) => Float32Array.from({ length }, (_, i) => i);

Deno.test("permute() puts the channels first", () => {
  assertEquals(
    permute(counted(12), [1, 2, 3, 2], CHANNELS_FIRST),
    Float32Array.of(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11),
  );
});

Deno.test("permute() goes by the order, in any dimensions", () => {
  const dims = [2, 3, 4, 5];
  const order = [2, 0, 3, 1];
  const permuted = permute(counted(120), dims, order);
  const sizes = inOrder(dims, order);
  for (const [i, value] of permuted.entries()) {
    let rest = i;
    const index: number[] = [];
    for (const d of [3, 2, 1, 0]) {
      index[order[d]] = rest % sizes[d];
      rest = Math.floor(rest / sizes[d]);
    }
    assertEquals(value, ((index[0] * 3 + index[1]) * 4 + index[2]) * 5 + index[3]);
  }
});

Deno.test("permute() leaves numbers that lie alike where they are", () => {
  const numbers = counted(6);
  assertStrictEquals(permute(numbers, [1, 2, 3, 1], CHANNELS_FIRST), numbers);
});

Deno.test("permute() asks for as many numbers as the dimensions say", () => {
  assertThrows(() => permute(counted(4), [2, 0], [1, 0]), RangeError);
});

Deno.test("liesAlike() passes over dimensions of one index", () => {
  assertEquals(liesAlike([1, 4, 5, 1], [0, 1, 2, 3], CHANNELS_FIRST), true);
  assertEquals(liesAlike([1, 1, 1, 5], [0, 1, 2, 3], CHANNELS_FIRST), true);
  assertEquals(liesAlike([1, 1, 4, 5], [0, 1, 2, 3], CHANNELS_FIRST), false);
});
