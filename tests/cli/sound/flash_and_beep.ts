/**
 * Clips in which a white flash and a beep come together, and a way to see whether they still do.
 *
 * @module
 */

import { findFfmpeg } from "../../../lib/files/mod.ts";
import { ffmpeg, runProgram } from "../../helpers.ts";

const { command } = await findFfmpeg();

/** Frames a second of {@linkcode makeFlashClip}. */
export const FLASH_RATE = 25;

/** What a clip is like. */
export interface FlashClip {
  /** When the pictures begin, in seconds. */
  pictures?: number;
  /** When the sound begins. */
  sound?: number;
  /** When both flash and beep come. */
  flash?: number;
  /** When both are over. */
  end?: number;
  /** ffmpeg's options for the file, codecs and all. */
  output?: readonly string[];
}

/** Sound and pictures that ffmpeg writes into most kinds of files. */
const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];

/**
 * Make a clip: white from the flash on, loud from the beep on, at the same time.
 *
 * @param path Where to write it; the ending chooses the container.
 * @param clip What it is like.
 */
export async function makeFlashClip(path: string, clip: FlashClip = {}): Promise<void> {
  const { pictures = 0, sound = 0, flash = 1.2, end = 2, output = H264 } = clip;
  const box = `drawbox=t=fill:c=white:enable='gte(t,${flash - pictures - 0.001})'`;
  const beep = `if(gte(t,${flash - sound}),0.5*sin(880*2*PI*t),0)`;
  await ffmpeg(
    ...["-itsoffset", String(pictures), "-f", "lavfi", "-i"],
    `color=c=black:s=176x144:r=${FLASH_RATE}:d=${end - pictures},${box}`,
    ...["-itsoffset", String(sound), "-f", "lavfi", "-i"],
    `aevalsrc='${beep}':s=44100:d=${end - sound}`,
    ...["-map", "0", "-map", "1", "-vsync", "passthrough", ...output, path],
  );
}

/** When flash and beep come, in seconds from the file's start. */
export interface FlashAndBeep {
  readonly flash: number;
  readonly beep: number;
  /** Seconds of sound. */
  readonly sound: number;
  /** How many pictures there are. */
  readonly pictures: number;
}

/** Samples a second for looking at sound. */
const RATE = 8000;

/**
 * See when flash and beep come, both by one clock.
 *
 * @param path The file.
 * @param options The track of sound, and what the search begins after.
 */
export async function flashAndBeep(
  path: string,
  { track = 0, after = -Infinity }: { track?: number; after?: number } = {},
): Promise<FlashAndBeep> {
  const raw = `${path}.s16`;
  // A picture's checksum is that of its only byte, which Adler-32 leaves as it is.
  const { stdout, stderr, code } = await runProgram(command, [
    ...["-y", "-loglevel", "error", "-copyts", "-start_at_zero", "-i", path],
    ...["-map", "0:V:0", "-vf", "scale=1:1:flags=area,format=gray", "-vsync", "passthrough"],
    ...["-enc_time_base:v", "1:90000", "-f", "framecrc", "-", "-map", `0:a:${track}`],
    ...["-af", `aresample=${RATE}:async=1:first_pts=0,aformat=s16:channel_layouts=mono`],
    ...["-f", "s16le", raw],
  ]);
  if (code !== 0) throw new Error(stderr);
  const [, base = "1/1"] = /^#tb 0: (\S+)/m.exec(stdout) ?? [];
  const [numerator, denominator] = base.split("/").map(Number);
  const pictures = [...stdout.matchAll(/^0, *-?\d+, *(-?\d+),.*0x(\w{8})/gm)].map((match) => ({
    time: Number(match[1]) * numerator / denominator,
    level: Number.parseInt(match[2], 16) & 255,
  }));
  const samples = new Int16Array((await Deno.readFile(raw)).buffer);
  await Deno.remove(raw);
  const beep = samples.findIndex((sample, i) => Math.abs(sample) > 3000 && i / RATE >= after);
  return {
    flash: pictures.find(({ level, time }) => level > 128 && time >= after)?.time ?? NaN,
    beep: beep < 0 ? NaN : beep / RATE,
    sound: samples.length / RATE,
    pictures: pictures.length,
  };
}
