import { libraryNames, type OptionNames } from "../../../option_names.ts";
import { extname, join } from "node:path";
import { UnsupportedMediaError } from "../../../errors.ts";
import { type FileEnd, lookAtEnd } from "../probe/file_end.ts";
import { hasPixelShape, isMovie, isMpegStream } from "../probe/file_head.ts";
import { hasOtherPixels } from "../probe/has_other_pixels.ts";
import { assertPlainName, assertReadableFile } from "../../system/input_file.ts";
import { cameraAttempts, USUAL_WISHES } from "../../camera/camera_arguments.ts";
import { FilePattern } from "../../pictures/numbered_files.ts";
import { assertNoPlaylist, ONLY_VIDEOS } from "./playlist.ts";
import { onDisk, wholePath } from "../../system/working_folder.ts";

/** Where a video comes from, in ffmpeg's terms. */
export interface VideoInput {
  /** What it is called in messages. */
  readonly name: string;
  /** ffmpeg's arguments, `-i` included. */
  readonly args: readonly string[];
  /** Whether it comes from our standard input. */
  readonly isStdin: boolean;
  /** Whether it is a regular file: what its sound needs, which is read in another run. */
  readonly isFile: boolean;
  /** Whether it can be read from its start again: a file, or pictures. */
  readonly isRepeatable: boolean;
  /** Whether the shape of its pixels means something: that of pictures does not. */
  readonly hasPixelShape: boolean;
  /** Whether it is a stretch of an MPEG stream, which may break off anywhere. */
  readonly isMpegStream: boolean;
  /** Whether it is an MP4 on standard input whose index comes behind its pictures. */
  readonly isIndexLast?: boolean;
  /** Whether it is an mp4 or mov: its index tells of each stream when it is shown. */
  readonly isMovie: boolean;
  /** Whether its first bytes say that its pixels are not coded as YUV 4:2:0 of 8 bits. */
  readonly hasOtherPixels?: boolean;
  /** What a file tells of its end. */
  readonly end: FileEnd;
  /** The pictures that it is made of, in order, if it is one of those. */
  readonly pictures?: readonly string[];
}

/** What {@linkcode findInput} may do. */
export interface FindInputOptions {
  /**
   * Whether http and https addresses may be opened.
   *
   * @default {false}
   */
  allowNetwork?: boolean;
  /** What messages call options. */
  names?: OptionNames | undefined;
  /**
   * Frames a second of pictures, which have none of their own.
   *
   * @default {25}
   */
  pictureRate?: number | undefined;
  /** Told in one line if numbered pictures have a gap, where the video ends. */
  onNotice?: (notice: string) => void;
}

/** What standard input is called in messages. */
const STDIN_NAME = "standard input";

/**
 * From a pipe a video may come as it happens. ffmpeg would look at 5 s of an MPEG-TS before it
 * decodes: half a second tells the rate of all that have one. And each thread of a decoder keeps
 * a picture back.
 */
const AS_IT_COMES = ["-analyzeduration", "500000", "-threads", "4"];

const PICTURE_NAME = /\.(avif|bmp|dpx|exr|hei[cf]|jpe?g|p[bgnp]m|pcx|png|tga|tiff?|webp)$/i;

/** What is not known of an input before it is read. */
const UNSEEN = {
  isStdin: false,
  isFile: false,
  isRepeatable: false,
  hasPixelShape: true,
  isMpegStream: false,
  isMovie: false,
  end: { isCut: false },
};

/**
 * Find out what a video's name means: a file, `-` for standard input, `camera:0`,
 * numbered pictures (`in%04d.png`), a folder of pictures, or an address.
 *
 * @param text The name.
 * @param options What may be opened.
 * @returns How ffmpeg opens it.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If it may not be opened, or is a playlist.
 */
export async function findInput(
  text: string,
  options: FindInputOptions = {},
): Promise<VideoInput> {
  const { allowNetwork = false, pictureRate = 25, names = libraryNames } = options;
  assertPlainName(text, "video");
  const local = ["-protocol_whitelist", "file,pipe", ...ONLY_VIDEOS];
  const other = { ...UNSEEN, name: text };
  if (text === "-") {
    const args = [...local, ...AS_IT_COMES, "-i", "pipe:0"];
    return { ...other, name: STDIN_NAME, args, isStdin: true };
  }
  if (text.startsWith("camera:")) {
    // As it comes by itself; whoever wants more of it opens it by openCamera().
    return { ...other, args: cameraAttempts(text.slice(7), USUAL_WISHES).at(-1)! };
  }
  if (/^https?:\/\//i.test(text)) {
    const web = ["-protocol_whitelist", "http,https,tcp,tls,crypto", ...ONLY_VIDEOS];
    if (allowNetwork) return { ...other, args: [...web, "-i", text] };
    const needed = names.named("allowNetwork");
    throw new UnsupportedMediaError(`Cannot open '${text}': addresses need ${needed}`);
  }
  const rate = ["-framerate", String(pictureRate)];
  const pattern = await picturePattern(text, options.onNotice);
  if (pattern !== undefined) {
    const args = [...local, ...rate, ...pattern.args];
    const { pictures } = pattern;
    return { ...other, args, pictures, isRepeatable: true, hasPixelShape: false };
  }
  const { isFile, size } = await assertReadableFile(text, "video");
  const head = await assertNoPlaylist(text, isFile);
  const live = isFile ? [] : AS_IT_COMES;
  const args = [...local, ...live, ...literalName(text), "-i", `file:${text}`];
  const end = isFile ? await lookAtEnd(text, head, size) : other.end;
  return { ...other, args, isFile, isRepeatable: isFile, ...headTraits(head), end };
}

