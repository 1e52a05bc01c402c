import { basename, join } from "node:path";
import { UnsupportedMediaError } from "../errors.ts";
import { FrameStore } from "../memory/frame_store.ts";
import type { LabelledClip, LabelledFrame, Truth } from "../pipeline/evaluate_clip.ts";
import { grayscale } from "../pixels/color/grayscale.ts";
import {
  createMask,
  createMatte,
  type Frame,
  type Mask,
  type Matte,
  type Size,
} from "../raster/frame.ts";
import { withCompanions } from "./companions.ts";
import type { VideoSource } from "./ffmpeg/decode/open_by_ffmpeg.ts";
import { openVideo } from "./ffmpeg/decode/open_video.ts";
import type { Ffmpeg } from "./ffmpeg/ffmpeg.ts";
import { fileInfo } from "./system/file_info.ts";
import { readImage } from "./pictures/read_image.ts";
import type { JpegCodec } from "./pictures/jpeg_codec.ts";
import { didYouMeanFile } from "./system/did_you_mean_file.ts";
import { onDisk, wholePath } from "./system/working_folder.ts";
import { readDenial } from "./system/permission.ts";

/**
 * What {@linkcode openLabelledClip} reads with.
 *
 * @category Evaluation
 */
export interface LabelledClipOptions {
  /** Decodes the videos. */
  ffmpeg: Ffmpeg;
  /** Reads a clean plate that is a JPEG. */
  jpeg: JpegCodec;
  /** Told in one line what is strange about the files. */
  onNotice?: (notice: string) => void;
  /** Ends the reading. */
  signal?: AbortSignal | undefined;
}

/** Where the parts of a labelled clip are. */
interface Parts {
  readonly input: string;
  readonly truth: string;
  readonly plate: string | undefined;
  /** What the right eye sees. */
  readonly right: string | undefined;
  /** How near all is; near is bright. */
  readonly depth: string | undefined;
  /** CDnet's region of interest and range of frames, whose truth has its five levels. */
  readonly cdnet:
    | { readonly roi: string | undefined; readonly range: string | undefined }
    | undefined;
}

/**
 * Find the labelled clips of a folder: itself, or those in the folders in it, at
 * any depth up to three (as CDnet's categories), sorted by name.
 *
 * @param folder The folder.
 * @returns Folders for {@linkcode openLabelledClip}.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 * @throws {UnsupportedMediaError} If no labelled clip is in it, or half of one.
 * @category Evaluation
 */
export function findLabelledClips(folder: string): string[] {
  assertClipFolder(folder);
  const found = [...clipsBelow(folder, 3)];
  if (found.length > 0) return found;
  // Say what is missing, if only a part is.
  const { missing } = findParts(folder);
  throw new UnsupportedMediaError(
    missing === "both"
      ? `Cannot evaluate '${folder}': there is no labelled clip in it (input.* and truth.*, or ` +
        "CDnet's input/ and groundtruth/)"
      : `Cannot evaluate '${folder}': ${missing} is missing`,
  );
}

/**
 * Check that what should have labelled clips is a folder.
 *
 * @param folder Its path.
 * @throws {Deno.errors.NotFound} If there is none.
 * @throws {UnsupportedMediaError} If it is something else.
 */
export function assertClipFolder(folder: string): void {
  const info = fileInfo(folder);
  if (info === undefined) {
    const why = readDenial(folder) ??
      `there is no such folder${didYouMeanFile(folder, "folder")}`;
    throw new Deno.errors.NotFound(`Cannot evaluate '${folder}': ${why}`);
  }
  if (!info.isDirectory) {
    throw new UnsupportedMediaError(
      `Cannot evaluate '${folder}': it is no folder; a labelled clip is a folder with input.* ` +
        "and truth.*",
    );
  }
}

function* clipsBelow(folder: string, depth: number): Generator<string> {
  if (findParts(folder).parts !== undefined) {
    yield folder;
    return;
  }
  if (depth === 0) return;
  const names = [...Deno.readDirSync(onDisk(folder))]
    // What a link leads to may be a folder.
    .filter(({ name, isFile }) => (
      !isFile && !name.startsWith(".") && fileInfo(join(folder, name))?.isDirectory
    ))
    .map(({ name }) => name).sort();
  for (const name of names) yield* clipsBelow(join(folder, name), depth - 1);
}

