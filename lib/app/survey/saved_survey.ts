import { UnsupportedMediaError } from "../../errors.ts";
import { assertReadableFile } from "../../files/system/input_file.ts";
import { systemReason } from "../../files/system/permission.ts";
import { writeWhole } from "../../files/system/write_whole.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import type { SurveyHead } from "./survey_head.ts";

/**
 * The file of a survey: sixteen bytes that say what it is, the format's version and the head's length in
 * 32 bits each, the head as JSON, what was learned (deflated), and the SHA-256 of all before.
 *
 * @module
 */

const MAGIC = new TextEncoder().encode("backdrop survey\n");

/** Counts changes of what follows. */
const FORMAT = 1;

const PREFIX = MAGIC.length + 8;
const DIGEST = 32;

/** A survey that was saved. */
export interface SavedSurvey {
  readonly head: SurveyHead;
  /** What `saveSurvey` of its estimator gave. */
  readonly learned: Uint8Array<ArrayBuffer>;
}

/**
 * Write a survey's file, atomically.
 *
 * @param path Its path.
 * @param survey What was learned, and by what.
 * @param signal Ends the writing, with nothing left.
 * @returns How many bytes it has.
 * @throws {Error} If it cannot be written.
 */
export async function writeSurvey(
  path: string,
  { head, learned }: SavedSurvey,
  signal?: AbortSignal,
): Promise<number> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const packed = await throughStream(learned, new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(PREFIX + json.length + packed.length + DIGEST);
  bytes.set(MAGIC);
  const numbers = new DataView(bytes.buffer);
  numbers.setUint32(MAGIC.length, FORMAT, true);
  numbers.setUint32(MAGIC.length + 4, json.length, true);
  bytes.set(json, PREFIX);
  bytes.set(packed, PREFIX + json.length);
  bytes.set(await digestOf(bytes.subarray(0, -DIGEST)), bytes.length - DIGEST);
  await writeWhole(path, bytes, signal);
  return bytes.length;
}

/**
 * Read a survey's file.
 *
 * @param path Its path.
 * @returns What was learned, and by what.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If it is no survey, one of another version, or not all of one.
 */
export async function readSurvey(path: string): Promise<SavedSurvey> {
  await assertReadableFile(path, "survey");
  const bytes = await Deno.readFile(onDisk(path)).catch((cause) => {
    const why = systemReason(cause, "--allow-read", path);
    throw new Error(`Cannot open the survey '${path}': ${why}`, { cause });
  });
  const refused = (why: string) => new UnsupportedMediaError(`Cannot use '${path}': ${why}`);
  // Of a file that was cut within its first words, nobody can say what it was.
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw refused("it is no survey; cli.ts survey makes one");
  }
  const broken = refused("it is cut off or damaged; survey again");
  if (bytes.length < PREFIX + DIGEST) throw broken;
  const numbers = new DataView(bytes.buffer, bytes.byteOffset);
  const format = numbers.getUint32(MAGIC.length, true);
  if (format !== FORMAT) {
    throw refused(`it is a survey of version ${format}, and this program's is ${FORMAT}`);
  }
  const body = bytes.subarray(0, -DIGEST);
  const digest = await digestOf(body);
  if (!digest.every((byte, i) => bytes[body.length + i] === byte)) throw broken;
  const start = PREFIX + numbers.getUint32(MAGIC.length + 4, true);
  const head = JSON.parse(new TextDecoder().decode(body.subarray(PREFIX, start)));
  const packed = body.subarray(start);
  const learned = await throughStream(packed, new DecompressionStream("deflate-raw"));
  return { head, learned };
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return await new Response(new Blob([bytes]).stream().pipeThrough(stream)).bytes();
}
