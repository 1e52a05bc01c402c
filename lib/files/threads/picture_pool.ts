import type { FrameRange, Progress } from "../../pipeline/progress.ts";
import type { Frame } from "../../raster/frame.ts";
import { type KernelCode, startKernels, withOwnMemory } from "../../memory/loader.ts";
import { type EncoderOptions, PictureEncoder } from "./picture_encoder.ts";
import { growMemory, layOut } from "./picture_layout.ts";
import { KernelMemory } from "../../memory/kernel_memory.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { RawFrames } from "../ffmpeg/decode/raw_video.ts";
import { FrameRing } from "./frame_ring.ts";
import type { FilePattern } from "../pictures/numbered_files.ts";
import { workingFolder } from "../system/working_folder.ts";
import type { WorkerReply, WorkerStart } from "./picture_worker.ts";

/** Frames in the ring for each worker: two to work on, and two to be read meanwhile. */
const FRAMES_A_WORKER = 4;

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
  /** How many pictures the method does not make at the start. */
  warmUp: number;
  /** Which numbers to write; all if left out. */
  range?: FrameRange | undefined;
  /** Called after each picture. */
  onProgress?: (progress: Progress) => void;
  /** Ends the run between two frames. */
  signal?: AbortSignal;
}

/**
 * Threads that make the tutorial's pictures, two at a time each: compared,
 * composed, encoded and written, out of a ring of frames in shared memory. The
 * same files, to the byte, as `replaceBackground` with a `TutorialEstimator` gives.
 *
 * Where the system has a name for ffmpeg's pipe, the threads read it themselves,
 * straight into the ring; elsewhere this thread does, from ffmpeg's stream.
 */
export class PicturePool implements AsyncDisposable {
  readonly #code: KernelCode;
  readonly #workers: Worker[];
  /** Where the background is resized. */
  readonly #memory: Promise<KernelMemory>;
  readonly #finished = new Set<Worker>();
  #failure: { error: unknown } | undefined;
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
    this.#memory = KernelMemory.start(withOwnMemory(code.module, code.isShared));
    this.#workers = Array.from({ length: jobs }, () => {
      const worker = new Worker(new URL("./picture_worker.ts", import.meta.url), {
        type: "module",
      });
      worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => this.#receive(worker, data);
      worker.onerror = (event) => {
        event.preventDefault();
        const error = new Error(`A worker failed: ${event.message}`);
        this.#receive(worker, { kind: "failed", error });
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
  async writePictures(video: RawFrames, options: WritePicturesOptions): Promise<Progress> {
    const { onProgress, signal, range } = options;
    const slots = FRAMES_A_WORKER * this.#workers.length;
    const data = FrameRing.create(slots, video.firstFrame, range?.last ?? Infinity);
    const ring = new FrameRing(data);
    const progress = () => ({ framesRead: ring.framesRead, framesWritten: this.#written });
    this.#onWritten = () => onProgress?.(progress());
    // Whoever waits for the pipe goes on when ffmpeg has gone.
    const stop = () => {
      ring.stop();
      video.stop();
      this.#onChange?.();
    };
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const encoder = await this.#prepareMemory(video, slots, options);
      const start = {
        options: encoder,
        ring: data,
        first: Math.max(range?.first ?? 1, options.warmUp + 1),
        output: String(options.output),
        mattes: options.mattes && String(options.mattes),
        folder: workingFolder(),
        pipe: video.pipe,
      };
      this.#workers.forEach((worker, index) =>
        worker.postMessage({ ...start, worker: index } satisfies WorkerStart)
      );
      try {
        await this.#encodeBackground(encoder, options.background);
        ring.setReady();
        if (video.pipe === undefined) {
          await this.#fill(video, ring, data.last, encoder.layout.frames);
        }
        await this.#until(() => this.#failure !== undefined || this.#haveFinished());
      } finally {
        // What is in work is finished, so that no file is left half-written.
        if (!this.#haveFinished()) stop();
        await this.#until(() => this.#haveFinished());
      }
      onProgress?.(progress());
      if (this.#failure !== undefined) throw this.#failure.error;
      signal?.throwIfAborted();
      // Of a video that breaks off, all that could be decoded is written by now.
      if (ring.hasEnded) await video.assertGoodEnd(ring.framesRead, ring.bytesLeft);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
    return progress();
  }

  /** Lay out the memory, of which the last worker's part is for this thread. */
  async #prepareMemory(
    video: RawFrames,
    slots: number,
    { quality, threshold }: WritePicturesOptions,
  ): Promise<EncoderOptions> {
    const kernels = await startKernels(this.#code);
    const workspace = kernels.workspaceBytes(Math.ceil(video.width / 16));
    const counts = { frames: slots, workers: this.#workers.length + 1 };
    const layout = layOut(video, video.frameBytes, workspace, counts);
    growMemory(this.#code.memory, layout);
    return { code: this.#code, layout, format: video.format, quality, threshold };
  }

  async #encodeBackground(options: EncoderOptions, background: Frame): Promise<void> {
    const encoder = await PictureEncoder.start(this.#workers.length, options);
    const memory = await this.#memory;
    const { width, height } = background;
    const picture = memory.createFrame(width, height);
    picture.bitmap.set(background.bitmap);
    encoder.setBackground(resizeArea(picture, options.layout));
  }

  /** Put frames into the ring until there are no more, or no one wants them. */
  async #fill(
    video: RawFrames,
    ring: FrameRing,
    last: number,
    addresses: readonly number[],
  ): Promise<void> {
    const memory = new Uint8Array(this.#code.memory.buffer);
    let buffer = new ArrayBuffer(video.frameBytes);
    for (let number = video.firstFrame; number <= last; number++) {
      const frame = await video.read(buffer);
      if (frame.length < video.frameBytes) {
        ring.end(frame.length);
        return;
      }
      await this.#until(() => ring.hasRoom(number) || ring.isOver || this.#failure !== undefined);
      if (!ring.hasRoom(number)) return;
      memory.set(frame, addresses[ring.slotOf(number)]);
      ring.put(number);
      buffer = frame.buffer;
    }
  }

  #receive(worker: Worker, reply: WorkerReply): void {
    if (reply.kind === "failed") this.#failure ??= { error: reply.error };
    if (reply.kind === "failed" || reply.kind === "finished") this.#finished.add(worker);
    if (reply.kind === "written") {
      this.#written++;
      this.#onWritten?.();
    }
    this.#onChange?.();
  }

  #haveFinished(): boolean {
    return this.#finished.size === this.#workers.length;
  }

  /** Wait for a condition that a reply may bring about. */
  async #until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#onChange = resolve);
  }

  /** End the threads. */
  [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#workers) worker.terminate();
    return Promise.resolve();
  }
}
