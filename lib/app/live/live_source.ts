import type { Camera, CameraPicture } from "../../files/camera/open_camera.ts";
import type { FrameStore, StoredFrame, StoredGray } from "../../memory/frame_store.ts";
import type { UnreadPicture } from "../../pipeline/live/live_reader.ts";
import { NewestFrames } from "../../pipeline/live/newest_frames.ts";
import { frameOfYuvCubic } from "../../pixels/color/frame_of_yuv_cubic.ts";
import { fillFrame } from "../../pixels/compose/fill_frame.ts";
import { yuvBytes } from "../../pixels/color/yuv_of_frame.ts";
import type { Size } from "../../raster/frame.ts";

/** What a live source works with. */
export interface LiveSourceOptions {
  /** Opens the camera, in the size that it had first, if that is known, unless the signal ends that. */
  open(size: Size | undefined, signal: AbortSignal): Promise<Camera>;
  /** Where frames are put. */
  readonly store: FrameStore;
  /** Told when the camera gives nothing any more, or was let go, and when it does again. */
  onChange(change: "gone" | "resting" | "there"): void;
  readonly signal: AbortSignal;
}

/** While there is no camera, so many milliseconds lie between two frames without picture. */
const EMPTY_EVERY = 200;

/** How long after a failure the camera is opened again, in milliseconds. */
const AGAIN_AFTER = 1000;

/** A camera's newest frames: whoever is slow gets fewer, none gets older ones. */
export class LiveSource implements Size, AsyncDisposable {
  readonly width: number;
  readonly height: number;
  readonly #options: LiveSourceOptions;
  /** The pictures as they come; black ones where there is no camera. */
  readonly newest = new NewestFrames<UnreadPicture>();
  /** Where YUV is put, to be converted by a kernel. */
  readonly #yuv: StoredGray;
  /** Buffers of pictures that nobody needs any more. */
  readonly #spare: ArrayBuffer[] = [];
  readonly #pump: Promise<void>;
  #camera: Camera | undefined;
  #droppedBefore = 0;
  /** Ends the opening of the camera. */
  readonly #ending = new AbortController();
  #isOver = false;
  #waking: (() => void) | undefined;
  #isResting = false;

  private constructor(camera: Camera, options: LiveSourceOptions) {
    this.#camera = camera;
    this.#options = options;
    this.width = camera.width;
    this.height = camera.height;
    this.#yuv = options.store.takeGray({ width: yuvBytes(camera), height: 1 });
    this.#pump = this.#read(camera);
    // Whoever takes frames is told.
    this.#pump.catch((error) => this.newest.fail(error));
  }

  /**
   * Open the camera.
   *
   * @throws What opening it throws.
   */
  static async open(options: LiveSourceOptions): Promise<LiveSource> {
    return new LiveSource(await options.open(undefined, options.signal), options);
  }

  /** How many frames were left out, since newer ones had come, after the beginning. */
  get dropped(): number {
    return this.newest.dropped - this.#droppedBefore;
  }

  /** From now on frames are taken, and those that are left out are counted. */
  begin(): void {
    this.#droppedBefore = this.newest.dropped;
  }

  /** No more frames come. */
  end(): void {
    this.#isOver = true;
    this.#ending.abort();
    this.newest.end();
    this.#waking?.();
  }

  /**
   * Let the camera go while nobody sees what it gives, or open it again. Frames are black meanwhile.
   *
   * @param isResting Whether it is let go.
   */
  rest(isResting: boolean): void {
    if (this.#isResting === isResting || this.#isOver) return;
    this.#isResting = isResting;
    if (!isResting) this.#waking?.();
    // Whoever reads it gets nothing more, and waits until it is closed.
    else void this.#camera?.[Symbol.asyncDispose]();
  }

  #unread(picture: CameraPicture): UnreadPicture {
    return {
      isEmpty: false,
      read: (store) => {
        const frame = this.#frameOf(picture, store.takeFrame(this));
        this.#spare.push(picture.bytes.buffer);
        return frame;
      },
      close: () => void this.#spare.push(picture.bytes.buffer),
    };
  }

  #frameOf({ format, bytes }: CameraPicture, frame: StoredFrame): StoredFrame {
    if (format === "rgba") frame.bitmap.set(bytes);
    else {
      this.#yuv.data.set(bytes);
      frameOfYuvCubic(this.#yuv.data, this, format.yuv420p, { out: frame });
    }
    return frame;
  }

  /** What is shown where there is no camera. */
  #nothing(): UnreadPicture {
    const read = (store: FrameStore) => {
      const frame = store.takeFrame(this);
      fillFrame(frame, [0, 0, 0, 255]);
      return frame;
    };
    return { isEmpty: true, read, close() {} };
  }

  /** Read the camera all the time, and open it again when it has gone. */
  async #read(first: Camera): Promise<void> {
    const { signal, onChange } = this.#options;
    for (let camera: Camera | undefined = first; camera !== undefined;) {
      for (let picture; (picture = await camera.read(this.#spare.pop())) !== undefined;) {
        if (this.#isOver) return;
        this.newest.push(this.#unread(picture));
      }
      if (this.#isOver) return;
      onChange(this.#isResting ? "resting" : "gone");
      await camera[Symbol.asyncDispose]();
      signal.throwIfAborted();
      camera = await this.#reopen();
      if (camera !== undefined) onChange("there");
    }
  }

  async #reopen(): Promise<Camera | undefined> {
    const signal = AbortSignal.any([this.#options.signal, this.#ending.signal]);
    const timer = setInterval(() => this.newest.push(this.#nothing()), EMPTY_EVERY);
    this.newest.push(this.#nothing());
    try {
      while (!this.#isOver) {
        const pause = Promise.withResolvers<void>();
        const waiting = this.#isResting ? undefined : setTimeout(pause.resolve, AGAIN_AFTER);
        this.#waking = pause.resolve;
        await pause.promise;
        clearTimeout(waiting);
        if (this.#isOver) break;
        if (this.#isResting) continue;
        const camera = await this.#options.open(this, signal).catch(() => undefined);
        this.#options.signal.throwIfAborted();
        if (camera === undefined) continue;
        // It may have been let go while it was opened.
        if (!this.#isResting) return this.#camera = camera;
        await camera[Symbol.asyncDispose]();
      }
      return undefined;
    } finally {
      clearInterval(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
    await this.#camera?.[Symbol.asyncDispose]();
    await this.#pump.catch(() => {});
    await this.#camera?.[Symbol.asyncDispose]();
    this.newest[Symbol.dispose]();
    this.#yuv.release();
  }
}
