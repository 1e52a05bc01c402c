/** A plate that fits is looked for anew when so much less of the frame looks like it than before. */
const DROP = 0.8;

/** The most frames between two tries. */
const LONGEST_WAIT = 256;

/**
 * When the place of a plate is looked for: at the start of each scene; while it does not fit, and when
 * it fits worse than it did, at ever longer intervals.
 */
export class PoseSchedule {
  #fits = false;
  #tries = 0;
  #wait = 0;
  #share = 0;

  /**
   * Whether it is time; to be asked once a frame.
   *
   * @param share Which part of the frame looks like the plate, 0–1.
   */
  isDue(share: number): boolean {
    if (this.#wait > 0) this.#wait--;
    return this.#wait === 0 && (!this.#fits || share < DROP * this.#share);
  }

  /**
   * Note how a try went.
   *
   * @param share Which part of the frame looks like the plate now.
   * @param fits Whether the plate is of this place.
   * @param hasMoved Whether it has another pose than before.
   */
  tried(share: number, fits: boolean, hasMoved: boolean): void {
    this.#fits = fits;
    this.#share = share;
    this.#tries = hasMoved ? 1 : this.#tries + 1;
    this.#wait = Math.min(LONGEST_WAIT, 2 ** this.#tries);
  }

  /** How many tries there have been in a row that changed nothing. */
  get tries(): number {
    return this.#tries;
  }

  /** Another scene has begun. */
  startScene(): void {
    this.#fits = false;
    this.#tries = 0;
    this.#wait = 0;
  }
}
