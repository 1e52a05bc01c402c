import {
  assertFrames,
  assertGrays,
  assertSameSize,
  createFrame,
  type Frame,
  type Matte,
  type OutOption,
  type Size,
} from "../../raster/frame.ts";
import { atOnce } from "../../turns.ts";
import { feather } from "../filter/box_blur.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { LARGEST_IN_KERNEL, lightByKernel } from "./light_by_kernel.ts";
import { readableWhile } from "../../memory/overlap.ts";
import { assertOption, COUNT, SHARE } from "../../raster/option_checks.ts";

/**
 * How {@linkcode lightWrap} spreads the light.
 *
 * @category Primitives: composition
 */
export interface LightWrapOptions extends OutOption<Frame> {
  /**
   * How far the light reaches over the edge, in pixels.
   *
   * @default {8}
   */
  radius?: number;
}

/** The columns and rows in which something happens, the last ones not included. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Let the background's light spill over the foreground's edge, as it does around
 * a subject that really stands before it.
 *
 * The background, blurred, is added as "screen" adds light, most at the edge and
 * less towards the inside:
 *
 * - `light` = the mean of the background's colour · alpha in the square around the pixel;
 * - `wrap = feather(255 − matte, radius) · matte / 255`: the background's nearness,
 *   where there is foreground;
 * - colour: `round(c + (255 − c) · light/255 · wrap/255 · strength)`, halves to even.
 *
 * Nothing changes where the matte is 0, farther inside than `radius`, before a
 * background that is black or transparent there, or with strength 0. Alpha never
 * changes.
 *
 * @example A white background lights up the pixel at the edge, and not the one inside
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const gray = (...levels: number[]) => ({
 *   width: 3,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
 * });
 * const matte = { width: 3, height: 1, data: Uint8Array.of(0, 255, 255) };
 * const white = gray(255, 255, 255);
 * const { bitmap } = lightWrap(gray(255, 45, 45), white, matte, 0.5, { radius: 1 });
 * assertEquals(bitmap, gray(255, 80, 45).bitmap);
 * ```
 *
 * @param frame The composite, H × W: the foreground already over the background.
 * @param background What the light comes from, H × W.
 * @param matte Where the foreground is, H × W.
 * @param strength How much light, from 0 (none) to 1.
 * @param options `out` may be `frame` or `background`.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If the strength is not from 0 to 1, the radius is not a whole number of at
 * least 0, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see Wright, Digital Compositing for Film and Video, on light wrap: the usual step of that trade.
 * @category Primitives: composition
 */
export function lightWrap(
  frame: Frame,
  background: Frame,
  matte: Matte,
  strength: number,
  options: LightWrapOptions = {},
): Frame {
  return atOnce(lightWrapInSteps(frame, background, matte, strength, options));
}

/**
 * The same as {@linkcode lightWrap} in steps, between which all else may have its turn.
 *
 * @param frame The composite, H × W.
 * @param background What the light comes from, H × W.
 * @param matte Where the foreground is, H × W.
 * @param strength How much light, from 0 (none) to 1.
 * @param options `out` may be `frame` or `background`.
 * @returns The steps, which give `out`, or a new H × W frame.
 */
export function* lightWrapInSteps(
  frame: Frame,
  background: Frame,
  matte: Matte,
  strength: number,
  options: LightWrapOptions = {},
): Generator<void, Frame> {
  assertFrames("wrap light", { frame, background });
  assertGrays("wrap light", { matte });
  const { out = createFrame(frame.width, frame.height), radius = 8 } = options;
  assertOption("wrap light", "strength", strength, SHARE);
  assertOption("wrap light", "radius", radius, COUNT);
  assertSameSize("wrap light", { frame, background, matte, out });

  const memory = memoryOf(frame.bitmap, background.bitmap, matte.data);
  const lights = readableWhile(background.bitmap, out.bitmap);
  if (out.bitmap !== frame.bitmap) out.bitmap.set(frame.bitmap);
  if (strength === 0) return out;
  // The sums are of colour · alpha, `wrap` is matte · nearness, and light itself goes to 255.
  const scale = strength / (255 * (2 * radius + 1) ** 2 * 255 ** 3);
  if (memory !== undefined && radius <= LARGEST_IN_KERNEL) {
    yield* lightByKernel(memory, lights, matte, out, radius, scale);
    return out;
  }
  const far = feather(matte, radius);
  yield;
  const wrap = nearness(matte, far);
  yield;
  const box = boxOf(wrap, frame.width, frame.height);
  if (box !== undefined) yield* addLight(lights, wrap, out, box, radius, scale);
  return out;
}

