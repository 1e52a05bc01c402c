import type { KernelMemory } from "../../memory/kernel_memory.ts";
import type { Frame } from "../../raster/frame.ts";
import type { RawFrames } from "../ffmpeg/decode/raw_video.ts";
import { addressIn } from "./finish/composite_job.ts";
import type { ReaderCall } from "./reader_worker.ts";
import { ThreadCalls } from "./thread_calls.ts";

/** What {@linkcode FrameReader.start} works with. */
export interface FrameReaderOptions<Slot extends Frame> {
  /** Gives a frame that is to be filled, in the memory and of the video's size. */
  takeFrame(): Slot;
  /** Takes back a frame that was taken, but never given out. */
  giveBack(frame: Slot): void;
  /**
   * How many frames are read before they are asked for, at least 1.
   *
   * @default {2}
   */
  ahead?: number;
  /** Ends the reading: the signal's reason is thrown. */
  signal?: AbortSignal | undefined;
}

/** A frame that was read. */
export interface ReadFrame<Slot extends Frame> {
  /** Its number in the video. */
  readonly number: number;
  /** When it is shown, in seconds. */
  readonly timestamp: number;
  /** What `takeFrame` gave, filled; it belongs to whoever gets it. */
  readonly frame: Slot;
}

/** A frame that is being read. */
interface Reading<Slot> {
  readonly slot: Slot;
  readonly bytes: Promise<number>;
}

/**
 * A thread that reads a decoder's pipe ahead, and makes RGBA of what it reads, in kernel memory that
 * it shares with this thread: this one neither waits for the decoder nor copies anything.
 *
 * To be iterated over once. At the end, before it is disposed of, the video is asked whether that was
 * all: `await video.assertGoodEnd(reader.framesRead, reader.bytesLeft)`.
 */
export class FrameReader<Slot extends Frame> implements AsyncDisposable {
  readonly #memory: KernelMemory;
  readonly #video: RawFrames;
  readonly #options: FrameReaderOptions<Slot>;
  readonly #calls: ThreadCalls<ReaderCall, number>;
  readonly #blocks: number[] = [];
  readonly #readings: Reading<Slot>[] = [];
  #framesRead = 0;
  #bytesLeft = 0;
  #hasEnded = false;

  private constructor(memory: KernelMemory, video: RawFrames, options: FrameReaderOptions<Slot>) {
    this.#memory = memory;
    this.#video = video;
    this.#options = options;
    this.#calls = new ThreadCalls(new URL("./reader_worker.ts", import.meta.url));
  }

  /**
   * Start the thread; it begins to read with the first frame that is asked for.
   *
   * @param memory What both threads share.
   * @param video The video, with a {@linkcode RawFrames.pipe}: nobody else may read it.
   * @param options Where the frames go.
   * @throws {TypeError} If the memory is not shared, or the video has no pipe that a thread can open.
   * @throws {RangeError} If `ahead` is not a whole number of at least 1.
   */
  static async start<Slot extends Frame>(
    memory: KernelMemory,
    video: RawFrames,
    options: FrameReaderOptions<Slot>,
  ): Promise<FrameReader<Slot>> {
    const { ahead = 2 } = options;
    if (!(Number.isInteger(ahead) && ahead >= 1)) {
      throw new RangeError(`Cannot read ahead: 'ahead' must be at least 1, got ${ahead}`);
    }
    if (!memory.code.isShared) {
      throw new TypeError("Cannot start a thread: its kernel memory must be shared");
    }
    if (video.pipe === undefined) {
      throw new TypeError("Cannot read in a thread: the video has no pipe that it could open");
    }
    const reader = new FrameReader(memory, video, options);
    try {
      await reader.#start(video.pipe);
      return reader;
    } catch (error) {
      await reader[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #start(path: string): Promise<void> {
    const { width, height, frameBytes, format } = this.#video;
    const { code } = this.#memory;
    let yuv;
    if (format !== "rgba") {
      const scratch = this.#allocate(this.#memory.kernels.frameOfYuvCubicBytes(width));
      yuv = { matrix: format.yuv420p, bytes: this.#allocate(frameBytes), scratch };
    }
    await this.#calls.ask({ kind: "start", code, path, width, height, frameBytes, yuv });
  }

  #allocate(length: number): number {
    const address = this.#memory.arena.allocate(length);
    this.#blocks.push(address);
    return address;
  }

  /** How many whole frames have been given out. */
  get framesRead(): number {
    return this.#framesRead;
  }

  /** How many bytes of a frame came behind the last whole one, at the end. */
  get bytesLeft(): number {
    return this.#bytesLeft;
  }

  /** The frames, in order, to their end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ReadFrame<Slot>, void, void> {
    const { ahead = 2, signal } = this.#options;
    const { firstFrame, every, frameBytes } = this.#video;
    while (!this.#hasEnded) {
      signal?.throwIfAborted();
      while (this.#readings.length < ahead) this.#readOne();
      const bytes = await this.#readings[0].bytes;
      signal?.throwIfAborted();
      if (bytes < frameBytes) {
        this.#hasEnded = true;
        this.#bytesLeft = bytes;
        return;
      }
      const number = firstFrame + this.#framesRead * every;
      const timestamp = await this.#video.time(number);
      const { slot: frame } = this.#readings.shift()!;
      this.#framesRead++;
      // While this one is worked on.
      this.#readOne();
      yield { number, timestamp, frame };
    }
  }

  #readOne(): void {
    const slot = this.#options.takeFrame();
    try {
      const address = addressIn(this.#memory, "frame", slot.bitmap);
      const bytes = this.#calls.ask({ kind: "read", address });
      // Whether it fails is seen when it is its turn.
      bytes.catch(() => {});
      this.#readings.push({ slot, bytes });
    } catch (error) {
      this.#options.giveBack(slot);
      throw error;
    }
  }

  /** End the thread, and a decoder that it waits for. Frames that were given out stay. */
  async [Symbol.asyncDispose](): Promise<void> {
    // Who waits for the pipe goes on when the decoder has gone.
    if (!this.#hasEnded && this.#readings.length > 0) this.#video.stop();
    this.#hasEnded = true;
    await this.#calls[Symbol.asyncDispose]();
    for (const { slot } of this.#readings.splice(0)) this.#options.giveBack(slot);
    for (const block of this.#blocks.splice(0)) this.#memory.arena.free(block);
  }
}
