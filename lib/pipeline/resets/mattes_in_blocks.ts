import type { FrameStore } from "../../memory/frame_store.ts";
import type { MaskEstimator } from "../../methods/estimator.ts";
import type { MatteMoment } from "../../moments/matte_moment.ts";
import type { FrameRange } from "../progress.ts";
import { type Block, blockOf } from "./block.ts";
import { type FeedReader, FrameFeed, type Frames } from "./frame_feed.ts";

/**
 * How a method begins anew.
 *
 * @category In one call
 */
export interface Resets {
  /** How many frames each block has: the first one is frames 1 to `every`. */
  readonly every: number;
  /**
   * Make another estimator with the same options for a block: one that has seen nothing, and knows what
   * the first one's survey has learned. It is disposed of at the end of its block.
   */
  renew(): MaskEstimator;
}

/** What {@linkcode mattesInBlocks} works with. */
export interface MattesInBlocksOptions {
  /** For the first block; whoever made it disposes of it. */
  readonly estimator: MaskEstimator;
  readonly resets: Resets;
  /** The numbers of the frames whose mattes are wanted. */
  readonly range: FrameRange;
  /** Where frames are kept. */
  readonly store: FrameStore;
  /** The refined mattes of frames by one estimator. */
  mattesOf(frames: Frames, estimator: MaskEstimator): AsyncGenerator<MatteMoment, void, void>;
}

/** Behind the last block that is wanted. */
const NONE: Block = { start: Infinity, first: Infinity, last: Infinity };

/**
 * The mattes of a video by a method that begins anew with each block of frames: each depends on its
 * block, the run-up before it and what comes after, and on no frame before.
 *
 * While the end of a block is made, the next one's run-up is, so that hardly any frames are kept.
 *
 * @param frames The frames; those before the run-up of the first block that is wanted are passed over.
 * @param options Who estimates, and what a block is.
 * @returns An item for each frame from the first one's block to the last one's, in order; whoever gets
 * one releases it.
 * @throws What the frames or an estimator throw.
 */
export async function* mattesInBlocks(
  frames: Frames,
  { estimator, resets: { every, renew }, range, store, mattesOf }: MattesInBlocksOptions,
): AsyncGenerator<MatteMoment, void, void> {
  await using feed = new FrameFeed(frames, store);
  const how = { every, warmUp: estimator.warmUp };
  const blocks: RunningBlock[] = [];
  let next = blockOf(range.first, how);
  feed.keepFrom(next.start);
  const begin = (own?: MaskEstimator) => {
    const reader = feed.readFrom(next.start);
    const items = mattesOf(reader.frames(), own ?? estimator);
    blocks.push(new RunningBlock(next, { reader, items, own }));
    next = next.last < range.last ? blockOf(next.last + 1, how) : NONE;
    feed.keepFrom(next.start);
  };
  begin();
  try {
    for (;;) {
      const [due] = blocks;
      const step = await due.items.next();
      if (step.done === true) return;
      using held = new DisposableStack();
      const { number } = held.use(step.value).moment;
      if (number <= due.last) {
        while (next.start <= number) begin(renew());
        for (const later of blocks.slice(1)) await later.runUp();
        if (number >= due.first) {
          held.move();
          yield step.value;
        }
      }
      if (number < due.last) continue;
      blocks.shift();
      await due.end();
      // What the whole run keeps is of no more use.
      if (due.isFirst) estimator.reset();
      if (next === NONE && blocks.length === 0) return;
      if (blocks.length === 0) begin(renew());
    }
  } finally {
    for (const block of blocks) await block.end();
  }
}

/** What a block works with. */
interface BlockParts {
  readonly reader: FeedReader;
  readonly items: AsyncGenerator<MatteMoment, void, void>;
  /** Its estimator, but for the first one's. */
  readonly own: MaskEstimator | undefined;
}

/** A block whose mattes are being made. */
class RunningBlock {
  readonly first: number;
  readonly last: number;
  readonly items: AsyncGenerator<MatteMoment, void, void>;
  readonly #parts: BlockParts;

  constructor({ first, last }: Block, parts: BlockParts) {
    this.first = first;
    this.last = last;
    this.items = parts.items;
    this.#parts = parts;
  }

  /** Whether another one has made its estimator. */
  get isFirst(): boolean {
    return this.#parts.own === undefined;
  }

  /** Make the matte of one more frame before the block. */
  async runUp(): Promise<void> {
    const step = await this.items.next();
    if (step.done !== true) step.value.release();
  }

  async end(): Promise<void> {
    const { reader, own } = this.#parts;
    await this.items.return();
    reader[Symbol.dispose]();
    own?.[Symbol.dispose]();
  }
}