/** How near the background is where there is foreground, 0–255². */
function nearness({ data }: Matte, { data: far }: Matte): Uint16Array {
  // Means have no halves: the opposite's are the opposite.
  const wrap = new Uint16Array(data.length);
  for (let i = 0; i < data.length; i++) wrap[i] = (255 - far[i]) * data[i];
  return wrap;
}

/** The smallest box around all that is not 0. */
function boxOf(values: Uint16Array, width: number, height: number): Box | undefined {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (values[i] === 0) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  }
  return right === 0 ? undefined : { left, top, right, bottom };
}

/** Screen the background's means over `out`, in the box. */
function* addLight(
  lights: Uint8ClampedArray,
  wrap: Uint16Array,
  out: Frame,
  box: Box,
  radius: number,
  scale: number,
): Generator<void, void> {
  const { left, top, right, bottom } = box;
  // Columns left − radius to right + radius, three sums each.
  const columns = new Float64Array(3 * (right - left + 2 * radius));
  for (let y = top - radius; y <= top + radius; y++) {
    addRow(columns, lights, out, left - radius, y, 1);
  }
  for (let y = top; y < bottom; y++) {
    lightRow(columns, wrap, out, box, y, radius, scale);
    addRow(columns, lights, out, left - radius, y - radius, -1);
    addRow(columns, lights, out, left - radius, y + radius + 1, 1);
    if (y % 64 === 0) yield;
  }
}

/** Screen the sums of columns over a row of `out`. */
function lightRow(
  columns: Float64Array,
  wrap: Uint16Array,
  { width, bitmap }: Frame,
  { left, right }: Box,
  y: number,
  radius: number,
  scale: number,
): void {
  const side = 6 * radius;
  let [red, green, blue] = [0, 0, 0];
  for (let c = 0; c < side; c += 3) {
    red += columns[c];
    green += columns[c + 1];
    blue += columns[c + 2];
  }
  for (let i = y * width + left, c = 0; i < y * width + right; i++, c += 3) {
    red += columns[c + side];
    green += columns[c + side + 1];
    blue += columns[c + side + 2];
    if (wrap[i] !== 0) {
      const p = 4 * i;
      const share = wrap[i] * scale;
      bitmap[p] += (255 - bitmap[p]) * red * share;
      bitmap[p + 1] += (255 - bitmap[p + 1]) * green * share;
      bitmap[p + 2] += (255 - bitmap[p + 2]) * blue * share;
    }
    red -= columns[c];
    green -= columns[c + 1];
    blue -= columns[c + 2];
  }
}

/** Add a row to the columns' sums, or subtract it; beyond the border the outermost pixels repeat. */
function addRow(
  columns: Float64Array,
  lights: Uint8ClampedArray,
  { width, height }: Size,
  left: number,
  y: number,
  sign: 1 | -1,
): void {
  const rowStart = Math.min(Math.max(y, 0), height - 1) * width;
  for (let x = left, c = 0; c < columns.length; x++, c += 3) {
    const p = 4 * (rowStart + Math.min(Math.max(x, 0), width - 1));
    const weight = sign * lights[p + 3];
    columns[c] += lights[p] * weight;
    columns[c + 1] += lights[p + 1] * weight;
    columns[c + 2] += lights[p + 2] * weight;
  }
}
