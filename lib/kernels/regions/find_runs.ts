// Runs of foreground or background: the twin of lib/pixels/regions/runs.ts.
// Exact: whole numbers only; a vector's compared bytes become 16 bits, of which each change is a
// start or an end.

/**
 * Find the runs of each row. Up to 15 bytes behind the picture are read.
 *
 * @param flip 0, or 255 to look for what is below a level.
 * @param low The first level, after the flip, that is looked for: 1–255.
 * @param rows Takes the first run of each row and the number of all, 32 bits each.
 * @param starts Takes the column at which each begins, 32 bits.
 * @param ends Takes the column before which each ends.
 * @param room For how many runs there is room.
 * @returns How many there are, or −1 if there are more than that.
 */
export function findRuns(
  data: usize,
  width: i32,
  height: i32,
  flip: i32,
  low: i32,
  rows: usize,
  starts: usize,
  ends: usize,
  room: i32,
): i32 {
  const flips = i8x16.splat(<i8>flip), lowest = i8x16.splat(<i8>low);
  let count = 0;
  for (let y = 0; y < height; y++, data += width, rows += 4) {
    store<i32>(rows, count);
    if (count + (width >> 1) + 1 > room) return -1;
    // The bit before the first is clear: a row begins outside.
    let last = 0;
    for (let x = 0; x < width; x += 16) {
      let bits = i8x16.bitmask(i8x16.ge_u(v128.xor(v128.load(data + <usize>x), flips), lowest));
      if (width - x < 16) bits &= (1 << (width - x)) - 1;
      for (let changes = bits ^ (bits << 1 & 0xffff | last); changes != 0; changes &= changes - 1) {
        const at = ctz(changes);
        const column = x + at, k = <usize>count << 2;
        if (bits >> at & 1) store<i32>(starts + k, column);
        else {
          store<i32>(ends + k, column);
          count++;
        }
      }
      last = bits >> 15 & 1;
    }
    // A row that ends within a vector has its end there: the bits behind it are clear.
    if (last) {
      store<i32>(ends + (<usize>count << 2), width);
      count++;
    }
  }
  store<i32>(rows, count);
  return count;
}
