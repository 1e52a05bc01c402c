import { dirname } from "node:path";
import type { CreateVideoOptions, VideoSink } from "./encode.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import type { Sink } from "../pipeline.ts";
import { makeFolder, temporaryPath, writeError } from "./write_whole.ts";

/** Makes the file that the clip is kept in until its palette is known. */
type CreateLossless = (path: string, options: CreateVideoOptions) => VideoSink;

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
  const { ffmpeg, signal } = options;
  // Without a place of its own, it is kept in the system's folder for such files.
  const base = temporaryPath(path ?? `${Deno.makeTempDirSync({ prefix: "backdrop_" })}/stdout.gif`);
  const [clip, palette, gif] = [`${base}.mkv`, `${base}.png`, `${base}.gif`];
  const lossless = createLossless(clip, options);
  let last = 0;
  const timed = <Raster>(sink: Sink<Raster>): Sink<Raster> => ({
    write: (picture, number, timestamp) => {
      last = timestamp;
      return sink.write(picture, number, timestamp);
    },
  });
  return {
    frames: timed(lossless.frames),
    grays: timed(lossless.grays),
    async close() {
      await lossless.close();
      const input = ["-y", "-i", `file:${clip}`];
      const one = ["-frames:v", "1", "-update", "1", `file:${palette}`];
      await run(ffmpeg, [...input, "-vf", "palettegen=stats_mode=diff", ...one], signal);
      const use = ["-lavfi", "paletteuse=dither=bayer:bayer_scale=3", "-f", "gif"];
      // Hundredths of a second, in two bytes.
      const stay = Math.min(Math.round(100 * ((options.end ?? 0) - last)), 65535);
      if (stay > 0) use.push("-final_delay", String(stay));
      const target = path === undefined ? "pipe:1" : `file:${gif}`;
      await run(
        ffmpeg,
        [...input, "-i", `file:${palette}`, ...use, target],
        signal,
        path === undefined,
      );
      if (path === undefined) return;
      try {
        await makeFolder(dirname(path));
        await Deno.rename(gif, path);
      } catch (cause) {
        throw writeError(path, cause);
      }
    },
    async [Symbol.asyncDispose]() {
      await lossless[Symbol.asyncDispose]();
      for (const file of [clip, palette, gif]) await Deno.remove(file).catch(() => {});
      if (path === undefined) await Deno.remove(dirname(base)).catch(() => {});
    },
  };
}

async function run(
  ffmpeg: Ffmpeg,
  args: readonly string[],
  signal: AbortSignal | undefined,
  writesOut: boolean = false,
): Promise<void> {
  await using process = ffmpeg.start(args, signal, { stdout: writesOut ? "inherit" : "piped" });
  const { code } = await process.ended();
  signal?.throwIfAborted();
  if (code !== 0) {
    throw process.error(`Cannot write a GIF: ffmpeg says "${process.log.reason}"`, code);
  }
}
