// OpenCV's random bytes; see lib/methods/background_models/knn/carry_random.ts for what is done here.

const FACTOR: u64 = 4164903690;
const BLOCK: i32 = 1024;

// @ts-ignore: decorator
@inline
function following(state: u64): u64 {
  return (state & 0xffffffff) * FACTOR + (state >> 32);
}

/**
 * Fill bytes with OpenCV's random numbers from 0 to below `span`; above 255 they are 255.
 *
 * @param state Where the generator is: number and carry, 4 bytes each. It goes on.
 */
export function fillRandom(bytes: usize, length: i32, span: u32, state: usize): void {
  let x = load<u64>(state);
  // Division by a constant as multiplication (Granlund and Montgomery, 1994).
  const bits: u32 = span > 1 ? 32 - clz(span - 1) : 0;
  const factor = <u32>((((<u64>1 << bits) - span) << 32) / span) + 1;
  const first = min<u32>(bits, 1), second = bits > 0 ? bits - 1 : 0;
  const mask = span - 1;
  const byFours = (span & mask) == 0 && span <= 256;
  const four = mask * 0x01010101;
  for (; length > 0; length -= BLOCK) {
    let left = min(length, BLOCK);
    if (byFours) {
      for (; left >= 4; left -= 4, bytes += 4) {
        x = following(x);
        store<u32>(bytes, <u32>x & four);
      }
    }
    for (; left > 0; left--, bytes++) {
      x = following(x);
      const number = <u32>x;
      const high = <u32>((<u64>number * factor) >> 32);
      const quotient = (high + ((number - high) >> first)) >> second;
      store<u8>(bytes, min<u32>(number - quotient * span, 255));
    }
  }
  store<u64>(state, x);
}
