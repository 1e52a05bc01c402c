/**
 * What shards cost besides their frames, as processor time of all processes: the survey once, then
 * each shard, then the join, against one run of the same bytes.
 *
 *     deno run -A tests/bench/shard_efficiency.ts [--frames 6400] [--shards 8] [--method segment]
 *       [--clip talk.mp4] [--json]
 *
 * Linux, with ffmpeg and its libx264. If no clip is named, one is drawn and repeated: room.ts.
 * Rows are printed as they come.
 */
import { parseArgs } from "node:util";
import { BEACH, cliArguments, temporaryFolder } from "../helpers.ts";
import { repeatedClip } from "./scenes/clip.ts";
import { makeRoom } from "./scenes/room.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    frames: { type: "string", default: "6400" },
    shards: { type: "string", default: "8" },
    method: { type: "string", default: "segment" },
    clip: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const shards = Number(values.shards);
/** Frames of the clip that is repeated. */
const DRAWN = 400;
const times = Math.ceil(Number(values.frames) / DRAWN);
// A clip of the user's has as many as `--frames` says.
const frames = values.clip === undefined ? times * DRAWN : Number(values.frames);
const resetEvery = Math.ceil(frames / shards);

await using folder = await temporaryFolder();
const long = values.clip ?? `${folder.path}/long.mp4`;
if (values.clip === undefined) {
  await repeatedClip(long, (await makeRoom(folder.path, DRAWN)).clip, times);
}

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
async function cost(name: string, ...args: string[]): Promise<Cost> {
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
  return tell(name, { cpu, wall, read: Number(line[2]) / 1e6 });
}

function tell(name: string, row: Cost): Cost {
  const { cpu, wall, read } = row;
  if (values.json) console.log(JSON.stringify({ name, ...row }));
  else console.log(`| ${name} | ${cpu.toFixed(1)} | ${wall.toFixed(1)} | ${read.toFixed(0)} |`);
  return row;
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

if (!values.json) {
  console.log(
    `| ${values.method}, ${navigator.hardwareConcurrency} cores | CPU s | wall s | MB read |`,
  );
  console.log("| --- | ---: | ---: | ---: |");
}
await cost("`--version`", "--version");
const one = await cost(`one run, ${frames} frames`, ...run, ...resets, "-o", whole);
const surveyed = hasSurvey
  ? await cost("survey", "survey", long, ...method, "-o", survey)
  : add([]);
const known = hasSurvey ? ["--survey", survey] : [];
const shard = (index: number, name = `shard ${index}/${shards}`) =>
  cost(name, ...run, ...resets, ...known, "-o", pieces, "--shard", `${index}/${shards}`);
const each: Cost[] = [];
for (let index = 1; index <= shards; index++) each.push(await shard(index));
await shard(1, "a shard that is done, once more");
const joined = await cost("join", "join", pieces);
tell(`${shards} shards together`, add(each));
const all = tell("survey, shards and join", add([surveyed, ...each, joined]));
const ratio = all.cpu / one.cpu;
if (values.json) console.log(JSON.stringify({ frames, resetEvery, ratio }));
else console.log(`\nof one run: ${ratio.toFixed(3)} (wanted: at most 1.10)`);
