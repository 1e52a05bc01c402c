import { type Exposure, exposurePair, wholeExposure } from "../../pixels/color/fit_exposure.ts";
import { assertSameSize, type Frame, type Gray, type Mask } from "../../raster/frame.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";

/** How a pixel is told from the plate's. */
export interface PlateRule {
  /** How the plate's exposure has changed. */
  readonly exposure: Exposure;
  /** The last distance in levels that still is background, where nothing is noisy. */
  readonly threshold: number;
  /** How far the plate may be dimmed to come nearer (a shadow), 0–1; 1 for not at all. */
  readonly dimmest: number;
  /** How far it may be brightened, at least 1. */
  readonly brightest: number;
  /** How fast each pixel's noise is learned, 0–1. */
  readonly noiseRate: number;
  /** From which pixels noise is learned, if not from all that are background. */
  readonly trusted?: Mask | undefined;
}

/** A pixel is foreground when it is so many standard deviations of its own noise off. */
const DEVIATIONS = 4;

/** Noise raises the threshold by this factor at most, or whatever moves would hide. */
const MOST_RAISED = 3;

/** The numbers that a rule comes to, in single precision. */
function limitsOf({ threshold, dimmest, brightest, noiseRate }: PlateRule) {
  const square = threshold * threshold;
  return {
    dimmest: Math.fround(dimmest),
    brightest: Math.fround(brightest),
    least: Math.fround(square),
    factor: DEVIATIONS * DEVIATIONS,
    most: Math.fround(MOST_RAISED * MOST_RAISED * square),
    rate: Math.fround(noiseRate),
  };
}

/**
 * Which pixels of a frame differ from the plate.
 *
 * The distance is Euclidean in RGB; with `dimmest` and `brightest` apart, it is the
 * distance to the plate's pixel at its best brightness between those, as in
 * Horprasert et al. A pixel is foreground when its distance exceeds the threshold, and
 * four standard deviations of what it did as background.
 *
 * @param frame The frame, H × W.
 * @param plate The plate, H × W, moved to where the frame is.
 * @param noise The variance of each pixel, in squares of levels; is taught by the background.
 * @param rule The threshold and the like.
 * @param out Takes the mask.
 * @throws {RangeError} If sizes differ.
 * @see Horprasert, Harwood and Davis, "A statistical approach for real-time robust
 * background subtraction and shadow detection", ICCV FRAME-RATE workshop 1999.
 */
export function comparePlate(
  frame: Frame,
  plate: Frame,
  noise: Float32Array,
  rule: PlateRule,
  out: Mask,
): void {
  const { trusted } = rule;
  assertSameSize("compare with the plate", { frame, plate, ...(trusted && { trusted }), out });
  if (noise.length !== out.data.length) {
    throw new RangeError(
      `Cannot compare with the plate: 'noise' must hold ${out.data.length} numbers, ` +
        `got ${noise.length}`,
    );
  }
  const memory = memoryOf(
    frame.bitmap,
    plate.bitmap,
    noise,
    out.data,
    ...(trusted === undefined ? [] : [trusted.data]),
  );
  if (memory === undefined) comparePlainly(frame, plate, noise, rule, out);
  else compareByKernels(frame, plate, noise, rule, out, memory);
}

function compareByKernels(
  frame: Frame,
  plate: Frame,
  noise: Float32Array,
  rule: PlateRule,
  out: Mask,
  { kernels }: KernelMemory,
): void {
  const { dimmest, brightest, least, factor, most, rate } = limitsOf(rule);
  const [red, green, blue] = rule.exposure.map(exposurePair);
  kernels.comparePlate(
    frame.bitmap.byteOffset,
    plate.bitmap.byteOffset,
    noise.byteOffset,
    rule.trusted?.data.byteOffset ?? 0,
    out.data.byteOffset,
    out.data.length,
    red,
    green,
    blue,
    dimmest,
    brightest,
    least,
    factor,
    most,
    rate,
  );
}

