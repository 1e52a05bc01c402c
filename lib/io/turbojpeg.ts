/**
 * libturbojpeg through FFI: the library below OpenCV's own JPEG code, so files
 * and pixels come out as `cv2.imwrite` and `cv2.imread` make them.
 *
 * Of its two interfaces this is the older, which versions 1.4 to 3 all have.
 *
 * @module
 */

import { UnsupportedMediaError } from "../errors.ts";
import { assertWhole, createFrame, type Frame } from "../raster.ts";
import { loneFolder, type LoneFolderOptions, type LonePackage } from "./lone_package.ts";

/** The npm package that carries the library, and where in it, by system and processor. */
export const TURBO_JPEG: LonePackage = {
  name: "@julusian/jpeg-turbo",
  version: "3.0.1",
  integrity:
    "sha512-ITORmmt8XPCxGh/GhG1VGGAQH10zh0iN0lHpuODDVpNeyzAULtEIFHuQLOLDSbVSAkAvGylQPsp4uJb8NLI6fw==",
  bytes: 2_974_085,
};
const PREBUILT: Readonly<Record<string, readonly string[]>> = {
  "linux-x86_64": ["linux-x64", "linux-x64-musl"],
  "linux-aarch64": ["linux-arm64"],
};

/** Names under which systems have it: Debian's libturbojpeg0, Homebrew's jpeg-turbo, libjpeg-turbo's installer. */
const SYSTEM: Readonly<Record<string, readonly string[]>> = {
  linux: ["libturbojpeg.so.0", "libturbojpeg.so"],
  darwin: [
    "/opt/homebrew/lib/libturbojpeg.dylib",
    "/usr/local/lib/libturbojpeg.dylib",
    "/opt/libjpeg-turbo/lib64/libturbojpeg.dylib",
  ],
  windows: ["turbojpeg.dll", "C:\\libjpeg-turbo64\\bin\\turbojpeg.dll"],
};