/** The parts of a clip in a folder, or what is missing. */
function findParts(folder: string): { parts?: Parts; missing?: string } {
  const names = [...Deno.readDirSync(onDisk(folder))].map(({ name }) => name).sort();
  // Of a folder and a file of one name the folder comes first.
  const find = (stem: string) => {
    const name = names.find((name) => name.replace(/\.[^.]*$/, "") === stem);
    return name === undefined ? undefined : join(folder, name);
  };
  const input = find("input");
  const groundTruth = find("groundtruth");
  const truth = find("truth") ?? groundTruth;
  if (input === undefined || truth === undefined) {
    const isNeither = input === undefined && truth === undefined;
    return { missing: isNeither ? "both" : input === undefined ? "input.*" : "truth.*" };
  }
  const cdnet = truth === groundTruth
    ? { roi: find("ROI"), range: find("temporalROI") }
    : undefined;
  const [plate, right, depth] = ["plate", "right", "depth"].map(find);
  return { parts: { input, truth, plate, right, depth, cdnet } };
}

/**
 * Whether a labelled clip brings along how far things are: `right.*` or `depth.*`.
 *
 * @param folder The clip's folder.
 */
export function hasDistance(folder: string): boolean {
  const { parts } = findParts(folder);
  return parts?.right !== undefined || parts?.depth !== undefined;
}

/**
 * Open a labelled clip: a folder with `input.*` and `truth.*`, each a video or a
 * folder of numbered pictures, and maybe `plate.*`, a picture of the empty room; `right.*`, what the
 * right eye sees where the input is what the left one does; `depth.*`, how near all is, near bright.
 *
 * CDnet 2014's layout is read too: of `groundtruth/`, levels 0 (static) and 50
 * (shadow) are background, 255 (moving) is foreground, 85 (outside) and 170
 * (unknown) do not count, nor does what `ROI.bmp` leaves out; frames outside
 * `temporalROI.txt`, and those of which nothing is known, are seen by the method, but have no truth.
 * `groundtruth` may be a video of these levels.
 *
 * @param folder The folder.
 * @param options What to read with.
 * @returns The clip. It can be read often; each time runs an ffmpeg for each video, side by
 * side.
 * @throws {UnsupportedMediaError} If a part is missing or unreadable, or sizes differ;
 * while it is read also if there are more frames of one than of the other.
 * @category Evaluation
 */
export async function openLabelledClip(
  folder: string,
  options: LabelledClipOptions,
): Promise<LabelledClip> {
  const [found] = findLabelledClips(folder);
  const { parts } = findParts(found);
  if (parts === undefined || found !== folder) {
    throw new UnsupportedMediaError(`Cannot evaluate '${folder}': it is no labelled clip itself`);
  }
  const { truth, plate, cdnet } = parts;
  const open = (path: string) => openVideo(path, options);
  const openFrames = (stack: AsyncDisposableStack) => openInput(parts, options, stack);
  const size = await (async () => {
    await using stack = new AsyncDisposableStack();
    const frames = await openFrames(stack);
    await using truths = await open(truth);
    assertClipSize(folder, "truth", truths, frames);
    const { width, height, frameCount } = frames;
    return { width, height, frameCount };
  })();
  const picture = async (path: string | undefined, role: string) => {
    if (path === undefined) return undefined;
    const frame = await readPart(path, role, options);
    assertClipSize(folder, role, frame, size);
    return frame;
  };
  const roi = await picture(cdnet?.roi, "ROI");
  const labels = cdnet && new CdnetLabels(roi, await readRange(folder, cdnet.range));
  const truthOf = (frame: Frame, number: number): Truth | undefined =>
    labels === undefined ? { matte: grayscale(frame) } : labels.truthOf(frame, number);
  const name = basename(wholePath(folder));
  return {
    name,
    cleanPlate: await picture(plate, "clean plate"),
    hasDistance: hasDistance(folder),
    frameCount: size.frameCount,
    read: () => readTogether(folder, openFrames, () => open(truth), truthOf),
  };
}

