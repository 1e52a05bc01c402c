/**
 * What the tests of shards share.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { runProgram } from "../../helpers.ts";
import type { Workplace } from "../helpers.ts";

/** Run all shards of a job, the last ones first: none needs another. */
export async function runShards(
  place: Workplace,
  args: readonly string[],
  count: number,
): Promise<void> {
  for (let index = count; index >= 1; index--) {
    await place.succeed([...args, "--shard", `${index}/${count}`, "-q"]);
  }
}

/** What ffprobe tells of a stream's packets and of the stream. */
export interface Probed {
  readonly streams: readonly Record<string, unknown>[];
  /** Of each stream: when packets are shown, in ticks, in that order. */
  readonly times: readonly (readonly number[])[];
  readonly chapters: readonly unknown[];
  readonly format: Record<string, unknown>;
}

/**
 * What differs where an encoder begins anew, or bytes are counted. The mean rate of an mp4 depends on which
 * picture is decoded last; how a Matroska names a tag is nobody's matter.
 */
const BY_ENCODER =
  /^(bit_rate|max_bit_rate|nb_frames|extradata_size|size|probe_score|filename|avg_frame_rate)$/;

/** All that a player may ask of a file, but for what an encoder chooses. */
export async function probe(path: string): Promise<Probed> {
  const shown = ["-show_streams", "-show_packets", "-show_chapters", "-show_format"];
  const args = ["-v", "error", ...shown, "-of", "json", path];
  const { code, stdout, stderr } = await runProgram("ffprobe", args);
  assertEquals([code, stderr], [0, ""], path);
  const { streams, packets, chapters, format } = JSON.parse(stdout);
  const plain = ({ tags = {}, ...fields }: Record<string, unknown>) => ({
    ...Object.fromEntries(Object.entries(fields).filter(([name]) => !BY_ENCODER.test(name))),
    tags: Object.fromEntries(
      Object.entries(tags as object).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  });
  return {
    streams: streams.map(plain),
    times: streams.map((_: unknown, stream: number) =>
      packets.filter((packet: { stream_index: number }) => packet.stream_index === stream)
        .map(({ pts }: { pts: number }) => pts).sort((a: number, b: number) => a - b)
    ),
    chapters,
    format: plain(format),
  };
}

/** The checksums of what a stream is when it is decoded, a line each. */
export async function decoded(path: string, stream: string): Promise<string[]> {
  const args = ["-v", "error", "-i", path, "-map", `0:${stream}`, "-vsync", "passthrough"];
  args.push("-f", "framemd5", "-");
  const { code, stdout, stderr } = await runProgram("ffmpeg", args);
  assertEquals([code, stderr], [0, ""], path);
  return stdout.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
