/** The share of pixels that may lie beyond each end. */
const BEYOND = 0.01;

/** How far the ends go towards those of the next frame. */
const FOLLOWED = 0.05;

/** Of a range, how far both ends may be off together before it is given up. */
const MOST_OFF = 0.5;

/** So many numbers tell the ends: each n-th is taken, if there are more. */
const SAMPLES = 4096;

/** The least range of all, of nothing but zeros. */
const TINY = 1e-30;

/** The least range, in shares of the greater end: beneath are errors of rounding. */
const LEAST_RANGE = 1e-5;

/**
 * Brings what a network says of a video's frames to 0–1, steadily.
 *
 * The numbers of such a network have no unit. What is far and what is near, its first and last
 * hundredth, differ from network to network, and with each frame a little. If each frame were
 * stretched by its own ends, the room would seem to come nearer wherever a hand leaves the picture,
 * and a threshold would cut elsewhere. So the ends of the first frame are kept, and follow those of
 * the others by a twentieth a frame: half of a lasting change is followed in 14 frames.
 * Where both ends together are off by more than half of the range, the network has another scale
 * altogether, as after a cut that nobody has seen: the range is that frame's.
 *
 * @example A hand that comes near does not move the wall
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const range = new DepthRange();
 * assertEquals([...range.scale(Float32Array.of(2, 4, 6))], [0, 0.5, 1]);
 * assertEquals([...range.scale(Float32Array.of(2, 4, 7))].map((x) => x.toFixed(2)), [
 *   "0.00",
 *   "0.49",
 *   "1.00",
 * ]);
 * ```
 */
export class DepthRange {
  #far = NaN;
  #near = NaN;

  /**
   * Bring the numbers of the next frame to 0–1.
   *
   * @param numbers More is nearer; what is no number is unknown. They are written over.
   * @returns The same array: 0–1, NaN where nothing is known.
   */
  scale(numbers: Float32Array): Float32Array {
    this.#follow(numbers);
    const far = this.#far;
    const factor = 1 / Math.max(
      this.#near - far,
      LEAST_RANGE * Math.max(Math.abs(far), Math.abs(this.#near)),
      TINY,
    );
    for (let i = 0; i < numbers.length; i++) {
      const share = (numbers[i] - far) * factor;
      numbers[i] = share < 0 ? 0 : share > 1 ? 1 : share;
    }
    return numbers;
  }

  #follow(numbers: Float32Array): void {
    const step = Math.ceil(numbers.length / SAMPLES);
    const samples = new Float32Array(Math.ceil(numbers.length / step));
    let count = 0;
    for (let i = 0; i < numbers.length; i += step) {
      if (Number.isFinite(numbers[i])) samples[count++] = numbers[i];
    }
    if (count === 0) return;
    const sorted = samples.subarray(0, count).sort();
    const margin = Math.floor(BEYOND * sorted.length);
    const far = sorted[margin];
    const near = sorted[sorted.length - 1 - margin];
    const off = Math.abs(far - this.#far) + Math.abs(near - this.#near);
    // Before the first frame all of these are NaN.
    const share = off <= MOST_OFF * (this.#near - this.#far) ? FOLLOWED : 1;
    this.#far = share === 1 ? far : this.#far + share * (far - this.#far);
    this.#near = share === 1 ? near : this.#near + share * (near - this.#near);
  }
}
