/**
 * libturbojpeg through FFI: the library below OpenCV's own JPEG code, so files
 * and pixels come out as `cv2.imwrite` and `cv2.imread` make them.
 *
 * Of its two interfaces this is the older, which versions 1.4 to 3 all have.
 *
 * @module
 */

import { UnsupportedMediaError } from "../../errors.ts";
import { assertWhole, createFrame, type Frame } from "../../raster/frame.ts";
import {
  loneFolder,
  type LoneFolderOptions,
  type LonePackage,
  NotFetchedError,
} from "../packages/lone_package.ts";
import { type DecodeJpegOptions, jpegSize } from "./formats/jpeg_file.ts";
import { assertPictureSize, truncated } from "./picture_size.ts";

/** The npm package that carries the library, and where in it, by system and processor. */
export const TURBO_JPEG: LonePackage = {
  name: "@julusian/jpeg-turbo",
  version: "3.0.1",
  integrity:
    "sha512-ITORmmt8XPCxGh/GhG1VGGAQH10zh0iN0lHpuODDVpNeyzAULtEIFHuQLOLDSbVSAkAvGylQPsp4uJb8NLI6fw==",
  bytes: 2_974_085,
  fetchName: "jpeg",
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
  tjDecompress2InThread: {
    name: "tjDecompress2",
    parameters: ["pointer", "buffer", "usize", "buffer", "i32", "i32", "i32", "i32", "i32"],
    result: "i32",
    nonblocking: true,
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
/** At most 500 scans: a few kilobytes can hold thousands, each as slow as a whole picture. */
const TJFLAG_LIMITSCANS = 32768;

/**
 * What libjpeg only warns of. Its code for that is no help: an error behind a warning has it too.
 */
const WARNINGS = new RegExp(
  "^(Corrupt JPEG data|Premature end of JPEG file|Inconsistent progression sequence" +
    "|Invalid SOS parameters for sequential|Unknown Adobe color transform|Warning: unknown JFIF)",
);
/** What comes instead of a warning from another thread. */
const NO_TEXT = "No error";

/** The marker before the pixels. */
const START_OF_SCAN = 0xda;

/**
 * Load libturbojpeg: the npm package's first, so that all machines have the
 * same one, then the system's.
 *
 * @param options Whom to tell when it is fetched.
 * @returns The library, or `undefined` where there is none or FFI is not permitted.
 * @throws {NotFetchedError} If it is nowhere, and nothing may be fetched.
 */
export async function loadTurboJpeg(
  options: LoneFolderOptions = {},
): Promise<TurboJpeg | undefined> {
  const permission = await Deno.permissions.query({ name: "ffi" });
  if (permission.state !== "granted") return undefined;
  const found = hasPrebuilt()
    ? await loneFolder(TURBO_JPEG, options).catch((error) => error)
    : undefined;
  const prebuilt = typeof found === "string" ? prebuiltIn(found) : [];
  // Where npm cannot be reached, the system may have it.
  for (const path of [...prebuilt, ...SYSTEM[Deno.build.os] ?? []]) {
    try {
      return new TurboJpeg(Deno.dlopen(path, SYMBOLS));
    } catch {
      // Not there, or built for another C library: try the next.
    }
  }
  // Who wants nothing fetched wants the same files as elsewhere, too.
  if (found instanceof NotFetchedError) throw found;
  return undefined;
}

/** Whether the package carries the library for this system. */
export function hasPrebuilt(): boolean {
  return `${Deno.build.os}-${Deno.build.arch}` in PREBUILT;
}

function prebuiltIn(folder: string): string[] {
  return PREBUILT[`${Deno.build.os}-${Deno.build.arch}`].map((name) =>
    `${folder}/prebuilds/jpeg-turbo-${name}/libturbojpeg.so.0`
  );
}

/** An open libturbojpeg with one encoder and one decoder: one call at a time of each. */
export class TurboJpeg implements Disposable {
  readonly #library: Deno.DynamicLibrary<typeof SYMBOLS>;
  readonly #encoder: Deno.PointerValue;
  #decoder: Deno.PointerValue;
  /** Done when no decoding runs. */
  #idle: Promise<void> = Promise.resolve();
  #running = 0;
  #isDisposed = false;
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
   * Decode a JPEG file on another thread, as stored: its EXIF orientation is left to the caller.
   * What libjpeg only warns of is decoded, as `cv2.imread` does.
   *
   * @param file The file's bytes. Not to be changed meanwhile.
   * @param options Whom to tell that a part of the picture is missing.
   * @returns The picture, opaque.
   * @throws {UnsupportedMediaError} If it is no JPEG, or breaks off before its pixels.
   */
  async decode(file: Uint8Array<ArrayBuffer>, options: DecodeJpegOptions = {}): Promise<Frame> {
    const { signal } = options;
    signal?.throwIfAborted();
    // One call at a time, also if the one before was given up.
    const work = this.#idle.then(() => this.#decode(file, options));
    this.#running++;
    this.#idle = work.then(() => {}, () => {}).finally(() => this.#running--);
    if (signal === undefined) return await work;
    const { promise, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      return await Promise.race([work, promise]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  async #decode(
    file: Uint8Array<ArrayBuffer>,
    { onNotice }: DecodeJpegOptions,
  ): Promise<Frame> {
    const jpeg = withEndMarker(file);
    const { width, height, isCmyk } = this.#readHeader(jpeg, jpeg !== file);
    assertPictureSize({ width, height });
    const frame = createFrame(width, height);
    const { tjDecompress2, tjDecompress2InThread } = this.#library.symbols;
    const call = [
      this.#decoder,
      jpeg,
      BigInt(jpeg.length),
      bytesOf(frame.bitmap),
      width,
      0,
      height,
      isCmyk ? TJPF_CMYK : TJPF_RGBA,
      TJFLAG_LIMITSCANS,
    ] as const;
    let status = await tjDecompress2InThread(...call);
    // What libjpeg says there stays there: once more, to hear it.
    const isQuick = isCmyk || width * height * scanCount(jpeg) <= QUICK_PIXELS;
    if (status !== 0 && isQuick) status = tjDecompress2(...call);
    // Alpha is the decoder's: nothing else has written it.
    const isPainted = frame.bitmap.at(-1) === 255;
    const warning = this.#warningOf(status, jpeg !== file, { isPainted });
    if (warning !== undefined) {
      if (jpeg !== file && !isHarmless(warning)) onNotice?.("is truncated: the rest is gray");
      else if (!isHarmless(warning)) onNotice?.(`is damaged in part: libjpeg says "${warning}"`);
    }
    if (isCmyk) cmykToRgba(frame.bitmap);
    return frame;
  }

  #readHeader(jpeg: Uint8Array<ArrayBuffer>, isCut: boolean) {
    const [width, height, subsampling, space] = [0, 0, 0, 0].map(() => new Int32Array(1));
    const { symbols } = this.#library;
    const out = [width, height, subsampling, space] as const;
    const status = symbols.tjDecompressHeader3(this.#decoder, jpeg, BigInt(jpeg.length), ...out);
    const message = this.#warningOf(status, isCut, { passed: /subsampling/i });
    if (message !== undefined && /subsampling/i.test(message)) {
      // It has no name for a subsampling that it can decode.
      return { ...jpegSize(jpeg), isCmyk: false };
    }
    const isCmyk = space[0] === TJCS_CMYK || space[0] === TJCS_YCCK;
    return { width: width[0], height: height[0], isCmyk };
  }

  /**
   * What libjpeg warns of. After an error, a decoder may fail on every other file: it is made
   * anew.
   *
   * @param status What the call gave.
   * @param isCut Whether the file lacks its end.
   * @param passed Errors that are none here.
   * @param isPainted Whether there are pixels down to the last.
   */
  #warningOf(
    status: number,
    isCut: boolean,
    { passed, isPainted = false }: { passed?: RegExp; isPainted?: boolean } = {},
  ): string | undefined {
    if (status === 0) return undefined;
    const { symbols } = this.#library;
    const message = this.#lastError(this.#decoder);
    const isWarning = WARNINGS.test(message) || (message === NO_TEXT && isPainted);
    if (isWarning) return message;
    symbols.tjDestroy(this.#decoder);
    this.#decoder = symbols.tjInitDecompress();
    if (passed?.test(message)) return message;
    if (isCut && /no image|premature/i.test(message)) throw truncated("JPEG");
    const isSaid = message !== NO_TEXT;
    throw new UnsupportedMediaError(
      `it is a damaged JPEG${isSaid ? ` (libjpeg says "${message}")` : ""}`,
    );
  }

  #lastError(handle: Deno.PointerValue): string {
    const text = this.#library.symbols.tjGetErrorStr2(handle);
    return text === null ? "unknown error" : new Deno.UnsafePointerView(text).getCString();
  }

  /** Close the library; once, since what it has given back is the library's no more. */
  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const { symbols } = this.#library;
    const close = () => {
      symbols.tjDestroy(this.#encoder);
      symbols.tjDestroy(this.#decoder);
      this.#library.close();
    };
    // A decoding that was given up may still run.
    if (this.#running === 0) close();
    else void this.#idle.then(close);
  }
}

/** How many pixels, each as often as there are scans, are decoded in a quarter of a second. */
const QUICK_PIXELS = 2 ** 25;

/** How many scans a JPEG has: many in one that gets sharper step by step. */
function scanCount(jpeg: Uint8Array): number {
  let count = 0;
  for (let at = 0; (at = jpeg.indexOf(0xff, at) + 1) > 0;) if (jpeg[at] === START_OF_SCAN) count++;
  return Math.max(1, count);
}

/** Whether a warning leaves all pixels as they are; one without words came from another thread. */
function isHarmless(warning: string): boolean {
  return /extraneous bytes|ICC|Adobe|JFIF|^No error/i.test(warning);
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
