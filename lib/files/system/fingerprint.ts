import { onDisk } from "./working_folder.ts";

/** What tells a file from another one without reading all of it. Neither name nor date counts. */
export interface Fingerprint {
  /** How many bytes; of several files the sum. */
  readonly bytes: number;
  /** SHA-256 of its first and its last 64 KiB, in hexadecimal digits. */
  readonly sha256: string;
}

/** So much of the beginning and of the end is looked at. */
const END = 1 << 16;

/**
 * The fingerprint of a file, or of files that are one video: numbered pictures.
 *
 * @param paths The paths, in order, at least one.
 * @returns The size of all, and what is in the beginning of the first and the end of the last.
 * @throws What the system says.
 */
export async function fingerprint(paths: readonly string[]): Promise<Fingerprint> {
  let bytes = 0;
  for (const path of paths) bytes += (await Deno.stat(onDisk(path))).size;
  const head = await partOf(paths[0], (size) => [0, Math.min(END, size)]);
  const tail = await partOf(paths.at(-1)!, (size) => [Math.max(0, size - END), size]);
  const both = new Uint8Array(head.length + tail.length);
  both.set(head);
  both.set(tail, head.length);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", both));
  return { bytes, sha256: digest.toHex() };
}

/** Some of a file's bytes. */
async function partOf(
  path: string,
  place: (size: number) => readonly [from: number, to: number],
): Promise<Uint8Array> {
  using file = await Deno.open(onDisk(path));
  const [from, to] = place((await file.stat()).size);
  await file.seek(from, Deno.SeekMode.Start);
  const bytes = new Uint8Array(to - from);
  let length = 0;
  while (length < bytes.length) {
    const count = await file.read(bytes.subarray(length));
    if (count === null) break;
    length += count;
  }
  return bytes.subarray(0, length);
}
