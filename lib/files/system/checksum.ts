import { createHash } from "node:crypto";
import { onDisk } from "./working_folder.ts";

/** How much of a file is read at a time. */
const PART = 1 << 20;

/** What is known of the contents of a file. */
export interface Checksum {
  /** How many bytes it has. */
  readonly bytes: number;
  /** SHA-256 of all of them, in hexadecimal digits. */
  readonly sha256: string;
}

/**
 * The checksum of a file, however large.
 *
 * @param path Its path.
 * @param signal Ends the reading.
 * @throws What the system says, or the signal's reason.
 */
export async function checksum(path: string, signal?: AbortSignal): Promise<Checksum> {
  const hash = createHash("sha256");
  using file = await Deno.open(onDisk(path));
  const buffer = new Uint8Array(PART);
  let bytes = 0;
  for (;;) {
    signal?.throwIfAborted();
    const count = await file.read(buffer);
    if (count === null) break;
    bytes += count;
    hash.update(buffer.subarray(0, count));
  }
  return { bytes, sha256: hash.digest("hex") };
}

/**
 * The checksum of a text.
 *
 * @param text The text, as UTF-8.
 * @returns SHA-256 in hexadecimal digits.
 */
export function textChecksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
