/**
 * Video out: each method, beside ffmpeg's own transcode of the same clip and ffmpeg's chromakey and
 * overlay, all in turns. A ratio is to the time of its reference in the same round, since what disturbs
 * the machine for a while disturbs both.
 *
 *     deno task bench:video [--only chroma,segment] [--rounds 3] [--frames 400] [--json]
 *
 * Linux, with ffmpeg and its libx264. The clip is drawn anew: room.ts.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BEACH, cliArguments, namesIn, ROOT, runProgram, temporaryFolder } from "../helpers.ts";
import { type Measured, measureRun } from "./process_memory.ts";
import { makeRoom, SCREEN } from "./scenes/room.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    only: { type: "string", default: "" },
    rounds: { type: "string", default: "3" },
    frames: { type: "string", default: "400" },
    json: { type: "boolean", default: false },
  },
});
const frames = Number(values.frames);
const rounds = Number(values.rounds);
await using folder = await temporaryFolder();
const room = await makeRoom(folder.path, frames);

/** One row of the table. */
interface Contest {
  readonly program: string;
  readonly args: readonly string[];
  /** The video, or the folder of pictures, that it writes. */
  readonly out: string;
  /** The row that it is compared with. */
  readonly reference: string;
  /** The method whose own time is added to the reference's. */
  readonly method?: string | undefined;
}

const contests = new Map<string, Contest>();
const quality = ["-crf", "18", "-preset", "veryfast"];
const video = (name: string) => `${folder.path}/${name.replaceAll(/\W+/g, "_")}.mp4`;

function addFfmpeg(name: string, inputs: readonly string[], reference = "transcode"): void {
  const out = video(name);
  const args = ["-nostdin", "-y", "-loglevel", "error", ...inputs, "-c:v", "libx264", ...quality];
  contests.set(name, { program: "ffmpeg", args: [...args, out], out, reference });
}

function addOurs(
  name: string,
  args: readonly string[],
  { clip = room.clip, background = BEACH, reference = "transcode" } = {},
): void {
  const out = video(name);
  const words = [clip, background, "-o", out, "-q", "--crf", "18", "--preset", "veryfast"];
  const all = cliArguments([...words, ...args]);
  contests.set(name, { program: Deno.execPath(), args: all, out, reference });
}

function addPictures(name: string, args: readonly string[], method?: string): void {
  const out = `${folder.path}/${name.replaceAll(/\W+/g, "_")}`;
  const all = cliArguments([room.clip, BEACH, "-o", `${out}/output%d.jpg`, "-q", ...args]);
  const reference = "JPEGs, tutorial";
  contests.set(name, { program: Deno.execPath(), args: all, out, reference, method });
}

addFfmpeg("transcode", ["-i", room.clip]);
addFfmpeg("transcode 1080p", ["-i", room.large], "transcode 1080p");
const still = `[1]scale=1280:720,loop=-1:1[behind];[0]chromakey=${SCREEN}:0.15:0.05[before];` +
  "[behind][before]overlay=shortest=1";
addFfmpeg("ffmpeg's chromakey, overlay", [
  "-i",
  room.green,
  "-framerate",
  "30",
  "-i",
  BEACH,
  "-filter_complex",
  still,
  "-pix_fmt",
  "yuv420p",
]);
const noPlate = ["-m", "segment", "--set", "plate=false"];
const plate = ["--clean-plate", room.plate];
addOurs("chroma", ["-m", "chroma"], { clip: room.green });
addOurs("segment, no plate", noPlate);
addOurs("segment", ["-m", "segment"]);
addOurs("blur:24, segment, no plate", noPlate, { background: "blur:24" });
addOurs("segment, quality", ["-m", "segment", "--model", "quality"]);
addOurs("segment, rvm", ["-m", "segment", "--model", "rvm"]);
addOurs("clean-plate", ["-m", "clean-plate", ...plate]);
for (const method of ["median", "difference", "mog2", "knn"]) addOurs(method, ["-m", method]);
addOurs("segment 1080p", ["-m", "segment"], { clip: room.large, reference: "transcode 1080p" });
addPictures("JPEGs, tutorial", []);
addPictures("JPEGs, clean-plate, cover", ["-m", "clean-plate", ...plate], "clean-plate");
addPictures("JPEGs, median, contain", ["-m", "median", "--fit", "contain"], "median");
addPictures("JPEGs, difference, stretch", ["-m", "difference", "--fit", "stretch"], "difference");
contests.set("library, segment", {
  program: Deno.execPath(),
  args: [
    "run",
    "--quiet",
    "-A",
    fileURLToPath(new URL("tests/bench/peers/by_library.ts", ROOT)),
    room.clip,
    BEACH,
    video("library"),
  ],
  out: video("library"),
  reference: "segment",
});

