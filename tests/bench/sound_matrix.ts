/**
 * Every sound that ffmpeg can encode, from every container that holds it, in many layouts and rates,
 * into every container that we write: each must be written, decode without a word, have its length, and
 * be of a kind that players of that container play. All of it takes hours: not part of the tests.
 *
 * ```sh
 * deno run -A tests/bench/sound_matrix.ts [--quick] [--sources=mkv,mov] [encoder …]
 * ```
 *
 * @module
 */

import { createVideo, findFfmpeg } from "../../lib/files/mod.ts";
import { createFrame } from "../../mod.ts";
import { ffmpeg, runProgram, temporaryFolder } from "../helpers.ts";

const found = await findFfmpeg();
const containers = ["mp4", "mov", "mkv", "webm"] as const;
/** What common players of each kind of file play. */
const played: Record<string, RegExp> = {
  mp4: /^(aac|mp3|ac3|eac3|alac|opus)$/,
  mov: /^(aac|mp3|ac3|alac|pcm_(s16|s24|s32|f32|f64)[lb]e|pcm_u8)$/,
  mkv:
    /^(aac|mp[23]|e?ac3|alac|opus|vorbis|flac|dts|truehd|tta|wavpack|pcm_(s16|s24|s32|f32|f64)le|pcm_(s16|s24|s32)be|pcm_u8)$/,
  webm: /^(opus|vorbis)$/,
};
/** Whether a few rates stand for all. */
const isQuick = Deno.args.includes("--quick");
const names = Deno.args.filter((word) => !word.startsWith("--"));
const asked = Deno.args.find((word) => word.startsWith("--sources="))?.slice(10).split(",");
const sources = asked ??
  ["mkv", "mov", "mp4", "avi", "ts", "flv", "asf", "nut", "ogv", "mxf", "vob", "3gp"];
/** With those that some encoders insist on. */
const layouts = ["mono", "stereo", "2.1", "4.0", "5.0", "5.1", "5.1(side)", "7.1"];
const rates = [8000, 11025, 12000, 16000, 22050, 32000, 44100, 48000, 96000];
const SECONDS = 1;

/** The layouts and rates to try: all of each in turn, and not all with all. */
const settings: [layout: string, rate: number][] = [
  ...layouts.map((layout): [string, number] => [layout, 48000]),
  ...rates.filter((rate) => !isQuick || [8000, 12000, 96000].includes(rate)).flatMap((
    rate,
  ): [string, number][] => [["stereo", rate], ["mono", rate]]),
];

async function encoders(): Promise<string[]> {
  const { stdout } = await runProgram(found.command, ["-v", "error", "-encoders"]);
  return [...stdout.matchAll(/^ A\S{5} (\w+) /gm)].map(([, name]) => name).filter((name) =>
    names.length === 0 || names.includes(name)
  );
}

async function lengthOf(path: string): Promise<[codec: string, seconds: number, said: string]> {
  const probe = await runProgram("ffprobe", [
    "-v",
    "error",
    "-select_streams",
    "a",
    "-show_entries",
    "stream=codec_name",
    "-of",
    "csv=p=0",
    path,
  ]);
  const raw = `${path}.s16`;
  const { stderr } = await runProgram(found.command, [
    "-y",
    "-v",
    "error",
    "-i",
    path,
    "-map",
    "0:a",
    "-ac",
    "1",
    "-ar",
    "8000",
    "-f",
    "s16le",
    raw,
  ]);
  const { size } = await Deno.stat(raw).catch(() => ({ size: 0 }));
  return [probe.stdout.trim().replace(/,$/, ""), size / 16000, stderr.trim()];
}

await using folder = await temporaryFolder();
const pictures = `${folder.path}/pictures.mkv`;
await ffmpeg("-f", "lavfi", "-i", `color=s=32x32:r=10:d=${SECONDS}`, "-c:v", "mpeg4", pictures);
const counts = { made: 0, written: 0, bad: 0 };
for (const encoder of await encoders()) {
  for (const source of sources) {
    for (const [layout, rate] of settings) {
      const input = `${folder.path}/in.${source}`;
      const video = source === "ogv"
        ? ["libtheora"]
        : source === "vob" || source === "mxf"
        ? ["mpeg2video", "-r", "25", "-s", "64x64"]
        : source === "3gp" || source === "flv"
        ? ["libx264"]
        : ["copy"];
      const make = await runProgram(found.command, [
        "-y",
        "-v",
        "error",
        "-i",
        pictures,
        "-f",
        "lavfi",
        "-i",
        `sine=d=${SECONDS}:r=${rate},aformat=channel_layouts=${layout}`,
        "-map",
        "0",
        "-map",
        "1",
        "-c:v",
        ...video,
        "-c:a",
        encoder,
        "-strict",
        "-2",
        input,
      ]);
      if (make.code !== 0) continue;
      const [codec, before] = await lengthOf(input);
      if (codec === "" || before < 0.5 * SECONDS) continue;
      counts.made++;
      for (const container of containers) {
        const output = `${folder.path}/out.${container}`;
        const what = `${encoder} ${layout} ${rate} Hz in ${source} -> ${container}`;
        try {
          await using sink = createVideo(output, {
            ffmpeg: found,
            container,
            width: 32,
            height: 32,
            sound: { path: input },
          });
          for (let i = 0; i < 10 * SECONDS; i++) {
            await sink.frames.write(createFrame(32, 32), i + 1, i / 10);
          }
          await sink.close();
          counts.written++;
          const [made, after, said] = await lengthOf(output);
          const isGood = played[container].test(made) && said === "" &&
            Math.abs(after - before) < 0.15;
          if (isGood) continue;
          console.log(`${what}: ${made} ${before} s -> ${after} s ${said.split("\n")[0]}`);
        } catch (error) {
          console.log(`${what}: ${error instanceof Error ? error.message : error}`);
        }
        counts.bad++;
      }
    }
  }
  console.log(encoder, counts);
}
