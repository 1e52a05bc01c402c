import type { LabelledClip } from "../pipeline/evaluate_clip.ts";
import { resizeArea } from "../pixels/resize/resize_area.ts";
import type { Frame, Matte, Size } from "../raster/frame.ts";
import type { MethodOutcome, Strip } from "./evaluation.ts";

/** How wide pictures in the report are at most, in pixels. */
const WIDTH = 320;
/** How many mattes of a clip are kept at most, whatever its length. */
const MOST = 24;

/**
 * Keeps small copies of some of a clip's mattes, spread evenly, though nobody
 * knows how many are to come: when there are too many, every second one goes.
 *
 * @example Of a thousand frames, numbers 1, 65, 129, …
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const snapshots = new Snapshots();
 * const matte = { width: 1, height: 1, data: Uint8Array.of(0) };
 * for (let number = 1; number <= 1000; number++) snapshots.keep(number, matte);
 * assertEquals([...snapshots.mattes.keys()].slice(0, 3), [1, 65, 129]);
 * ```
 */
export class Snapshots {
  #stride = 1;
  readonly #mattes = new Map<number, Matte>();

  /** The copies by the frame's number. */
  get mattes(): ReadonlyMap<number, Matte> {
    return this.#mattes;
  }

  /**
   * Show the next matte.
   *
   * @param number The frame's number.
   * @param matte Its matte.
   */
  keep(number: number, matte: Matte): void {
    if ((number - 1) % this.#stride !== 0) return;
    this.#mattes.set(number, small(matte));
    while (this.#mattes.size > MOST) {
      this.#stride *= 2;
      for (const kept of [...this.#mattes.keys()]) {
        if ((kept - 1) % this.#stride !== 0) this.#mattes.delete(kept);
      }
    }
  }
}

/**
 * Choose three frames that tell most: an early one, one from the middle, and the
 * one at which the methods differ most (of one method alone: its worst).
 *
 * @param clip The clip, which is read once more for its pictures.
 * @param outcomes How the methods did.
 * @param snapshots Their mattes, by the method's name.
 * @returns The frames with what each method made of them, by number.
 */
export async function stripsOf(
  clip: LabelledClip,
  outcomes: readonly MethodOutcome[],
  snapshots: ReadonlyMap<string, Snapshots>,
): Promise<Strip[]> {
  const done = outcomes.filter(({ result }) => result !== undefined);
  const kept = done.map(({ method }) => snapshots.get(method)?.mattes ?? new Map());
  if (kept.length === 0) return [];
  const numbers = [...kept[0].keys()].filter((number) => kept.every((each) => each.has(number)));
  const reasons = chooseFrames(numbers, done);
  const strips: Strip[] = [];
  if (reasons.size === 0) return [];
  const last = Math.max(...reasons.keys());
  for await (const { frame, truth } of clip.read()) {
    const { number } = frame;
    const reason = reasons.get(number);
    if (reason !== undefined && truth !== undefined) {
      const mattes = new Map(done.map(({ method }, i) => [method, kept[i].get(number) as Matte]));
      strips.push({ number, reason, input: small(frame), truth: small(truth.matte), mattes });
    }
    if (number >= last) break;
  }
  return strips;
}

/** Numbers with the reason for each. */
function chooseFrames(
  numbers: readonly number[],
  outcomes: readonly MethodOutcome[],
): Map<number, string> {
  const reasons = new Map<number, string>();
  if (numbers.length === 0) return reasons;
  const series = outcomes.map(({ result }) =>
    new Map(result?.series.map(({ number, iou }) => [number, iou]))
  );
  const spread = (number: number) => {
    const ious = series.map((each) => each.get(number) ?? 0);
    return ious.length > 1 ? Math.max(...ious) - Math.min(...ious) : 1 - ious[0];
  };
  const widest = numbers.reduce((a, b) => spread(b) > spread(a) ? b : a);
  const at = (part: number) => numbers[Math.floor(part * (numbers.length - 1))];
  reasons.set(at(0.15), "early");
  reasons.set(at(0.5), "middle");
  const reason = outcomes.length > 1 ? "methods differ most" : "worst";
  reasons.set(widest, numbers.length > 1 ? reason : "the only one");
  return reasons;
}

/** A copy, of the report's width at most. */
function small<Raster extends Frame | Matte>(raster: Raster): Raster {
  const { width, height } = raster;
  const scale = Math.min(1, WIDTH / width);
  const size: Size = {
    width: Math.round(width * scale),
    height: Math.max(1, Math.round(height * scale)),
  };
  return resizeArea(raster, size) as Raster;
}
