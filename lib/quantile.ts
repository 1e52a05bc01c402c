/**
 * The value that a share of all does not exceed, by the nearest rank.
 *
 * @example The median, and the largest
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quantile([30, 10, 20], 0.5), 20);
 * assertEquals(quantile([30, 10, 20], 1), 30);
 * ```
 *
 * @param values In any order; they are left as they are.
 * @param share 0–1: 0.5 for the median.
 * @returns One of the values; 0 if there are none.
 */
export function quantile(values: readonly number[], share: number): number {
  return quantiles(values, [share])[0];
}

/** The same for several shares, with the values sorted once. */
export function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  return shares.map((share) => sorted[Math.min(last, Math.floor(share * sorted.length))] ?? 0);
}
