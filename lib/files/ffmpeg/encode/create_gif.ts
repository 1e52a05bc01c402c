import { dirname } from "node:path";
import type { CreateVideoOptions, VideoSink } from "./video_sink.ts";
import { encoderFailure, hasWriteError } from "./encoder_failure.ts";
import { handOn, STDOUT_NAME, type WriteOut } from "./hand_on.ts";
import { checkVideo, nameVideo } from "./check_video.ts";
import { makeFolder, makeWorkFolder } from "../../system/write_whole.ts";
import type { Layers } from "../../../pixels/compose/layers.ts";
import type { Frame, Gray } from "../../../raster/frame.ts";
import type { Sink } from "../../../pipeline/sink.ts";
import { onDisk } from "../../system/working_folder.ts";

/** Makes the file that the clip is kept in until its palette is known. */
type CreateLossless = (path: string) => VideoSink;

/**
 * A GIF, whose one palette is made from the whole clip: that is kept beside it
 * without loss until its last frame has come, and then read twice.
 *
 * @param path The file's path; `undefined` for standard output.
 * @param options What to write, and how.
 * @param createLossless Makes a video in which nothing is lost.
 * @returns The sink.
 */
export function createGif(
  path: string | undefined,
  options: CreateVideoOptions,
  createLossless: CreateLossless,
): VideoSink {
  return new GifVideo(path, options, createLossless);
}

class GifVideo implements VideoSink {
  readonly frames: Sink<Frame>;
  readonly composites: Sink<Layers>;
  readonly grays: Sink<Gray>;
  readonly #path: string | undefined;
  readonly #options: CreateVideoOptions;
  readonly #createLossless: CreateLossless;
  /** Where the clip is kept, beside the GIF or among the system's temporary files. */
  #folder: string | undefined;
  #starting: Promise<VideoSink> | undefined;
  #clip: VideoSink | undefined;
  /** When the last picture is shown. */
  #last = 0;
  #isFinished = false;

  constructor(
    path: string | undefined,
    options: CreateVideoOptions,
    createLossless: CreateLossless,
  ) {
    this.#path = path;
    this.#options = options;
    this.#createLossless = createLossless;
    this.frames = {
      write: async (...picture) => await (await this.#start(picture[2])).frames.write(...picture),
    };
    this.composites = {
      write: async (...layers) => await (await this.#start(layers[2])).composites.write(...layers),
    };
    this.grays = {
      write: async (...picture) => await (await this.#start(picture[2])).grays.write(...picture),
    };
  }

  #start(timestamp: number): Promise<VideoSink> {
    this.#last = timestamp;
    return this.#starting ??= this.#createClip();
  }

  async #createClip(): Promise<VideoSink> {
    if (this.#path !== undefined) await makeFolder(dirname(this.#path));
    this.#folder = this.#path === undefined
      ? await Deno.makeTempDir({ prefix: "backdrop_" })
      : await makeWorkFolder(this.#path);
    return this.#clip = this.#createLossless(`${this.#folder}/clip.mkv`);
  }

  async finish(): Promise<void> {
    if (this.#clip === undefined || this.#isFinished) return;
    await this.#clip.close();
    const [clip, palette, gif] = ["clip.mkv", "palette.png", "out.gif"].map((name) =>
      `file:${this.#folder}/${name}`
    );
    const input = ["-y", "-i", clip];
    const one = ["-frames:v", "1", "-update", "1", palette];
    await this.#run([...input, "-vf", "palettegen=stats_mode=diff", ...one]);
    const use = ["-lavfi", "paletteuse=dither=bayer:bayer_scale=3", "-f", "gif"];
    // Hundredths of a second, in two bytes.
    const stay = Math.min(Math.round(100 * ((this.#options.end ?? 0) - this.#last)), 65535);
    if (stay > 0) use.push("-final_delay", String(stay));
    const path = this.#path;
    const target = path === undefined ? "pipe:1" : gif;
    const frames = await this.#run(
      [...input, "-i", palette, ...use, target],
      path === undefined ? this.#options.writeOut : undefined,
    );
    if (path !== undefined) {
      await checkVideo(`${this.#folder}/out.gif`, path, { container: "gif", frames });
    }
    this.#isFinished = true;
  }

  async close(): Promise<void> {
    if (this.#clip === undefined) return;
    await this.finish();
    this.#options.signal?.throwIfAborted();
    if (this.#path !== undefined) await nameVideo(`${this.#folder}/out.gif`, this.#path);
  }

  /** Run ffmpeg on the clip; tells how many pictures it has written. */
  async #run(args: readonly string[], writeOut?: WriteOut): Promise<number> {
    const { ffmpeg, signal } = this.#options;
    const what = this.#path ?? STDOUT_NAME;
    await using run = ffmpeg.start(args, signal);
    const handingOn = writeOut && handOn(run, writeOut, signal);
    const status = await run.ended();
    await handingOn?.done;
    signal?.throwIfAborted();
    if (status.code !== 0 || hasWriteError(run.log.errors, this.#folder!)) {
      throw encoderFailure(run, status, { what, hidden: this.#folder!, container: "gif" });
    }
    const count = run.log.lastLines.map((line) => /^\[info\] frame= *(\d+) /.exec(line)?.[1]);
    return Number(count.findLast((digits) => digits !== undefined));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#starting?.catch(() => {});
    await this.#clip?.[Symbol.asyncDispose]();
    if (this.#folder === undefined) return;
    await Deno.remove(onDisk(this.#folder), { recursive: true }).catch(() => {});
  }
}
