import type { Frame, Gray } from "../../raster/frame.ts";
import { pngFile } from "./png_file.ts";

/** PNG's number for Paeth's filter: a byte as it differs from the likeliest of its neighbours. */
const PAETH = 4;

/** So many bytes are packed at a time. */
const STEP = 2 ** 17;

/** How {@linkcode encodePng} goes about it. */
export interface EncodePngOptions {
  /**
   * Whether a frame's alpha is left out.
   *
   * @default {false}
   */
  readonly opaque?: boolean;
  /** Ends the encoding by throwing its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Encode a picture as a small PNG of 8 bits, without a package: zlib is the runtime's. Timers and
 * signals have their turn meanwhile.
 *
 * @param picture A frame gets four channels, or three; a gray picture, a mask or a matte one.
 * @param options What to leave out.
 * @returns The file's bytes.
 * @see https://www.w3.org/TR/png-3/#9Filter-type-4-Paeth
 */
export async function encodePng(
  picture: Frame | Gray,
  { opaque = false, signal }: EncodePngOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const isFrame = "bitmap" in picture;
  const bytes = isFrame ? picture.bitmap : picture.data;
  const channels = isFrame ? 4 : 1;
  const kept = isFrame && opaque ? 3 : channels;
  const rows = Math.max(1, Math.floor(STEP / (kept * picture.width)));
  let row = 0;
  const raw = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      // A stream alone gives nothing but promises a turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
      if (row === picture.height) return controller.close();
      const end = Math.min(picture.height, row + rows);
      controller.enqueue(
        filtered(bytes, { stride: channels * picture.width, channels, kept }, row, end),
      );
      row = end;
    },
  });
  // Node has Array.fromAsync from 22 on.
  const packed: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of raw.pipeThrough(new CompressionStream("deflate"))) packed.push(part);
  return pngFile(picture, isFrame ? kept === 3 ? "rgb" : "rgba" : "gray", packed);
}

/** How pixels lie, and how many of their channels are kept. */
interface Layout {
  readonly stride: number;
  readonly channels: number;
  readonly kept: number;
}

/** Some rows, each behind the number of its filter. */
function filtered(
  bytes: Uint8Array | Uint8ClampedArray,
  { stride, channels, kept }: Layout,
  first: number,
  end: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array((end - first) * (1 + kept * stride / channels));
  let to = 0;
  for (let row = first; row < end; row++) {
    out[to++] = PAETH;
    const rowStart = stride * row;
    for (let p = rowStart; p < rowStart + stride; p += channels) {
      for (let q = p; q < p + kept; q++) {
        const left = p === rowStart ? 0 : bytes[q - channels];
        const up = row === 0 ? 0 : bytes[q - stride];
        const corner = p === rowStart || row === 0 ? 0 : bytes[q - stride - channels];
        out[to++] = bytes[q] - likeliest(left, up, corner);
      }
    }
  }
  return out;
}

/** The neighbour that is nearest to what a plane through all three would be. */
function likeliest(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
