/**
 * Make the gallery: `deno run -A examples/media/make/make_gallery.ts`. Runs the commands of
 * examples/media/gallery/pairs.ts, writes a picture of each pair beside it, what was measured to
 * measured.json, and docs/gallery.md. With names as arguments, only those pairs are made anew.
 *
 * It needs ffmpeg, and the networks of `segment`. The clips: make_gallery_clips.ts.
 *
 * @module
 */

import {
  composite,
  createFrame,
  createMatte,
  dilate,
  encodeJpeg,
  erode,
  fillFrame,
  type Frame,
  gaussianBlur,
  type Matte,
  resizeArea,
} from "../../../mod.ts";
import { encodeRgbaPng, findFfmpeg, openJpegCodec, readImage } from "../../../lib/files/mod.ts";
import {
  argumentsIn,
  type GalleryNumbers,
  type Measured,
  measureMatte,
  readMatte,
  truthOf,
} from "../gallery/measure.ts";
import { factsOf } from "../gallery/facts.ts";
import type { Truth } from "../../../lib/pipeline/evaluate_clip.ts";
import { galleryPage } from "../gallery/page.ts";
import { type GalleryPair, pairs } from "../gallery/pairs.ts";

const ROOT = `${import.meta.dirname}/../../../`;
const GALLERY = `${import.meta.dirname}/../gallery`;
const HEIGHT = 240;
const GAP = 6;

