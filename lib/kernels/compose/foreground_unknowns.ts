// What is solved for at a level, close together in memory: the twin of `unknownsOf` and
// `factorsOf` in lib/pixels/compose. Slots go down the picture; of a row first those whose column
// and row together are an even number, then the others.
//
// A slot has a record of 48 bytes: at 0 the addresses of its neighbours' colours, at 16 the shares
// of those to the left and right, at 20 of those above and below, at 24 its alpha and 1 − alpha, at
// 28 half of what is added to F and B for each part that the mixture lacks, at 32 its colour, at 40
// its column. And elsewhere 16 bytes of colours: red of F and of B, green, blue, and zeros.

export const RECORD: usize = 48;
export const COLORS: usize = 16;

/** Where the slots of a row begin: eight bytes a row. */
const START: usize = 8;

/** See the plain twin. */
const ONE: i32 = 16384;
const WHOLE: f32 = 32768;
const LEAST_WEIGHT: i32 = 819;
const WEIGHT: f32 = 1638.4;

/** The slots of a level with their columns, alphas and own colours. */
function collect(
  source: usize,
  matte: usize,
  bits: usize,
  width: i32,
  height: i32,
  starts: usize,
  records: usize,
  colors: usize,
): void {
  const blocks = (width + 15) >> 4;
  let slot = 0;
  for (let y = 0; y < height; y++, bits += 2 * <usize>blocks) {
    for (let kind = 0; kind < 2; kind++) {
      store<i32>(starts + START * <usize>y + 4 * <usize>kind, slot);
      const columns = ((y ^ kind) & 1) != 0 ? 0xaaaa : 0x5555;
      for (let block = 0; block < blocks; block++) {
        let some = <i32>load<u16>(bits + 2 * <usize>block) & columns;
        for (; some != 0; some &= some - 1, slot++, records += RECORD, colors += COLORS) {
          const x = 16 * block + ctz(some), i = <usize>(y * width + x);
          let pixel: v128;
          let alpha: i32;
          if (matte != 0) {
            pixel = i16x8.shl(i16x8.extend_low_i8x16_u(v128.load32_zero(source + 4 * i)), 7);
            alpha = <i32>load<u8>(matte + i) << 7;
          } else {
            pixel = v128.load64_zero(source + 8 * i);
            alpha = <i32>load<u16>(source + 8 * i, 6);
          }
          pixel = i16x8.replace_lane(pixel, 3, 0);
          const a = (alpha * 32896 + 32768) >> 16;
          store<i32>(records, a | ((ONE - a) << 16), 24);
          v128.store64_lane(records, pixel, 0, 32);
          store<i32>(records, x, 40);
          v128.store(colors, v128.shuffle<i16>(pixel, pixel, 0, 0, 1, 1, 2, 2, 3, 3));
        }
      }
    }
  }
  store<i32>(starts + START * <usize>height, slot);
}

/** Write for each slot of a row its number, counted from 1, or 0, in its column. */
// @ts-ignore: decorator
@inline
function putRow(map: usize, starts: usize, y: i32, records: usize, isTaken: bool): void {
  const row = starts + START * <usize>y;
  const end = load<i32>(row, START);
  for (let slot = load<i32>(row); slot < end; slot++) {
    const x = load<u32>(records + RECORD * <usize>slot, 40);
    store<i32>(map + 4 * <usize>x, isTaken ? slot + 1 : 0);
  }
}

/** A product in single precision, rounded. */
// @ts-ignore: decorator
@inline
function nearestOf(values: v128, scale: f32): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(values, f32x4.splat(scale)), f32x4.splat(0.5)));
}

