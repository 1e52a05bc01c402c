/**
 * Files by number, as in "output%d.jpg".
 *
 * @module
 */

import { basename, dirname, extname, join } from "node:path";
import { fileInfo } from "../system/file_info.ts";
import { makeFolder, writeWhole } from "../system/write_whole.ts";
import { onDisk } from "../system/working_folder.ts";

/**
 * A file name with a number in it, in a folder.
 *
 * @category Picture files
 */
export class FilePattern {
  /** The folder, "." for the current one. */
  readonly folder: string;
  /** The name with its `%d`, `%4d` or `%04d`; `%%` stands for a percent sign. */
  readonly name: string;
  /** Whether there is a place for the number; without one, only one file has a name. */
  readonly hasNumber: boolean;
  readonly #parts: readonly string[];

  /**
   * A pattern as it is written.
   *
   * @param pattern Folder and name, with one `%d` in the name at most.
   * @throws {RangeError} If the folder has a `%d`, or the name has two, or another `%`.
   */
  constructor(pattern: string) {
    this.folder = dirname(pattern);
    this.name = basename(pattern);
    this.#parts = this.name.split(/(%%|%\d*d)/);
    const places = this.#parts.filter(isPlace).length;
    this.hasNumber = places === 1;
    const strays = this.#parts.some((part) =>
      part !== "%%" && !isPlace(part) && part.includes("%")
    );
    if (places > 1 || strays || /%\d*d/.test(this.folder)) {
      throw new RangeError(
        `Cannot name files: '${pattern}' must have one %d, in the file name (%% is a percent sign)`,
      );
    }
  }

  /**
   * A pattern from what a user gave: a pattern stays as it is; a folder gets a name.
   *
   * @param target A pattern, a file, or a folder: existing, with a final slash, or without an extension.
   * @param nameInFolder The name in a folder: "output%d.jpg".
   * @returns The pattern.
   * @throws {RangeError} If the pattern is none.
   */
  static from(target: string, nameInFolder: string): FilePattern {
    const isFolder = /[/\\]$/.test(target) || extname(target) === "" && !/%\d*d/.test(target) ||
      fileInfo(target)?.isDirectory === true;
    return new FilePattern(isFolder ? join(target, nameInFolder) : target);
  }

  /** The path of the file with a number. */
  path(number: number): string {
    const name = this.#parts.map((part) => {
      if (part === "%%") return "%";
      if (!isPlace(part)) return part;
      const width = Number.parseInt(part.slice(1)) || 0;
      return String(number).padStart(width, part[1] === "0" ? "0" : " ");
    });
    return join(this.folder, name.join(""));
  }

  /** The number in a file name that this pattern makes, or `undefined` if it makes no such name. */
  numberOf(name: string): number | undefined {
    const source = this.#parts.map((part) =>
      isPlace(part) ? " *(\\d+)" : RegExp.escape(part === "%%" ? "%" : part)
    );
    const match = new RegExp(`^${source.join("")}$`).exec(name);
    if (match === null) return undefined;
    const number = Number(match[1] ?? 0);
    return basename(this.path(number)) === name ? number : undefined;
  }

  /** What is there of this pattern's names, by number; nothing without the folder. */
  entriesThere(): Map<number, Deno.DirEntry> {
    const entries = new Map<number, Deno.DirEntry>();
    try {
      for (const entry of Deno.readDirSync(onDisk(this.folder))) {
        const number = this.numberOf(entry.name);
        if (number !== undefined) entries.set(number, entry);
      }
    } catch {
      // There is no folder yet, or Deno may not look.
    }
    return entries;
  }

  /** The pattern as one string. */
  toString(): string {
    return join(this.folder, this.name);
  }
}

function isPlace(part: string): boolean {
  return /^%\d*d$/.test(part);
}

/**
 * A sink that writes each picture atomically to a file of its own.
 * Missing folders are made with the first file.
 *
 * @param pattern The files' names.
 * @param encode Picture in, bytes of a file out.
 * @param signal Ends a writing that has begun.
 * @returns The sink; it throws an Error that names the path which cannot be written.
 * @category Picture files
 */
export function numberedFiles<Raster>(
  pattern: FilePattern,
  encode: (raster: Raster) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>,
  signal?: AbortSignal,
): { write(raster: Raster, number: number): Promise<void> } {
  let folderIsThere = false;
  return {
    async write(raster, number) {
      const bytes = await encode(raster);
      if (!folderIsThere) await makeFolder(pattern.folder);
      folderIsThere = true;
      await writeWhole(pattern.path(number), bytes, signal);
    },
  };
}
