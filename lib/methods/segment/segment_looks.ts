import { SharedUse } from "../../memory/shared_use.ts";
import type { Moment } from "../../moments/moment.ts";
import { RoiSegmenter } from "../../networks/roi_segmenter.ts";
import type { OpenSegmenter, Segmenter } from "../../networks/segmenter.ts";
import { createFrame, type Matte, type Size } from "../../raster/frame.ts";

/** A look of the network: used by the frames that share it, and by later ones that may. */
export class Look extends SharedUse {
  readonly matte: Promise<Matte>;
  /** What the network looked at. */
  readonly moment: Moment;
  /** Whether it has failed, and somebody was told. */
  hasFailed = false;

  constructor(segmenter: Segmenter, moment: Moment) {
    super();
    this.moment = moment.retain();
    this.matte = segmenter.segment(moment);
    // Whoever waits for it will be told; until then nobody may have asked.
    this.matte.catch(() => {});
  }

  protected override giveBack(): void {
    this.moment.release();
  }
}

/** How often a network looks, and how. */
export interface SegmentLooksOptions {
  /** It looks at each n-th frame, and at the first after a cut; those between share the look. */
  readonly every: number;
  /** Whether it also looks at the region where people were, if it does not by itself. */
  readonly isCloser: boolean;
}

/** The network that suits the frames, and its looks at frames that have come and are not due yet. */
export class SegmentLooks implements Disposable {
  readonly #open: OpenSegmenter;
  readonly #every: number;
  readonly #isCloser: boolean;
  readonly #looks = new Map<Moment, Look>();
  #segmenter: Segmenter | undefined;
  /** The size of the frames that it was opened for. */
  #openedFor: Size | undefined;
  #last: Look | undefined;
  #sinceLast = 0;
  #isDisposed = false;

  /**
   * @param open Opens the segmenter that suits the frames; it is disposed of with this.
   * @param options How often it looks, and how.
   */
  constructor(open: OpenSegmenter, { every, isCloser }: SegmentLooksOptions) {
    this.#open = open;
    this.#every = every;
    this.#isCloser = isCloser;
  }

  /**
   * Open the network before the first frame comes, and let it look once at nothing.
   *
   * @param size The size of the frames.
   * @throws {ModelError} If it cannot be opened or run.
   */
  async prepare(size: Size): Promise<void> {
    const last = this.#segmenter;
    const segmenter = await this.segmenterFor(size);
    if (segmenter === last) return;
    // The first look takes longer than later ones.
    await segmenter.segment(createFrame(size.width, size.height));
    segmenter.reset();
  }

  /**
   * The segmenter, opened anew where the last video's frames had another size.
   *
   * @param size The size of the frames.
   * @throws {ModelError} If it cannot be opened.
   */
  async segmenterFor({ width, height }: Size): Promise<Segmenter> {
    const size = this.#openedFor;
    if (this.#segmenter !== undefined && size?.width === width && size.height === height) {
      return this.#segmenter;
    }
    await this.#close();
    const opened = await this.#open({ width, height });
    if (this.#isDisposed) {
      await opened[Symbol.asyncDispose]();
      throw new TypeError("Cannot segment: the estimator is disposed of");
    }
    this.#openedFor = { width, height };
    return this.#segmenter = this.#isCloser && opened.looksCloser !== true
      ? new RoiSegmenter(opened, opened)
      : opened;
  }

  /**
   * Let the network look at a frame, or share an earlier look.
   *
   * @param moment The next frame.
   * @throws {ModelError} If the network cannot be opened.
   */
  async begin(moment: Moment): Promise<void> {
    const segmenter = await this.segmenterFor(moment);
    if (moment.isCut) segmenter.reset();
    if (this.#last === undefined || moment.isCut || ++this.#sinceLast >= this.#every) {
      this.#last?.release();
      this.#last = new Look(segmenter, moment);
      this.#sinceLast = 0;
    }
    this.#looks.set(moment, this.#last.retain());
  }

  /** The look at a frame that is not due yet; it stays here. */
  of(moment: Moment): Look | undefined {
    return this.#looks.get(moment);
  }

  /** Take the look at a frame that is due, to release it. */
  take(moment: Moment): Look {
    const look = this.#looks.get(moment)!;
    this.#looks.delete(moment);
    return look;
  }

  /**
   * Wait for what was seen.
   *
   * @param look A look that was taken.
   * @throws {ModelError} If the network cannot be run: then the next frame is looked at anew.
   */
  async wait(look: Look): Promise<Matte> {
    try {
      return await look.matte;
    } catch (error) {
      look.hasFailed = true;
      if (this.#last === look) this.#forgetLast();
      throw error;
    }
  }

  #forgetLast(): void {
    this.#last?.release();
    this.#last = undefined;
  }

  /** Let the network forget what it has seen: the video begins anew. */
  rewind(): void {
    this.#segmenter?.reset();
  }

  /** Forget all frames. */
  reset(): void {
    this.rewind();
    this.#forget();
  }

  #forget(): void {
    this.#forgetLast();
    for (const look of this.#looks.values()) look.release();
    this.#looks.clear();
    this.#sinceLast = 0;
  }

  async #close(): Promise<void> {
    const segmenter = this.#segmenter;
    this.#segmenter = undefined;
    await segmenter?.[Symbol.asyncDispose]();
  }

  /** Let the network go. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#forget();
    // There is nobody left to be told.
    this.#close().catch(() => {});
  }
}
