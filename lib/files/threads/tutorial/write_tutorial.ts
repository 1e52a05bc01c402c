import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import type { FrameRange, Progress } from "../../../pipeline/progress.ts";
import { jpegBitBytes } from "../../../pixels/jpeg/kernel_jpeg.ts";
import { resizeArea } from "../../../pixels/resize/resize_area.ts";
import type { Frame } from "../../../raster/frame.ts";
import type { RawFrames } from "../../ffmpeg/decode/raw_video.ts";
import type { FilePattern } from "../../pictures/numbered_files.ts";
import { workingFolder } from "../../system/working_folder.ts";
import type { FinishThread } from "../finish/finish_thread.ts";
import type { FinishThreads } from "../finish/finish_threads.ts";
import { JpegBackground } from "../finish/jpeg_background.ts";
import { FrameRing } from "./frame_ring.ts";
import type { PictureBlocks } from "./picture_encoder.ts";
import type { TutorialWord } from "./tutorial_job.ts";

/** Frames in the ring for each thread: two to work on, and two to be read meanwhile. */
const FRAMES_A_THREAD = 4;

/** What {@linkcode writeTutorial} works with. */
export interface WriteTutorialOptions {
  /** The picture behind, of any size. */
  readonly background: Frame;
  /** The last gray level of change that is background, 0–255. */
  readonly threshold: number;
  /** 1–100. */
  readonly quality: number;
  /** The JPEGs' names. */
  readonly output: FilePattern;
  /** The masks' names, if they are wanted. */
  readonly mattes?: FilePattern | undefined;
  /** How many pictures the method does not make at the start. */
  readonly warmUp: number;
  /** Which numbers to write; all if left out. */
  readonly range?: FrameRange | undefined;
  /** Called after each picture. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run between two frames. */
  readonly signal?: AbortSignal;
}

/**
 * Read a video to its end, and write the tutorial's pictures: threads make two at a time each,
 * compared, composed, encoded and written, out of a ring of frames in the memory they share. The same
 * files, to the byte, as `replaceBackground` with a `TutorialEstimator` gives.
 *
 * Where the system has a name for ffmpeg's pipe, the threads read it themselves, straight into the
 * ring; elsewhere this thread does, from ffmpeg's stream.
 *
 * @param threads The threads, which do nothing else meanwhile.
 * @param video The frames.
 * @param options What to put behind, and where to write.
 * @returns How many frames were read and pictures written.
 * @throws What the video throws, or an Error for a file that cannot be written.
 * Files written before stay; none is half-written.
 */
export async function writeTutorial(
  threads: FinishThreads,
  video: RawFrames,
  options: WriteTutorialOptions,
): Promise<Progress> {
  const { signal, range } = options;
  using room = new TutorialRoom(threads, video, options);
  const data = FrameRing.create(room.frames.length, video.firstFrame, range?.last ?? Infinity);
  const ring = new FrameRing(data);
  using course = new Course(ring, video, options);
  const begin = (thread: FinishThread) =>
    thread.ask({ ...room.jobOf(thread), ring: data }, course.hear).catch(course.fail);
  const [first, ...others] = threads.all;
  const work: Promise<unknown>[] = others.map(begin);
  // They read the first frames while this thread and the first one, which has nothing else to do
  // yet, make the background.
  const encoding = room.encodeBackground(options.background);
  work.push(begin(first));
  try {
    await encoding;
    ring.setReady();
    if (video.pipe === undefined) {
      const { frames } = room;
      await fill(video, ring, data.last, {
        memory: threads.memory,
        frames,
        change: course.change,
      });
    }
  } catch (error) {
    course.fail(error);
  }
  // What is in work is finished, so that no file is left half-written.
  await Promise.all(work);
  course.tell();
  signal?.throwIfAborted();
  // Of a video that breaks off, all that could be decoded is written by now.
  if (ring.hasEnded) await video.assertGoodEnd(ring.framesRead, ring.bytesLeft);
  return course.progress;
}

/** How far the pictures are, and whether to go on. */
class Course implements Disposable {
  readonly #ring: FrameRing;
  readonly #video: RawFrames;
  readonly #onProgress: WriteTutorialOptions["onProgress"];
  readonly #signal: AbortSignal | undefined;
  #framesWritten = 0;
  #failure: { readonly error: unknown } | undefined;
  /** Lets whoever fills the ring look again. */
  #wake = () => {};

  constructor(ring: FrameRing, video: RawFrames, { onProgress, signal }: WriteTutorialOptions) {
    this.#ring = ring;
    this.#video = video;
    this.#onProgress = onProgress;
    this.#signal = signal;
    signal?.addEventListener("abort", this.stop, { once: true });
  }

