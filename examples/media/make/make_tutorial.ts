/**
 * Measure the steps of docs/tutorial.md and draw its pictures:
 * `deno run -A examples/media/make/make_tutorial.ts [numbers] [pictures]`, both if none is named.
 *
 * `evaluate` measures the files of examples/steps beside the built-in methods; what it says goes into
 * examples/media/tutorial/numbers.json, of which tests/tutorial_test.ts takes the page's numbers.
 * The pictures are examples/media/tutorial/<step>.jpg, two by two. It takes some minutes.
 *
 * @module
 */

import {
  absdiff,
  composite,
  createFrame,
  customMethod,
  encodeJpeg,
  fillFrame,
  fitFrame,
  type Frame,
  type Matte,
  type Method,
  methods,
  parseRefinement,
  temporalMedian,
} from "../../../mod.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";
import {
  findFfmpeg,
  openJpegCodec,
  openLabelledClip,
  readImage,
  segmenterOpener,
} from "../../../lib/files/mod.ts";
import type { LabelledClip } from "../../../lib/pipeline/evaluate_clip.ts";
import { mattesOf } from "../../../lib/pipeline/mattes.ts";
import { copyFrame } from "../../../lib/raster/frame.ts";

const MEDIA = `${import.meta.dirname}/..`;
const STEPS = `${MEDIA}/../steps`;
const TARGET = `${MEDIA}/tutorial`;

/** The clips, by what the page calls them. */
const CLIPS: Readonly<Record<string, string>> = {
  walk: "labelled/walk",
  sway: "labelled/sway",
  webcam: "real_clips/webcam",
  screen: "screen/walk",
};

const ROOM = ["1_difference", "2_held", "3_median", "4_clean_plate", "5_refined"];
const NETWORK = ["7_network", "8_network_and_room", "segment"];
/** Grad and Conn take longest. */
const NO_EDGES = ["--edges-every", "0"];
/** What `evaluate` is asked: on which clips, about which methods, with which options. */
const RUNS: readonly {
  readonly clips: readonly string[];
  readonly methods: readonly string[];
  readonly options?: readonly string[];
  /** What is put after a method's name. */
  readonly suffix?: string;
}[] = [
  {
    clips: ["walk", "sway", "webcam"],
    methods: ["tutorial", "difference", "median", "clean-plate", ...ROOM, ...NETWORK],
    options: NO_EDGES,
  },
  {
    clips: ["walk", "sway", "webcam"],
    methods: ["segment"],
    options: [...NO_EDGES, "--set", "plate=false"],
    suffix: ", plate=false",
  },
  {
    clips: ["screen"],
    methods: ["clean-plate", "chroma", ...ROOM, "6_chroma", ...NETWORK],
  },
];

/** The metrics that are kept. What depends on the machine is not. */
const KEPT = ["iou", "precision", "recall", "mad", "grad", "dtSSD"];

/** A part of a picture: what of the frame is shown, in its pixels. */
type Part = readonly [left: number, top: number, width: number, height: number];

/** One of a picture's four: a frame of a clip, and what is shown of it. */
interface Cell {
  readonly clip: string;
  readonly frame: number;
  readonly show: "frame" | "difference" | "room" | "mask" | "result";
  /** A step, or a built-in method. */
  readonly by?: string;
  readonly part?: Part;
}

const WEBCAM: Part = [0, 0, 640, 360];
/** Where her hand is in frame 26 of sway, and in the same of the screen. */
const HAND: Part = [190, 30, 96, 54];
const FINGERS: Part = [160, 34, 80, 45];

