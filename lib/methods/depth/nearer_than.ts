/** What is foreground: what is nearer than a distance, or has more than a disparity or depth. */
export type NearerThan = { readonly metres: number } | { readonly disparity: number };

/**
 * Read what `--nearer-than` says.
 *
 * @example Metres, centimetres, disparities
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseNearerThan("1.5m"), { metres: 1.5 });
 * assertEquals(parseNearerThan("80cm"), { metres: 0.8 });
 * assertEquals(parseNearerThan("20"), { disparity: 20 });
 * assertEquals(parseNearerThan("near"), undefined);
 * ```
 *
 * @param text A number above 0, with "m" or "cm" behind it or nothing.
 * @returns What it says, or `undefined` if it cannot be read.
 */
export function parseNearerThan(text: string): NearerThan | undefined {
  const [, digits, unit] = /^(\d*\.?\d+)\s*(m|cm)?$/.exec(text) ?? [];
  const number = Number(digits);
  if (digits === undefined || number <= 0) return undefined;
  if (unit === undefined) return { disparity: number };
  return { metres: unit === "m" ? number : number / 100 };
}