function comparePlainly(
  { bitmap: seen }: Frame,
  { bitmap: empty }: Frame,
  noise: Float32Array,
  rule: PlateRule,
  { data: mask }: Mask,
): void {
  const { dimmest, brightest, least, factor, most, rate } = limitsOf(rule);
  const f32 = Math.fround;
  const isPlain = dimmest === 1 && brightest === 1;
  const trusted = rule.trusted?.data;
  const [red, green, blue] = rule.exposure.map(tableOf);
  for (let i = 0, p = 0; i < mask.length; i++, p += 4) {
    const r = seen[p], g = seen[p + 1], b = seen[p + 2];
    const r0 = red[empty[p]], g0 = green[empty[p + 1]], b0 = blue[empty[p + 2]];
    let distance: number;
    if (isPlain) {
      distance = (r - r0) * (r - r0) + (g - g0) * (g - g0) + (b - b0) * (b - b0);
    } else {
      const along = r * r0 + g * g0 + b * b0, length = r0 * r0 + g0 * g0 + b0 * b0;
      const ratio = Math.min(brightest, Math.max(dimmest, f32(along / Math.max(length, 1))));
      const shared = f32(ratio * along);
      const scaled = f32(f32(ratio * ratio) * length);
      distance = f32(f32(r * r + g * g + b * b - f32(shared + shared)) + scaled);
    }
    const variance = noise[i];
    const limit = Math.max(least, Math.min(f32(factor * variance), most));
    const isForeground = distance > limit;
    mask[i] = isForeground ? 255 : 0;
    if (!isForeground && (trusted === undefined || trusted[i] !== 0)) {
      noise[i] = f32(variance + f32(rate * f32(distance - variance)));
    }
  }
}

/** What becomes of each level of the plate. */
function tableOf(exposure: Exposure[number]): Uint8Array {
  const { gain, lift } = wholeExposure(exposure);
  const level = (_: unknown, at: number) =>
    Math.max(0, Math.min(255, (at * gain + 255 * lift + 2048) >> 12));
  return Uint8Array.from({ length: 256 }, level);
}

/**
 * How far each pixel of a frame is from the plate's.
 *
 * @example 3 levels off in red, 4 in green
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(103, 96, 100, 255) };
 * const plate = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(100, 100, 100, 255) };
 * const same = { gain: 1, offset: 0 };
 * const out = { width: 1, height: 1, data: new Uint8Array(1) };
 * plateDistance(frame, plate, [same, same, same], out);
 * assertEquals([...out.data], [5]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param plate The plate, H × W, moved to where the frame is.
 * @param exposure How the plate's exposure has changed.
 * @param out Takes the Euclidean distances in RGB, H × W: in levels, rounded down, at most 255.
 * @throws {RangeError} If the sizes differ.
 */
export function plateDistance(
  frame: Frame,
  plate: Frame,
  exposure: Exposure,
  out: Gray,
): void {
  assertSameSize("measure the distance from a plate", { frame, plate, out });
  const memory = memoryOf(frame.bitmap, plate.bitmap, out.data);
  if (memory === undefined) return measurePlainly(frame, plate, exposure, out);
  const [red, green, blue] = exposure.map(exposurePair);
  memory.kernels.plateDistance(
    frame.bitmap.byteOffset,
    plate.bitmap.byteOffset,
    out.data.byteOffset,
    out.data.length,
    red,
    green,
    blue,
  );
}

function measurePlainly(
  { bitmap: seen }: Frame,
  { bitmap: empty }: Frame,
  exposure: Exposure,
  { data: levels }: Gray,
): void {
  const [red, green, blue] = exposure.map(tableOf);
  for (let i = 0, p = 0; i < levels.length; i++, p += 4) {
    const r = seen[p] - red[empty[p]];
    const g = seen[p + 1] - green[empty[p + 1]];
    const b = seen[p + 2] - blue[empty[p + 2]];
    const distance = Math.sqrt(r * r + g * g + b * b);
    // An array of bytes takes the whole part.
    levels[i] = distance < 255 ? distance : 255;
  }
}
