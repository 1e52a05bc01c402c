import { basename, dirname, extname, join } from "node:path";
import { counted } from "../../counted.ts";
import { UnsupportedMediaError } from "../../errors.ts";
import { isCamera } from "../../files/camera/camera_name.ts";
import { fileInfo, realPath } from "../../files/system/file_info.ts";
import { isOnePicture } from "../../files/ffmpeg/decode/still_picture.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import { endsAsPicture, endsAsVideo } from "./file_kinds.ts";
import { areFrames, framePattern } from "./frame_sequence.ts";
import type { RunOptions } from "../options/run_options.ts";
import { isFolder } from "../targets/choose_targets.ts";
import { UsageError } from "../usage_error.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import { readDenial } from "../../files/system/permission.ts";

/** Something that gets an output of its own. */
export interface Input {
  readonly path: string;
  /** Whether it is one picture, of which one picture is made. */
  readonly isPhoto: boolean;
}

/** What a command line names before the background. */
export interface Inputs {
  readonly inputs: readonly Input[];
  /** Whether it may be several: then the output is a folder. */
  readonly areMany: boolean;
  /** What was decided of folders, a line each. */
  readonly notices: readonly string[];
}

/** Formats of cameras, in which nobody has the frames of a video. */
const PHOTO_NAME = /\.(avif|hei[cf])$/i;

/**
 * Find what gets an output: files as they are named, those of a folder, and those that a pattern
 * such as `clips/*.mp4` fits, which a shell may have left as it was.
 *
 * @param options The command line.
 * @returns The inputs, a folder's and a pattern's sorted by name.
 * @throws {Deno.errors.NotFound} If a pattern fits no file.
 * @throws {UsageError} If a pattern is one of folders.
 */
export async function findInputs(options: RunOptions): Promise<Inputs> {
  const { videos } = options;
  for (const name of videos) assertPatternInName(name);
  const inputs: Input[] = [];
  const notices: string[] = [];
  let areMany = videos.length > 1;
  for (const name of videos) {
    const found = isPattern(name) ? filesOf(name) : filesOfFolder(name, options, notices);
    areMany ||= found !== undefined;
    for (const path of found ?? [name]) inputs.push({ path, isPhoto: await isPhoto(path) });
  }
  return { inputs: withoutRepeats(inputs), areMany, notices };
}

/** A file that is named twice, or by its folder too, is one input. */
function withoutRepeats(inputs: readonly Input[]): Input[] {
  const folders = new Map<string, string | undefined>();
  const placeOf = ({ path }: Input) => {
    const name = dirname(path);
    if (!folders.has(name)) folders.set(name, realPath(name));
    const folder = folders.get(name);
    return folder === undefined ? path : join(folder, basename(path));
  };
  const places = new Map<string, Input>();
  for (const input of inputs) {
    const place = placeOf(input);
    if (!places.has(place)) places.set(place, input);
  }
  return [...places.values()];
}

/**
 * Whether a video is one picture.
 *
 * @param path As the command line names it.
 */
export function isPhoto(path: string): Promise<boolean> {
  const isElsewhere = path === "-" || /^https?:/i.test(path) || isCamera(path);
  const isNamedSo = PHOTO_NAME.test(path) && !/%\d*d/.test(path);
  return Promise.resolve(!isElsewhere && (isNamedSo || isOnePicture(path)));
}

function isPattern(name: string): boolean {
  if (!/[*?]/.test(basename(name)) || /^https?:/.test(name) || isCamera(name)) return false;
  return fileInfo(name) === undefined;
}

/** Of folders, a shell finds those that fit; here they would be looked for under that very name. */
function assertPatternInName(name: string): void {
  if (/^https?:/.test(name) || isCamera(name) || fileInfo(name) !== undefined) return;
  if (/[*?]/.test(dirname(name)) && fileInfo(dirname(name)) === undefined) {
    throw new UsageError(`'${name}' may have * and ? in its last part only`);
  }
}

/** The files that a pattern fits; of one that leaves the ending open, pictures and videos. */
function filesOf(pattern: string): string[] {
  const source = basename(pattern).replaceAll(
    /[*?]|[^*?]+/g,
    (part) => part === "*" ? ".*" : part === "?" ? "." : RegExp.escape(part),
  );
  const form = new RegExp(`^${source}$`, "s");
  const isOpen = /[*?]$/.test(pattern);
  const names = namesOf(dirname(pattern)).filter((name) =>
    form.test(name) && (!isOpen || isMedia(name))
  );
  if (names.length === 0) {
    const denial = readDenial(dirname(pattern));
    if (denial !== undefined) throw new Error(`Cannot look for '${pattern}': ${denial}`);
    throw new Deno.errors.NotFound(`Cannot open the videos '${pattern}': no file fits the pattern`);
  }
  return names.map((name) => join(dirname(pattern), name));
}

