import type { FrameStore, LentFrame, StoredFrame, StoredGray } from "../memory/frame_store.ts";
import { memoryOf } from "../memory/kernel_memory.ts";
import { SharedUse } from "../memory/shared_use.ts";
import { grayscale } from "../pixels/color/grayscale.ts";
import { boxBlur } from "../pixels/filter/box_blur.ts";
import { CutDetector } from "../pixels/motion/cut_detector.ts";
import { motionSize } from "../pixels/motion/motion_mean.ts";
import { resizeArea } from "../pixels/resize/resize_area.ts";
import {
  assertWhole,
  type Disparity,
  type Frame,
  type Gray,
  type NumberedFrame,
  type TimedFrame,
} from "../raster/frame.ts";

/**
 * One frame of a video, and what is known of it. Its luma is made once, when a stage first reads it.
 *
 * A moment is a frame itself. It is lent to stages for as long as it lies in their window; a stage that
 * needs it longer calls `retain()`, and later `release()`.
 *
 * @category Kernel memory
 */
export class Moment extends SharedUse implements TimedFrame {
  /** The frame's number; the first of a video is 1. */
  readonly number: number;
  /** Seconds from the start of what is shown. */
  readonly timestamp: number;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `4 · width · height` bytes: RGBA, straight alpha. */
  readonly bitmap: Uint8ClampedArray;
  /** Which scene it belongs to: how many cuts there were before it. */
  readonly scene: number;
  /** Whether another scene begins with it. */
  readonly isCut: boolean;
  /** What the right eye sees, H × W, where there are two. */
  readonly right: Frame | undefined;
  readonly #frames: readonly (StoredFrame | undefined)[];
  #depth: StoredDisparity | undefined;
  readonly #store: FrameStore;
  #luma: StoredGray | undefined;
  #smallLuma: StoredGray | undefined;

  /** @internal {@linkcode momentsOf} makes them. */
  constructor(
    { number, timestamp }: Pick<TimedFrame, "number" | "timestamp">,
    { frame, right, depth, store, scene, isCut }: MomentParts,
  ) {
    super();
    this.number = number;
    this.timestamp = timestamp;
    this.width = frame.width;
    this.height = frame.height;
    this.bitmap = frame.bitmap;
    this.scene = scene;
    this.isCut = isCut;
    this.right = right;
    this.#depth = depth;
    this.#frames = [frame, right];
    this.#store = store;
  }

  /** Its brightness, H × W: grayscale, blurred by one pixel against noise. */
  get luma(): Gray {
    if (this.#luma !== undefined) return this.#luma;
    using sharp = this.#store.takeGray(this);
    grayscale(this, { out: sharp });
    this.#luma = this.#store.takeGray(this);
    return boxBlur(sharp, 1, { out: this.#luma });
  }

  /** The luma, reduced to `motionSize`: motion is estimated in it. */
  get smallLuma(): Gray {
    if (this.#smallLuma !== undefined) return this.#smallLuma;
    const { luma } = this;
    const size = motionSize(this);
    this.#smallLuma = this.#store.takeGray(size);
    return resizeArea(luma, size, { out: this.#smallLuma });
  }

  /** How near all is: as the frame brought it along, or as somebody has measured it. */
  get depth(): Disparity | undefined {
    return this.#depth?.map;
  }

  /**
   * Tell how near all is, for the stages behind.
   *
   * @param map Of any size, the whole of the frame; it is copied.
   */
  tellDepth(map: Disparity): void {
    const last = this.#depth;
    this.#depth = keepDisparity(map, this.#store);
    last?.stored.release();
  }

  /** Called when nobody uses it any more. */
  protected override giveBack(): void {
    const grays = [this.#depth?.stored, this.#luma, this.#smallLuma];
    for (const raster of [...this.#frames, ...grays]) raster?.release();
    this.#depth = this.#luma = this.#smallLuma = undefined;
  }
}

interface MomentParts {
  readonly frame: StoredFrame;
  readonly right: StoredFrame | undefined;
  readonly depth: StoredDisparity | undefined;
  readonly store: FrameStore;
  readonly scene: number;
  readonly isCut: boolean;
}

/** Of frames without a time so many are shown a second. */
const FRAMES_A_SECOND = 25;

/** When a frame is shown that has a number and no time, in seconds. */
export function defaultTime(number: number): number {
  return (number - 1) / FRAMES_A_SECOND;
}

/**
 * The moments of a video.
 *
 * A frame that lies in the store's memory and has an owner is retained; another one is copied, once.
 *
 * @example Nobody else copies
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FrameStore } from "../memory/frame_store.ts";
 * import { createFrame } from "../raster/frame.ts";
 *
 * using store = new FrameStore(undefined);
 * const video = async function* () {
 *   for (const number of [1, 2]) yield { number, ...createFrame(8, 8) };
 * };
 * for await (using moment of momentsOf(video(), store)) {
 *   assertEquals([moment.timestamp, moment.isCut], [(moment.number - 1) / 25, false]);
 * }
 * assertEquals(store.inUse, 0);
 * ```
 *
 * @param frames The frames, in order, of one size; each is lent until the next one is asked for.
 * @param store Where they go.
 * @returns The moments, in order; whoever gets one releases it.
 * @throws {RangeError} If a frame's buffer does not fit its size.
 */
export async function* momentsOf(
  frames: AsyncIterable<NumberedFrame | TimedFrame> | Iterable<NumberedFrame | TimedFrame>,
  store: FrameStore,
): AsyncGenerator<Moment, void, void> {
  const cuts = new CutDetector();
  let scene = 0;
  for await (const lent of frames) {
    assertWhole("look at a video", "frame", lent);
    const { number } = lent;
    const timestamp = "timestamp" in lent ? lent.timestamp : defaultTime(number);
    assertRight(lent);
    const frame = keep(lent, store);
    const right = lent.right && keep(lent.right, store);
    const depth = lent.depth && keepDisparity(lent.depth, store);
    const isCut = cuts.isCut(frame);
    if (isCut) scene++;
    yield new Moment({ number, timestamp }, { frame, right, depth, store, scene, isCut });
  }
}

/**
 * Keep a frame that is lent.
 *
 * @param lent The frame.
 * @param store Where a copy would lie.
 * @returns The same frame, if it has an owner and lies where the store's do; else a copy. It is to be
 * released.
 */
export function keep(lent: LentFrame, store: FrameStore): StoredFrame {
  if (lent.stored !== undefined && memoryOf(lent.bitmap) === store.memory) {
    return lent.stored.retain();
  }
  const copy = store.takeFrame(lent);
  copy.bitmap.set(lent.bitmap);
  return copy;
}

/** A disparity map and who owns its memory. */
interface StoredDisparity {
  readonly map: Disparity;
  readonly stored: StoredGray;
}

/** Copy a disparity map to where the frames lie. */
function keepDisparity(
  { width, height, disparity }: Disparity,
  store: FrameStore,
): StoredDisparity {
  const stored = store.takeGray({ width: 4 * width, height });
  const { buffer, byteOffset } = stored.data;
  const copy = new Float32Array(buffer, byteOffset, width * height);
  copy.set(disparity);
  return { map: { width, height, disparity: copy }, stored };
}

function assertRight({ width, height, right }: NumberedFrame): void {
  if (right === undefined) return;
  assertWhole("look at a video", "right", right);
  if (right.width === width && right.height === height) return;
  throw new RangeError(
    `Cannot look at a video: 'right' must be ${width}×${height} as its frame is, ` +
      `got ${right.width}×${right.height}`,
  );
}
