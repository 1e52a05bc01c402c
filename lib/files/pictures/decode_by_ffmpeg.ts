import { UnsupportedMediaError } from "../../errors.ts";
import type { Ffmpeg } from "../ffmpeg/ffmpeg.ts";

/** What ffmpeg shall make of a picture, and what is known of it beforehand. */
export interface FfmpegPicture {
  /** The picture alone: nothing else of its file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The format's name to ffmpeg: "png_pipe". */
  readonly demuxer: string;
  /** "rgba", "yuv420p". */
  readonly pixelFormat: string;
  /** How many bytes there must be of it. */
  readonly length: number;
  /** What else ffmpeg is told of the input. */
  readonly inputArgs?: readonly string[];
  /** What else ffmpeg is told, behind the input. */
  readonly args?: readonly string[];
  /** What the format is called in messages. */
  readonly name: string;
}

/**
 * Decode a picture whose size is known from its header by ffmpeg, from memory.
 *
 * @param picture The picture.
 * @param ffmpeg The decoder.
 * @param signal Ends it.
 * @returns The pixels, as asked for.
 * @throws {UnsupportedMediaError} If ffmpeg cannot, or the picture is damaged.
 */
export async function decodeByFfmpeg(
  { bytes, demuxer, pixelFormat, length, inputArgs = [], args = [], name }: FfmpegPicture,
  ffmpeg: Ffmpeg,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  signal?.throwIfAborted();
  // Turning upright is done by whoever has read the orientation.
  const checked = ["-noautorotate", "-err_detect", "crccheck"];
  const read = [...checked, "-f", demuxer, ...inputArgs, "-i", "pipe:0"];
  const shown = [...args, "-f", "rawvideo", "-pix_fmt", pixelFormat, "pipe:1"];
  const words = [...read, "-frames:v", "1", ...shown];
  await using run = ffmpeg.start(words, signal, { stdin: "piped" });
  const written = writeAll(run.stdin, bytes).catch(() => {
    // It has seen enough; what it says tells whether that is good.
  });
  const reader = run.stdout.getReader({ mode: "byob" });
  const { value: pixels } = await reader.read(new Uint8Array(length), { min: length });
  // More than was promised is as wrong as less.
  const { done: isAll } = await reader.read(new Uint8Array(1));
  await reader.cancel();
  await written;
  signal?.throwIfAborted();
  const { code } = await run.ended();
  const { reason } = run.log;
  const isWhole = pixels?.length === length && isAll;
  if (isWhole && code === 0 && reason === undefined) return pixels;
  signal?.throwIfAborted();
  throw new UnsupportedMediaError(
    `it is a damaged ${name}, or of a kind that this ffmpeg does not know` +
      // What it says of all that it cannot decode says nothing.
      (reason === undefined || /marking filters/.test(reason) ? "" : ` (it says "${reason}")`),
  );
}

async function writeAll(
  stream: WritableStream<Uint8Array<ArrayBuffer>>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const writer = stream.getWriter();
  await writer.write(bytes);
  await writer.close();
}
