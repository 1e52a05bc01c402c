import { createFrame, type Frame } from "../../raster/frame.ts";

/** Between the chunks' lengths and what is in them. */
const HEAD = 8;

/**
 * Read a PNG of 8-bit RGB or RGBA that was written without interlacing, as the explanation's are. A canvas
 * would read it too, but browsers that hide who is looking give other pixels back from it.
 *
 * @param bytes The file.
 * @throws {TypeError} If it is of another kind.
 */
export async function readPng(bytes: Uint8Array<ArrayBuffer>): Promise<Frame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packed: Uint8Array<ArrayBuffer>[] = [];
  let [width, height, kind] = [0, 0, ""];
  for (let at = 8; at + HEAD <= bytes.length;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + HEAD));
    const start = at + HEAD;
    if (name === "IHDR") {
      [width, height] = [view.getUint32(start), view.getUint32(start + 4)];
      kind = [8, 9, 12].map((place) => bytes[start + place]).join(" ");
    } else if (name === "IDAT") packed.push(bytes.subarray(start, start + length));
    at = start + length + 4;
  }
  const channels = kind === "8 6 0" ? 4 : kind === "8 2 0" ? 3 : undefined;
  if (channels === undefined) throw new TypeError(`Cannot read a PNG of the kind ${kind}`);
  const rows = await inflated(packed);
  return frameOf(rows, { width, height, channels });
}

async function inflated(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  const stream = new Blob([...parts]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Undo each row's filter, in place, and put the pixels into a frame. */
function frameOf(
  rows: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: 3 | 4 },
): Frame {
  const frame = createFrame(width, height);
  const stride = width * channels;
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const row = rows.subarray(start + 1, start + 1 + stride);
    unfilter(rows[start], row, above, channels);
    for (let x = 0, from = 0, to = 4 * y * width; x < width; x++, from += channels, to += 4) {
      frame.bitmap[to] = row[from];
      frame.bitmap[to + 1] = row[from + 1];
      frame.bitmap[to + 2] = row[from + 2];
      frame.bitmap[to + 3] = channels === 4 ? row[from + 3] : 255;
    }
    above = row as Uint8Array<ArrayBuffer>;
  }
  return frame;
}

/** The five filters of PNG: none, left, above, their mean, and the nearest of three. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : row[i - step];
    const up = above[i];
    const corner = i < step ? 0 : above[i - step];
    if (filter === 1) row[i] += left;
    else if (filter === 2) row[i] += up;
    else if (filter === 3) row[i] += (left + up) >> 1;
    else if (filter === 4) row[i] += nearest(left, up, corner);
  }
}

/** Paeth's predictor. */
function nearest(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [guess - left, guess - up, guess - corner].map(Math.abs);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
