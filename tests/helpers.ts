/**
 * What tests share: rasters small enough to check by eye, seeded noise, folders
 * and videos that vanish, and the command line run as a user runs it.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { Console } from "../lib/cli/reporting/progress_display.ts";
import { findFfmpeg } from "../lib/files/mod.ts";
import { createFrame, type Frame, type Gray, type NumberedFrame } from "../mod.ts";

/** The repository's folder. */
export const ROOT = new URL("..", import.meta.url);
/** The example clip: 90 frames, 640×360. */
export const WAVE = fileURLToPath(new URL("examples/media/wave.mp4", ROOT));
/** The example background: 1280×800. */
export const BEACH = fileURLToPath(new URL("examples/media/beach.jpg", ROOT));

/** A frame of one row of gray pixels, opaque. */
export function row(levels: readonly number[]): Frame {
  return frameOf([levels]);
}

/** A frame of gray pixels, opaque: one array a row. */
export function frameOf(rows: readonly (readonly number[])[]): Frame {
  const frame = createFrame(rows[0].length, rows.length);
  rows.flat().forEach((level, i) => frame.bitmap.set([level, level, level, 255], 4 * i));
  return frame;
}

/** A gray picture or a mask: one array a row. */
export function grayOf(rows: readonly (readonly number[])[]): Gray {
  return { width: rows[0].length, height: rows.length, data: Uint8Array.from(rows.flat()) };
}

/** A mask as a text picture: `#` is 255, anything else 0; one line a row. */
export function maskOf(picture: string): Gray {
  const rows = picture.trim().split("\n").map((line) => [...line.trim()]);
  return grayOf(rows.map((line) => line.map((sign) => sign === "#" ? 255 : 0)));
}

/** A frame with its number. */
export function numbered(number: number, frame: Frame): NumberedFrame {
  return { number, width: frame.width, height: frame.height, bitmap: frame.bitmap };
}

/**
 * Seeded noise, the same in tests/opencv/golden/make_golden.py: x ← 1664525 x + 1013904223 mod 2³²,
 * each byte the upper eight bits.
 */
export function lcgBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let x = seed >>> 0;
  for (let i = 0; i < length; i++) {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    bytes[i] = x >>> 24;
  }
  return bytes;
}

/** A frame of seeded noise in all four channels. */
export function noiseFrame(width: number, height: number, seed: number): Frame {
  return {
    width,
    height,
    bitmap: new Uint8ClampedArray(lcgBytes(4 * width * height, seed).buffer),
  };
}

/** SHA-256 as hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** A folder that is removed at the end of its block. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "backdrop_test_" });
  return {
    path,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** The sorted names in a folder; none if there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** A port of this computer that is free now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** How a program ended, and what it said. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Run a program to its end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  // A hang is a failure, and must not hold up the rest.
  const signal = AbortSignal.timeout(600_000);
  const command = new Deno.Command(program, { args: [...args], stdin: "null", signal, ...options });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The arguments that start the command line with Deno, with all permissions unless told otherwise. */
export function cliArguments(
  args: readonly string[],
  permissions: readonly string[] = ["-A"],
): string[] {
  return ["run", "--quiet", ...permissions, fileURLToPath(new URL("cli.ts", ROOT)), ...args];
}

/**
 * Run the command line in this process, which is much quicker: all of it but for what
 * {@linkcode runCli} starts. Several may run at once, each in its own folder: the process's stays.
 *
 * @param args The arguments.
 * @param options In which folder, and what is another terminal than none.
 */
export async function runCliHere(
  args: readonly string[],
  { cwd, terminal = {} }: { cwd?: string; terminal?: Partial<Console> } = {},
): Promise<Outcome> {
  // Most tests do without.
  const { main } = await import("../cli.ts");
  const written: Uint8Array[] = [];
  let stderr = "";
  const code = await main(args, {
    out: (text) => written.push(new TextEncoder().encode(text)),
    err: (text) => stderr += text,
    write: (bytes) => Promise.resolve(void written.push(bytes.slice())),
    columns: () => undefined,
    ...terminal,
  }, cwd);
  return { code, stdout: await new Blob(written as BlobPart[]).text(), stderr };
}

/** Run the command line as a user does, in a process of its own. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; permissions?: readonly string[] } = {},
): Promise<Outcome> {
  const { permissions, ...rest } = options;
  return runProgram(Deno.execPath(), cliArguments(args, permissions), rest);
}

/**
 * Run ffmpeg to make a test's input: the system's, or the embedded one.
 *
 * @param args What to make, without `-y` and log options.
 * @throws {Error} If ffmpeg fails.
 */
export async function ffmpeg(...args: string[]): Promise<void> {
  const { command } = await findFfmpeg();
  const outcome = await runProgram(command, ["-nostdin", "-y", "-loglevel", "error", ...args]);
  if (outcome.code !== 0) throw new Error(`ffmpeg ${args.join(" ")}: ${outcome.stderr}`);
}

/** A file that ffmpeg draws: the filters that do, and what it is asked besides. */
export interface Drawing {
  readonly path: string;
  readonly source: string;
  readonly args: readonly string[];
  /**
   * How many pictures.
   *
   * @default {1}
   */
  readonly frames?: number;
}

/** Draw files, all by one ffmpeg: its start takes longer than a little picture. */
export async function drawAll(drawings: readonly Drawing[]): Promise<void> {
  // Sources that do not end keep ffmpeg busy when their files are done and others are not.
  const inputs = drawings.flatMap(({ source, frames = 1 }) => [
    "-f",
    "lavfi",
    "-i",
    `${source},trim=end_frame=${frames}`,
  ]);
  const outputs = drawings.flatMap(({ path, args }, i) => ["-map", `${i}:v`, ...args, path]);
  await ffmpeg(...inputs, ...outputs);
}

/**
 * Make a small h264 clip of moving noise and colour bars.
 *
 * @param path Where to write it; the ending chooses the container.
 * @param options Sides in pixels (odd ones too), number of frames, frames a second.
 */
export async function makeClip(
  path: string,
  options: { width?: number; height?: number; frames?: number; rate?: number } = {},
): Promise<void> {
  const { width = 64, height = 48, frames = 12, rate = 12 } = options;
  const source = `testsrc=size=${width}x${height}:rate=${rate},noise=alls=20:allf=t:all_seed=7`;
  // 4:2:0 cannot have odd sides.
  const pixels = width % 2 || height % 2 ? "yuv444p" : "yuv420p";
  await ffmpeg(
    "-f",
    "lavfi",
    "-i",
    source,
    "-frames:v",
    String(frames),
    "-c:v",
    "libx264",
    "-threads",
    "1",
    "-pix_fmt",
    pixels,
    "-movflags",
    "+faststart",
    path,
  );
}
