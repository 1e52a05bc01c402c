import { assertEquals } from "@std/assert";
import { runProgram } from "../helpers.ts";
import { hasProgram } from "./helpers.ts";

/** Whether ffprobe is there, which no embedded ffmpeg brings: without it such tests are left out. */
export const hasFfprobe = await hasProgram("ffprobe");
if (!hasFfprobe) console.log("There is no ffprobe: tests of written videos are left out");

/** A stream as ffprobe tells of it. */
export interface Stream {
  codec_type: string;
  codec_name: string;
  pix_fmt: string;
  width: number;
  height: number;
  avg_frame_rate: string;
  color_space: string;
  color_range: string;
  nb_read_packets: string;
  tags?: Record<string, string>;
  side_data_list?: unknown[];
}

export async function streamsOf(path: string): Promise<Stream[]> {
  const args = ["-v", "error", "-count_packets", "-show_streams", "-of", "json", path];
  const { code, stdout, stderr } = await runProgram("ffprobe", args);
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout).streams;
}

/** How long a file lasts, in seconds. */
export async function durationOf(path: string): Promise<number> {
  const args = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path];
  return Number((await runProgram("ffprobe", args)).stdout);
}

/** When each packet of the pictures is shown, in seconds, sorted. */
export async function timesOf(path: string): Promise<number[]> {
  const { stdout } = await runProgram("ffprobe", [
    ...["-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time"],
    ...["-of", "csv=p=0", path],
  ]);
  return stdout.trim().split("\n").map((line) => Number.parseFloat(line)).sort((a, b) => a - b);
}