/** What the first bytes of a file tell. */
export function headTraits(
  head: Uint8Array,
): Pick<VideoInput, "hasPixelShape" | "isMpegStream" | "isMovie" | "hasOtherPixels"> {
  return {
    hasPixelShape: hasPixelShape(head),
    isMpegStream: isMpegStream(head),
    isMovie: isMovie(head),
    hasOtherPixels: hasOtherPixels(head),
  };
}

/** ffmpeg's arguments before an input, for how many pixels a frame of it may have: its own limit if left out. */
export function limitOf(maxPixels: number | undefined): string[] {
  return maxPixels === undefined ? [] : ["-max_pixels", String(maxPixels)];
}

/** ffmpeg's arguments for several pictures, and their paths. */
interface PictureSeries {
  readonly args: string[];
  readonly pictures: readonly string[];
}

/** Pictures by number, or in a folder; `undefined` if it is neither. */
async function picturePattern(
  text: string,
  onNotice?: (notice: string) => void,
): Promise<PictureSeries | undefined> {
  const info = await Deno.stat(onDisk(text)).catch(() => undefined);
  if (info?.isDirectory) return await folderSeries(text, onNotice);
  if (info !== undefined || !/%\d*d/.test(text) || !PICTURE_NAME.test(text)) return undefined;
  const numbers = numbersOf(text);
  const first = Math.min(...numbers);
  if (numbers.size === 0) {
    throw new Deno.errors.NotFound(`Cannot open the video '${text}': there is no such picture`);
  }
  let last = first;
  while (numbers.has(last + 1)) last++;
  if (last < Math.max(...numbers)) {
    onNotice?.(`of '${text}' number ${last + 1} is missing: the video ends before it`);
  }
  const named = new FilePattern(text);
  return numberedSeries(text, first, last, (number) => named.path(number));
}

function numberedSeries(
  pattern: string,
  first: number,
  last: number,
  path: (number: number) => string,
): PictureSeries {
  return {
    args: ["-f", "image2", "-start_number", String(first), "-i", `file:${pattern}`],
    pictures: Array.from({ length: last - first + 1 }, (_, i) => path(first + i)),
  };
}

/** The numbers for which there is a picture; none for a pattern that makes no names. */
function numbersOf(pattern: string): ReadonlySet<number> {
  try {
    return new Set(new FilePattern(pattern).entriesThere().keys());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Set();
  }
}

/** All pictures of a folder with the ending that most have, by number or name. */
async function folderSeries(
  folder: string,
  onNotice?: (notice: string) => void,
): Promise<PictureSeries> {
  const byEnding = new Map<string, string[]>();
  for await (const { name, isFile } of Deno.readDir(onDisk(folder))) {
    if (!isFile || !PICTURE_NAME.test(name)) continue;
    assertPlainName(name, "video");
    const names = byEnding.get(extname(name)) ?? [];
    byEnding.set(extname(name), [...names, name]);
  }
  const [most, ...others] = [...byEnding].sort(([, a], [, b]) => b.length - a.length);
  if (most === undefined) {
    throw new UnsupportedMediaError(
      `Cannot open the video '${folder}': the folder has no pictures`,
    );
  }
  const [ending, names] = most;
  if (others.length > 0) {
    const left = others.map(([other, { length }]) => `${length} ${other}`).join(", ");
    onNotice?.(`of '${folder}' the ${names.length} pictures ${ending} are taken, not ${left}`);
  }
  const numbered = inOrderOfNumbers(folder, names, ending);
  if (numbered === "otherwise") {
    onNotice?.(`the pictures of '${folder}' are taken in the order of their names, 10 before 9`);
  } else if (numbered !== undefined) return numbered;
  // A protocol's name before it would be taken for a part of the pattern.
  const literal = wholePath(folder).replaceAll(/[\\*?[\]{}]/g, "\\$&");
  return {
    args: ["-f", "image2", "-pattern_type", "glob", "-i", `${literal}/*${ending}`],
    // As a glob has them: without hidden ones, in the order of their bytes.
    pictures: names.filter((name) => !name.startsWith(".")).sort().map((name) =>
      join(folder, name)
    ),
  };
}

/**
 * The pictures whose numbers have no zeros before them: by name 10 would come before 9.
 *
 * @returns Nothing where the order by name will do, "otherwise" where ffmpeg knows no other.
 */
function inOrderOfNumbers(
  folder: string,
  names: readonly string[],
  ending: string,
): PictureSeries | "otherwise" | undefined {
  const parts = names.map((name) => /^(.*?)(0|[1-9]\d*)$/.exec(name.slice(0, -ending.length)));
  const [start] = parts.map((part) => part?.[1]);
  const isNumbered = start !== undefined && parts.every((part) => part?.[1] === start);
  const isPadded = new Set(names.map((name) => name.length)).size === 1;
  if (!isNumbered || isPadded) return undefined;
  const numbers = parts.map((part) => Number(part?.[2]));
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  if (last - first + 1 !== names.length) return "otherwise";
  const literal = join(wholePath(folder), start).replaceAll("%", "%%");
  return numberedSeries(
    `${start === "" ? `${literal}/` : literal}%d${ending}`,
    first,
    last,
    (number) => join(folder, `${start}${number}${ending}`),
  );
}

/** To ffmpeg, `%d` and the like in a picture's name stand for the numbered pictures beside it. */
function literalName(path: string): string[] {
  if (!/%(\d*d|[*?[{])/.test(path)) return [];
  if (/\.gif$/i.test(path)) return ["-f", "gif"];
  return PICTURE_NAME.test(path) || /\.svg$/i.test(path)
    ? ["-f", "image2", "-pattern_type", "none"]
    : [];
}
