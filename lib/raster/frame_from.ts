import { assertWhole, createFrame, type Frame, type OutOption, type Size } from "./frame.ts";
import { upright } from "./upright.ts";
import { type VideoFrameLike, webClass, type WebStill } from "./web_types.ts";

/**
 * Make a frame of what the web calls a picture.
 *
 * An `ImageData` becomes a frame over the same bytes, without a copy. A canvas and an `ImageBitmap` are drawn
 * and read back. The pixels of a `VideoFrame` are converted by the browser, straight into `out` where
 * one is given, which may lie in a `KernelMemory`; they are those of its visible part, turned and mirrored
 * as its `rotation` and `flip` ask, which a telephone's camera sets. A frame is returned as it is. The
 * source stays open: its maker closes it.
 *
 * Pictures of `<img>` and `<video>` elements come by way of `createImageBitmap(element)` or
 * `new VideoFrame(element)`.
 *
 * @example An ImageData, without a copy
 * ```ts
 * import { assertEquals, assertStrictEquals } from "@std/assert";
 *
 * const picture = new ImageData(2, 1);
 * const frame = frameFrom(picture);
 * assertEquals([frame.width, frame.height], [2, 1]);
 * assertStrictEquals(frame.bitmap, picture.data);
 * ```
 *
 * @param source The picture.
 * @param options `out`: where the pixels go, of the picture's size.
 * @returns `out`, or an H × W frame; of a `VideoFrame` a promise of it.
 * @throws {TypeError} If it is no picture, or a canvas is needed and there is none.
 * @throws {RangeError} If an `ImageData` is not of bytes in sRGB, or `out` is of another size.
 * @category Pictures
 */
export function frameFrom(source: Frame | WebStill, options?: OutOption<Frame>): Frame;
/**
 * Make a frame of a `VideoFrame`'s pixels.
 *
 * @param source The `VideoFrame`; stays open.
 * @param options `out`: where the pixels go, of the visible part's size.
 * @returns `out`, or a new H × W frame.
 */
export function frameFrom(source: VideoFrameLike, options?: OutOption<Frame>): Promise<Frame>;
/**
 * Make a frame of whatever picture it is.
 *
 * @param source The picture.
 * @param options `out`: where the pixels go, of the picture's size.
 * @returns `out`, or an H × W frame; of a `VideoFrame` a promise of it.
 */
export function frameFrom(source: WebPicture, options?: OutOption<Frame>): Frame | Promise<Frame>;
export function frameFrom(
  source: WebPicture,
  options: OutOption<Frame> = {},
): Frame | Promise<Frame> {
  const { out } = options;
  if (isVideoFrame(source)) return readVideoFrame(source, out);
  if (typeof source !== "object" || source === null) throw noPicture(source);
  if ("bitmap" in source) return placed(source, out);
  if ("data" in source) {
    const { width, height, data, colorSpace = "srgb" } = source;
    if (data instanceof Uint8Array) throw noPicture(source);
    if (!(data instanceof Uint8ClampedArray) || colorSpace !== "srgb") {
      const got = `${data?.constructor.name} in ${colorSpace}`;
      throw new RangeError(`${ACTION}: an ImageData must be of bytes in sRGB, got ${got}`);
    }
    return placed({ width, height, bitmap: data }, out);
  }
  if (!("close" in source || "getContext" in source)) throw noPicture(source);
  return placed(draw(source), out);
}

/**
 * What {@linkcode frameFrom} takes: a frame, or a picture of the web's.
 *
 * @category Pictures
 */
export type WebPicture = Frame | WebStill | VideoFrameLike;

const ACTION = "Cannot make a frame";

/** Whether a picture is a `VideoFrame`, whose pixels come later. */
export function isVideoFrame(source: unknown): source is VideoFrameLike {
  return typeof source === "object" && source !== null && "copyTo" in source &&
    "visibleRect" in source;
}

async function readVideoFrame(source: VideoFrameLike, out: Frame | undefined): Promise<Frame> {
  if (source.visibleRect === null) throw new TypeError(`${ACTION}: the VideoFrame is closed`);
  const { width, height } = source.visibleRect;
  const { rotation = 0, flip = false } = source;
  if (rotation === 0 && !flip) {
    const frame = out ?? createFrame(width, height);
    assertOutSize(frame, { width, height });
    await source.copyTo(frame.bitmap, { format: "RGBA" });
    return frame;
  }
  const lying = createFrame(width, height);
  await source.copyTo(lying.bitmap, { format: "RGBA" });
  return placed(upright(lying, { rotation, flip }), out);
}

/** A frame as it is, or its copy in `out`. */
function placed(frame: Frame, out: Frame | undefined): Frame {
  assertWhole("make a frame", "source", frame);
  if (out === undefined) return frame;
  assertOutSize(out, frame);
  out.bitmap.set(frame.bitmap);
  return out;
}

function assertOutSize(out: Frame, { width, height }: Size): void {
  assertWhole("make a frame", "out", out);
  if (out.width === width && out.height === height) return;
  throw new RangeError(
    `${ACTION}: 'out' must be ${width}×${height} as the picture is, got ${out.width}×${out.height}`,
  );
}

/** As much of a canvas's context as is used. */
interface Drawing {
  drawImage(source: object, left: number, top: number): void;
  getImageData(left: number, top: number, width: number, height: number): {
    data: Uint8ClampedArray;
  };
}

function draw(source: Size): Frame {
  const { width, height } = source;
  const Canvas = webClass<{ getContext(kind: "2d", options: object): Drawing | null }>(
    "OffscreenCanvas",
  );
  // Deno has the class, but no drawing.
  const context = Canvas && new Canvas(width, height).getContext("2d", {
    willReadFrequently: true,
  });
  if (!context) {
    throw new TypeError(
      `${ACTION}: an ImageBitmap or a canvas can be read in a browser only, not here`,
    );
  }
  context.drawImage(source, 0, 0);
  return { width, height, bitmap: context.getImageData(0, 0, width, height).data };
}

function noPicture(source: unknown): TypeError {
  const name = (source as object | undefined)?.constructor?.name ?? String(source);
  return new TypeError(
    `${ACTION}: 'source' must be an ImageData, an ImageBitmap, a canvas, a VideoFrame or a frame, got ${name}`,
  );
}
