import { composite } from "../pixels/compose/composite.ts";
import { fillFrame } from "../pixels/compose/fill_frame.ts";
import { encodeJpeg } from "../pixels/jpeg/encode_jpeg.ts";
import { createFrame, type Frame, type Matte } from "../raster/frame.ts";

/** What is behind in the composites: a colour that no room has. */
const PLAIN = [38, 178, 108, 255] as const;

/** A frame as an address that holds the whole picture: a JPEG, which needs no package. */
export function dataUrl(frame: Frame): string {
  return `data:image/jpeg;base64,${base64Of(encodeJpeg(frame, { quality: 88 }))}`;
}

/** What `toBase64` gives, which Node has from 25 on only. */
export function base64Of(bytes: Uint8Array): string {
  let letters = "";
  // Not all at once: so many arguments do not fit on the stack.
  for (let i = 0; i < bytes.length; i += 8192) {
    letters += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(letters);
}

/** A matte as a gray frame. */
export function grayFrame({ width, height, data }: Matte): Frame {
  const frame = createFrame(width, height);
  for (let i = 0, p = 0; i < data.length; i++, p += 4) {
    frame.bitmap[p] = frame.bitmap[p + 1] = frame.bitmap[p + 2] = data[i];
    frame.bitmap[p + 3] = 255;
  }
  return frame;
}

/**
 * A matte with its errors in colour: white is right, orange too much, blue missing.
 *
 * @example One pixel of each kind
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 3, height: 1, data: Uint8Array.from(data) });
 * const { bitmap } = errorFrame(row(255, 255, 0), row(255, 0, 255));
 * assertEquals([...bitmap.subarray(0, 3)], [255, 255, 255]);
 * assertEquals([...bitmap.subarray(4, 7)], [255, 138, 0]);
 * assertEquals([...bitmap.subarray(8, 11)], [40, 110, 255]);
 * ```
 */
export function errorFrame(matte: Matte, truth: Matte): Frame {
  const { width, height } = matte;
  const frame = createFrame(width, height);
  for (let i = 0, p = 0; i < matte.data.length; i++, p += 4) {
    const right = Math.min(matte.data[i], truth.data[i]);
    const excess = matte.data[i] - right;
    const missing = truth.data[i] - right;
    frame.bitmap[p] = right + excess + missing * 40 / 255;
    frame.bitmap[p + 1] = right + excess * 138 / 255 + missing * 110 / 255;
    frame.bitmap[p + 2] = right + missing;
    frame.bitmap[p + 3] = 255;
  }
  return frame;
}

/** What a matte lets through, over a plain colour. */
export function compositeFrame(input: Frame, matte: Matte): Frame {
  const plain = fillFrame(createFrame(input.width, input.height), PLAIN);
  return composite(input, plain, matte);
}
