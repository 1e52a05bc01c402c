/** What benches of large frames look at. */
import { createFrame, type Frame } from "../../../mod.ts";
import type { Segmenter } from "../../../lib/networks/segmenter.ts";

/** A room with somebody in it who moves: a textured wall, noise, and a disc of another colour. */
export function scene(
  width: number,
  height: number,
  number: number,
  isEmpty = false,
): Frame {
  const frame = createFrame(width, height);
  const words = new Int32Array(frame.bitmap.buffer);
  const unit = height / 360;
  const [x0, y0, r2] = [
    width * (0.35 + 0.004 * number),
    height * 0.55,
    (height * 0.3) ** 2,
  ];
  let seed = 7 * number + 1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
      const noise = seed >>> 30;
      const isPerson = !isEmpty && (x - x0) ** 2 + (y - y0) ** 2 < r2;
      const texture = ((x / unit >> 3) ^ (y / unit >> 3)) & 31;
      const level = (isPerson ? 150 : 60) + texture + noise;
      words[i] = -16777216 | level << 16 | (level + (isPerson ? 30 : 0)) << 8 | level;
    }
  }
  return frame;
}

/** A network that sees the disc at once: what is left is the method's own work. */
export function segmenterOfDisc(): Segmenter {
  return {
    segment(frame) {
      const [width, height] = [256, 144];
      const data = new Uint8Array(width * height);
      for (let i = 0; i < data.length; i++) {
        const x = Math.floor((i % width + 0.5) * frame.width / width);
        const y = Math.floor((Math.floor(i / width) + 0.5) * frame.height / height);
        data[i] = frame.bitmap[4 * (y * frame.width + x)] > 140 ? 255 : 0;
      }
      return Promise.resolve({ width, height, data });
    },
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
