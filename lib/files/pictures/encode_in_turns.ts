import type { Frame, Gray } from "../../raster/frame.ts";
import { pngFile } from "../../report/png/png_file.ts";

/** Pictures of fewer bytes are encoded at once. */
const SMALLEST = 2 ** 24;

/** So many bytes are packed at a time. */
const STEP = 2 ** 20;

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
  return pngFile(raster, channels === 4 ? "rgba" : "gray", packed);
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
