// Bytes replaced by a table's: the twin of lib/pixels/color/look_up.ts. Exact: nothing is computed.

/**
 * Replace each byte by the table's.
 *
 * @param table 256 bytes.
 * @param keepsEnds Whether 0 and 255 stay: then vectors of nothing but these are skipped.
 */
export function lookUp(data: usize, length: i32, table: usize, keepsEnds: bool): void {
  const end = data + <usize>length;
  const zero = i8x16.splat(0), one = i8x16.splat(1);
  for (; data + 16 <= end; data += 16) {
    // 0 and 255 are the levels that one more makes 1 and 0.
    const isEnd = i8x16.le_u(i8x16.add(v128.load(data), one), one);
    if (keepsEnds && i8x16.all_true(i8x16.ne(isEnd, zero))) continue;
    for (let p = data; p < data + 16; p++) store<u8>(p, load<u8>(table + <usize>load<u8>(p)));
  }
  for (; data < end; data++) store<u8>(data, load<u8>(table + <usize>load<u8>(data)));
}
