/**
 * Draw what `segment` makes of the photos of real people, its failures too:
 * `deno run -A examples/media/make/make_fails.ts`. Writes examples/media/methods/real.jpg and
 * fails.jpg, for docs/networks.md, and expect.jpg, for README.md; prints the tables of both.
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
/** One of each, and one that is lost. */
const EXPECT = ["portrait", "lake", "street"];
/** After the photo and the truth, a column each. */
const MODELS = ["fast", "quality"];
const CELL: Size = { width: 240, height: 180 };
const GAP = 6;
/** What is behind: a colour that no photo has. */
const PLAIN = [38, 178, 108, 255] as const;
const GRAY = [232, 234, 236, 255] as const;

/** What `evaluate --json` says of a method. */
interface Measured {
  readonly iou: number;
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
  await drawStrip("real", NEAR);
  await drawStrip("fails", FAR);
  await drawStrip("expect", EXPECT);
} finally {
  await Deno.remove(folder, { recursive: true });
}
const found = await Array.fromAsync(MODELS, measure);
printPhotos(found);
printKinds(found);

/** A row a photo: itself, the truth, and each model's, over plain green. */
async function drawStrip(name: string, photos: readonly string[]): Promise<void> {
  const strip = createFrame(
    (MODELS.length + 2) * (CELL.width + GAP) - GAP,
    photos.length * (CELL.height + GAP) - GAP,
  );
  strip.bitmap.fill(255);
  for (const [row, photo] of photos.entries()) {
    const input = await read(`${HERE}real/${photo}/input.jpg`);
    const truth = await read(`${HERE}real/${photo}/truth.png`);
    place(strip, input, 0, row);
    place(strip, overPlain(input, truth), 1, row);
    for (const [i, model] of MODELS.entries()) {
      place(strip, overPlain(input, await matteOf(photo, model)), i + 2, row);
    }
  }
  const bytes = encodeJpeg(strip, { quality: 82 });
  await Deno.writeFile(`${HERE}methods/${name}.jpg`, bytes);
}

/** A model's matte, by the command line. */
async function matteOf(photo: string, model: string): Promise<Frame> {
  const matte = `${folder}/${photo}_${model}_%d.png`;
  const job = ["run", "-A", `${HERE}../../cli.ts`, `${HERE}real/${photo}/input.jpg`, "color:black"];
  const targets = [
    "-o",
    `${folder}/${photo}_${model}_out.png`,
    "--mattes",
    matte,
    "-q",
    "--overwrite",
  ];
  const args = [...job, "-m", "segment", "--model", model, ...targets];
  const { success } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  if (!success) throw new Error(`Cannot draw: ${photo} with ${model} failed`);
  return await read(matte.replace("%d", "1"));
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

/** The table of docs/networks.md. */
function printPhotos(found: readonly Found[]): void {
  const cells = (values: Measured[]) =>
    values.flatMap(({ iou, mad }) => [iou.toFixed(3), mad.toFixed(1)]);
  const heads = MODELS.flatMap((model) => [`${model}: IoU`, "MAD"]);
  console.log(`| photo | ${heads.join(" | ")} |\n| --- |${" ---: |".repeat(heads.length)}`);
  for (const photo of [...NEAR, ...FAR]) {
    console.log(`| ${photo} | ${cells(found.map(({ photos }) => photos[photo])).join(" | ")} |`);
  }
  console.log(`| mean | ${cells(found.map(({ mean }) => mean)).join(" | ")} |\n`);
}

/** The table of README.md. */
function printKinds(found: readonly Found[]): void {
  console.log(
    "| | IoU | half transparent | photos with nobody found |\n| --- | ---: | ---: | ---: |",
  );
  for (const [kind, names] of [["near", NEAR], ["at a distance", FAR]] as const) {
    for (const [i, { photos }] of found.entries()) {
      const mean = (key: keyof Measured) =>
        names.reduce((sum, name) => sum + photos[name][key], 0) / names.length;
      const lost = mean("lost") / 100 * names.length;
      const [iou, half] = [mean("iou").toFixed(3), mean("translucent").toFixed(1)];
      console.log(`| ${kind}, ${MODELS[i]} | ${iou} | ${half} % | ${lost} of ${names.length} |`);
    }
  }
}

/** What `evaluate` says of a model. */
async function measure(model: string): Promise<Found> {
  const evaluate = ["run", "-A", `${HERE}../../cli.ts`, "evaluate", `${HERE}real`, "--json", "-q"];
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
