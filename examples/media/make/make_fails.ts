/**
 * Draw what `segment` makes of the photos and the clip of real people, its failures too:
 * `deno run -A examples/media/make/make_fails.ts`. Writes examples/media/methods/real.jpg and
 * fails.jpg, for docs/networks.md, and expect.jpg, for README.md; prints the tables of both. It
 * needs ffmpeg.
 *
 * Run it again when the networks change, and say below the pictures what they show.
 *
 * @module
 */

import {
  composite,
  createFrame,
  encodeJpeg,
  fillFrame,
  fitFrame,
  type Frame,
  type Size,
} from "../../../mod.ts";
import { findFfmpeg, openJpegCodec, readImage } from "../../../lib/files/mod.ts";

const HERE = `${import.meta.dirname}/../`;
/** Somebody near, as in a call or a little further off; a row each, from top to bottom. */
const NEAR = ["astronaut", "portrait", "photographer", "tourist"];
/** Whole figures at a distance. */
const FAR = ["lake", "stairs", "street"];
/** Nobody but an arm. */
const PART = ["arm"];
/** Frames of the clip: one as good as on average, and one with all of the chair. */
const [ORDINARY, CHAIR] = ["webcam 1", "webcam 57"];
const FOUND = [...NEAR, "lake", "stairs"];
const FAILS = [CHAIR, "street", "arm"];
const EXPECT = [ORDINARY, "portrait", "lake", "street"];
/** After the photo and the truth, a column each. */
const MODELS = ["fast", "quality"];
const CELL: Size = { width: 240, height: 180 };
const GAP = 6;
/** What is behind: a colour that no photo has. */
const PLAIN = [38, 178, 108, 255] as const;
const GRAY = [232, 234, 236, 255] as const;
/** CDnet's level, in the clip's truth. */
const UNKNOWN = 170;
/** The rows of a digit, three pixels each, from the left. */
const DIGITS: Readonly<Record<string, readonly number[]>> = {
  "0": [7, 5, 5, 5, 7],
  "1": [2, 6, 2, 2, 7],
  "2": [7, 1, 7, 4, 7],
  "3": [7, 1, 3, 1, 7],
  "4": [5, 5, 7, 1, 1],
  "5": [7, 4, 7, 1, 7],
  "6": [7, 4, 7, 5, 7],
  "7": [7, 1, 1, 1, 1],
  "8": [7, 5, 7, 5, 7],
  "9": [7, 5, 7, 1, 7],
  ".": [0, 0, 0, 0, 2],
};

/** What `evaluate --json` says of a method. */
interface Measured {
  readonly iou: number;
  readonly worstIou: number;
  readonly mad: number;
  readonly lost: number;
  readonly translucent: number;
}

/** A model's values, by photo and in the mean. */
interface Found {
  readonly mean: Measured;
  readonly photos: Readonly<Record<string, Measured>>;
}

using jpeg = await openJpegCodec();
const read = (path: string) => readImage(path, { jpeg, ffmpeg: findFfmpeg });
const folder = await Deno.makeTempDir({ prefix: "backdrop_" });
try {
  await drawStrip("real", FOUND);
  await drawStrip("fails", FAILS);
  await drawStrip("expect", EXPECT);
} finally {
  await Deno.remove(folder, { recursive: true });
}
const found = await Array.fromAsync(MODELS, (model) => measure("real", model));
printPhotos(found);
printKinds(await Array.fromAsync(MODELS, (model) => measure("real_clips", model)), found);

