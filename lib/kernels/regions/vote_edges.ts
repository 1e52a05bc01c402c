// Votes by colour on the pixels near a mask's edges: the twin of lib/pixels/regions/vote_edges.ts.
// Exact: votes are f32, their products and sums f64, in the plain twin's order.

/** With fewer votes nobody is taken to be alike. */
const LEAST_VOTES = 1e-3;

/**
 * Decide the pixels of which nobody is sure.
 *
 * @param most 255 but where somebody is sure of the background.
 * @param least 255 where somebody is sure of the foreground.
 * @param inside What stays where nobody is alike.
 * @param dx Columns to those who are asked, 32 bits each, and `dy` rows.
 * @param weight What their votes count, 32-bit floats.
 * @param reach How far they are at most.
 * @param votes Votes by the square of the difference in colour times `scale`; none from `end` on.
 */
export function voteEdges(
  out: usize,
  most: usize,
  least: usize,
  inside: usize,
  bitmap: usize,
  dx: usize,
  dy: usize,
  weight: usize,
  votes: usize,
  width: i32,
  height: i32,
  count: i32,
  reach: i32,
  scale: f64,
  end: f64,
): void {
  for (let y = 0, i = 0; y < height; y++) {
    const isInRows = y >= reach && y < height - reach;
    for (let x = 0; x < width; x++, i++) {
      store<u8>(out + <usize>i, load<u8>(inside + <usize>i));
      if (load<u8>(most + <usize>i) == load<u8>(least + <usize>i)) continue;
      const isWithin = isInRows && x >= reach && x < width - reach;
      const here = bitmap + (<usize>i << 2);
      const red = <i32>load<u8>(here), green = <i32>load<u8>(here, 1), blue = <i32>load<u8>(here, 2);
      let near: f64 = 0, all: f64 = 0;
      for (let v = 0; v < count; v++) {
        const at = <usize>v << 2;
        const right = load<i32>(dx + at), down = load<i32>(dy + at);
        if (!isWithin) {
          const there = x + right, row = y + down;
          if (there < 0 || there >= width || row < 0 || row >= height) continue;
        }
        const j = i + down * width + right;
        const isNear = load<u8>(least + <usize>j);
        if (load<u8>(most + <usize>j) != isNear) continue;
        const other = bitmap + (<usize>j << 2);
        const r = <i32>load<u8>(other) - red, g = <i32>load<u8>(other, 1) - green;
        const b = <i32>load<u8>(other, 2) - blue;
        const square = <f64>(r * r + g * g + b * b);
        if (square >= end) continue;
        const entry = <usize>(<i32>(square * scale)) << 2;
        const vote = <f64>load<f32>(weight + at) * <f64>load<f32>(votes + entry);
        all += vote;
        if (isNear != 0) near += vote;
      }
      if (all > LEAST_VOTES) store<u8>(out + <usize>i, <u8>(<i32>(255 * near / all + 0.5)));
    }
  }
}
