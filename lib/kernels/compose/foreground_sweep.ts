// Solving for the colours of foreground and background: the twin of `solve` in
// lib/pixels/compose/estimate_foreground.ts. See foreground_unknowns.ts for how they lie.

import { kept } from "../vector";
import { COLORS, RECORD } from "./foreground_unknowns";

/**
 * Solve for each slot of one kind, then for each of the other, so many times.
 *
 * @param starts Where the slots of a row begin.
 */
export function sweepForeground(starts: usize, height: i32, records: usize, colors: usize, sweeps: i32): void {
  const half = kept(16384, sweeps), lackHalf = kept(8192, sweeps), full = kept(32640 * 65537, sweeps);
  const none = i16x8.splat(0);
  for (let i = 0; i < 2 * sweeps; i++) {
    let row = starts + 4 * <usize>(i & 1);
    for (let y = 0; y < height; y++, row += 8) {
      const first = <usize>load<u32>(row), end = <usize>load<u32>(row, 4);
      let record = records + RECORD * first, own = colors + COLORS * first;
      for (const last = records + RECORD * end; record < last; record += RECORD, own += COLORS) {
        const left = v128.load(<usize>load<u32>(record)), right = v128.load(<usize>load<u32>(record, 4));
        const above = v128.load(<usize>load<u32>(record, 8)), below = v128.load(<usize>load<u32>(record, 12));
        const sides = v128.load32_splat(record, 16), ends = v128.load32_splat(record, 20);
        const low = i32x4.add(
          i32x4.dot_i16x8_s(v128.shuffle<i16>(left, right, 0, 8, 1, 9, 2, 10, 3, 11), sides),
          i32x4.dot_i16x8_s(v128.shuffle<i16>(above, below, 0, 8, 1, 9, 2, 10, 3, 11), ends),
        );
        const high = i32x4.add(
          i32x4.dot_i16x8_s(v128.shuffle<i16>(left, right, 4, 12, 5, 13, 6, 14, 7, 15), sides),
          i32x4.dot_i16x8_s(v128.shuffle<i16>(above, below, 4, 12, 5, 13, 6, 14, 7, 15), ends),
        );
        const means = i16x8.narrow_i32x4_s(
          i32x4.shr_s(i32x4.add(low, half), 15),
          i32x4.shr_s(i32x4.add(high, half), 15),
        );
        const image = i32x4.shl(v128.load_ext<u16>(record, 32), 14);
        const mixture = i32x4.dot_i16x8_s(means, v128.load32_splat(record, 24));
        const lack = i32x4.shr_s(i32x4.add(i32x4.sub(image, mixture), lackHalf), 14);
        const lacks = i16x8.narrow_i32x4_s(lack, lack);
        const more = i16x8.q15mulr_sat_s(
          v128.shuffle<i16>(lacks, lacks, 0, 0, 1, 1, 2, 2, 3, 3),
          v128.load32_splat(record, 28),
        );
        const moved = i16x8.add_sat_s(i16x8.add_sat_s(means, more), more);
        v128.store(own, i16x8.min_s(i16x8.max_s(moved, none), full));
      }
    }
  }
}

/**
 * Write the estimated colours where alpha is partial.
 *
 * @param out RGBA.
 */
export function writeForeground(
  starts: usize,
  width: i32,
  height: i32,
  records: usize,
  colors: usize,
  matte: usize,
  out: usize,
): void {
  for (let y = 0; y < height; y++, starts += 8) {
    const end = load<i32>(starts, 8);
    for (let slot = load<i32>(starts); slot < end; slot++) {
      const i = <usize>(y * width) + <usize>load<u32>(records + RECORD * <usize>slot, 40);
      const alpha = load<u8>(matte + i);
      if (alpha == 0 || alpha == 255) continue;
      const own = colors + COLORS * <usize>slot;
      store<u8>(out + 4 * i, (load<u16>(own) + 64) >> 7);
      store<u8>(out + 4 * i, (load<u16>(own, 4) + 64) >> 7, 1);
      store<u8>(out + 4 * i, (load<u16>(own, 8) + 64) >> 7, 2);
    }
  }
}
