import { assertEquals } from "@std/assert";

/** Assert that as many numbers are equal but for a tolerance. */
export function assertClose(
  actual: Float32Array,
  expected: Float32Array,
  tolerance: number,
  title: string,
): void {
  assertEquals(actual.length, expected.length, title);
  const difference = (i: number) => Math.abs(actual[i] - expected[i]);
  const at = actual.findIndex((_, i) => !(difference(i) <= tolerance));
  if (at !== -1) throw new Error(`${title}: at ${at} ${actual[at]} is not ${expected[at]}`);
}