/** The pictures, from left to right and from top to bottom. */
const PICTURES: Readonly<Record<string, readonly [Cell, Cell, Cell, Cell]>> = {
  "1_difference": [
    { clip: "webcam", frame: 57, show: "frame", part: WEBCAM },
    { clip: "webcam", frame: 57, show: "difference", part: WEBCAM },
    { clip: "webcam", frame: 57, show: "mask", by: "1_difference", part: WEBCAM },
    { clip: "webcam", frame: 57, show: "result", by: "1_difference", part: WEBCAM },
  ],
  "2_held": [
    { clip: "webcam", frame: 57, show: "mask", by: "2_held", part: WEBCAM },
    { clip: "walk", frame: 26, show: "mask", by: "2_held" },
    { clip: "webcam", frame: 57, show: "result", by: "2_held", part: WEBCAM },
    { clip: "walk", frame: 26, show: "result", by: "2_held" },
  ],
  "3_median": [
    { clip: "walk", frame: 26, show: "room" },
    { clip: "sway", frame: 26, show: "room" },
    { clip: "walk", frame: 26, show: "result", by: "3_median" },
    { clip: "sway", frame: 26, show: "result", by: "3_median" },
  ],
  "4_clean_plate": [
    { clip: "sway", frame: 26, show: "mask", by: "4_clean_plate" },
    { clip: "sway", frame: 26, show: "mask", by: "4_clean_plate", part: HAND },
    { clip: "sway", frame: 26, show: "result", by: "4_clean_plate" },
    { clip: "sway", frame: 26, show: "result", by: "4_clean_plate", part: HAND },
  ],
  "5_refined": [
    { clip: "sway", frame: 26, show: "mask", by: "5_refined" },
    { clip: "sway", frame: 26, show: "mask", by: "5_refined", part: HAND },
    { clip: "sway", frame: 26, show: "result", by: "5_refined" },
    { clip: "sway", frame: 26, show: "result", by: "5_refined", part: HAND },
  ],
  "6_chroma": [
    { clip: "screen", frame: 26, show: "frame" },
    { clip: "screen", frame: 26, show: "result", by: "5_refined", part: FINGERS },
    { clip: "screen", frame: 26, show: "result", by: "6_chroma" },
    { clip: "screen", frame: 26, show: "result", by: "6_chroma", part: FINGERS },
  ],
  "7_network": [
    { clip: "webcam", frame: 57, show: "mask", by: "7_network", part: WEBCAM },
    { clip: "webcam", frame: 25, show: "mask", by: "7_network", part: WEBCAM },
    { clip: "webcam", frame: 57, show: "result", by: "7_network", part: WEBCAM },
    { clip: "webcam", frame: 25, show: "result", by: "7_network", part: WEBCAM },
  ],
  "8_network_and_room": [
    { clip: "webcam", frame: 25, show: "mask", by: "8_network_and_room", part: WEBCAM },
    { clip: "webcam", frame: 25, show: "mask", by: "segment", part: WEBCAM },
    { clip: "webcam", frame: 25, show: "result", by: "8_network_and_room", part: WEBCAM },
    { clip: "webcam", frame: 25, show: "result", by: "segment", part: WEBCAM },
  ],
};

const CELL = { width: 320, height: 180 };
const GAP = 6;

const ffmpeg = await findFfmpeg({});
using jpeg = await openJpegCodec(() => {});
const store = new FrameStore(undefined);
const beach = await readImage(`${MEDIA}/beach.jpg`, { jpeg, ffmpeg: findFfmpeg });
/** What has been estimated, by clip and method. */
const estimates = new Map<string, Map<number, { foreground: Frame; matte: Matte }>>();

await Deno.mkdir(TARGET, { recursive: true });
const isAsked = (what: string) => Deno.args.length === 0 || Deno.args.includes(what);
if (isAsked("numbers")) await measure();
if (isAsked("pictures")) {
  for (const [name, cells] of Object.entries(PICTURES)) await draw(name, cells);
}

/** Ask `evaluate`, and keep what it says. */
async function measure(): Promise<void> {
  const numbers: Record<string, Record<string, Record<string, number | null>>> = {};
  for (const { clips, methods, options = [], suffix = "" } of RUNS) {
    const list = methods.map((name) => /^\d/.test(name) ? `${STEPS}/${name}.ts` : name).join(",");
    const folders = clips.map((clip) => `${MEDIA}/${CLIPS[clip]}`);
    const cli = ["run", "-A", `${MEDIA}/../../cli.ts`, "evaluate", ...folders];
    const args = [...cli, "--methods", list, ...options, "--json", "-q"];
    const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" })
      .output();
    if (!success) throw new Error("Cannot measure: evaluate failed");
    const said = JSON.parse(new TextDecoder().decode(stdout));
    for (const [k, clip] of clips.entries()) {
      for (
        const [method, values] of Object.entries<Record<string, number>>(said.clips[k].methods)
      ) {
        const name = method.replace(/^.*\/(\w+)\.ts$/, "$1") + suffix;
        const kept = KEPT.map((key) => [key, rounded(values?.[key])]);
        (numbers[clip] ??= {})[name] = Object.fromEntries(kept);
      }
    }
  }
  await Deno.writeTextFile(`${TARGET}/numbers.json`, `${JSON.stringify(numbers, undefined, 2)}\n`);
}