using jpeg = await openJpegCodec();
const folder = await Deno.makeTempDir({ prefix: "backdrop_" });
const known: GalleryNumbers = JSON.parse(
  await Deno.readTextFile(`${GALLERY}/measured.json`).catch(() => "{}"),
);
const numbers: Record<string, GalleryNumbers[string]> = {};
try {
  for (const pair of pairs) {
    const isAsked = Deno.args.length === 0 || Deno.args.includes(pair.name);
    numbers[pair.name] = isAsked || !known[pair.name] ? await make(pair) : known[pair.name];
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
await Deno.writeTextFile(`${GALLERY}/measured.json`, `${JSON.stringify(numbers, undefined, 2)}\n`);
await Deno.writeTextFile(`${ROOT}docs/gallery.md`, galleryPage(numbers));

/** Write a pair's picture, and say what was measured. */
async function make(pair: GalleryPair): Promise<GalleryNumbers[string]> {
  const { name, command, instead, compared, frame } = pair;
  const before = await frameOf(`${ROOT}${command.split(" ")[0]}`, frame);
  const first = await runCommand(pair, command);
  const matte = await readMatte(argumentsIn(command, folder).matteOf(frame), jpeg);
  const facts = await factsOf(pair, matte, jpeg);
  const painted = pair.paint === undefined ? {} : await tryPaint(pair, pair.paint);
  const better = instead === undefined ? undefined : await runCommand(pair, instead);
  const other = compared && await runCommand({ ...pair, ...compared }, compared.command);
  const strip = [before, first.after, ...better ? [better.after] : []].map(small);
  await Deno.writeFile(`${GALLERY}/${name}.jpg`, encodeJpeg(beside(strip), { quality: 84 }));
  const all = {
    ...first.measured,
    ...better && { instead: better.measured },
    ...other && { compared: other.measured },
    ...painted,
    ...facts && { facts },
  };
  console.log(name, JSON.stringify(all));
  return all;
}

async function runCommand(
  { clip, frame }: GalleryPair,
  command: string,
): Promise<{ after: Frame; measured: Measured }> {
  const { args, output, matteOf } = argumentsIn(command, folder);
  await run(Deno.execPath(), ["run", "-A", `${ROOT}cli.ts`, ...args]);
  const measured = await measureMatte(clip, frame, matteOf(frame), jpeg);
  return { after: await frameOf(output, frame), measured };
}

/** What the command's method makes of the frame as a photo, as it is and with another colour. */
async function tryPaint(
  { clip, frame, command }: GalleryPair,
  paint: readonly [number, number, number],
): Promise<{ photo: Measured; painted: Measured }> {
  const matte = await readMatte(argumentsIn(command, folder).matteOf(frame), jpeg);
  const truth = await truthOf(clip, frame, jpeg);
  const picture = await frameOf(`${ROOT}${command.split(" ")[0]}`, frame);
  const painted = recoloured(picture, strayOf(matte, truth), paint);
  const method = command.slice(command.indexOf("-m "));
  const measure = async (name: string, photo: Frame) => {
    await Deno.writeFile(`${folder}/${name}.png`, encodeRgbaPng(photo));
    const photoCommand = `${folder}/${name}.png color:#26b26c -o out/${name}_out.png ${method}`;
    const { args, matteOf } = argumentsIn(photoCommand, folder);
    await run(Deno.execPath(), ["run", "-A", `${ROOT}cli.ts`, ...args, "--overwrite"]);
    return await measureMatte(clip, frame, matteOf(1), jpeg);
  };
  return { photo: await measure("photo", picture), painted: await measure("painted", painted) };
}

/** What stayed by mistake, with its edge, softly. */
function strayOf(matte: Matte, { matte: truth, region }: Truth): Matte {
  const stray = { ...matte, data: matte.data.map((alpha, i) => stays(alpha, i) ? 255 : 0) };
  function stays(alpha: number, i: number): boolean {
    return alpha >= 128 && truth.data[i] === 0 && region?.data[i] !== 0;
  }
  const whole = dilate(erode(stray, 2), 7);
  const beside = { ...whole, data: whole.data.map((on, i) => truth.data[i] > 0 ? 0 : on) };
  return gaussianBlur(beside, 2);
}

function recoloured(
  { width, height, bitmap }: Frame,
  { data }: Matte,
  paint: readonly [number, number, number],
): Frame {
  const out = bitmap.map((level, p) => level + (paint[p % 4] ?? 0) * data[p >> 2] / 255);
  return { width, height, bitmap: out };
}

/** A photo, or a frame of a video. */
async function frameOf(path: string, number: number): Promise<Frame> {
  let picture = path;
  if (/\.mp4$/.test(path)) {
    picture = `${folder}/frame.png`;
    const select = ["-vf", `select=eq(n\\,${number - 1})`, "-frames:v", "1", picture];
    await run("ffmpeg", ["-v", "error", "-y", "-i", path, ...select]);
  }
  return await readImage(picture, { jpeg, ffmpeg: findFfmpeg });
}

/** Of the strip's height, over a checkerboard where it is transparent. */
function small(frame: Frame): Frame {
  const width = Math.round(HEIGHT * frame.width / frame.height);
  return resizeArea(overChecks(frame), { width, height: HEIGHT });
}

function overChecks(frame: Frame): Frame {
  const { width, height } = frame;
  const [checks, matte] = [createFrame(width, height), createMatte(width, height)];
  for (let i = 0; i < width * height; i++) {
    const isDark = ((i % width >> 5) + (Math.floor(i / width) >> 5)) % 2;
    checks.bitmap.set(isDark ? [204, 204, 204, 255] : [255, 255, 255, 255], 4 * i);
    matte.data[i] = frame.bitmap[4 * i + 3];
  }
  return composite(frame, checks, matte);
}

/** Pictures of one height, from left to right. */
function beside(pictures: readonly Frame[]): Frame {
  const width = pictures.reduce((sum, picture) => sum + picture.width + GAP, -GAP);
  const strip = fillFrame(createFrame(width, HEIGHT), [255, 255, 255, 255]);
  let left = 0;
  for (const picture of pictures) {
    for (let y = 0; y < HEIGHT; y++) {
      const row = picture.bitmap.subarray(4 * picture.width * y, 4 * picture.width * (y + 1));
      strip.bitmap.set(row, 4 * (y * width + left));
    }
    left += picture.width + GAP;
  }
  return strip;
}

async function run(command: string, args: string[]): Promise<void> {
  const { success } = await new Deno.Command(command, { args, cwd: ROOT }).spawn().status;
  if (!success) throw new Error(`Cannot make the gallery: ${command} ${args.join(" ")} failed`);
}
