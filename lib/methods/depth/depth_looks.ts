import type { Moment } from "../../moments/moment.ts";
import type { DepthNetwork, OpenDepth } from "../../networks/depth/depth_network.ts";
import type { Disparity } from "../../raster/frame.ts";

/** A network's looks at frames that have come and are not due yet. */
export class DepthLooks implements Disposable {
  readonly #open: OpenDepth;
  readonly #looks = new Map<Moment, Promise<Disparity>>();
  #network: DepthNetwork | undefined;
  #opening: Promise<DepthNetwork> | undefined;
  /** Counts resets. */
  #age = 0;

  /** @param open Opens the network, with the first frame; it is disposed of with this. */
  constructor(open: OpenDepth) {
    this.#open = open;
  }

  /**
   * Open the network before the first frame comes.
   *
   * @throws {ModelError} If it cannot be opened.
   */
  async prepare(): Promise<void> {
    await this.#opened();
  }

  async #opened(): Promise<DepthNetwork> {
    this.#opening ??= this.#open();
    try {
      return await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /**
   * Let the network look at a frame.
   *
   * @param moment The next frame, which is kept until the look is taken.
   * @throws {ModelError} If the network cannot be opened.
   */
  async begin(moment: Moment): Promise<void> {
    const network = this.#network = await this.#opened();
    if (moment.isCut) network.reset();
    const look = network.look(moment.retain());
    // Whoever waits for it will be told; until then nobody may have asked.
    look.catch(() => {});
    this.#looks.set(moment, look);
  }

  /**
   * What was seen in a frame.
   *
   * @param moment The frame.
   * @returns How near all is; `undefined` where the network was not to look.
   * @throws {ModelError} If the network cannot be run.
   */
  async take(moment: Moment): Promise<Disparity | undefined> {
    const look = this.#looks.get(moment);
    if (look === undefined) return undefined;
    const age = this.#age;
    try {
      const map = await look;
      // Who has given up waiting has taken all rasters back.
      if (age === this.#age) return map;
    } finally {
      if (age === this.#age) this.#forget(moment);
    }
    throw new Error("Cannot tell by distance: the estimator was reset meanwhile");
  }

  #forget(moment: Moment): void {
    this.#looks.delete(moment);
    moment.release();
  }

  /** Forget all frames. */
  reset(): void {
    this.#age++;
    this.#network?.reset();
    for (const moment of this.#looks.keys()) this.#forget(moment);
  }

  /** Let the network go. */
  [Symbol.dispose](): void {
    this.reset();
    // There is nobody left to be told.
    this.#close().catch(() => {});
  }

  async #close(): Promise<void> {
    const [network, opening] = [this.#network, this.#opening];
    this.#network = this.#opening = undefined;
    await (network ?? await opening)?.[Symbol.asyncDispose]();
  }
}
