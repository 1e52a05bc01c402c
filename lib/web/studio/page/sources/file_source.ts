/**
 * A file of the user's as a source of frames, or as what is behind.
 *
 * @module
 */

import { frameOf, pumpFrames, sendFrame } from "./camera_source.ts";
import type { EngineLink } from "../engine_link.ts";

/** After a change a still picture is sent so often, since methods look at more than one frame. */
const STILL_REPEATS = 4;
const STILL_PAUSE = 120;
/** And then so often: whatever was not ready yet will be. */
const LONG_PAUSE = 1000;

/** A file that was opened: it plays, or stands still. */
export type OpenedFile =
  | {
    readonly kind: "video";
    readonly name: string;
    readonly file: File;
    readonly video: HTMLVideoElement;
  }
  | {
    readonly kind: "picture";
    readonly name: string;
    readonly file: File;
    readonly picture: ImageBitmap;
  };

/**
 * Open a picture or a video.
 *
 * @throws {Error} If the browser knows neither in it.
 */
export async function openFile(file: File): Promise<OpenedFile> {
  const { name } = file;
  const asPicture = async (): Promise<OpenedFile> => {
    return { kind: "picture", name, file, picture: await createImageBitmap(file) };
  };
  const asVideo = async (): Promise<OpenedFile> => {
    return { kind: "video", name, file, video: await loadVideo(URL.createObjectURL(file)) };
  };
  // What a system calls a file's type may be wrong, or missing.
  const ways = file.type.startsWith("image/") ? [asPicture, asVideo] : [asVideo, asPicture];
  return await ways[0]().catch(ways[1]);
}

/** A looping video without controls, once its first frame is there. */
function loadVideo(address: string): Promise<HTMLVideoElement> {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, loop: true, playsInline: true, preload: "auto" });
  return new Promise((resolve, reject) => {
    const onError = () => {
      URL.revokeObjectURL(address);
      reject(new Error("this is no video that the browser knows"));
    };
    video.addEventListener("error", onError, { once: true });
    video.addEventListener("loadeddata", () => {
      // A file of sound alone loads, too.
      if (video.videoWidth === 0) onError();
      else resolve(video);
    }, { once: true });
    video.src = address;
  });
}

/** Let go of what a file holds. */
export function closeFile(opened: OpenedFile): void {
  if (opened.kind === "picture") return opened.picture.close();
  opened.video.pause();
  URL.revokeObjectURL(opened.video.src);
  opened.video.removeAttribute("src");
  opened.video.load();
}

/** Sends a file's frames to the engine. */
export class FileSource {
  readonly #opened: OpenedFile;
  readonly #engine: EngineLink;
  readonly #stopPump: (() => void) | undefined;
  #repeats = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Begin: a video plays, a picture is sent. */
  constructor(opened: OpenedFile, engine: EngineLink) {
    this.#opened = opened;
    this.#engine = engine;
    if (opened.kind === "video") {
      this.#stopPump = pumpFrames(opened.video, engine);
      void opened.video.play().catch(() => {});
    }
    this.again();
  }

  /** What it shows. */
  get opened(): OpenedFile {
    return this.#opened;
  }

  /** Send what stands still once more, soon: settings have changed. */
  again(): void {
    this.#repeats = STILL_REPEATS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#repeat());
  }

  #repeat(): void {
    const opened = this.#opened;
    const isPlaying = opened.kind === "video" && !opened.video.paused;
    const picture = opened.kind === "video" ? opened.video : opened.picture;
    // What has no picture yet is asked again soon.
    const isSent = !isPlaying && sendFrame(picture, this.#engine);
    if (isSent) this.#repeats--;
    const pause = !isPlaying && this.#repeats > 0 ? STILL_PAUSE : LONG_PAUSE;
    this.#timer = setTimeout(() => this.#repeat(), pause);
  }

  /** Send no more, and let the file go. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopPump?.();
    closeFile(this.#opened);
  }
}

/**
 * A playing video as a stream, for what is behind: a frame is made when one is asked for.
 *
 * @param video What plays.
 * @returns The stream; to cancel it ends it.
 */
export function videoFramesOf(video: HTMLVideoElement): ReadableStream<VideoFrame> {
  let last: VideoFrame | undefined;
  let isOver = false;
  const take = (controller: ReadableStreamDefaultController<VideoFrame>, done: () => void) => {
    video.requestVideoFrameCallback(() => {
      if (isOver) return done();
      const frame = frameOf(video);
      if (frame === undefined) return take(controller, done);
      // What goes to the worker is a copy of it: the one before is no longer needed.
      last?.close();
      last = frame;
      controller.enqueue(frame);
      done();
    });
  };
  return new ReadableStream<VideoFrame>({
    pull: (controller) => new Promise<void>((resolve) => take(controller, resolve)),
    cancel: () => {
      isOver = true;
      last?.close();
    },
  }, { highWaterMark: 0 });
}