function isMedia(name: string): boolean {
  return endsAsPicture(name) || endsAsVideo(name);
}

/** The names of a folder's files but hidden ones, such as `._IMG.jpg`; none without the folder. */
function namesOf(folder: string): string[] {
  try {
    return [...Deno.readDirSync(onDisk(folder))]
      // What a link leads to may be a file.
      .filter(({ name, isDirectory }) => !isDirectory && !name.startsWith("."))
      .map(({ name }) => name).sort(byNumber);
  } catch {
    return [];
  }
}

/** Made once: for ten thousand names that saves a second, and 100 MB. */
let collator: Intl.Collator | undefined;

/** IMG_9 before IMG_10. */
function byNumber(a: string, b: string): number {
  collator ??= new Intl.Collator("en", { numeric: true });
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

/**
 * The files of a folder of videos or photos.
 *
 * @param name What the command line has.
 * @param options The command line.
 * @param notices What is decided is added to them.
 * @returns `undefined` if it is no folder, or is one video: its pictures are frames.
 */
function filesOfFolder(
  name: string,
  options: RunOptions,
  notices: string[],
): string[] | undefined {
  if (!fileInfo(name)?.isDirectory) return undefined;
  const names = namesOf(name).filter(isMedia);
  if (names.length === 0) {
    assertNoFolders(name);
    return undefined;
  }
  const pictures = names.filter(endsAsPicture);
  const videos = names.filter(endsAsVideo);
  const asVideo = whyOneVideo(name, pictures, videos, options);
  if (asVideo !== undefined) {
    notices.push(asVideo);
    return undefined;
  }
  const { names: say, background } = options;
  const folder = name.replace(/[/\\]+$/, "");
  const counts = [counted(videos.length, "video"), counted(pictures.length, "photo")];
  const what = counts.filter((text) => !text.startsWith("0 ")).join(" and ");
  const pattern = framePattern(pictures);
  const other = pattern === undefined ? "" : `, or '${folder}/${pattern}' for the video`;
  const force = pictures.length > 1 && videos.length === 0
    ? `, each by itself (as one video: ${say.with("output", "out.mp4")}${other})`
    : "";
  notices.push(`'${name}' has ${what}${force}`);
  // A background among the photos is not one of them.
  return names.map((each) => join(name, each)).filter((path) => path !== background);
}

/** In a sentence, why a folder's pictures are the frames of one video; `undefined` if they are not. */
function whyOneVideo(
  name: string,
  pictures: readonly string[],
  videos: readonly string[],
  { output, given, method, names }: RunOptions,
): string | undefined {
  const isLikely = given.has("method") && needsVideo(method);
  if (pictures.length > videos.length && areFrames(name, pictures, isLikely)) {
    const folder = name.replace(/[/\\]+$/, "");
    return `'${name}' is one video: its ${pictures.length} pictures have one size and numbers ` +
      `(each by itself: '${folder}/*${extname(pictures[0])}' in quotes)`;
  }
  // A name for one video, or one for its frames, says that these pictures are its frames.
  const isOneTarget = given.has("output") && !isFolder(output);
  if (!isOneTarget || videos.length > 0 || pictures.length <= 1) return undefined;
  return `'${name}' is taken for one video, its ${pictures.length} pictures for frames: ` +
    `${names.with("output", "out/")} makes a picture of each`;
}

/** Whether a method makes nothing of a photo, as it looks for what moves. */
function needsVideo(method: string): boolean {
  return Object.hasOwn(methodTraits, method) && !methodTraits[method as MethodName].takesPhotos;
}

/** Of folders in folders, nobody knows which are meant. */
function assertNoFolders(name: string): void {
  const [first, ...others] = foldersIn(name);
  if (first === undefined) return;
  const those = others.length === 0 ? "a folder" : `${others.length + 1} folders`;
  throw new UnsupportedMediaError(
    `Cannot open the video '${name}': the folder has no pictures and no videos, but ${those}; ` +
      `name what is in there, such as '${join(name, first)}/'`,
  );
}

function foldersIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(onDisk(folder))]
      .filter(({ name, isDirectory }) => isDirectory && !name.startsWith("."))
      .map(({ name }) => name).sort(byNumber);
  } catch {
    return [];
  }
}
