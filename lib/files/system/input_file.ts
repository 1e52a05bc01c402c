import { UnsupportedMediaError } from "../../errors.ts";
import { printable } from "../../printable.ts";
import { didYouMeanFile } from "./did_you_mean_file.ts";
import { systemReason } from "./permission.ts";
import { onDisk } from "./working_folder.ts";

/**
 * Check that ffmpeg can name a file in a line of its log, which is read line by line.
 *
 * @param name The path.
 * @param role What it should be, for the message: "video", "background".
 * @throws {UnsupportedMediaError} If the name has line breaks or other control characters.
 */
export function assertPlainName(name: string, role: string): void {
  // deno-lint-ignore no-control-regex
  if (!/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(name)) return;
  throw new UnsupportedMediaError(
    `Cannot open the ${role} '${printable(name)}': its name has line breaks or other control ` +
      "characters; rename it first",
  );
}

/**
 * Check that a path leads to a file with something in it, before a decoder
 * gets it: decoders say less clearly what is wrong.
 *
 * @param path The path.
 * @param role What it should be, for the message: "video", "background".
 * @returns What the system knows of it.
 * @throws {Deno.errors.NotFound} If there is nothing.
 * @throws {UnsupportedMediaError} If it is a folder, a URL or empty, or its name cannot be printed.
 */
export async function assertReadableFile(path: string, role: string): Promise<Deno.FileInfo> {
  assertPlainName(path, role);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) {
    throw new UnsupportedMediaError(`Cannot open the ${role} '${path}': only local files are read`);
  }
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(onDisk(path));
  } catch (error) {
    const subject = `Cannot open the ${role} '${path}'`;
    if (error instanceof Deno.errors.NotFound) {
      throw new Deno.errors.NotFound(`${subject}: there is no such file${didYouMeanFile(path)}`);
    }
    throw new Error(`${subject}: ${systemReason(error, "--allow-read", path)}`, { cause: error });
  }
  if (info.isDirectory) {
    throw new UnsupportedMediaError(`Cannot open the ${role} '${path}': it is a folder`);
  }
  if (info.isFile && info.size === 0) {
    throw new UnsupportedMediaError(`Cannot open the ${role} '${path}': the file is empty`);
  }
  return info;
}
