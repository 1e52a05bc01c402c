import type { FrameRange, Progress } from "../pipeline.ts";
import { resizeArea } from "../pixels/resize.ts";
import type { Frame } from "../raster.ts";
import type { KernelCode } from "../simd/loader.ts";
import { PictureEncoder } from "../simd/picture_encoder.ts";
import { growMemory, layOut, type PictureLayout } from "../simd/picture_layout.ts";
import type { RawVideo } from "./decode.ts";
import type { FilePattern } from "./numbered_files.ts";
import type { PictureJob, WorkerReply, WorkerStart } from "./picture_worker.ts";
import { makeFolder } from "./write_whole.ts";

/** Frames that may wait in the ring beyond those being worked on. */
const WAITING_FRAMES = 3;
/** Pictures handed to a worker at a time: one in work and one to go on with. */
const JOBS_A_WORKER = 2;
/** The tutorial's first picture. */
const FIRST_PICTURE = 3;

/** What {@linkcode PicturePool.writePictures} works with. */
export interface WritePicturesOptions {
  /** The picture behind, of any size. */
  background: Frame;
  /** The last gray level of change that is background, 0–255. */
  threshold: number;
  /** 1–100. */
  quality: number;
  /** The JPEGs' names. */
  output: FilePattern;
  /** The masks' names, if they are wanted. */
  mattes?: FilePattern | undefined;
  /** Which numbers to write; all if left out. */
  range?: FrameRange | undefined;
  /** Called after each frame. */
  onProgress?: (progress: Progress) => void;
  /** Ends the run between two frames. */
  signal?: AbortSignal;
}

/**
 * Threads that make the tutorial's pictures, as many at once as there are
 * workers: compared, composed, encoded and written, out of a ring of frames in
 * shared memory. The same files, to the byte, as `replaceBackground` with a
 * `TutorialEstimator` gives.
 */
export class PicturePool implements AsyncDisposable {
  readonly #code: KernelCode;
  readonly #workers: Worker[];
  readonly #outstanding: number[];
  readonly #queue: PictureJob[] = [];
  readonly #unwritten = new Set<number>();
  #failure: { error: unknown } | undefined;
  #readyCount = 0;
  #written = 0;
  #onChange: (() => void) | undefined;
  #onWritten: (() => void) | undefined;

