/**
 * The race: the same job by the tutorial's Python, by an expert's Python, by
 * ffmpeg alone (video → JPEGs, no arithmetic) and by us, in turns in one sitting.
 *
 *     deno task bench:peers [--size 1920x1080] [--frames 300] [--runs 5] [--json]
 *
 * Needs ffmpeg and Debian's python3-opencv. The clip is the example's, enlarged
 * and looped. Our files are compared with the peers' byte for byte.
 */
import { parseArgs } from "node:util";
import { openJpegCodec } from "../../lib/files/mod.ts";
import { BEACH, namesIn, runCli, runProgram, temporaryFolder } from "../helpers.ts";
import { enlargedClip } from "./scenes/clip.ts";

const PYTHON = "/usr/bin/python3";
const { values } = parseArgs({
  args: Deno.args,
  options: {
    size: { type: "string", default: "1920x1080" },
    frames: { type: "string", default: "300" },
    runs: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});
const frames = Number(values.frames);
const runs = Number(values.runs);

await using folder = await temporaryFolder();
const clip = `${folder.path}/clip.mp4`;
await enlargedClip(clip, values.size, frames);

/** Run a program that must succeed. */
async function run(program: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await runProgram(program, args);
  if (code !== 0) throw new Error(`${program}: ${stderr}`);
}

async function python(script: string, out: string): Promise<void> {
  await run(PYTHON, `${import.meta.dirname}/peers/${script}`, clip, BEACH, out);
}

async function backdrop(out: string): Promise<void> {
  const { code, stderr } = await runCli([clip, BEACH, "-o", out, "--quiet"]);
  if (code !== 0) throw new Error(stderr);
}

/** Decode to nothing, then encode as many pictures on all cores: what no program on this machine can beat by much. */
async function lowerBound(out: string): Promise<void> {
  await run("ffmpeg", "-nostdin", "-loglevel", "error", "-i", clip, "-f", "null", "-");
  const cores = navigator.hardwareConcurrency;
  const codecs = await Promise.all(Array.from({ length: cores }, () => openJpegCodec()));
  const picture = await codecs[0].decode(await Deno.readFile(`${out}/../backdrop/output24.jpg`));
  await Promise.all(codecs.map(async (codec) => {
    for (let i = 0; i < (frames - 2) / cores; i++) await codec.encode(picture, 95);
    codec[Symbol.dispose]();
  }));
}

const contestants: Record<string, (out: string) => Promise<void>> = {
  "backdrop": backdrop,
  "tutorial.py": (out) => python("tutorial.py", out),
  "tuned.py": (out) => python("tuned.py", out),
  "ffmpeg -q:v 2": (out) =>
    run("ffmpeg", "-nostdin", "-loglevel", "error", "-i", clip, "-q:v", "2", `${out}/%d.jpg`),
  "lower bound": lowerBound,
};

const seconds: Record<string, number[]> = {};
for (let turn = 0; turn < runs; turn++) {
  for (const [name, contest] of Object.entries(contestants)) {
    const out = `${folder.path}/${name}`;
    await Deno.remove(out, { recursive: true }).catch(() => {});
    await Deno.mkdir(out);
    const start = performance.now();
    await contest(out);
    (seconds[name] ??= []).push((performance.now() - start) / 1000);
  }
}

/** How many of our files are not the peer's. */
async function differing(peer: string): Promise<number> {
  const names = namesIn(`${folder.path}/backdrop`);
  let count = Math.abs(names.length - namesIn(`${folder.path}/${peer}`).length);
  for (const name of names) {
    const [ours, theirs] = await Promise.all(
      ["backdrop", peer].map((who) => Deno.readFile(`${folder.path}/${who}/${name}`)),
    );
    if (ours.length !== theirs.length || ours.some((byte, i) => byte !== theirs[i])) count++;
  }
  return count;
}

function median(sorted: readonly number[]): number {
  return (sorted[sorted.length - 1 >> 1] + sorted[sorted.length >> 1]) / 2;
}

const ours = seconds["backdrop"];
const rows = Object.entries(seconds).map(([name, times]) => {
  const sorted = times.toSorted((a, b) => a - b);
  // Turn by turn: what disturbs the machine for a while disturbs both.
  const ratios = times.map((time, turn) => time / ours[turn]).sort((a, b) => a - b);
  return {
    name,
    millisecondsAFrame: 1000 * median(sorted) / frames,
    seconds: { least: sorted[0], median: median(sorted), most: sorted.at(-1)! },
    ratio: { least: ratios[0], median: median(ratios), most: ratios.at(-1)! },
  };
});
const comparison = {
  files: frames - 2,
  differingFromTutorial: await differing("tutorial.py"),
  differingFromTuned: await differing("tuned.py"),
};

if (values.json) {
  console.log(JSON.stringify({ size: values.size, frames, runs, rows, comparison }));
} else {
  console.log(`${values.size}, ${frames} frames, ${runs} runs in turns; medians (least–most)`);
  for (const { name, millisecondsAFrame, seconds: s, ratio: r } of rows) {
    console.log(
      name.padEnd(14),
      `${millisecondsAFrame.toFixed(2).padStart(7)} ms a frame`,
      `${s.median.toFixed(2).padStart(6)} s (${s.least.toFixed(2)}–${s.most.toFixed(2)})`,
      `${r.median.toFixed(2).padStart(6)}× our time (${r.least.toFixed(2)}–${r.most.toFixed(2)})`,
    );
  }
  console.log(
    `of ${comparison.files} files, ${comparison.differingFromTutorial} differ from tutorial.py's,`,
    `${comparison.differingFromTuned} from tuned.py's`,
  );
}