const SYMBOLS = {
  tjInitCompress: { parameters: [], result: "pointer" },
  tjInitDecompress: { parameters: [], result: "pointer" },
  tjDestroy: { parameters: ["pointer"], result: "i32" },
  tjBufSize: { parameters: ["i32", "i32", "i32"], result: "usize" },
  // handle, pixels, width, pitch, height, pixel format, &jpeg, &size, subsampling, quality, flags
  tjCompress2: {
    parameters: [
      "pointer",
      "buffer",
      "i32",
      "i32",
      "i32",
      "i32",
      "buffer",
      "buffer",
      "i32",
      "i32",
      "i32",
    ],
    result: "i32",
    nonblocking: true,
  },
  // handle, jpeg, size, &width, &height, &subsampling, &colour space
  tjDecompressHeader3: {
    parameters: ["pointer", "buffer", "usize", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  // handle, jpeg, size, pixels, width, pitch, height, pixel format, flags
  tjDecompress2: {
    parameters: ["pointer", "buffer", "usize", "buffer", "i32", "i32", "i32", "i32", "i32"],
    result: "i32",
  },
  tjGetErrorStr2: { parameters: ["pointer"], result: "pointer" },
} as const;

// From turbojpeg.h.
const TJSAMP_420 = 2;
const TJPF_RGBA = 7;
const TJPF_CMYK = 11;
const TJCS_CMYK = 3;
const TJCS_YCCK = 4;
const TJFLAG_NOREALLOC = 1024;
/** The slow, exact DCT. Version 3 always takes it, version 2 only when asked. */
const TJFLAG_ACCURATEDCT = 4096;

/** What `cv::imread` takes at most: a few bytes of a header can promise more than any memory holds. */
const MAX_PIXELS = 2 ** 30;

/**
 * Load libturbojpeg: the npm package's first, so that all machines have the
 * same one, then the system's.
 *
 * @param options Whom to tell when it is fetched.
 * @returns The library, or `undefined` where there is none or FFI is not permitted.
 */
export async function loadTurboJpeg(
  options: LoneFolderOptions = {},
): Promise<TurboJpeg | undefined> {
  const permission = await Deno.permissions.query({ name: "ffi" });
  if (permission.state !== "granted") return undefined;
  for await (const path of candidates(options)) {
    try {
      return new TurboJpeg(Deno.dlopen(path, SYMBOLS));
    } catch {
      // Not there, or built for another C library: try the next.
    }
  }
  return undefined;
}

async function* candidates(options: LoneFolderOptions): AsyncGenerator<string> {
  const prebuilt = PREBUILT[`${Deno.build.os}-${Deno.build.arch}`] ?? [];
  // Where npm cannot be reached, the system may have it.
  const folder = prebuilt.length > 0
    ? await loneFolder(TURBO_JPEG, options).catch(() => undefined)
    : undefined;
  if (folder !== undefined) {
    for (const name of prebuilt) yield `${folder}/prebuilds/jpeg-turbo-${name}/libturbojpeg.so.0`;
  }
  yield* SYSTEM[Deno.build.os] ?? [];
}

/** An open libturbojpeg with one encoder and one decoder: one call at a time of each. */
export class TurboJpeg implements Disposable {
  readonly #library: Deno.DynamicLibrary<typeof SYMBOLS>;
  readonly #encoder: Deno.PointerValue;
  readonly #decoder: Deno.PointerValue;
  #jpeg: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** @param library libturbojpeg, opened. */
  constructor(library: Deno.DynamicLibrary<typeof SYMBOLS>) {
    this.#library = library;
    this.#encoder = library.symbols.tjInitCompress();
    this.#decoder = library.symbols.tjInitDecompress();
    if (this.#encoder === null || this.#decoder === null) {
      throw new Error("Cannot use libturbojpeg: it has no memory for its handles");
    }
  }

  /**
   * Encode a frame with 4:2:0 chroma, on another thread.
   *
   * @param frame The frame, H × W; its alpha is dropped. Not to be changed meanwhile.
   * @param quality 1–100.
   * @returns The file's bytes, valid until the next call.
   * @throws {Error} If libturbojpeg cannot, for one if a side is over 65,500.
   */
  async encode(frame: Frame, quality: number): Promise<Uint8Array<ArrayBuffer>> {
    assertWhole("encode a JPEG", "frame", frame);
    const { symbols } = this.#library;
    const { width, height } = frame;
    const room = Number(symbols.tjBufSize(width, height, TJSAMP_420));
    if (this.#jpeg.length < room) this.#jpeg = new Uint8Array(room);
    const address = BigUint64Array.of(
      BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(this.#jpeg))),
    );
    const size = BigUint64Array.of(BigInt(this.#jpeg.length));
    const status = await symbols.tjCompress2(
      this.#encoder,
      bytesOf(frame.bitmap),
      width,
      0,
      height,
      TJPF_RGBA,
      address,
      size,
      TJSAMP_420,
      quality,
      TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT,
    );
    if (status !== 0) throw new Error(`Cannot encode a JPEG: ${this.#lastError(this.#encoder)}`);
    return this.#jpeg.subarray(0, Number(size[0]));
  }

  /**
   * Decode a JPEG file, as stored: its EXIF orientation is left to the caller.
   *
   * @param file The file's bytes.
   * @returns The picture, opaque.
   * @throws {UnsupportedMediaError} If it is no JPEG, or breaks off.
   */
  decode(file: Uint8Array<ArrayBuffer>): Frame {
    const jpeg = withEndMarker(file);
    const { symbols } = this.#library;
    const [width, height, subsampling, space] = [0, 0, 0, 0].map(() => new Int32Array(1));
    const length = BigInt(jpeg.length);
    const header = [this.#decoder, jpeg, length, width, height, subsampling, space] as const;
    this.#assertDecoded(symbols.tjDecompressHeader3(...header));
    if (width[0] * height[0] > MAX_PIXELS) {
      throw new UnsupportedMediaError(
        `a picture of ${width[0]}×${height[0]} is larger than 2³⁰ pixels`,
      );
    }

    const frame = createFrame(width[0], height[0]);
    const isCmyk = space[0] === TJCS_CMYK || space[0] === TJCS_YCCK;
    const format = isCmyk ? TJPF_CMYK : TJPF_RGBA;
    const to = bytesOf(frame.bitmap);
    const { tjDecompress2 } = symbols;
    const status = tjDecompress2(
      this.#decoder,
      jpeg,
      length,
      to,
      width[0],
      0,
      height[0],
      format,
      0,
    );
    this.#assertDecoded(status);
    if (isCmyk) cmykToRgba(frame.bitmap);
    return frame;
  }

  #assertDecoded(status: number): void {
    if (status === 0) return;
    const message = this.#lastError(this.#decoder);
    // A warning only: stray bytes between segments leave the picture whole.
    if (message.includes("extraneous bytes")) return;
    throw new UnsupportedMediaError(message);
  }

  #lastError(handle: Deno.PointerValue): string {
    const text = this.#library.symbols.tjGetErrorStr2(handle);
    return text === null ? "unknown error" : new Deno.UnsafePointerView(text).getCString();
  }

  /** Close the library. */
  [Symbol.dispose](): void {
    this.#library.symbols.tjDestroy(this.#encoder);
    this.#library.symbols.tjDestroy(this.#decoder);
    this.#library.close();
  }
}

/** A file that lacks only its end marker is whole; one that lacks more is still found out. */
function withEndMarker(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (file.at(-2) === 0xff && file.at(-1) === 0xd9) return file;
  const closed = new Uint8Array(file.length + 2);
  closed.set(file);
  closed.set([0xff, 0xd9], file.length);
  return closed;
}

/** FFI takes no clamped array. */
function bytesOf(bitmap: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bitmap.buffer as ArrayBuffer, bitmap.byteOffset, bitmap.length);
}

/** In place, with the arithmetic of OpenCV's `icvCvt_CMYK2BGR_8u_C4C3R` on inverted (Adobe) ink. */
function cmykToRgba(bitmap: Uint8ClampedArray): void {
  for (let p = 0; p < bitmap.length; p += 4) {
    const key = bitmap[p + 3];
    for (let c = p; c < p + 3; c++) bitmap[c] = key - (((255 - bitmap[c]) * key) >> 8);
    bitmap[p + 3] = 255;
  }
}
