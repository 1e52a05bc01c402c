/**
 * What shards cost besides their frames, as processor time of all processes: the survey once, then
 * each shard, then the join, against one run of the same bytes.
 *
 *     deno run -A tests/bench/shard_efficiency.ts [--frames 7200] [--shards 8] [--method segment]
 *
 * Linux, with ffmpeg and its libx264. The clip is drawn anew, and repeated: room.ts.
 */
import { parseArgs } from "node:util";
import { BEACH, cliArguments, temporaryFolder } from "../helpers.ts";
import { repeatedClip } from "./scenes/clip.ts";
import { makeRoom } from "./scenes/room.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    frames: { type: "string", default: "7200" },
    shards: { type: "string", default: "8" },
    method: { type: "string", default: "segment" },
    json: { type: "boolean", default: false },
  },
});
const shards = Number(values.shards);
/** Frames of the clip that is repeated. */
const DRAWN = 400;
const times = Math.ceil(Number(values.frames) / DRAWN);
const frames = times * DRAWN;
const resetEvery = Math.ceil(frames / shards);

await using folder = await temporaryFolder();
const { clip } = await makeRoom(folder.path, DRAWN);
const long = `${folder.path}/long.mp4`;
await repeatedClip(long, clip, times);

/** What a run took. */
interface Cost {
  /** Of the processor, of all processes. */
  readonly cpu: number;
  /** By the clock. */
  readonly wall: number;
  /** Megabytes that were read, of programs and packages too. */
  readonly read: number;
}

/** Run the command line to its end. */
async function cost(...args: string[]): Promise<Cost> {
  const words = [Deno.execPath(), ...cliArguments([...args, "-q"])];
  const begin = performance.now();
  // The shell's own `times` has, in its second line, what its children and theirs took, and its
  // /proc what they read.
  const { code, stdout } = await new Deno.Command("sh", {
    args: ["-c", '"$@"; code=$?; times; cat /proc/$$/io; exit $code', "sh", ...words],
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`The run failed: ${args.join(" ")}`);
  const wall = (performance.now() - begin) / 1000;
  const said = new TextDecoder().decode(stdout);
  const line = /^.*\n(\d+m.*)\nrchar: (\d+)/m.exec(said)!;
  const cpu = [...line[1].matchAll(/(\d+)m([\d.]+)s/g)]
    .reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
  return { cpu, wall, read: Number(line[2]) / 1e6 };
}

const add = (all: readonly Cost[]): Cost => ({
  cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
  wall: all.reduce((sum, { wall }) => sum + wall, 0),
  read: all.reduce((sum, { read }) => sum + read, 0),
});

const method = ["-m", values.method];
const whole = `${folder.path}/one.mp4`;
const pieces = `${folder.path}/out.mp4`;
const survey = `${folder.path}/room.bin`;
const run = [long, BEACH, ...method, "--crf", "20", "--preset", "veryfast"];
const resets = ["--reset-every", String(resetEvery)];
const hasSurvey = !["tutorial", "difference", "chroma", "mog2", "knn"].includes(values.method);

const start = await cost("--version");
const one = await cost(...run, ...resets, "-o", whole);
const surveyed = hasSurvey ? await cost("survey", long, ...method, "-o", survey) : add([]);
const known = hasSurvey ? ["--survey", survey] : [];
const each: Cost[] = [];
for (let index = 1; index <= shards; index++) {
  const shard = ["--shard", `${index}/${shards}`];
  each.push(await cost(...run, ...resets, ...known, "-o", pieces, ...shard));
}
const again = await cost(...run, ...resets, ...known, "-o", pieces, "--shard", `1/${shards}`);
const joined = await cost("join", pieces);
const all = add([surveyed, ...each, joined]);
const rows: [string, Cost][] = [
  ["`--version`", start],
  [`one run, ${frames} frames`, one],
  ["survey", surveyed],
  [`${shards} shards together`, add(each)],
  ["the shortest of them", each.toSorted((a, b) => a.cpu - b.cpu)[0]],
  ["the longest of them", each.toSorted((a, b) => b.cpu - a.cpu)[0]],
  ["a shard that is done, once more", again],
  ["join", joined],
  ["survey, shards and join", all],
];
if (values.json) {
  console.log(JSON.stringify({ frames, resetEvery, rows, ratio: all.cpu / one.cpu }));
} else {
  console.log(
    `| ${values.method}, ${navigator.hardwareConcurrency} cores | CPU s | wall s | MB read |`,
  );
  console.log("| --- | ---: | ---: | ---: |");
  for (const [name, { cpu, wall, read }] of rows) {
    console.log(`| ${name} | ${cpu.toFixed(1)} | ${wall.toFixed(1)} | ${read.toFixed(0)} |`);
  }
  console.log(`\nof one run: ${(all.cpu / one.cpu).toFixed(3)} (wanted: at most 1.10)`);
}
