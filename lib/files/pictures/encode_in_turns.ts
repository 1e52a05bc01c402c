import type { Frame, Gray, Size } from "../../raster/frame.ts";

/** Pictures of fewer bytes are encoded at once. */
const SMALLEST = 2 ** 24;

/** So many bytes are packed at a time. */
const STEP = 2 ** 20;

/** What a PNG begins with. */
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/**
 * Encode a picture as a PNG: a large one step by step, between which timers and signals have
 * their turn.
 *
 * @param raster A gray picture of one 8-bit channel, or a frame of four.
 * @param encode Encodes smaller ones, at once.
 * @param signal Ends the encoding of a large one by throwing its reason.
 * @returns The file's bytes.
 * @see https://www.w3.org/TR/png-3/
 */
export async function encodeInTurns<Raster extends Frame | Gray>(
  raster: Raster,
  encode: (raster: Raster) => Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width } = raster;
  const [channels, data] = "bitmap" in raster ? [4, raster.bitmap] : [1, raster.data];
  if (data.length < SMALLEST) return encode(raster);
  const packed = await pack(data, channels * width, signal);
  return await fileOf(raster, channels === 4 ? "rgba" : "gray", packed);
}

/** How a PNG names what is in a pixel. */
const COLOR_TYPES = { gray: 0, rgb: 2, rgba: 6 };

/**
 * A PNG of 8-bit channels.
 *
 * @param size The picture's sides.
 * @param pixel What a pixel has.
 * @param packed Its rows, each after the byte of its filter, deflated.
 */
export async function fileOf(
  { width, height }: Size,
  pixel: keyof typeof COLOR_TYPES,
  packed: readonly Uint8Array[],
): Promise<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, COLOR_TYPES[pixel]], 8);
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunkOf("IHDR", header),
    ...packed.map((bytes) => chunkOf("IDAT", bytes)),
    chunkOf("IEND", new Uint8Array(0)),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Rows, each after a byte that says that they are as they are, packed. */
async function pack(
  data: Uint8Array | Uint8ClampedArray,
  rowBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const rows = Math.max(1, Math.floor(STEP / rowBytes));
  let at = 0;
  const raw = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      // A stream alone gives nothing but promises a turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
      if (at === data.length) return controller.close();
      const end = Math.min(data.length, at + rows * rowBytes);
      const bytes = new Uint8Array((end - at) / rowBytes * (rowBytes + 1));
      for (let to = 1; at < end; at += rowBytes, to += rowBytes + 1) {
        bytes.set(data.subarray(at, at + rowBytes), to);
      }
      controller.enqueue(bytes);
    },
  });
  return await Array.fromAsync(raw.pipeThrough(new CompressionStream("deflate")));
}

/** A part of the file: its length, its name, what is in it, and a checksum. */
function chunkOf(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(12 + bytes.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, bytes.length);
  chunk.set(new TextEncoder().encode(name), 4);
  chunk.set(bytes, 8);
  view.setUint32(8 + bytes.length, crc32(chunk.subarray(4, 8 + bytes.length)));
  return chunk;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}