  get progress(): Progress {
    return { framesRead: this.#ring.framesRead, framesWritten: this.#framesWritten };
  }

  readonly stop = (): void => {
    this.#ring.stop();
    // Whoever waits for the pipe goes on when ffmpeg has gone.
    this.#video.stop();
    this.#wake();
  };

  readonly fail = (error: unknown): void => {
    this.#failure ??= { error };
    this.stop();
  };

  /** Takes what a thread says. */
  readonly hear = (word: TutorialWord): void => {
    if (word === "written") {
      this.#framesWritten++;
      this.#onProgress?.(this.progress);
    }
    this.#wake();
  };

  /** Settles with the next word, or when all is to stop. */
  readonly change = (): Promise<void> => new Promise<void>((resolve) => this.#wake = resolve);

  /** Tell how far it came; throw why it failed, if it did. */
  tell(): void {
    this.#onProgress?.(this.progress);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** No longer listen to the signal. */
  [Symbol.dispose](): void {
    this.#signal?.removeEventListener("abort", this.stop);
  }
}

/** Put frames into the ring until there are no more, or no one wants them. */
async function fill(
  video: RawFrames,
  ring: FrameRing,
  last: number,
  { memory, frames, change }: {
    memory: KernelMemory;
    frames: readonly number[];
    change: () => Promise<void>;
  },
): Promise<void> {
  const bytes = new Uint8Array(memory.arena.buffer);
  let buffer = new ArrayBuffer(video.frameBytes);
  for (let number = video.firstFrame; number <= last; number++) {
    const frame = await video.read(buffer);
    if (frame.length < video.frameBytes) {
      ring.end(frame.length);
      return;
    }
    while (!ring.hasRoom(number) && !ring.isOver) await change();
    if (ring.isOver) return;
    bytes.set(frame, frames[ring.slotOf(number)]);
    ring.put(number);
    buffer = frame.buffer;
  }
}

/** What the threads work on and write to, in the memory that they share. */
class TutorialRoom implements Disposable {
  /** Addresses of the ring's slots. */
  readonly frames: readonly number[];
  readonly #threads: FinishThreads;
  readonly #video: RawFrames;
  readonly #options: WriteTutorialOptions;
  readonly #background: JpegBackground;
  /** Addresses of all that is taken here. */
  readonly #taken: number[] = [];

  constructor(threads: FinishThreads, video: RawFrames, options: WriteTutorialOptions) {
    this.#threads = threads;
    this.#video = video;
    this.#options = options;
    this.#background = new JpegBackground(threads.memory, video, options.quality);
    const slots = FRAMES_A_THREAD * threads.all.length;
    this.frames = Array.from({ length: slots }, () => this.#take(video.frameBytes));
  }

  #take(length: number): number {
    const address = this.#threads.memory.arena.allocate(length);
    this.#taken.push(address);
    return address;
  }

  /** Bring the background to the frames' size, and let the first thread encode it. */
  async encodeBackground({ width, height, bitmap }: Frame): Promise<void> {
    const { memory } = this.#threads;
    const picture = memory.createFrame(width, height);
    const resized = memory.createFrame(this.#video.width, this.#video.height);
    try {
      picture.bitmap.set(bitmap);
      resizeArea(picture, this.#video, { out: resized });
      await this.#threads.encodeInto(this.#background, resized);
    } finally {
      memory.free(picture);
      memory.free(resized);
    }
  }

  /** What a thread is asked for, without the ring. */
  jobOf(thread: FinishThread) {
    const { width, height, format, frameBytes, pipe } = this.#video;
    const { quality, threshold, output, mattes, warmUp, range } = this.#options;
    const { frames } = this;
    const background = this.#background.reference;
    return {
      kind: "tutorial",
      encoder: { width, height, frames, format, quality, threshold, background },
      frameBytes,
      blocks: this.#blocksOf(thread),
      first: Math.max(range?.first ?? 1, warmUp + 1),
      output: String(output),
      mattes: mattes && String(mattes),
      folder: workingFolder(),
      pipe,
    } as const;
  }

  #blocksOf(thread: FinishThread): PictureBlocks {
    const { width, height } = this.#video;
    const take = () => this.#take(width * height);
    return {
      jpeg: thread.jpegBlocks(this.#video),
      secondBits: this.#take(jpegBitBytes(this.#video)),
      masks: this.#options.mattes && [take(), take()],
    };
  }

  [Symbol.dispose](): void {
    this.#background[Symbol.dispose]();
    for (const address of this.#taken) this.#threads.memory.arena.free(address);
  }
}