/** The rows that were asked for, and those that they are compared with. */
function wanted(): [string, Contest][] {
  const words = values.only.split(",");
  const names = new Set<string>();
  for (const [name, { reference }] of contests) {
    if (!words.some((word) => name.includes(word))) continue;
    names.add(name).add(reference).add(contests.get(reference)!.reference);
  }
  return [...contests].filter(([name]) => names.has(name));
}

/** A method's milliseconds a frame, alone, as `evaluate` tells them. */
async function ownTime(method: string): Promise<number> {
  const args = ["evaluate", room.labelled, "--methods", method, "--edges-every", "0", "--json"];
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), cliArguments([...args, "-q"]));
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout).mean[method].milliseconds;
}

/** How many pictures a video has. */
async function packetsIn(path: string): Promise<number> {
  const counted = ["-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0"];
  const { stdout } = await runProgram("ffprobe", [
    "-v",
    "error",
    "-select_streams",
    "v",
    ...counted,
    path,
  ]);
  return parseInt(stdout);
}

/** A run that writes less than it should is no run; some methods have no mask of the first frames. */
async function assertWhole(name: string, out: string): Promise<void> {
  const least = frames - 3;
  const count = out.endsWith(".mp4") ? await packetsIn(out) : namesIn(out).length;
  if (!(count >= least && count <= frames + 1)) throw new Error(`${name}: ${count} pictures`);
}

const measured = new Map<string, Measured[]>();
const own = new Map<string, number[]>();
for (let round = 0; round < rounds; round++) {
  for (const [name, { program, args, out, method }] of wanted()) {
    await Deno.remove(out, { recursive: true }).catch(() => {});
    const one = await measureRun(program, args, 100);
    measured.set(name, [...measured.get(name) ?? [], one]);
    console.error(`round ${round + 1}: ${name}, ${one.seconds.toFixed(2)} s`);
    if (round === 0) await assertWhole(name, out);
    if (method !== undefined) {
      own.set(name, [...own.get(name) ?? [], await ownTime(method) * frames / 1000]);
    }
  }
}

interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

function spread(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const median = (sorted[sorted.length - 1 >> 1] + sorted[sorted.length >> 1]) / 2;
  return { least: sorted[0], median, most: sorted.at(-1)! };
}

const rows = [...measured].map(([name, runs]) => {
  const { reference } = contests.get(name)!;
  const ratios = runs.map(({ seconds }, round) =>
    seconds / (measured.get(reference)![round].seconds + (own.get(name)?.[round] ?? 0))
  );
  const isOwn = own.has(name);
  return {
    name,
    seconds: spread(runs.map(({ seconds }) => seconds)),
    reference: reference === name ? "" : isOwn ? `${reference} + its own time` : reference,
    ratio: spread(ratios),
    mebibytes: Math.max(...runs.map(({ mebibytes }) => mebibytes)),
  };
});

if (values.json) {
  console.log(JSON.stringify({ frames, rounds, rows }));
} else {
  const said = ({ least, median, most }: Spread) =>
    `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
  console.log(`${frames} frames, ${rounds} rounds in turns; medians (least–most)\n`);
  console.log("| run | seconds | frames/s | of its reference's time | reference | MiB |");
  console.log("| --- | ------: | -------: | ----------------------: | --------- | --: |");
  for (const { name, seconds, reference, ratio, mebibytes } of rows) {
    const rate = Math.round(frames / seconds.median);
    const compared = reference === "" ? "" : said(ratio);
    console.log(
      `| ${name} | ${said(seconds)} | ${rate} | ${compared} | ${reference} | ${
        mebibytes.toFixed(0)
      } |`,
    );
  }
}
