// 16 × 16 pixels out of a frame, and a mask into one. Beyond its edge a frame has
// its last pixels again.

import { base, SOURCE } from "./layout";
import { height, isInside, width } from "./picture";

/** A side × side part of a plane. */
function gather(plane: usize, w: i32, h: i32, x: i32, y: i32, side: i32, to: usize): void {
  for (let dy = 0; dy < side; dy++) {
    const line = plane + <usize>(min(y + dy, h - 1) * w);
    for (let dx = 0; dx < side; dx++) {
      store<u8>(to++, load<u8>(line + <usize>min(x + dx, w - 1)));
    }
  }
}

/** An MCU at the edge, with its chroma behind its luma. */
export function gatherYuv(frame: usize, column: i32, row: i32, to: usize): void {
  const cw = (width + 1) >> 1, ch = (height + 1) >> 1;
  const u = frame + width * height;
  gather(frame, width, height, 16 * column, 16 * row, 16, to);
  gather(u, cw, ch, 8 * column, 8 * row, 8, to + 256);
  gather(u + cw * ch, cw, ch, 8 * column, 8 * row, 8, to + 320);
}

/** An MCU's matte at the edge; gives `to`. */
export function gatherMatte(matte: usize, column: i32, row: i32, to: usize): usize {
  gather(matte, width, height, 16 * column, 16 * row, 16, to);
  return to;
}

/** The distance of the rows that gatherRgba() gave last. */
export let rgbaStride: usize = 0;

/** An MCU of RGBA: where it lies, or at an edge a copy of it, the first, second or third of three. */
export function gatherRgba(frame: usize, column: i32, row: i32, copy: usize): usize {
  if (isInside(column, row)) {
    rgbaStride = 4 * width;
    return frame + <usize>(64 * row * width + 64 * column);
  }
  const to = base + SOURCE + 1024 * copy;
  for (let y = 0; y < 16; y++) {
    const line = frame + <usize>(4 * width * min(16 * row + y, height - 1));
    for (let x = 0; x < 16; x++) {
      store<u32>(to + 64 * y + 4 * x, load<u32>(line + <usize>(4 * min(16 * column + x, width - 1))));
    }
  }
  rgbaStride = 64;
  return to;
}

/** An MCU's mask into a mask of the whole picture. */
export function scatterMask(from: usize, isEmpty: bool, column: i32, row: i32, mask: usize): void {
  const w = min(16, width - 16 * column), h = min(16, height - 16 * row);
  for (let y = 0; y < h; y++) {
    const to = mask + <usize>((16 * row + y) * width + 16 * column);
    if (isEmpty) memory.fill(to, 0, w);
    else memory.copy(to, from + 16 * y, w);
  }
}