  /**
   * Start the threads, which takes a while: the video may be opened meanwhile.
   *
   * @param code The kernels.
   * @param jobs How many threads, at least 1.
   */
  constructor(code: KernelCode, jobs: number) {
    this.#code = code;
    this.#outstanding = new Array(jobs).fill(0);
    this.#workers = this.#outstanding.map(() => {
      const worker = new Worker(new URL("./picture_worker.ts", import.meta.url), {
        type: "module",
      });
      worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => this.#receive(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.#fail(new Error(`A worker failed: ${event.message}`));
      };
      return worker;
    });
  }

  /**
   * Read a video to its end, and write its pictures. Can be called once.
   *
   * @param video The frames.
   * @param options What to put behind, and where to write.
   * @returns How many frames were read and pictures written.
   * @throws What the video throws, or an Error for a file that cannot be written.
   * Files written before stay; none is half-written.
   */
  async writePictures(video: RawVideo, options: WritePicturesOptions): Promise<Progress> {
    const { output, mattes, onProgress, signal } = options;
    const { first, last } = options.range ?? { first: 1, last: Infinity };
    const layout = await this.#prepare(video, options);
    let framesRead = 0;
    const report = () => onProgress?.({ framesRead, framesWritten: this.#written });
    this.#onWritten = report;
    const slots = layout.frames.length;
    const memory = new Uint8Array(this.#code.memory.buffer);
    try {
      let buffer: ArrayBuffer | undefined = new ArrayBuffer(video.frameBytes);
      for (let number = video.firstFrame; number <= last; number++) {
        buffer = await video.read(buffer);
        if (buffer === undefined) break;
        framesRead++;
        // The slot's old frame serves two pictures: its own number and the next.
        await this.#until(() => !this.#isUsed(number - slots));
        memory.set(new Uint8Array(buffer), layout.frames[number % slots]);
        report();
        if (number < Math.max(first, FIRST_PICTURE) || framesRead < 2) continue;
        if (this.#written === 0 && this.#unwritten.size === 0) {
          await makeFolder(output.folder);
          if (mattes !== undefined) await makeFolder(mattes.folder);
        }
        // The even frame is shown, over what differs from the odd one.
        const even = number - number % 2;
        const odd = number % 2 === 1 ? number : number - 1;
        this.#unwritten.add(number);
        this.#queue.push({ number, before: odd % slots, after: even % slots });
        this.#dispatch();
      }
      await this.#until(() => this.#unwritten.size === 0);
      signal?.throwIfAborted();
    } catch (error) {
      // Of a video that breaks off, all that could be decoded is written.
      if (this.#failure === undefined && !signal?.aborted) {
        await this.#until(() => this.#unwritten.size === 0);
      }
      throw error;
    } finally {
      await this.#settle();
    }
    return { framesRead, framesWritten: this.#written };
  }

  /** Lay out the memory, encode the background, and tell the workers. */
  async #prepare(video: RawVideo, options: WritePicturesOptions): Promise<PictureLayout> {
    const { background, threshold, quality, output, mattes } = options;
    const jobs = this.#workers.length;
    // One more than there are workers: this thread encodes the background.
    const counts = { frames: jobs + WAITING_FRAMES, workers: jobs + 1 };
    const layout = layOut(video, video.frameBytes, counts);
    growMemory(this.#code.memory, layout);
    const encoder = { code: this.#code, layout, format: video.format, quality, threshold };
    (await PictureEncoder.start(jobs, encoder)).setBackground(resizeArea(background, video));
    this.#workers.forEach((worker, index) => {
      const start: WorkerStart = {
        worker: index,
        options: encoder,
        output: String(output),
        mattes: mattes && String(mattes),
      };
      worker.postMessage(start);
    });
    await this.#until(() => this.#readyCount === jobs);
    return layout;
  }

  #isUsed(number: number): boolean {
    return this.#unwritten.has(number) || this.#unwritten.has(number + 1);
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const least = Math.min(...this.#outstanding);
      if (least >= JOBS_A_WORKER) return;
      const index = this.#outstanding.indexOf(least);
      this.#outstanding[index]++;
      this.#workers[index].postMessage(this.#queue.shift());
    }
  }

  #receive(reply: WorkerReply): void {
    if (reply.kind === "ready") this.#readyCount++;
    if (reply.kind === "failed") this.#fail(reply.error, reply.worker);
    if (reply.kind === "written") {
      this.#outstanding[reply.worker]--;
      this.#unwritten.delete(reply.job.number);
      this.#written++;
      this.#onWritten?.();
      this.#dispatch();
    }
    this.#onChange?.();
  }

  #fail(error: unknown, worker?: number): void {
    this.#failure ??= { error };
    this.#queue.length = 0;
    // A worker that failed answers for its other job, too; one that broke down does not.
    if (worker === undefined) this.#outstanding.fill(0);
    else this.#outstanding[worker] = Math.max(0, this.#outstanding[worker] - 1);
    this.#onChange?.();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Wait for a condition that a worker's reply may bring about. */
  async #until(isTrue: () => boolean): Promise<void> {
    while (true) {
      this.#throwFailure();
      if (isTrue()) return;
      await new Promise<void>((resolve) => this.#onChange = resolve);
    }
  }

  /** Let what is in work be finished, so that no file is left half-written; drop the rest. */
  async #settle(): Promise<void> {
    this.#queue.length = 0;
    while (this.#outstanding.some((count) => count > 0)) {
      await new Promise<void>((resolve) => this.#onChange = resolve);
    }
  }

  /** End the threads. */
  [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#workers) worker.terminate();
    return Promise.resolve();
  }
}
