import { basename, relative } from "node:path";
import config from "../../../deno.json" with { type: "json" };
import { textChecksum } from "../../files/system/checksum.ts";
import { isGranted } from "../../files/system/permission.ts";
import { makeFolder, writeError, writeWhole } from "../../files/system/write_whole.ts";
import { onDisk, wholePath } from "../../files/system/working_folder.ts";
import { type Container, containers } from "../../files/ffmpeg/encode/containers.ts";
import type { OptionNames } from "../../option_names.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import { nameOfTarget, type Target, type Targets } from "../targets/target.ts";
import { UsageError } from "../usage_error.ts";
import { cutFrames } from "./cut_frames.ts";
import type { Json, RunSettings } from "./run_settings.ts";
import type { ShardsFolder } from "./shards_folder.ts";

/** What this version writes and understands. */
const FORMAT = 1;

/** How the frames are cut. */
export interface Cut {
  /** How many shards. */
  readonly shards: number;
  /** The first frame that is written. */
  readonly first: number;
  /** The last one, as far as the file tells. */
  readonly last: number;
  /** Where the last shard ends, whatever the file tells; `null` for wherever the video does. */
  readonly end: number | null;
  /** It is cut after so many frames, or a multiple of that. */
  readonly multipleOf: number;
}

/** A video, or pictures, that shards are made of. */
export type TargetNote =
  | { readonly kind: "pictures"; readonly name: string }
  | { readonly kind: "video"; readonly name: string; readonly container: Container };

/** What all shards of a job agree in. */
export interface ShardJob {
  readonly format: typeof FORMAT;
  /** The version of this program. */
  readonly backdrop: string;
  /** That of ffmpeg. */
  readonly ffmpeg: string;
  /** Whether native libraries may be used: without them a JPEG is read a little otherwise. */
  readonly hasFfi: boolean;
  readonly settings: RunSettings;
  readonly cut: Cut;
  readonly output: TargetNote;
  readonly mattes: TargetNote | null;
}

/** Where things lie, as the first shard saw them, from the folder of the output. */
export interface ShardPlaces {
  readonly video: string;
  readonly mattes: string | null;
}

/** What `join` has made. */
export interface JoinedNote {
  readonly frames: number;
  /** How many bytes the video has; `null` of pictures. */
  readonly bytes: number | null;
}

/** A manifest: the job, and what has become of it. */
export interface Manifest {
  readonly job: ShardJob;
  readonly places: ShardPlaces;
  readonly joined: JoinedNote | null;
}

/** A job's identity: what its shards' records carry. */
export function jobId(job: object): string {
  return textChecksum(JSON.stringify(sorted(job as Json))).slice(0, 16);
}

/** The same with all names in one order. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]));
}

/** What a target is, wherever it lies. */
export function targetNote(target: Target): TargetNote {
  const name = basename(nameOfTarget(target));
  return target.kind === "video"
    ? { kind: "video", name, container: target.container }
    : { kind: "pictures", name };
}

/**
 * A job.
 *
 * @param settings What its files depend on.
 * @param cut How the frames are cut.
 * @param ffmpeg The version of ffmpeg.
 * @param targets Where the pictures go.
 */
export function shardJob(
  settings: RunSettings,
  cut: Cut,
  ffmpeg: string,
  { output, mattes }: Targets,
): ShardJob {
  return {
    format: FORMAT,
    backdrop: config.version,
    ffmpeg,
    hasFfi: isGranted({ name: "ffi" }),
    settings,
    cut,
    output: targetNote(output),
    mattes: mattes === undefined ? null : targetNote(mattes),
  };
}

/** Where a run's files lie, from the folder of its output. */
export function placesOf(folder: ShardsFolder, video: string, mattes?: Target): ShardPlaces {
  const from = wholePath(folder.outside);
  const place = (path: string) => /^https?:/i.test(path) ? path : relative(from, wholePath(path));
  return { video: place(video), mattes: mattes === undefined ? null : place(nameOfTarget(mattes)) };
}

/**
 * The frames of each shard.
 *
 * @returns In order; `undefined` for one without frames.
 */
export function rangesOf(
  { shards, first, last, multipleOf, end }: Cut,
): (FrameRange | undefined)[] {
  return cutFrames({ first, last, count: shards, multipleOf, end: end ?? Infinity });
}

/**
 * Read a manifest.
 *
 * @returns `undefined` if there is none.
 * @throws {Error} If it is damaged, or of a later version.
 */
export async function readManifest(folder: ShardsFolder): Promise<Manifest | undefined> {
  const text = await readManifestText(folder);
  if (text === undefined) return undefined;
  try {
    return checked(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof RangeError ? cause.message : "it is damaged";
    throw new Error(
      `Cannot read '${folder.manifest}': ${why}; remove '${folder.path}' to begin anew`,
      { cause },
    );
  }
}

/** A manifest's text; `undefined` if there is none. */
export async function readManifestText(folder: ShardsFolder): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(onDisk(folder.manifest));
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return undefined;
    throw error;
  }
}

