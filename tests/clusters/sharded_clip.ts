/**
 * A clip of 600 frames, what one run makes of it, and what must be true of shards.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Workplace } from "../cli/helpers.ts";
import { timesOf } from "../cli/ffprobe.ts";
import { cliArguments, ffmpeg, namesIn, sha256 } from "../helpers.ts";

/** How many frames the clip has, and into how many shards it is cut. */
export const FRAMES = 600;
export const SHARDS = 8;

/** What starts the program in a job's script. */
export const PROGRAM = [Deno.execPath(), ...cliArguments([])].map((word) => `'${word}'`).join(" ");

/** Draw `long.mp4`: 24 s with a tone, B-frames and a key frame every second. */
export async function drawLong(place: Workplace): Promise<void> {
  await ffmpeg(
    ...["-f", "lavfi", "-i", `testsrc2=size=96x64:rate=25,trim=end_frame=${FRAMES}`],
    ...["-f", "lavfi", "-i", "sine=duration=24"],
    ...["-c:v", "libx264", "-g", "25", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac"],
    place.file("long.mp4"),
  );
}

/** A plan's options for so many shards, whatever this machine can do. */
export function sizedFor(shards: number): string[] {
  // 10 frames a second, shards of so many minutes.
  return ["--rate", "10", "--minutes", String(FRAMES / shards / 10 / 60)];
}

/** Print a job with the command line, and write it to `job.sh`. */
export async function planned(
  place: Workplace,
  engine: string,
  options: readonly string[],
  run: readonly string[],
): Promise<void> {
  const { stdout } = await place.succeed(
    [
      ...["plan", "long.mp4", "bg.jpg", "--engine", engine, "--program", PROGRAM],
      ...[...sizedFor(SHARDS), ...options, "--", ...run],
    ],
    { isBare: true },
  );
  await Deno.writeTextFile(place.file("job.sh"), stdout);
}

/** A shard that is at work. */
export interface WorkingShard {
  readonly index: number;
  readonly pid: number;
}

/** The shards of an output that are at work, by their claims. */
export function workingShards(place: Workplace, output: string): WorkingShard[] {
  const folder = place.file(`${output}.shards`);
  return namesIn(folder).filter((name) => name.endsWith(".claim")).flatMap((name) => {
    try {
      const { pid } = JSON.parse(Deno.readTextFileSync(`${folder}/${name}`));
      return isRunning(pid) ? [{ index: Number.parseInt(name), pid }] : [];
    } catch {
      // It is being written, or was just taken back.
      return [];
    }
  });
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

/**
 * Kill, as they come, the first processes of some shards without warning.
 *
 * @param place Where they work.
 * @param output What they make.
 * @param shards Which.
 * @param isOver Whether it is of no use to wait any longer.
 * @returns Those that were killed.
 */
export async function killOnce(
  place: Workplace,
  output: string,
  shards: readonly number[],
  isOver: () => boolean,
): Promise<number[]> {
  const killed: number[] = [];
  while (killed.length < shards.length && !isOver()) {
    for (const { index, pid } of workingShards(place, output)) {
      if (!shards.includes(index) || killed.includes(index)) continue;
      Deno.kill(pid, "SIGKILL");
      killed.push(index);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return killed.sort((a, b) => a - b);
}

/** The files of a folder, each with its checksum; none of its folders. */
export async function sumsOf(folder: string): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  const names = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile)
    .map(({ name }) => name).sort();
  for (const name of names) sums[name] = await sha256(await Deno.readFile(`${folder}/${name}`));
  return sums;
}

/** Check that two videos show as many pictures at the same times. */
export async function assertSameTimes(a: string, b: string): Promise<void> {
  const [times, others] = [await timesOf(a), await timesOf(b)];
  assertEquals(times.length, FRAMES);
  assertEquals(times, others);
}