/** A row a photo or a frame: itself, the truth, and each model's with its IoU, over plain green. */
async function drawStrip(name: string, pictures: readonly string[]): Promise<void> {
  const strip = createFrame(
    (MODELS.length + 2) * (CELL.width + GAP) - GAP,
    pictures.length * (CELL.height + GAP) - GAP,
  );
  strip.bitmap.fill(255);
  for (const [row, picture] of pictures.entries()) {
    const { input, truth } = await openPicture(picture);
    place(strip, input, 0, row);
    place(strip, overPlain(input, truth), 1, row);
    for (const [i, model] of MODELS.entries()) {
      const matte = await matteOf(picture, model);
      place(strip, overPlain(input, matte), i + 2, row);
      label(strip, iouOf(matte, truth).toFixed(2), i + 2, row);
    }
  }
  const bytes = encodeJpeg(strip, { quality: 82 });
  await Deno.writeFile(`${HERE}methods/${name}.jpg`, bytes);
}

/** A photo, or a frame of the clip ("webcam 9"), with its truth. */
async function openPicture(picture: string): Promise<{ input: Frame; truth: Frame }> {
  const [name, number] = picture.split(" ");
  const from = `${HERE}${number === undefined ? "real" : "real_clips"}/${name}`;
  if (number === undefined) {
    return { input: await read(`${from}/input.jpg`), truth: await read(`${from}/truth.png`) };
  }
  const frameOf = async (file: string) => {
    const to = `${folder}/${file}_${number}.png`;
    const select = ["-vf", `select=eq(n\\,${Number(number) - 1})`, "-frames:v", "1", to];
    await run("ffmpeg", ["-v", "error", "-y", "-i", `${from}/${file}`, ...select]);
    return await read(to);
  };
  return { input: await frameOf("input.mp4"), truth: await frameOf("groundtruth.mkv") };
}

/** A model's matte, by the command line. */
async function matteOf(picture: string, model: string): Promise<Frame> {
  const [name, number = "1"] = picture.split(" ");
  const matte = `${folder}/${name}_${model}_%d.png`;
  const source = picture === name ? `real/${name}/input.jpg` : `real_clips/${name}/input.mp4`;
  const known = await Deno.stat(matte.replace("%d", number)).catch(() => undefined);
  if (known === undefined) {
    const job = ["run", "-A", `${HERE}../../cli.ts`, `${HERE}${source}`, "color:black"];
    const output = `${folder}/${name}_${model}_out.${picture === name ? "png" : "mp4"}`;
    const targets = ["-o", output, "--mattes", matte, "-q", "--overwrite"];
    await run(Deno.execPath(), [...job, "-m", "segment", "--model", model, ...targets]);
  }
  return await read(matte.replace("%d", number));
}

async function run(command: string, args: string[]): Promise<void> {
  const { success } = await new Deno.Command(command, { args }).spawn().status;
  if (!success) throw new Error(`Cannot draw: ${command} ${args.join(" ")} failed`);
}

/** Intersection over union of two gray frames; what is unknown in the truth does not count. */
function iouOf(matte: Frame, truth: Frame): number {
  let [both, either] = [0, 0];
  for (let p = 0; p < truth.bitmap.length; p += 4) {
    if (truth.bitmap[p] === UNKNOWN) continue;
    const [found, there] = [matte.bitmap[p] >= 128, truth.bitmap[p] >= 128];
    both += Number(found && there);
    either += Number(found || there);
  }
  return both / either;
}

/** What a matte, given as a gray frame, lets through. */
function overPlain(input: Frame, { width, height, bitmap }: Frame): Frame {
  const data = Uint8Array.from({ length: width * height }, (_, i) => bitmap[4 * i]);
  const plain = fillFrame(createFrame(width, height), PLAIN);
  return composite(input, plain, { width, height, data });
}

/** Put a picture into a column and a row of the strip, whole. */
function place(strip: Frame, picture: Frame, column: number, row: number): void {
  const cell = fillFrame(createFrame(CELL.width, CELL.height), GRAY);
  const scale = Math.min(CELL.width / picture.width, CELL.height / picture.height);
  const size = {
    width: Math.round(scale * picture.width),
    height: Math.round(scale * picture.height),
  };
  const small = fitFrame(picture, size, "stretch");
  put(cell, small, (CELL.width - size.width) >> 1, (CELL.height - size.height) >> 1);
  put(strip, cell, column * (CELL.width + GAP), row * (CELL.height + GAP));
}