/** A picture of a clip. */
function readPart(
  path: string,
  role: string,
  { jpeg, ffmpeg, signal }: LabelledClipOptions,
): Promise<Frame> {
  const tools = { jpeg, ffmpeg: () => Promise.resolve(ffmpeg) };
  return readImage(path, { ...tools, role, ...(signal && { signal }) });
}

/** The frames of a clip, with what tells their distance. */
async function openInput(
  { input, right, depth }: Parts,
  options: LabelledClipOptions,
  stack: AsyncDisposableStack,
): Promise<VideoSource> {
  const frames = stack.use(await openVideo(input, options));
  if (right === undefined && depth === undefined) return frames;
  const store = stack.use(new FrameStore(undefined));
  return await withCompanions(frames, { video: input, right, depth }, options, stack, store);
}

/** A clip's frames and its truths in step. */
async function* readTogether(
  folder: string,
  openFrames: (stack: AsyncDisposableStack) => Promise<VideoSource>,
  openTruths: () => Promise<VideoSource>,
  truthOf: (frame: Frame, number: number) => Truth | undefined,
): AsyncGenerator<LabelledFrame> {
  await using stack = new AsyncDisposableStack();
  const frames = await openFrames(stack);
  await using truths = await openTruths();
  const truthSteps = truths[Symbol.asyncIterator]();
  let number = 0;
  for await (const frame of frames) {
    number = frame.number;
    const { value, done } = await truthSteps.next();
    if (done) throw countsDiffer(folder, number - 1, `input has more`);
    yield { frame, truth: truthOf(value, number) };
  }
  if (!(await truthSteps.next()).done) throw countsDiffer(folder, number, "truth has more");
}

function countsDiffer(folder: string, count: number, which: string): UnsupportedMediaError {
  return new UnsupportedMediaError(
    `Cannot evaluate '${folder}': each frame needs its truth, but ${which} than ${count} frames`,
  );
}

function assertClipSize(folder: string, what: string, size: Size, { width, height }: Size): void {
  if (size.width === width && size.height === height) return;
  throw new UnsupportedMediaError(
    `Cannot evaluate '${folder}': the ${what} must be ${width}×${height} as the input is, ` +
      `got ${size.width}×${size.height}`,
  );
}

/** The first and the last frame that are labelled. */
async function readRange(folder: string, path: string | undefined): Promise<[number, number]> {
  if (path === undefined) return [1, Infinity];
  const [, first, last] = /^\s*(\d+)\s+(\d+)\s*$/.exec(await Deno.readTextFile(onDisk(path))) ?? [];
  if (last === undefined) {
    throw new UnsupportedMediaError(
      `Cannot evaluate '${folder}': temporalROI.txt must hold two frame numbers`,
    );
  }
  return [Number(first), Number(last)];
}

/** CDnet's levels. */
const SHADOW = 50;
const OUTSIDE = 85;
const UNKNOWN_LABEL = 170;
const MOVING = 255;

/** Reads CDnet's pictures of labels. */
class CdnetLabels {
  readonly #roi: Mask | undefined;
  readonly #range: readonly [number, number];

  constructor(roi: Frame | undefined, range: readonly [number, number]) {
    this.#roi = roi && grayscale(roi);
    this.#range = range;
  }

  truthOf(frame: Frame, number: number): Truth | undefined {
    const [first, last] = this.#range;
    if (number < first || number > last) return undefined;
    const { width, height, data: labels } = grayscale(frame);
    const matte: Matte = createMatte(width, height);
    const region = createMask(width, height);
    let shadow: Mask | undefined;
    const roi = this.#roi?.data;
    let isAny = false;
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] === MOVING) matte.data[i] = 255;
      if (labels[i] === OUTSIDE || labels[i] === UNKNOWN_LABEL || roi?.[i] === 0) continue;
      region.data[i] = 255;
      if (labels[i] === SHADOW) (shadow ??= createMask(width, height)).data[i] = 255;
      isAny = true;
    }
    return isAny ? { matte, region, shadow } : undefined;
  }
}
