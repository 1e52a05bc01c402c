import type { Orientation } from "../../pixels/resize/orient.ts";

/** Marker bytes of a JPEG file. */
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** The EXIF tag for how the camera was held. */
const ORIENTATION_TAG = 0x0112;
/** The EXIF tags for who made the camera, and which it is. */
const CAMERA_TAGS = [0x010f, 0x0110];

/** What EXIF tells of how a picture came about. */
export interface ExifFacts {
  /** How the camera was held. */
  readonly orientation: Orientation;
  /** Whether a camera has left its name. */
  readonly isOfCamera: boolean;
}

/**
 * The EXIF orientation that a JPEG file carries.
 *
 * @param jpeg The file's bytes.
 * @returns 1 to 8; 1 where there is none, or none that makes sense.
 */
export function jpegOrientation(jpeg: Uint8Array): Orientation {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  try {
    for (let at = 2;;) {
      // Stray bytes, and fill bytes before a marker, are skipped as libjpeg does.
      while (view.getUint8(at) !== 0xff) at++;
      while (view.getUint8(at) === 0xff) at++;
      const marker = view.getUint8(at);
      if (marker === START_OF_SCAN) return 1;
      const length = view.getUint16(at + 1);
      // "Exif", two zeros, then a TIFF file of its own.
      if (marker === APP1 && view.getUint32(at + 3) === 0x45786966) {
        return exifOrientation(jpeg.subarray(at + 9, at + 1 + length));
      }
      at += 1 + length;
    }
  } catch (error) {
    // Reading past the end: a broken block says nothing of the orientation.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/**
 * The orientation in a block of EXIF, which PNG and WebP carry in a chunk of its own.
 *
 * @param exif The block: a TIFF file without a picture, with or without "Exif" before it.
 * @returns 1 to 8; 1 where there is none, or none that makes sense.
 */
export function exifOrientation(exif: Uint8Array): Orientation {
  return exifFacts(exif).orientation;
}

/**
 * What a block of EXIF tells, as far as it goes.
 *
 * @param exif The block, as {@linkcode exifOrientation} takes it.
 */
export function exifFacts(exif: Uint8Array): ExifFacts {
  // Some writers keep the six bytes that JPEG has before it.
  const bytes = exif[0] === 0x45 && exif[1] === 0x78 ? exif.subarray(6) : exif;
  const tiff = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (tiff.byteLength < 8) return { orientation: 1, isOfCamera: false };
  const littleEndian = tiff.getUint16(0) === 0x4949;
  return tiffFacts(tiff, tiff.getUint32(4, littleEndian), littleEndian);
}

/**
 * What a directory of TIFF tells, as far as it goes.
 *
 * @param tiff The bytes that it is in.
 * @param directory Where it begins.
 * @param littleEndian The order of its bytes.
 */
export function tiffFacts(tiff: DataView, directory: number, littleEndian: boolean): ExifFacts {
  let orientation: Orientation | undefined;
  let isOfCamera = false;
  try {
    const entries = tiff.getUint16(directory, littleEndian);
    for (let i = 0; i < entries; i++) {
      const entry = directory + 2 + 12 * i;
      const tag = tiff.getUint16(entry, littleEndian);
      if (tag === ORIENTATION_TAG) {
        orientation ??= orientationOf(tiff.getUint16(entry + 8, littleEndian));
      }
      isOfCamera ||= CAMERA_TAGS.includes(tag);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { orientation: orientation ?? 1, isOfCamera };
}

/**
 * A number as an orientation.
 *
 * @param value What a file says.
 * @returns The orientation; 1 for what is none.
 */
export function orientationOf(value: number): Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8 ? value as Orientation : 1;
}