function put(onto: Frame, { width, height, bitmap }: Frame, left: number, top: number): void {
  for (let y = 0; y < height; y++) {
    const line = bitmap.subarray(4 * y * width, 4 * (y + 1) * width);
    onto.bitmap.set(line, 4 * ((top + y) * onto.width + left));
  }
}

/** Write a number into a cell's lower left corner, white on black. */
function label(strip: Frame, text: string, column: number, row: number): void {
  const [scale, left] = [3, column * (CELL.width + GAP)];
  const size = { width: (4 * text.length + 1) * scale, height: 7 * scale };
  const box = fillFrame(createFrame(size.width, size.height), [0, 0, 0, 255]);
  for (const [i, digit] of [...text].entries()) {
    for (const [y, bits] of DIGITS[digit].entries()) {
      for (let x = 0; x < 3; x++) {
        if ((bits >> (2 - x) & 1) === 0) continue;
        const dot = fillFrame(createFrame(scale, scale), [255, 255, 255, 255]);
        put(box, dot, (4 * i + x + 1) * scale, (y + 1) * scale);
      }
    }
  }
  put(strip, box, left, row * (CELL.height + GAP) + CELL.height - size.height);
}

/** The table of docs/networks.md. */
function printPhotos(found: readonly Found[]): void {
  const cells = (values: Measured[]) =>
    values.flatMap(({ iou, mad }) => [iou.toFixed(3), mad.toFixed(1)]);
  const heads = MODELS.flatMap((model) => [`${model}: IoU`, "MAD"]);
  console.log(`| photo | ${heads.join(" | ")} |\n| --- |${" ---: |".repeat(heads.length)}`);
  for (const photo of [...NEAR, ...FAR, ...PART]) {
    console.log(`| ${photo} | ${cells(found.map(({ photos }) => photos[photo])).join(" | ")} |`);
  }
  console.log(`| mean | ${cells(found.map(({ mean }) => mean)).join(" | ")} |\n`);
}

/** The table of README.md. */
function printKinds(clips: readonly Found[], photos: readonly Found[]): void {
  console.log(
    "| | IoU | worst tenth | half transparent | nobody found |\n| --- |" + " ---: |".repeat(4),
  );
  const row = (kind: string, model: number, values: readonly Measured[], isClip: boolean) => {
    const mean = (key: keyof Measured) =>
      values.reduce((sum, value) => sum + value[key], 0) / values.length;
    const worst = isClip ? mean("worstIou").toFixed(3) : "";
    const lost = isClip ? `${mean("lost")} %` : `${mean("lost") * values.length / 100}`;
    const cells = [mean("iou").toFixed(3), worst, `${mean("translucent").toFixed(1)} %`];
    console.log(`| ${kind}, ${MODELS[model]} | ${cells.join(" | ")} | ${lost} |`);
  };
  for (const [i, { mean }] of clips.entries()) row("clip", i, [mean], true);
  for (const [kind, names] of [["near", NEAR], ["at a distance", FAR], ["arm", PART]] as const) {
    for (const [i, found] of photos.entries()) {
      row(kind, i, names.map((name) => found.photos[name]), false);
    }
  }
}

/** What `evaluate` says of a model. */
async function measure(set: string, model: string): Promise<Found> {
  const evaluate = [
    "run",
    "-A",
    `${HERE}../../cli.ts`,
    "evaluate",
    `${HERE}${set}`,
    "--json",
    "-q",
  ];
  const args = [...evaluate, "--methods", "segment", "--model", model, "--edges-every", "0"];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" })
    .output();
  if (!success) throw new Error(`Cannot measure ${model}`);
  const { clips, mean } = JSON.parse(new TextDecoder().decode(stdout));
  const photos = clips.map(({ name, methods }: { name: string; methods: { segment: Measured } }) =>
    [name, methods.segment] as const
  );
  return { mean: mean.segment, photos: Object.fromEntries(photos) };
}
