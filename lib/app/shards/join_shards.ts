/**
 * What shards have made, as one.
 *
 * @module
 */

import { isAbsolute, join } from "node:path";
import { counted } from "../../counted.ts";
import { parseBackground } from "../../backgrounds/mod.ts";
import { claim } from "../../files/system/claim.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import { inFolder, onDisk } from "../../files/system/working_folder.ts";
import { areReadAsPictures } from "../../files/ffmpeg/decode/still_video.ts";
import { findInput } from "../../files/ffmpeg/decode/video_input.ts";
import {
  type JoinedVideo,
  joinVideo,
  type JoinVideoOptions,
} from "../../files/ffmpeg/join/join_video.ts";
import type { Container } from "../../files/ffmpeg/encode/containers.ts";
import { type Ffmpeg, findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { isTransparent } from "../background/open_background.ts";
import { libraryRunNames, type RunNames } from "../options/run_names.ts";
import type { RunOptions } from "../options/run_options.ts";
import { type CarriedOver, carriedOver, lookIntoSource } from "../source/look_into_source.ts";
import type { Targets } from "../targets/target.ts";
import { type Manifest, replaceManifest } from "./manifest.ts";
import { fileSetting, type Json, type RunSettings } from "./run_settings.ts";
import type { PieceNote, ShardRecord } from "./shard_record.ts";
import { readSetsManifest, type SetsManifest } from "./sets/sets_manifest.ts";
import { checkSets } from "./sets/sets_status.ts";
import { pieceOptions } from "./shard_targets.ts";
import { manifestOf, statusOf } from "./shard_status.ts";
import { ShardsFolder } from "./shards_folder.ts";
import { wholeRecords } from "./whole_records.ts";

/**
 * How shards are joined.
 *
 * @category Many machines
 */
export interface JoinShardsOptions {
  /**
   * Whether a video that is there may be replaced.
   *
   * @default {false}
   */
  overwrite?: boolean | undefined;
  /**
   * The video that shards were made of, for its sound.
   *
   * @default {where it was}
   */
  video?: string | undefined;
  /** The path of ffmpeg. */
  ffmpeg?: string | undefined;
  /**
   * Whether nothing may be fetched, as an ffmpeg where there is none.
   *
   * @default {false}
   */
  offline?: boolean | undefined;
  /**
   * The folder that paths are relative to.
   *
   * @default {the process's own}
   */
  cwd?: string | undefined;
  /** Ends it by throwing the signal's reason; no half file stays. */
  signal?: AbortSignal | undefined;
  /** Told in one line what a user should know. */
  onNotice?: ((notice: string) => void) | undefined;
  /** What messages call options. */
  names?: RunNames | undefined;
}

/**
 * What shards were joined into.
 *
 * @category Many machines
 */
export interface JoinedShards {
  /** The video, or the pictures' pattern. */
  readonly output: string;
  /** The mattes, if there are any. */
  readonly mattes: string | undefined;
  /** How many shards there were. */
  readonly shards: number;
  /** Not known of many videos. */
  readonly frames?: number | undefined;
  /** Of many videos: how many there are. */
  readonly videos?: number | undefined;
  /** Whether that was done before, and nothing was done now. */
  readonly wasJoined: boolean;
}

/**
 * Join what shards have made: check that none is missing or other than it was written, make one video of
 * the pieces without encoding them again, with its sound, its chapters and its words, and remove them. Of
 * numbered pictures all is where it belongs, and is only checked.
 *
 * @param output The output that the shards are of.
 * @param options How.
 * @throws {Deno.errors.NotFound} If there are no shards.
 * @throws {Error} If some are missing or broken, the output is there already, or the video is another one.
 * @category Many machines
 */
export async function joinShards(
  output: string,
  { cwd, offline = false, ...options }: JoinShardsOptions = {},
): Promise<JoinedShards> {
  return await inFolder(cwd, () => keepOffline(offline, () => joinHere(output, options)));
}

async function joinHere(output: string, options: JoinShardsOptions): Promise<JoinedShards> {
  const { overwrite = false, signal, names = libraryRunNames } = options;
  const folder = ShardsFolder.find(output);
  const sets = await readSetsManifest(folder);
  if (sets !== undefined) return await joinSets(folder, sets, signal);
  const manifest = await manifestOf(folder);
  const { job, joined } = manifest;
  const paths = pathsOf(folder, manifest);
  const result = { output: folder.output, mattes: paths.mattes, shards: job.cut.shards };
  const { isJoined } = await statusOf(folder, manifest);
  if (isJoined && joined!.bytes !== null && !overwrite) {
    return { ...result, frames: joined!.frames, wasJoined: true };
  }
  const records = await wholeRecords(folder, manifest, signal);
  const frames = records.reduce((sum, record) => sum + record.frames, 0);
  const videos = videosOf(paths, manifest);
  await using claims = new AsyncDisposableStack();
  for (const { path } of videos) {
    if (!overwrite && fileInfo(path) !== undefined) {
      throw new Error(
        `Cannot join '${path}': it is there already; ${names.named("overwrite")} ` +
          "replaces it",
      );
    }
    const held = await claim(path);
    if (held === undefined) throw new Error(`Cannot join '${path}': another run is writing it`);
    claims.use(held);
  }
  const made = claims.adopt([] as JoinedVideo[], async (all) => {
    for (const video of all) await video[Symbol.asyncDispose]();
  });
  if (videos.length > 0) await joinVideos(videos, records, folder, manifest, options, made);
  const bytes = job.output.kind === "video" ? made[0].bytes : null;
  // A run that is killed from here on has joined, or has a video of another size.
  await replaceManifest(folder, { ...manifest, joined: { frames, bytes } });
  for (const video of made) await video.close();
  if (bytes !== null) await removePieces(folder);
  return { ...result, frames, wasJoined: false };
}

/** Of many videos each is whole: they are only checked. */
async function joinSets(
  folder: ShardsFolder,
  sets: SetsManifest,
  signal: AbortSignal | undefined,
): Promise<JoinedShards> {
  const videos = await checkSets(folder, sets, signal);
  const { shards } = sets.sets;
  return { output: folder.output, mattes: undefined, shards, videos, wasJoined: false };
}

/** Where outputs are. */
interface Paths {
  readonly output: string;
  readonly mattes: string | undefined;
}

function pathsOf(folder: ShardsFolder, { places }: Manifest): Paths {
  return { output: folder.output, mattes: placeOf(folder, places.mattes ?? undefined) };
}

/** A path that a manifest has. */
function placeOf<Place extends string | undefined>(folder: ShardsFolder, path: Place): Place {
  if (path === undefined || isAbsolute(path) || /^https?:/i.test(path)) return path;
  return join(folder.outside, path) as Place;
}

/** A video that is to be made. */
interface WantedVideo {
  readonly of: "output" | "mattes";
  readonly path: string;
  readonly container: Container;
}

/** The videos that are to be made of pieces. */
function videosOf(paths: Paths, { job }: Manifest): WantedVideo[] {
  return (["output", "mattes"] as const).flatMap((of) => {
    const note = job[of];
    const path = paths[of];
    if (note?.kind !== "video" || path === undefined) return [];
    return [{ of, path, container: note.container }];
  });
}

/** Join pieces into each of the videos. */
async function joinVideos(
  videos: readonly WantedVideo[],
  records: readonly ShardRecord[],
  folder: ShardsFolder,
  manifest: Manifest,
  options: JoinShardsOptions,
  made: JoinedVideo[],
): Promise<void> {
  const { ffmpeg: command, signal, names = libraryRunNames, onNotice = () => {} } = options;
  const ffmpeg = await findFfmpeg({ command, names, onNotice, signal });
  const told = { ...options, names, onNotice };
  const carried = await carriedFrom(folder, manifest, told, ffmpeg);
  const { settings } = manifest.job;
  for (const { of, path, container } of videos) {
    const pieces = records.flatMap((record) => {
      const note = record[of];
      return note?.kind === "piece" ? [note] : [];
    });
    if (pieces.length === 0) throw new Error(`Cannot join '${path}': no shard has any frames`);
    const clock = clockOf(records, pieces, path);
    const own = of === "mattes" ? {} : outputOptions(settings);
    const how: JoinVideoOptions = {
      ...clock,
      ...carried,
      ...own,
      ...of === "mattes" ? { sound: undefined } : {},
      pieceTimescale: pieceOptions({ container, timescale: clock.timescale, ...own }).timescale,
      ffmpeg,
      container,
      names,
      onNotice,
      signal,
    };
    const placed = pieces.map(({ file, begins, frames }) => {
      return { path: folder.file(file), begins, frames };
    });
    made.push(await joinVideo(path, placed, how));
  }
}

/** How composites were written. */
function outputOptions({ codec, background }: RunSettings) {
  const isWord = typeof background === "string";
  const hasAlpha = isWord && isTransparent(parseBackground(background));
  return { hasAlpha, codec: codec as RunOptions["codec"] };
}

/** What all pieces agree in. */
function clockOf(records: readonly ShardRecord[], pieces: readonly PieceNote[], path: string) {
  const clocks = records.flatMap(({ clock }) => clock ?? []);
  const [{ width, height, frameRate, timescale }] = clocks;
  const [{ origin }] = pieces;
  const isOne = new Set(clocks.map((clock) => JSON.stringify(clock))).size === 1 &&
    pieces.every((piece) => piece.origin === origin);
  if (!isOne) {
    throw new Error(`Cannot join '${path}': its shards have other clocks; make them all anew`);
  }
  return {
    width,
    height,
    frameRate: frameRate ?? undefined,
    timescale: timescale ?? undefined,
    origin,
  };
}

/** What goes from the video into the one that is made of it, besides pictures. */
async function carriedFrom(
  folder: ShardsFolder,
  { job, places }: Manifest,
  { video, names = libraryRunNames, onNotice = () => {}, signal }: JoinShardsOptions,
  ffmpeg: Ffmpeg,
): Promise<CarriedOver> {
  const path = video ?? placeOf(folder, places.video);
  const { settings, cut } = job;
  await assertSameVideo(path, settings.video, names);
  const allowNetwork = /^https?:/i.test(path);
  const { fps: pictureRate } = settings as { readonly fps?: number };
  const found = await findInput(path, { names, allowNetwork, pictureRate });
  const pictures = found.isFile ? [path] : found.pictures;
  const areStill = pictures !== undefined && await areReadAsPictures(pictures);
  const input = areStill ? { ...found, isFile: false } : found;
  const targets = { output: { kind: job.output.kind }, mattes: { kind: job.mattes?.kind } };
  const streams = await lookIntoSource(input, targets as Targets, {
    ffmpeg,
    signal: signal ?? new AbortController().signal,
  });
  const range = { first: cut.first, last: cut.end ?? Infinity };
  const options = { ...settings, names } as unknown as RunOptions;
  return carriedOver(streams, input, options, range, { ffmpeg, onNotice });
}

/** Check that a video is the one that shards were made of. */
async function assertSameVideo(
  path: string,
  asked: Json | undefined,
  names: RunNames,
): Promise<void> {
  const isFile = typeof asked === "object";
  if (isFile && fileInfo(path) === undefined && !/%\d*d/.test(path)) {
    throw new Error(
      `Cannot join: the video '${path}' is not there, which has the sound; ` +
        `${names.with("video", "talk.mp4")} says where it is`,
    );
  }
  if (JSON.stringify(await fileSetting("video", path)) === JSON.stringify(asked)) return;
  throw new Error(`Cannot join: '${path}' is another video than the shards were made of`);
}

/** Remove what is joined: all but the manifest. */
async function removePieces(folder: ShardsFolder): Promise<void> {
  for (const { name } of folder.entries()) {
    await Deno.remove(onDisk(folder.file(name)), { recursive: true }).catch(() => {});
  }
}

/** What was joined, in a line. */
export function joinedInWords(joined: JoinedShards): string {
  const { output, shards, frames = 0, videos, wasJoined } = joined;
  const made = videos === undefined ? counted(frames, "frame") : counted(videos, "video");
  const what = `${output}, ${made} of ${counted(shards, "shard")}`;
  return wasJoined ? `${what}: joined before` : what;
}
