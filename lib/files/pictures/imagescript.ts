/**
 * What ImageScript serves for: JPEG where libturbojpeg is missing, and SVG where ffmpeg was
 * built without librsvg. Of the other formats it reads none better than we do.
 *
 * @module
 */

import { createRequire } from "node:module";
import { UnsupportedMediaError } from "../../errors.ts";
import { createFrame, type Frame } from "../../raster/frame.ts";
import { loneFolder, type LonePackage } from "../packages/lone_package.ts";
import { jpegSize } from "./formats/jpeg_file.ts";
import { assertPictureSize } from "./picture_size.ts";

/** The npm package. */
export const IMAGESCRIPT: LonePackage = {
  name: "imagescript",
  version: "1.3.1",
  integrity:
    "sha512-ue/zxSyEzj7je8Nlt2vjY9GEa2BbScFSRZJq7OTVDZFp0r57fyuxrlsF8qWgxTP+kP8WklTw4by/ZEYVX5S13w==",
  bytes: 2_991_019,
  fetchName: "imagescript",
};

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
  readonly #module: WebAssembly.Module;
  #wasm: JpegExports | undefined;

  private constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** Load ImageScript's decoder from its folder. */
  static async load(folder: string): Promise<ImageScriptJpeg> {
    const bytes = await Deno.readFile(`${folder}/wasm/any/jpeg.wasm`);
    return new ImageScriptJpeg(await WebAssembly.compile(bytes));
  }

  /**
   * Decode a JPEG file, as stored: its EXIF orientation is left to the caller.
   *
   * @param jpeg The file's bytes.
   * @returns The picture, opaque.
   * @throws {UnsupportedMediaError} If it cannot be decoded.
   */
  decode(jpeg: Uint8Array): Frame {
    assertPictureSize(jpegSize(jpeg));
    try {
      return this.#decode(jpeg);
    } catch (cause) {
      // Memory is in no known state after a trap.
      this.#wasm = undefined;
      if (cause instanceof UnsupportedMediaError) throw cause;
      throw new UnsupportedMediaError("ImageScript cannot decode it", { cause });
    }
  }

  #decode(jpeg: Uint8Array): Frame {
    const wasm = this.#wasm ??= this.#instantiate();
    const start = wasm.walloc(jpeg.length);
    new Uint8Array(wasm.memory.buffer, start, jpeg.length).set(jpeg);
    const image = wasm.decode(start, jpeg.length, 0, 0);
    if (image < 2) throw new UnsupportedMediaError("ImageScript cannot decode it");
    const frame = createFrame(wasm.decode_width(image), wasm.decode_height(image));
    const format = wasm.decode_format(image);
    const address = wasm.decode_buffer(image);
    const step = format === 0 ? 1 : 3;
    if (format === 2) {
      throw new UnsupportedMediaError("it is a CMYK JPEG, which needs libturbojpeg");
    }
    const pixels = new Uint8Array(wasm.memory.buffer, address, wasm.wlen());
    for (let p = 0, s = 0; p < frame.bitmap.length; p += 4, s += step) {
      frame.bitmap[p] = pixels[s];
      frame.bitmap[p + 1] = pixels[s + (step >> 1)];
      frame.bitmap[p + 2] = pixels[s + step - 1];
      frame.bitmap[p + 3] = 255;
    }
    wasm.decode_free(image);
    return frame;
  }

  #instantiate(): JpegExports {
    return new WebAssembly.Instance(this.#module).exports as unknown as JpegExports;
  }
}

/** ImageScript's folder; it is fetched if need be. */
export async function imageScriptFolder(): Promise<string> {
  return await loneFolder(IMAGESCRIPT, { orHere: true });
}

/** Decode a JPEG in this very thread. */
export async function decodeJpegHere(folder: string, bytes: Uint8Array): Promise<Frame> {
  return (await ImageScriptJpeg.load(folder)).decode(bytes);
}

/**
 * Draw an SVG in this very thread; needs `--allow-ffi`.
 *
 * @param folder ImageScript's.
 * @param text The file.
 * @returns The picture.
 * @throws If ImageScript does not know it, or cannot be loaded.
 */
export async function drawSvgHere(folder: string, text: string): Promise<Frame> {
  const { Image }: typeof import("npm:imagescript@1.3.1") = createRequire("file:///backdrop.js")(
    `${folder}/ImageScript.js`,
  );
  return await Image.renderSVG(text);
}
