import type { CarryState } from "./samples.ts";

const LOW = 4164903690 % 65536;
const HIGH = (4164903690 - LOW) / 65536;

/** What OpenCV starts with where a seed is 0, and in each new thread. */
const START = 0xffffffff;

/** How many bytes OpenCV fills in one go. */
const BLOCK = 1024;

/**
 * OpenCV's generator of random numbers as `cv2.setRNGSeed` leaves it.
 *
 * @param seed A whole number of 32 bits with sign.
 */
export function seededState(seed: number): CarryState {
  return { number: seed === 0 ? START : seed >>> 0, carry: seed < 0 ? 0xffffffff : 0 };
}

/** The next number of a generator, 32 bits without sign: number · 4164903690 + carry. */
function nextNumber(state: CarryState): number {
  // 64 bits in doubles, by halves of the factor.
  const upper = state.number * HIGH;
  const carried = Math.floor(upper / 65536);
  const sum = state.number * LOW + (upper - carried * 65536) * 65536 + state.carry;
  state.number = sum >>> 0;
  state.carry = carried + Math.floor(sum / 4294967296);
  return state.number;
}

/**
 * Fill an array with numbers from 0 to below a limit; what does not fit into a
 * byte becomes 255, and 0 if the limit is negative.
 *
 * @param state The generator, which goes on.
 * @param bytes What to fill.
 * @param limit A whole number other than 0.
 * @see OpenCV `cv::randu`: equal at every seed.
 */
export function fillRandom(state: CarryState, bytes: Uint8Array, limit: number): void {
  const span = Math.abs(limit);
  const isPower = Math.log2(span) % 1 === 0;
  for (let start = 0; start < bytes.length; start += BLOCK) {
    const end = Math.min(bytes.length, start + BLOCK);
    // For up to 256 values one number serves four bytes.
    const first = isPower && span <= 256 ? fillFours(state, bytes, start, end, span - 1) : start;
    for (let i = first; i < end; i++) bytes[i] = Math.min(255, nextNumber(state) % span);
  }
  if (limit < 0) bytes.fill(0);
}

/** Four bytes of each number; returns where fewer than four are left. */
function fillFours(
  state: CarryState,
  bytes: Uint8Array,
  start: number,
  end: number,
  mask: number,
): number {
  let i = start;
  for (; i <= end - 4; i += 4) {
    const four = nextNumber(state);
    bytes[i] = four & mask;
    bytes[i + 1] = (four >>> 8) & mask;
    bytes[i + 2] = (four >>> 16) & mask;
    bytes[i + 3] = (four >>> 24) & mask;
  }
  return i;
}
