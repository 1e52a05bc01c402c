/**
 * What ImageScript serves for: JPEG where libturbojpeg is missing, and picture
 * formats that ffmpeg was built without.
 *
 * @module
 */

import { UnsupportedMediaError } from "../errors.ts";
import { createFrame, type Frame } from "../raster.ts";
import { packageFile } from "./npm_package.ts";

const PACKAGE = "imagescript@1.3.1";

/** What ImageScript's jpeg.wasm exports, as its own wrappers call it. */
interface JpegExports {
  memory: WebAssembly.Memory;
  /** Length of the last result. */
  wlen(): number;
  walloc(size: number): number;
  decode(jpeg: number, length: number, width: number, height: number): number;
  decode_width(image: number): number;
  decode_height(image: number): number;
  /** 0 gray, 1 RGB, 2 CMYK. */
  decode_format(image: number): number;
  decode_buffer(image: number): number;
  decode_free(image: number): void;
}

/**
 * ImageScript's JPEG decoder, run from its WebAssembly file: ImageScript 1.3.1
 * itself loads a native codec first, and fails without `--allow-ffi`.
 *
 * Its pixels are up to 3 levels off `cv2.imread`'s.
 */
export class ImageScriptJpeg {
  readonly #wasm: JpegExports;

  private constructor(wasm: JpegExports) {
    this.#wasm = wasm;
  }

  /** Fetch ImageScript if need be, and load its decoder. */
  static async load(): Promise<ImageScriptJpeg> {
    const bytes = await Deno.readFile(await packageFile(PACKAGE, "wasm/any/jpeg.wasm"));
    const { instance } = await WebAssembly.instantiate(bytes);
    return new ImageScriptJpeg(instance.exports as unknown as JpegExports);
  }

  /**
   * Decode a JPEG file, as stored: its EXIF orientation is left to the caller.
   *
   * @param jpeg The file's bytes.
   * @returns The picture, opaque.
   * @throws {UnsupportedMediaError} If it cannot be decoded.
   */
  decode(jpeg: Uint8Array): Frame {
    const wasm = this.#wasm;
    const image = wasm.decode(this.#copyIn(jpeg), jpeg.length, 0, 0);
    if (image < 2) throw new UnsupportedMediaError("ImageScript cannot decode it");
    const frame = createFrame(wasm.decode_width(image), wasm.decode_height(image));
    const format = wasm.decode_format(image);
    const address = wasm.decode_buffer(image);
    const pixels = new Uint8Array(wasm.memory.buffer, address, wasm.wlen());
    if (format === 2) {
      wasm.decode_free(image);
      throw new UnsupportedMediaError("it is a CMYK JPEG, which needs libturbojpeg");
    }
    const step = format === 0 ? 1 : 3;
    for (let p = 0, s = 0; p < frame.bitmap.length; p += 4, s += step) {
      frame.bitmap[p] = pixels[s];
      frame.bitmap[p + 1] = pixels[s + (step >> 1)];
      frame.bitmap[p + 2] = pixels[s + step - 1];
      frame.bitmap[p + 3] = 255;
    }
    wasm.decode_free(image);
    return frame;
  }

  #copyIn(bytes: Uint8Array | Uint8ClampedArray): number {
    const address = this.#wasm.walloc(bytes.length);
    new Uint8Array(this.#wasm.memory.buffer, address, bytes.length).set(bytes);
    return address;
  }
}

/**
 * Decode a PNG, TIFF, GIF or SVG with ImageScript; needs `--allow-ffi`.
 *
 * @param bytes The file's bytes.
 * @returns The picture; of a GIF the first frame.
 * @throws If ImageScript does not know it, or cannot be loaded.
 */
export async function decodeWithImageScript(bytes: Uint8Array): Promise<Frame> {
  const { decode, Image }: typeof import("npm:imagescript@1.3.1") = await import(`npm:${PACKAGE}`);
  const head = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart();
  const isSvg = /^(<\?xml[^]*)?<(!--|!DOCTYPE svg|svg)/.test(head);
  if (isSvg) return await Image.renderSVG(new TextDecoder().decode(bytes));
  const picture = await decode(bytes, true);
  return picture instanceof Image ? picture : picture[0];
}
