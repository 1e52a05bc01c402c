import type { Frame, Gray } from "../raster/frame.ts";

/** What every PNG begins with. */
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** PNG's numbers for a gray picture and for one of RGBA. */
const GRAY = 0;
const RGBA = 6;

/** PNG's number for Paeth's filter: a byte as it differs from the likeliest of its neighbours. */
const PAETH = 4;

/**
 * Encode a picture as a PNG of 8 bits, without a package: zlib is the runtime's.
 *
 * @param picture A frame gets four channels; a gray picture, a mask or a matte one.
 * @returns The file's bytes.
 */
export async function encodePng(picture: Frame | Gray): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = picture;
  const isFrame = "bitmap" in picture;
  const bytes = isFrame ? picture.bitmap : picture.data;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, isFrame ? RGBA : GRAY);
  const lines = filtered(bytes, width * (isFrame ? 4 : 1), isFrame ? 4 : 1);
  const parts = [
    SIGNATURE,
    ...chunk("IHDR", new Uint8Array(header.buffer)),
    ...chunk("IDAT", await deflated(lines)),
    ...chunk("IEND", new Uint8Array(0)),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The lines, each behind the number of its filter. */
function filtered(
  bytes: Uint8Array | Uint8ClampedArray,
  stride: number,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const lines = new Uint8Array(bytes.length + bytes.length / stride);
  let to = 0;
  for (let start = 0; start < bytes.length; start += stride) {
    lines[to++] = PAETH;
    for (let i = 0; i < stride; i++) {
      const at = start + i;
      const left = i < channels ? 0 : bytes[at - channels];
      const up = start === 0 ? 0 : bytes[at - stride];
      const corner = i < channels || start === 0 ? 0 : bytes[at - stride - channels];
      lines[to++] = bytes[at] - likeliest(left, up, corner);
    }
  }
  return lines;
}

/** The neighbour that is nearest to what a plane through all three would be. */
function likeliest(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** A part of a PNG: its length, name and bytes, and a checksum of the last two. */
function chunk(name: string, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const letters = new TextEncoder().encode(name);
  return [bigEndian(bytes.length), letters, bytes, bigEndian(crc32([letters, bytes]))];
}

function bigEndian(number: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, number);
  return new Uint8Array(view.buffer);
}

const CRC_TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(parts: readonly Uint8Array[]): number {
  let crc = -1;
  for (const part of parts) {
    for (const byte of part) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
