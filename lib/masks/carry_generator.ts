const LOW = 4164903690 % 65536;
const HIGH = (4164903690 - LOW) / 65536;

/** What OpenCV starts with where a seed is 0, and in each new thread. */
const START = 0xffffffff;

/** How many bytes OpenCV fills in one go. */
const BLOCK = 1024;

/**
 * OpenCV's random numbers: a multiply-with-carry generator, whose state is the
 * number (lower half) and the carry (upper half).
 *
 * @see OpenCV `cv::RNG`, and `cv::randu` for bytes: equal at every seed.
 */
export class CarryGenerator {
  #number: number;
  #carry: number;

  /**
   * A generator as `cv2.setRNGSeed` leaves it.
   *
   * @param seed A whole number of 32 bits with sign.
   */
  constructor(seed: number) {
    this.#number = seed === 0 ? START : seed >>> 0;
    this.#carry = seed < 0 ? 0xffffffff : 0;
  }

  /** The next number, 32 bits without sign. */
  next(): number {
    const number = this.#number;
    // 64 bits in doubles: number · 4164903690 + carry, by halves of the factor.
    const upper = number * HIGH;
    const carried = Math.floor(upper / 65536);
    const sum = number * LOW + (upper - carried * 65536) * 65536 + this.#carry;
    this.#number = sum >>> 0;
    this.#carry = carried + Math.floor(sum / 4294967296);
    return this.#number;
  }

  /**
   * Fill an array with numbers from 0 to below a limit; what does not fit into a
   * byte becomes 255, and 0 if the limit is negative.
   *
   * @param bytes What to fill.
   * @param limit A whole number other than 0.
   */
  fill(bytes: Uint8Array, limit: number): void {
    const span = Math.abs(limit);
    const isPower = Math.log2(span) % 1 === 0;
    for (let start = 0; start < bytes.length; start += BLOCK) {
      const end = Math.min(bytes.length, start + BLOCK);
      // For up to 256 values one number serves four bytes.
      const i = isPower && span <= 256 ? this.#fillFours(bytes, start, end, span - 1) : start;
      this.#fillOnes(bytes, i, end, span);
    }
    if (limit < 0) bytes.fill(0);
  }

  /** Four bytes of each number; returns where fewer than four are left. */
  #fillFours(bytes: Uint8Array, start: number, end: number, mask: number): number {
    let i = start;
    for (; i <= end - 4; i += 4) {
      const four = this.next();
      bytes[i] = four & mask;
      bytes[i + 1] = (four >>> 8) & mask;
      bytes[i + 2] = (four >>> 16) & mask;
      bytes[i + 3] = (four >>> 24) & mask;
    }
    return i;
  }

  #fillOnes(bytes: Uint8Array, start: number, end: number, span: number): void {
    for (let i = start; i < end; i++) bytes[i] = Math.min(255, this.next() % span);
  }
}
