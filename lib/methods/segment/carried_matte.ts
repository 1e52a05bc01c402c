import { blockMotion, motionAt } from "../../pixels/motion/block_motion.ts";
import { dilate } from "../../pixels/filter/morphology.ts";
import { createMask, createMatte, type Gray, type Mask, type Matte } from "../../raster/frame.ts";
import { BLOCKS } from "../../pixels/motion/motion_mean.ts";

/**
 * A matte of one frame, carried to another along what moves between them.
 *
 * @param matte The matte, of any size.
 * @param from The brightness of its frame, reduced to {@linkcode motionSize}.
 * @param to The same of the other frame.
 * @returns A new matte, of the same size.
 */
export function carryMatte(matte: Matte, from: Gray, to: Gray): Matte {
  const { width, height, data } = matte;
  const [scaleX, scaleY] = [width / to.width, height / to.height];
  const where = blocksNearEdges(matte, to);
  const motion = blockMotion(from, to, { ...BLOCKS, where });
  const carried = createMatte(width, height);
  carried.data.set(data);
  const vector = new Float64Array(2);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y + 0.5) / scaleY / BLOCKS.side) * where.width;
    for (let x = 0; x < width; x++, i++) {
      const [placeX, placeY] = [(x + 0.5) / scaleX, (y + 0.5) / scaleY];
      if (where.data[row + Math.floor(placeX / BLOCKS.side)] === 0) continue;
      motionAt(motion, placeX, placeY, vector);
      carried.data[i] = Math.round(sample(matte, x - scaleX * vector[0], y - scaleY * vector[1]));
    }
  }
  return carried;
}

function sample({ width, height, data }: Matte, x: number, y: number): number {
  const placeX = Math.max(0, Math.min(width - 1, x));
  const placeY = Math.max(0, Math.min(height - 1, y));
  const left = Math.floor(placeX), top = Math.floor(placeY);
  const right = placeX - left, down = placeY - top;
  const i = top * width + left;
  const next = left + 1 < width ? 1 : 0;
  const below = top + 1 < height ? width : 0;
  return (1 - down) * ((1 - right) * data[i] + right * data[i + next]) +
    down * ((1 - right) * data[i + below] + right * data[i + below + next]);
}

/** The blocks that an edge may be in, or come to. */
function blocksNearEdges({ width, height, data }: Matte, { width: w, height: h }: Gray): Mask {
  const { side, reach } = BLOCKS;
  const blocks = createMask(Math.ceil(w / side), Math.ceil(h / side));
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y + 0.5) * h / height / side) * blocks.width;
    const below = y + 1 < height ? width : 0;
    for (let x = 0; x < width; x++, i++) {
      const next = x + 1 < width ? 1 : 0;
      if (data[i] === data[i + next] && data[i] === data[i + below]) continue;
      blocks.data[row + Math.floor((x + 0.5) * w / width / side)] = 255;
    }
  }
  return dilate(blocks, Math.ceil(reach / side), { shape: "rect", out: blocks });
}
