import type { Background } from "../../../backgrounds/mod.ts";
import { createFrameBeside, release } from "../../../memory/beside.ts";
import { memoryOf } from "../../../memory/kernel_memory.ts";
import { dropAlpha } from "../../../pixels/compose/drop_alpha.ts";
import { type Fit, fitFrame } from "../../../pixels/resize/fit_frame.ts";
import { createFrame, type Frame, type Size } from "../../../raster/frame.ts";
import type { VideoFrameLike } from "../../../raster/web_types.ts";
import { uprightSize } from "../../../raster/upright.ts";
import { frameFrom } from "../../../raster/frame_from.ts";

/**
 * Behind each frame the newest picture of a stream: a video that somebody else plays.
 *
 * @param frames Its pictures, as they are shown; the stream is cancelled with the background.
 * @param fitNow Tells how they fill the frame.
 * @returns The background; black until the first picture has come.
 */
export function streamBackground(
  frames: ReadableStream<VideoFrame>,
  fitNow: () => Fit,
): Background {
  const pictures = new NewestPicture(frames);
  let picture: Frame | undefined;
  let fitted: Frame | undefined;
  let fit: Fit | undefined;
  return {
    async behind(frame) {
      const isThere = fitted !== undefined && isLike(fitted, frame) && !isElsewhere(fitted, frame);
      if (!isThere || fit !== fitNow()) {
        release(fitted);
        fitted = createFrameBeside(frame);
        fit = fitNow();
        if (picture !== undefined) fitFrame(picture, fitted, fit, { out: fitted });
        dropAlpha(fitted, { out: fitted });
      }
      const taken = pictures.take();
      if (taken === undefined) return fitted!;
      try {
        picture = await readInto(picture, taken);
      } finally {
        taken.close();
      }
      fitFrame(picture, fitted!, fit, { out: fitted! });
      return dropAlpha(fitted!, { out: fitted! });
    },
    async [Symbol.asyncDispose]() {
      await pictures.end();
      release(fitted);
      fitted = undefined;
    },
  };
}

/** The newest picture of a stream; those before it are closed unseen. */
class NewestPicture {
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;
  #newest: VideoFrame | undefined;

  constructor(frames: ReadableStream<VideoFrame>) {
    this.#reader = frames.getReader();
    // What ends early shows its last picture.
    this.#read().catch(() => {});
  }

  /** The newest since the last time, if there is one; whoever takes it closes it. */
  take(): VideoFrame | undefined {
    const taken = this.#newest;
    this.#newest = undefined;
    return taken;
  }

  /** Cancel the stream. */
  async end(): Promise<void> {
    await this.#reader.cancel().catch(() => {});
    this.take()?.close();
  }

  async #read(): Promise<void> {
    for (let step; !(step = await this.#reader.read()).done;) {
      this.#newest?.close();
      this.#newest = step.value;
    }
  }
}

async function readInto(picture: Frame | undefined, frame: VideoFrame): Promise<Frame> {
  const { codedWidth: width, codedHeight: height } = frame;
  const size = uprightSize(frame.visibleRect ?? { width, height }, frame as VideoFrameLike);
  const out = picture !== undefined && isLike(picture, size)
    ? picture
    : createFrame(size.width, size.height);
  return await frameFrom(frame, { out });
}

function isLike(one: Size, { width, height }: Size): boolean {
  return one.width === width && one.height === height;
}

function isElsewhere({ bitmap: one }: Frame, { bitmap: other }: Frame): boolean {
  return memoryOf(one) !== memoryOf(other);
}