/** Enough decimals for the page to round like `evaluate`; `null` for what was not measured. */
function rounded(value: number | null | undefined): number | null {
  return typeof value === "number" ? Number(value.toFixed(6)) : null;
}

/** Draw one picture. */
async function draw(name: string, cells: readonly Cell[]): Promise<void> {
  const size = { width: 2 * CELL.width + GAP, height: 2 * CELL.height + GAP };
  const picture = fillFrame(createFrame(size.width, size.height), [255, 255, 255, 255]);
  for (const [i, cell] of cells.entries()) {
    const shown = await shownIn(cell);
    const { part = [0, 0, shown.width, shown.height] } = cell;
    const small = fitFrame(cut(shown, part), CELL, "stretch");
    put(picture, small, (i % 2) * (CELL.width + GAP), Math.floor(i / 2) * (CELL.height + GAP));
  }
  await Deno.writeFile(`${TARGET}/${name}.jpg`, encodeJpeg(picture, { quality: 78 }));
}

/** What a cell shows, in the frame's size. */
async function shownIn({ clip, frame, show, by }: Cell): Promise<Frame> {
  if (by !== undefined) {
    const { foreground, matte } = (await estimate(clip, by)).get(frame)!;
    if (show === "mask") return gray(matte);
    return composite(foreground, fitFrame(beach, matte, "cover"), matte);
  }
  const { read } = await open(clip);
  const frames: Frame[] = [];
  for await (const { frame } of read()) frames.push(copyFrame(frame));
  if (show === "frame") return frames[frame - 1];
  if (show === "room") return temporalMedian(frames.filter((_, i) => i % 5 === 0));
  // Eight times as bright, or nothing would be seen.
  const difference = absdiff(frames[frame - 2], frames[frame - 1]);
  return { ...difference, bitmap: difference.bitmap.map((level) => 8 * level) };
}

function open(clip: string): Promise<LabelledClip> {
  return openLabelledClip(`${MEDIA}/${CLIPS[clip]}`, { ffmpeg, jpeg });
}

/** A method's estimates of all frames of a clip. */
async function estimate(clip: string, name: string) {
  const key = `${clip} ${name}`;
  const known = estimates.get(key);
  if (known !== undefined) return known;
  const method: Method = /^\d/.test(name)
    ? customMethod((await import(`file://${STEPS}/${name}.ts`)).default, name)
    : methods[name as keyof typeof methods];
  const { cleanPlate, read } = await open(clip);
  const openSegmenter = method.needsNetwork ? segmenterOpener("fast") : undefined;
  using estimator = method.create({ cleanPlate, openSegmenter });
  const frames = async function* () {
    for await (const { frame } of read()) yield frame;
  };
  await estimator.survey?.(frames());
  const found = new Map<number, { foreground: Frame; matte: Matte }>();
  const refine = { steps: parseRefinement(method.refine ?? ""), linesScaled: true };
  for await (using item of mattesOf(frames(), { estimator, refine, store })) {
    const { moment, matte, foreground } = item;
    if (matte === undefined) continue;
    const copied = { ...matte, data: matte.data.slice() };
    found.set(moment.number, { matte: copied, foreground: copyFrame(foreground) });
  }
  estimates.set(key, found);
  return found;
}

function gray({ width, height, data }: Matte): Frame {
  const frame = createFrame(width, height);
  data.forEach((level, i) => frame.bitmap.set([level, level, level, 255], 4 * i));
  return frame;
}

function cut({ width, bitmap }: Frame, [left, top, columns, rows]: Part): Frame {
  const part = createFrame(columns, rows);
  for (let y = 0; y < rows; y++) {
    const start = 4 * ((top + y) * width + left);
    part.bitmap.set(bitmap.subarray(start, start + 4 * columns), 4 * y * columns);
  }
  return part;
}

function put(onto: Frame, { width, height, bitmap }: Frame, left: number, top: number): void {
  for (let y = 0; y < height; y++) {
    const line = bitmap.subarray(4 * y * width, 4 * (y + 1) * width);
    onto.bitmap.set(line, 4 * ((top + y) * onto.width + left));
  }
}
