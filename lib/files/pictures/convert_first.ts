import { extname } from "node:path";
import { UnsupportedMediaError } from "../../errors.ts";
import { shellWord } from "../ffmpeg/shell_word.ts";
import { fileInfo } from "../system/file_info.ts";

/** Programs that make of a picture one that is read. */
export type Converter = "convert" | "tiffcp" | "heif-convert" | "avifdec" | "darktable-cli";

/** What ImageMagick takes for more than a part of a name. */
const MEANS_MORE = /[%*?:@[\]{}]/;

/** A picture of a kind that is not read, but that a program knows. */
export class ConvertFirst extends UnsupportedMediaError {
  /** The program. */
  readonly converter: Converter;
  /** Which picture of the file it is for the program, counted from 0; the file's only one if left out. */
  readonly page: number | undefined;

  /**
   * @param message What it is.
   * @param converter The program.
   * @param options `page`, and what it comes from.
   */
  constructor(
    message: string,
    converter: Converter,
    { page, ...options }: ErrorOptions & { page?: number } = {},
  ) {
    super(message, options);
    this.converter = converter;
    this.page = page;
  }

  /**
   * The command that makes a picture of this one beside it that is read.
   *
   * @param path The picture's path.
   */
  commandFor(path: string): string {
    const isTiffcp = this.converter === "tiffcp";
    const target = newName(path, isTiffcp ? ".tif" : ".png");
    const place = this.page === undefined ? "" : isTiffcp ? `,${this.page}` : `[${this.page}]`;
    if (this.converter === "convert" && MEANS_MORE.test(path)) {
      return `convert ${shellWord(`-${place}`)} png:- < ${shellWord(path)} > ${shellWord(target)}`;
    }
    const words = [...(isTiffcp ? ["-c", "lzw", "-s"] : []), notAnOption(path) + place];
    return [this.converter, ...words, notAnOption(target)].map(shellWord).join(" ");
  }
}

/** A name beside a file's, which is not there. */
function newName(path: string, extension: string): string {
  const stem = path.slice(0, path.length - extname(path).length);
  for (let number = 1;; number++) {
    const name = `${stem}${number === 1 ? "" : `_${number}`}${extension}`;
    if (name !== path && fileInfo(name) === undefined) return name;
  }
}

/** All programs take a dash for an option. */
function notAnOption(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}
