// Medians of many bytes at the same place.

/**
 * The lower median of each byte of so many blocks, bit by bit from the highest: a
 * bit is set if no more than half of the values are below what it would make.
 *
 * @param sources Their addresses, 32 bits each.
 * @param count How many: 1 to 255.
 * @param length Bytes; up to 15 more are read and written.
 */
export function temporalMedian(sources: usize, count: i32, out: usize, length: i32): void {
  const middle = i8x16.splat(<i8>((count - 1) >> 1));
  const last = sources + (<usize>count << 2);
  for (let offset: usize = 0; offset < <usize>length; offset += 16) {
    let result = i8x16.splat(0);
    for (let bit: i32 = 128; bit != 0; bit >>= 1) {
      const tried = v128.or(result, i8x16.splat(<i8>bit));
      let below = i8x16.splat(0);
      for (let at = sources; at < last; at += 4) {
        below = i8x16.sub(below, i8x16.lt_u(v128.load(<usize>load<u32>(at) + offset), tried));
      }
      result = v128.bitselect(tried, result, i8x16.le_u(below, middle));
    }
    v128.store(out + offset, result);
  }
}
