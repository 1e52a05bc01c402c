import type { Matte } from "../../../raster/frame.ts";
import type { GuidedFilterPlan } from "./plan_guided_filter.ts";

const { fround } = Math;

/** With it added, a number between −2²² and 2²² has no fraction left. */
const MAGIC = 12582912;

/**
 * The matte, from the guide and how it depends on it.
 *
 * @param levels The guide's bytes.
 * @param means The mean slopes, then the rests: of a smaller picture they are enlarged, bilinear.
 */
export function evaluateInto(
  levels: Uint8Array | Uint8ClampedArray,
  means: Float32Array[],
  { subsample, size, channels }: GuidedFilterPlan,
  { width, height, data }: Matte,
): void {
  const step = channels === 1 ? 1 : 4;
  const sums = new Float32Array(width);
  const line = new Float32Array(width);
  const mixed = new Float32Array(size.width);
  for (let y = 0; y < height; y++) {
    // The rest first, then what each channel adds.
    for (let k = 0; k <= channels; k++) {
      const c = k === 0 ? channels : k - 1;
      if (subsample === 1) line.set(means[c].subarray(y * width, (y + 1) * width));
      else enlargeRow(means[c], size.width, size.height, y, subsample, mixed, line);
      if (k === 0) sums.set(line);
      else addProducts(levels, y * width * step + c, step, line, sums);
    }
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const whole = fround(sums[x] + MAGIC) - MAGIC;
      data[i] = whole < 0 ? 0 : whole > 255 ? 255 : whole;
    }
  }
}

function addProducts(
  levels: Uint8Array | Uint8ClampedArray,
  first: number,
  step: number,
  line: Float32Array,
  sums: Float32Array,
): void {
  for (let x = 0, p = first; x < line.length; x++, p += step) {
    sums[x] = fround(sums[x] + fround(line[x] * (levels[p] - 128)));
  }
}

/** One row of a plane made larger. */
function enlargeRow(
  plane: Float32Array,
  width: number,
  height: number,
  y: number,
  factor: number,
  mixed: Float32Array,
  line: Float32Array,
): void {
  // In halves of the line's pixels, from the middle of the plane's first.
  const unit = 2 * factor;
  const down = Math.max(0, 2 * y + 1 - factor);
  const upper = Math.floor(down / unit) * width;
  const lower = Math.min(Math.floor(down / unit) + 1, height - 1) * width;
  const weight = (down % unit) / unit;
  for (let x = 0; x < width; x++) {
    const from = plane[upper + x];
    mixed[x] = fround(from + fround(fround(plane[lower + x] - from) * weight));
  }
  for (let x = 0; x < line.length; x++) {
    const right = Math.max(0, 2 * x + 1 - factor);
    const at = Math.floor(right / unit);
    const from = mixed[at];
    const to = mixed[Math.min(at + 1, width - 1)];
    line[x] = fround(from + fround(fround(to - from) * ((right % unit) / unit)));
  }
}
