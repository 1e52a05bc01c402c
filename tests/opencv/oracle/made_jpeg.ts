/**
 * JPEG files of kinds that cv2.imwrite does not make, by libturbojpeg.
 *
 * @module
 */

import { loneFolder } from "../../../lib/files/packages/lone_package.ts";
import { TURBO_JPEG } from "../../../lib/files/pictures/turbojpeg.ts";

const FOLDER = `jpeg-turbo-linux-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;

const SYMBOLS = {
  tjInitCompress: { parameters: [], result: "pointer" },
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
  },
  tjDestroy: { parameters: ["pointer"], result: "i32" },
} as const;

/** turbojpeg.h's numbers for how chroma is subsampled. */
export const SUBSAMPLINGS = {
  "4:4:4": 0,
  "4:2:2": 1,
  "4:2:0": 2,
  gray: 3,
  "4:4:0": 4,
  "4:1:1": 5,
  "4:4:1": 6,
} as const;

// From turbojpeg.h.
const TJPF_RGBA = 7;
const TJPF_CMYK = 11;
const TJFLAG_NOREALLOC = 1024;
const TJFLAG_PROGRESSIVE = 16384;

/** What {@linkcode makeJpeg} makes. */
export interface JpegOptions {
  width: number;
  height: number;
  subsampling: keyof typeof SUBSAMPLINGS;
  /** @default {90} */
  quality?: number;
  /** Whether the four channels are ink: the file's colour space will be YCCK. */
  isCmyk?: boolean;
  isProgressive?: boolean;
}

/** Encode pixels of four channels. */
export async function makeJpeg(
  pixels: Uint8Array<ArrayBuffer>,
  options: JpegOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, quality = 90, isCmyk = false, isProgressive = false } = options;
  const subsampling = SUBSAMPLINGS[options.subsampling];
  const path = `${await loneFolder(TURBO_JPEG)}/prebuilds/${FOLDER}/libturbojpeg.so.0`;
  const library = Deno.dlopen(path, SYMBOLS);
  const { tjInitCompress, tjBufSize, tjCompress2, tjDestroy } = library.symbols;
  const jpeg = new Uint8Array(Number(tjBufSize(width, height, subsampling)));
  const address = Deno.UnsafePointer.value(Deno.UnsafePointer.of(jpeg));
  const size = BigUint64Array.of(BigInt(jpeg.length));
  const handle = tjInitCompress();
  const status = tjCompress2(
    handle,
    pixels,
    width,
    0,
    height,
    isCmyk ? TJPF_CMYK : TJPF_RGBA,
    BigUint64Array.of(address),
    size,
    subsampling,
    quality,
    TJFLAG_NOREALLOC | (isProgressive ? TJFLAG_PROGRESSIVE : 0),
  );
  tjDestroy(handle);
  library.close();
  if (status !== 0) throw new Error(`libturbojpeg cannot make a JPEG of ${options.subsampling}`);
  return jpeg.slice(0, Number(size[0]));
}

/**
 * Say that a YCCK file's four channels are ink as they stand: the Adobe
 * segment's last byte is the colour transform, and 0 is none.
 */
export function withoutYcck(jpeg: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = jpeg.slice();
  const adobe = copy.findIndex((byte, at) => byte === 0xff && copy[at + 1] === 0xee);
  copy[adobe + 15] = 0;
  return copy;
}

/** Put an EXIF segment with an orientation right behind the file's first marker. */
export function withOrientation(
  jpeg: Uint8Array<ArrayBuffer>,
  orientation: number,
  littleEndian: boolean,
): Uint8Array<ArrayBuffer> {
  const segment = new DataView(new ArrayBuffer(2 + 2 + 6 + 8 + 2 + 12 + 4));
  segment.setUint16(0, 0xffe1);
  segment.setUint16(2, segment.byteLength - 2);
  segment.setUint32(4, 0x45786966); // "Exif", then two zeros, then a TIFF file.
  segment.setUint16(10, littleEndian ? 0x4949 : 0x4d4d);
  segment.setUint16(12, 42, littleEndian);
  segment.setUint32(14, 8, littleEndian);
  segment.setUint16(18, 1, littleEndian);
  segment.setUint16(20, 0x0112, littleEndian);
  segment.setUint16(22, 3, littleEndian);
  segment.setUint32(24, 1, littleEndian);
  segment.setUint16(28, orientation, littleEndian);
  const bytes = new Uint8Array(segment.buffer);
  return Uint8Array.of(...jpeg.subarray(0, 2), ...bytes, ...jpeg.subarray(2));
}
