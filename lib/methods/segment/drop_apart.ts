import { findRuns, joinRuns } from "../../pixels/regions/runs.ts";
import { assertSameSize, type Matte } from "../../raster/frame.ts";

/** From here on a matte says person. */
export const PERSON = 128;

/** From here on it says more than background. */
export const VISIBLE = 26;

/**
 * Take back what a plate has added to a network's matte and what stands apart from whom the
 * network sees: a bottle that was moved is no person, an arm that hangs together with one is.
 *
 * First parts that say person, then whatever can be seen of the rest: a part stays if the
 * network itself sees somebody somewhere in it.
 *
 * @example One part grows, another one comes from nowhere
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 7, height: 1, data: Uint8Array.from(data) });
 * const matte = row(255, 200, 0, 0, 60, 240, 60);
 * dropApart(matte, row(250, 90, 0, 0, 0, 30, 0), PERSON);
 * assertEquals([...matte.data], [255, 200, 0, 0, 0, 30, 0]);
 * ```
 *
 * @param matte What has become of the network's matte, H × W; is changed.
 * @param before What the network said, H × W.
 * @param seen From which level on the network sees somebody.
 * @throws {RangeError} If the sizes differ.
 */
export function dropApart(matte: Matte, before: Matte, seen: number): void {
  assertSameSize("drop what stands apart", { matte, before });
  for (const level of [PERSON, VISIBLE]) dropParts(matte, before, seen, level);
}

function dropParts(matte: Matte, { data: before }: Matte, seen: number, level: number): void {
  const { width, height, data } = matte;
  const runs = findRuns(matte, level, true);
  const { count, components } = joinRuns(runs, true);
  if (count === 0) return;
  const isSeen = new Uint8Array(count);
  forEachRun(runs, width, height, (k, start, end) => {
    const component = components[k];
    for (let i = start; i < end && isSeen[component] === 0; i++) {
      if (before[i] >= seen) isSeen[component] = 1;
    }
  });
  if (!isSeen.includes(0)) return;
  forEachRun(runs, width, height, (k, start, end) => {
    if (isSeen[components[k]] === 1) return;
    for (let i = start; i < end; i++) if (before[i] < data[i]) data[i] = before[i];
  });
}

/** Go through runs, with the pixels at which they begin and before which they end. */
function forEachRun(
  { rows, starts, ends }: ReturnType<typeof findRuns>,
  width: number,
  height: number,
  visit: (run: number, start: number, end: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      visit(k, y * width + starts[k], y * width + ends[k]);
    }
  }
}