/** What was read, if it can be a manifest. */
function checked(found: Manifest): Manifest {
  const { job, places, joined } = found;
  if (job.format !== FORMAT) throw new RangeError("another version of this program has made it");
  const { shards, first, last, multipleOf, end } = job.cut;
  const numbers = [shards, first, last, multipleOf, end ?? 1].every(Number.isSafeInteger);
  const isTarget = (note: TargetNote | null) =>
    note !== null && typeof note.name === "string" &&
    (note.kind === "pictures" || containers.includes(note.container));
  const isWhole = numbers && shards >= 1 && first >= 1 && multipleOf >= 1 &&
    isTarget(job.output) && (job.mattes === null || isTarget(job.mattes)) &&
    typeof places.video === "string" && typeof job.settings === "object";
  if (!isWhole) throw new TypeError("Cannot read a manifest: something is missing");
  return { job, places, joined: joined ?? null };
}

/**
 * Write a manifest where there is none. Of several runs at once one writes it.
 *
 * @returns Whether it was this one.
 */
export async function createManifest(folder: ShardsFolder, manifest: Manifest): Promise<boolean> {
  return await createManifestText(folder, textOf(manifest));
}

/** The same of its text. */
export async function createManifestText(folder: ShardsFolder, text: string): Promise<boolean> {
  await makeFolder(folder.path);
  const id = crypto.getRandomValues(new Uint8Array(8)).toHex();
  const temporary = folder.file(`.manifest.json.${id}.tmp`);
  try {
    await Deno.writeTextFile(onDisk(temporary), text, { createNew: true });
    await Deno.link(onDisk(temporary), onDisk(folder.manifest));
    return true;
  } catch (cause) {
    if (cause instanceof Deno.errors.AlreadyExists) return false;
    // There are file systems without links: then the last one counts, and records tell whose they are.
    if (await isFile(temporary)) {
      await writeWhole(folder.manifest, new TextEncoder().encode(text));
      return true;
    }
    throw writeError(folder.manifest, cause, folder.path);
  } finally {
    await Deno.remove(onDisk(temporary)).catch(() => {});
  }
}

/** Write a manifest, in the place of the one that is there. */
export async function replaceManifest(folder: ShardsFolder, manifest: Manifest): Promise<void> {
  await writeWhole(folder.manifest, new TextEncoder().encode(textOf(manifest)));
}

function textOf(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(onDisk(path)).then(({ size }) => size > 0, () => false);
}

/**
 * Check that a run is of the job that a manifest has.
 *
 * @param folder The shards.
 * @param there The job of the manifest.
 * @param here The run's.
 * @param names What messages call options.
 * @throws {UsageError} If it is another one; the message says in what.
 */
export function assertSameJob(
  folder: ShardsFolder,
  there: ShardJob,
  here: ShardJob,
  names: OptionNames,
): void {
  const differ = differences(there, here, names);
  if (differ.length === 0) return;
  const some = differ.slice(0, 3).join(", ");
  const more = differ.length > 3 ? `, and ${differ.length - 3} more` : "";
  throw new UsageError(
    `the shards in '${folder.path}' were begun otherwise: ${some}${more}; choose another ` +
      `${names.named("output")}, or remove that folder to begin anew`,
  );
}

/** In what two jobs differ, in words. */
function differences(there: ShardJob, here: ShardJob, names: OptionNames): string[] {
  const words: string[] = [];
  const compare = (what: string, a: Json | undefined, b: Json | undefined) => {
    if (JSON.stringify(sorted(a ?? null)) === JSON.stringify(sorted(b ?? null))) return;
    words.push(
      isContents(a) || isContents(b)
        ? `${what} is another file`
        : `${what} is ${valueText(a)} there and ${valueText(b)} here`,
    );
  };
  compare("Backdrop", there.backdrop, here.backdrop);
  compare("ffmpeg", there.ffmpeg, here.ffmpeg);
  compare("Deno's --allow-ffi", there.hasFfi, here.hasFfi);
  compare("the number of shards", there.cut.shards, here.cut.shards);
  const keys = new Set([...Object.keys(there.settings), ...Object.keys(here.settings)]);
  for (const key of keys) {
    const what = key === "video" || key === "background" ? `the ${key}` : names.named(nameOf(key));
    compare(what, there.settings[key], here.settings[key]);
  }
  compare(names.named("output"), there.output as Json, here.output as Json);
  compare(names.named("mattes"), there.mattes as Json, here.mattes as Json);
  // The same file and the same options are cut alike.
  if (words.length === 0) compare("the cut", { ...there.cut }, { ...here.cut });
  return words;
}

/** What an option is called that has another name within. */
function nameOf(key: string): string {
  return key === "quality" ? "jpegQuality" : key;
}

function isContents(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && "sha256" in value;
}

function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return "left out";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "left out" : value.join(" ");
  const { name, first, last, width, height } = value as { readonly [name: string]: Json };
  if (name !== undefined) return String(name);
  if (first !== undefined) return `${first}-${last}`;
  if (width !== undefined) return `${width}x${height}`;
  return JSON.stringify(value);
}
