import type { FrameStore, StoredFrame, StoredGray } from "../memory/frame_store.ts";
import { SharedUse } from "../memory/shared_use.ts";
import type { Frame, Matte } from "../raster/frame.ts";
import type { Moment } from "./moment.ts";

/** What a {@linkcode MatteMoment} consists of; it takes over the uses of all of them. */
export interface MatteMomentParts {
  /** The frame that is due. */
  readonly moment: Moment;
  /** The frame of the video that the matte belongs to, nearly always the same. */
  readonly shown: Moment;
  /** What is shown in front where that is no frame of the video. */
  readonly ownForeground: StoredFrame | undefined;
  /** How much of each pixel is foreground; `undefined` where nobody has said yet. */
  readonly matte: StoredGray | undefined;
}

/** A moment with its matte, on its way from the estimator through the refining stages. */
export class MatteMoment extends SharedUse {
  /** The frame that is due: a result is written under its number, and shown at its time. */
  readonly moment: Moment;
  /** The frame of the video that the matte belongs to. */
  readonly shown: Moment;
  /** What is shown in front, H × W. */
  readonly foreground: Frame;
  /** How much of each pixel is foreground, H × W; `undefined` where nobody has said yet. */
  readonly matte: Matte | undefined;
  readonly #parts: MatteMomentParts;

  /** @param parts What it consists of. */
  constructor(parts: MatteMomentParts) {
    super();
    this.#parts = parts;
    this.moment = parts.moment;
    this.shown = parts.shown;
    this.foreground = parts.ownForeground ?? parts.shown;
    this.matte = parts.matte;
  }

  /** Which scene the frame belongs to. */
  get scene(): number {
    return this.shown.scene;
  }

  /**
   * The same with another matte.
   *
   * @param matte The matte, whose use it takes over.
   * @returns A new item.
   */
  withMatte(matte: StoredGray): MatteMoment {
    const { moment, shown, ownForeground } = this.#parts;
    return new MatteMoment({
      moment: moment.retain(),
      shown: shown.retain(),
      ownForeground: ownForeground?.retain(),
      matte,
    });
  }

  /**
   * The same without foreground.
   *
   * @param store Where the empty matte goes.
   * @returns A new item.
   */
  withNothing(store: FrameStore): MatteMoment {
    const matte = store.takeGray(this.moment);
    matte.data.fill(0);
    return this.withMatte(matte);
  }

  /** Called when nobody uses it any more. */
  protected override giveBack(): void {
    const { moment, shown, ownForeground, matte } = this.#parts;
    for (const part of [moment, shown, ownForeground, matte]) part?.release();
  }
}
