import type { Size } from "../raster.ts";

/** Where the size stands in all but JPEGs with much before it: cameras put a small picture there. */
const HEAD_LENGTH = 1 << 16;

/** A PNG's first bytes. */
const PNG = 0x89504e47;

/**
 * The sides of a picture, as its file's head has them: without decoding, before any turning.
 *
 * @param path The file: JPEG, PNG, GIF, BMP or WebP.
 * @returns `undefined` for other files, and those that cannot be read.
 */
export function pictureSides(path: string): Size | undefined {
  try {
    using file = Deno.openSync(path);
    const head = new Uint8Array(HEAD_LENGTH);
    const length = file.readSync(head) ?? 0;
    const view = new DataView(head.buffer, 0, length);
    const text = new TextDecoder("latin1").decode(head.subarray(0, Math.min(32, length)));
    if (text.startsWith("\xff\xd8")) return jpegSize(file, view);
    if (view.getUint32(0) === PNG) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (text.startsWith("GIF8")) {
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    }
    if (text.startsWith("BM")) {
      return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
    }
    if (/^RIFF[^]{4}WEBP/.test(text)) return webpSize(view, text.slice(12, 16));
    return undefined;
  } catch {
    // It is no file, may not be read, or breaks off.
    return undefined;
  }
}

/** Segments are passed over until the one that begins a frame. */
function jpegSize(file: Deno.FsFile, head: DataView): Size | undefined {
  let [view, start] = [head, 0];
  for (let at = 2;;) {
    // Its marker, length, and what a frame begins with: 9 bytes.
    if (at + 9 > start + view.byteLength) {
      file.seekSync(at, Deno.SeekMode.Start);
      const bytes = new Uint8Array(HEAD_LENGTH);
      const length = file.readSync(bytes) ?? 0;
      if (length < 9) return undefined;
      [view, start] = [new DataView(bytes.buffer, 0, length), at];
    }
    const place = at - start;
    if (view.getUint8(place) !== 0xff) return undefined;
    const marker = view.getUint8(place + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(place + 7), height: view.getUint16(place + 5) };
    if (marker === 0xd9 || marker === 0xda) return undefined;
    at += 2 + view.getUint16(place + 2);
  }
}

function webpSize(view: DataView, kind: string): Size | undefined {
  if (kind === "VP8X") {
    const side = (place: number) =>
      1 + view.getUint16(place, true) + (view.getUint8(place + 2) << 16);
    return { width: side(24), height: side(27) };
  }
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (kind !== "VP8 ") return undefined;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}
