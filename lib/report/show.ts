import { createFrame, type Frame, type Gray } from "../raster/frame.ts";
import {
  assertOption,
  assertOptionKinds,
  type NumberRange,
  type OptionKind,
} from "../raster/option_checks.ts";
import { encodePng } from "./png/encode_png.ts";
import { base64Of, grayFrame } from "./pictures.ts";

/**
 * Options of {@linkcode show}.
 *
 * @category Pictures
 */
export interface ShowOptions {
  /**
   * How many pixels wide and high each pixel is shown.
   *
   * @default {1}
   */
  scale?: number | undefined;
}

const optionKinds: Readonly<Record<keyof ShowOptions, OptionKind>> = { scale: "number" };
const SCALE: NumberRange = { least: 1, most: 64, isWhole: true };

/** How many pixels lie between two pictures. */
const GAP = 8;

/** By this name Jupyter asks an object what it looks like; `Deno.jupyter.$display` is the same. */
const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

/**
 * A picture to look at: the last value of a notebook's cell is shown, and a program gets it as a PNG.
 *
 * @category Pictures
 */
export interface ShownPicture {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** The bytes of a PNG file. */
  png(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Show pictures: as the last value of a cell in a Deno notebook, or as a PNG. It needs no package.
 *
 * @example A mask as a file
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const mask = { width: 2, height: 1, data: Uint8Array.of(0, 255) };
 * const png = await show(mask, { scale: 20 }).png();
 * assertEquals(new TextDecoder().decode(png.subarray(1, 4)), "PNG");
 * // await Deno.writeFile("mask.png", png);
 * ```
 *
 * @example In a notebook: a frame, its mask and the result side by side
 * ```ts ignore
 * show([frame, mask, result]);
 * ```
 *
 * @param pictures A frame, or a gray picture, a mask or a matte; several are shown side by side.
 * @param options How large.
 * @returns The picture. It is made when it is asked for: until then leave the rasters as they are.
 * @throws {TypeError} If something is no picture, or an option is unknown.
 * @throws {RangeError} If there is no picture, or the scale is not a whole number from 1 to 64.
 * @category Pictures
 */
export function show(
  pictures: Frame | Gray | readonly (Frame | Gray)[],
  options: ShowOptions = {},
): ShownPicture {
  assertOptionKinds("show pictures", options, optionKinds);
  const { scale = 1 } = options;
  assertOption("show pictures", "scale", scale, SCALE);
  const all = Array.isArray(pictures) ? pictures as readonly (Frame | Gray)[] : [pictures as Frame];
  if (all.length === 0) throw new RangeError("Cannot show pictures: there is none");
  for (const picture of all) assertPicture(picture);
  const width = scale * all.reduce((sum, picture) => sum + picture.width, 0) +
    GAP * (all.length - 1);
  const height = scale * Math.max(...all.map((picture) => picture.height));
  // The frame is copied side by side only where there is something to copy.
  const isAsItIs = all.length === 1 && scale === 1;
  const png = () => encodePng(isAsItIs ? all[0] : sideBySide(all, { width, height, scale }));
  return { width, height, png, ...displayable(png, `${width}×${height}`) };
}

function displayable(png: ShownPicture["png"], size: string): object {
  return {
    async [DISPLAY]() {
      return { "image/png": base64Of(await png()), "text/plain": `a picture of ${size}` };
    },
  };
}

function assertPicture(picture: Frame | Gray): void {
  const bytes = "bitmap" in picture ? picture.bitmap : picture.data;
  const isPicture =
    bytes?.length === picture.width * picture.height * ("bitmap" in picture ? 4 : 1);
  if (isPicture && bytes.length > 0) return;
  throw new TypeError(
    "Cannot show pictures: each must have width, height and bitmap (4 bytes a pixel), or data (1 byte)",
  );
}

/** Pictures in a row, each pixel a square of its own; between them is nothing. */
function sideBySide(
  pictures: readonly (Frame | Gray)[],
  { width, height, scale }: { width: number; height: number; scale: number },
): Frame {
  const out = createFrame(width, height);
  const to = new Uint32Array(out.bitmap.buffer, out.bitmap.byteOffset, width * height);
  let left = 0;
  for (const picture of pictures) {
    const frame = "bitmap" in picture ? picture : grayFrame(picture);
    // A copy: a view of words must begin at a multiple of four.
    const from = new Uint32Array(Uint8Array.from(frame.bitmap).buffer);
    for (let y = 0; y < scale * frame.height; y++) {
      const rowStart = Math.floor(y / scale) * frame.width;
      const toStart = y * width + left;
      for (let x = 0; x < scale * frame.width; x++) {
        to[toStart + x] = from[rowStart + Math.floor(x / scale)];
      }
    }
    left += scale * frame.width + GAP;
  }
  return out;
}
