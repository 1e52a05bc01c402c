/**
 * How frames that a program has written are told from photos.
 *
 * @module
 */

import { join } from "node:path";
import { pictureHead } from "../../files/pictures/picture_head.ts";

/** Formats of cameras, in which nobody has the frames of a video. */
const PHOTO_ENDING = /\.(avif|hei[cf])$/i;

/** What cameras write (DCF): IMG_0001, DSC_0001, DSCF0001, P1010001, GOPR0001, 100_0001. */
const CAMERA_FILE = /^(?=.*[A-Z_])[A-Z0-9_]{4}\d{4}$/;

/** What cameras, phones, messengers and scanners begin names with, also where case is lost. */
const PHOTO_PREFIX = new RegExp(
  "^(_?(dsc|dscn|dscf|dsci|mg)|cimg|imgp|imag|pict|pxl|mvimg|pano|burst|dji|go?pr?|g[hpx]\\d\\d|" +
    "hpim|sany|sam|kif|wp|fb_img|received|snapchat|signal|whatsapp.*|telegram.*|vsco|" +
    "photos?|fotos?|pics?|pictures?|bild|selfie|portrait|scan|screen ?shot.*|bildschirmfoto.*)" +
    "(?![a-z])",
  "i",
);

/** `IMG` in capitals is a phone's; in small letters only with the four digits of a camera. */
const IMG = /^IMG|^img_e?\d{4}$/;

/** 20240131, 2024-01-31, 20240131_123456. */
const DATE = /(?<!\d)(19|20)\d\d([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d))/;

/** What programs call frames, of which few without zeros before them are a video, too. */
const FRAME_PREFIX =
  /(^|[^a-z])(f|fr|frames?|in|input|out|output|img|image|mattes?|masks?)[-_. ]*$/i;

/** Fewer are no video; fewer without zeros before their numbers are hardly one. */
const [FEWEST, FEWEST_UNPADDED] = [3, 10];

/** Of so many numbers one may be missing. */
const NUMBERS_A_GAP = 10;

/** Names that differ in a number only. */
interface NumberedNames {
  readonly prefix: string;
  readonly ending: string;
  /** The numbers as they are written. */
  readonly digits: readonly string[];
}

function numberedNames(names: readonly string[]): NumberedNames | undefined {
  const parts = names.map((name) => /^(.*?)(\d+)(\.\w+)$/.exec(name));
  const [, prefix, , ending] = parts[0] ?? [];
  if (prefix === undefined || ending === undefined) return undefined;
  if (!parts.every((part) => part?.[1] === prefix && part[3] === ending)) return undefined;
  return { prefix, ending, digits: parts.map((part) => part![2]) };
}

/** How many numbers are missing between the first and the last. */
function missing(digits: readonly string[]): number {
  const numbers = digits.map(Number);
  const first = numbers.reduce((a, b) => Math.min(a, b));
  const last = numbers.reduce((a, b) => Math.max(a, b));
  return last - first + 1 - new Set(numbers).size;
}

/**
 * The pattern that consecutive pictures fit, to name them as one video.
 *
 * @param names The pictures' names.
 * @returns As `IMG_%04d.jpg`; `undefined` if none fits, or numbers are missing.
 */
export function framePattern(names: readonly string[]): string | undefined {
  const found = numberedNames(names);
  if (found === undefined || names.length < 2 || missing(found.digits) > 0) return undefined;
  const [{ length }] = found.digits;
  const isPadded = found.digits.some((text) => text.length > 1 && text.startsWith("0"));
  if (isPadded && found.digits.some((text) => text.length !== length)) return undefined;
  const number = isPadded ? `%0${length}d` : "%d";
  return `${found.prefix.replaceAll("%", "%%")}${number}${found.ending}`;
}

/**
 * Whether pictures are the frames of a video, as a program writes them: one name, consecutive
 * numbers, one size. A camera numbers its photos, too, in names of its own, with gaps, upright and
 * across. In doubt they are photos: of those each is written.
 *
 * @param folder Where they are.
 * @param names Their names. The head of each is read.
 * @param isLikely Whether there are other reasons to take them for frames: then whatever they are
 * called, of one name, with numbers and in one size they are.
 */
export function areFrames(folder: string, names: readonly string[], isLikely = false): boolean {
  if (names.length < FEWEST || names.some((name) => PHOTO_ENDING.test(name))) return false;
  const found = numberedNames(names);
  if (found === undefined) return false;
  const paths = names.map((name) => join(folder, name));
  return (isLikely || areNamedAsFrames(found)) && haveOneSize(paths, isLikely);
}

function areNamedAsFrames({ prefix, digits }: NumberedNames): boolean {
  if (digits.some((number) => isPhotoName(prefix + number))) return false;
  const isPadded = digits.every(({ length }) => length === digits[0].length) &&
    (digits[0].length >= 4 || digits.some((text) => text.startsWith("0")));
  const isEnough = isPadded || digits.length >= FEWEST_UNPADDED || FRAME_PREFIX.test(prefix);
  const gaps = missing(digits);
  return isEnough && gaps <= Math.floor((digits.length + gaps) / NUMBERS_A_GAP);
}

/** Whether cameras, phones and messengers have such names. */
function isPhotoName(stem: string): boolean {
  return [CAMERA_FILE, PHOTO_PREFIX, IMG, DATE].some((form) => form.test(stem));
}

/** Whether all that tell it have one size as they are shown, and none is a camera's or all may be. */
function haveOneSize(paths: readonly string[], mayBeOfCamera: boolean): boolean {
  let known: string | undefined;
  for (const path of paths) {
    const head = pictureHead(path);
    if (head === undefined) continue;
    const size = `${head.size.width}×${head.size.height}`;
    known ??= size;
    if ((head.isOfCamera && !mayBeOfCamera) || size !== known) return false;
  }
  return true;
}