/** What a slot's record has of its neighbours; a number is 0 where there is none. */
// @ts-ignore: decorator
@inline
function link(slot: i32, left: i32, right: i32, above: i32, below: i32, records: usize, colors: usize): void {
  const record = records + RECORD * <usize>slot;
  left = left == 0 ? slot : left - 1;
  right = right == 0 ? slot : right - 1;
  above = above == 0 ? slot : above - 1;
  below = below == 0 ? slot : below - 1;
  const a = <i32>load<u16>(record, 24), rest = ONE - a;
  let alphas = i32x4.splat(<i32>load<u16>(records + RECORD * <usize>left, 24));
  alphas = i32x4.replace_lane(alphas, 1, <i32>load<u16>(records + RECORD * <usize>right, 24));
  alphas = i32x4.replace_lane(alphas, 2, <i32>load<u16>(records + RECORD * <usize>above, 24));
  alphas = i32x4.replace_lane(alphas, 3, <i32>load<u16>(records + RECORD * <usize>below, 24));
  const slopes = i32x4.abs(i32x4.sub(i32x4.splat(a), alphas));
  const weights = i32x4.add(slopes, i32x4.splat(LEAST_WEIGHT));
  const pairs = i32x4.add(weights, v128.shuffle<i32>(weights, weights, 2, 3, 0, 1));
  const total = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
  const shares = nearestOf(f32x4.convert_i32x4_s(weights), WHOLE / <f32>total);
  const second = i32x4.extract_lane(shares, 1), third = i32x4.extract_lane(shares, 2);
  const fourth = i32x4.extract_lane(shares, 3);
  const gain = <f32>(ONE * ONE) / (<f32>(a * a + rest * rest) + <f32>total * WEIGHT);
  store<i32>(record, <i32>(colors + COLORS * <usize>left));
  store<i32>(record, <i32>(colors + COLORS * <usize>right), 4);
  store<i32>(record, <i32>(colors + COLORS * <usize>above), 8);
  store<i32>(record, <i32>(colors + COLORS * <usize>below), 12);
  store<i32>(record, (<i32>WHOLE - second - third - fourth) | (second << 16), 16);
  store<i32>(record, third | (fourth << 16), 20);
  const first = <i32>(<f32>a * gain + <f32>0.5);
  store<i32>(record, first | (<i32>(<f32>rest * gain + <f32>0.5) << 16), 28);
}

/**
 * Find a level's unknowns.
 *
 * @param source A frame, of which up to 12 bytes behind are read; or a level of eight bytes a pixel.
 * @param matte The frame's; 0 with a level.
 * @param bits What is marked.
 * @param starts Takes eight bytes a row, and four.
 * @param records 48 bytes a slot.
 * @param colors 16 bytes a slot.
 * @param coarseStarts Of the level of half its sides; 0 if there is none.
 * @param scratch `4 · (4 · width + 8)` bytes.
 */
export function fillUnknowns(
  source: usize,
  matte: usize,
  bits: usize,
  width: i32,
  height: i32,
  starts: usize,
  records: usize,
  colors: usize,
  coarseStarts: usize,
  coarseRecords: usize,
  coarseColors: usize,
  scratch: usize,
): void {
  collect(source, matte, bits, width, height, starts, records, colors);
  // Rows have a zero on both sides.
  const stride = 4 * <usize>width + 8;
  memory.fill(scratch, 0, 4 * stride);
  let above = scratch + 4, row = above + stride, below = row + stride;
  const parents = below + stride;
  putRow(row, starts, 0, records, true);
  for (let y = 0; y < height; y++) {
    if (y + 1 < height) putRow(below, starts, y + 1, records, true);
    if (coarseStarts != 0 && (y & 1) == 0) {
      if (y > 0) putRow(parents, coarseStarts, (y >> 1) - 1, coarseRecords, false);
      putRow(parents, coarseStarts, y >> 1, coarseRecords, true);
    }
    const end = load<i32>(starts + START * <usize>y, START);
    for (let slot = load<i32>(starts + START * <usize>y); slot < end; slot++) {
      const x = <usize>load<u32>(records + RECORD * <usize>slot, 40);
      const at = row + 4 * x;
      link(
        slot,
        load<i32>(at - 4),
        load<i32>(at, 4),
        load<i32>(above + 4 * x),
        load<i32>(below + 4 * x),
        records,
        colors,
      );
      const parent = load<i32>(parents + 4 * (x >> 1));
      if (parent == 0) continue;
      const own = colors + COLORS * <usize>slot;
      v128.store(own, v128.load(coarseColors + COLORS * <usize>(parent - 1)));
    }
    if (y > 0) putRow(above, starts, y - 1, records, false);
    const first = above;
    above = row;
    row = below;
    below = first;
  }
}
