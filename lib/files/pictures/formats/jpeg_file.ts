import { UnsupportedMediaError } from "../../../errors.ts";
import type { Size } from "../../../raster/frame.ts";

/**
 * Whom a JPEG decoder tells what.
 *
 * @category Picture files
 */
export interface DecodeJpegOptions {
  /** Told, behind the file's name, when the picture is there but not all of it: "is truncated". */
  onNotice?: ((notice: string) => void) | undefined;
  /** Ends the decoding. */
  signal?: AbortSignal | undefined;
}

/** Markers that begin a frame, whose header has the size: C0 to CF without DHT, JPG and DAC. */
function beginsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/**
 * The size in a JPEG's header.
 *
 * @param jpeg The file.
 * @throws {UnsupportedMediaError} If it has no header, or breaks off before it.
 */
export function jpegSize(jpeg: Uint8Array): Size {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  if (jpeg.length < 4 || view.getUint16(0) !== 0xffd8) {
    throw new UnsupportedMediaError("it is no JPEG");
  }
  for (let at = 2; at + 9 <= jpeg.length;) {
    while (at < jpeg.length && jpeg[at] !== 0xff) at++;
    while (at < jpeg.length && jpeg[at] === 0xff) at++;
    if (at + 8 > jpeg.length) break;
    const marker = jpeg[at];
    if (beginsFrame(marker)) {
      return { height: view.getUint16(at + 4), width: view.getUint16(at + 6) };
    }
    // Markers without content: the start, and restarts.
    const isBare = marker === 0xd8 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += isBare ? 1 : 1 + view.getUint16(at + 1);
  }
  throw new UnsupportedMediaError("it is a damaged or truncated JPEG");
}
