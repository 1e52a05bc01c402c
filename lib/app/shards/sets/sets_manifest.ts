import { basename } from "node:path";
import config from "../../../../deno.json" with { type: "json" };
import type { RunOptions } from "../../options/run_options.ts";
import { UsageError } from "../../usage_error.ts";
import { createManifestText, readManifestText, sorted } from "../manifest.ts";
import { type Json, type RunSettings, runSettings } from "../run_settings.ts";
import type { ShardsFolder } from "../shards_folder.ts";
import { balancedSets } from "./balanced_sets.ts";

/** What this version writes and understands. */
const FORMAT = 1;

/** One of many videos. */
export type VideoNote = readonly [
  path: string,
  bytes: number,
  milliseconds: number,
  kind: "video" | "photo",
  /** What its outputs are called. */
  stem: string,
];

/** What all shards of many videos agree in. */
export interface SetsJob {
  readonly format: typeof FORMAT;
  /** The version of this program. */
  readonly backdrop: string;
  readonly settings: RunSettings;
  /** How many shards. */
  readonly shards: number;
  /** What the command line names, sorted. */
  readonly named: readonly string[];
  /** What that was when the first shard began: what comes later is not of the job. */
  readonly videos: readonly VideoNote[];
  /** The folder of the outputs, and what comes into it. */
  readonly output: {
    readonly kind: "folder";
    readonly name: string;
    readonly format: string | null;
  };
  readonly mattes: string | null;
}

/** The manifest of many videos in shards. */
export interface SetsManifest {
  readonly sets: SetsJob;
  /** Outputs that were there before the first shard began. */
  readonly earlier: readonly string[];
}

/**
 * The job of a run of many videos.
 *
 * @param options The command line.
 * @param shards How many shards.
 * @param videos The videos.
 */
export async function setsJob(
  options: RunOptions,
  shards: number,
  videos: readonly VideoNote[],
): Promise<SetsJob> {
  const { output, mattes, format } = options;
  const { video: _, ...settings } = await runSettings({ ...options, video: "" });
  const nameOf = (folder: string) => basename(folder.replace(/[/\\]+$/, ""));
  return {
    format: FORMAT,
    backdrop: config.version,
    settings,
    shards,
    named: options.videos.toSorted(),
    videos,
    output: { kind: "folder", name: nameOf(output), format: format ?? null },
    mattes: mattes === undefined ? null : nameOf(mattes),
  };
}

/** The videos of each shard. */
export function setsOf({ videos, shards }: SetsJob): VideoNote[][] {
  const lasting = videos.map((note) => ({ path: note[0], milliseconds: note[2], note }));
  return balancedSets(lasting, shards).map((set) => set.map(({ note }) => note));
}

/**
 * Read the manifest of many videos.
 *
 * @returns `undefined` if there is none, or one of a single video.
 * @throws {Error} If it is damaged.
 */
export async function readSetsManifest(folder: ShardsFolder): Promise<SetsManifest | undefined> {
  const text = await readManifestText(folder);
  if (text === undefined) return undefined;
  try {
    const { sets, earlier } = JSON.parse(text);
    if (sets === undefined) return undefined;
    const isWhole = sets.format === FORMAT && Number.isSafeInteger(sets.shards) &&
      Array.isArray(sets.videos) && Array.isArray(earlier);
    if (!isWhole) throw new TypeError("Cannot read a manifest: something is missing");
    return { sets, earlier };
  } catch (cause) {
    throw new Error(
      `Cannot read '${folder.manifest}': it is damaged; remove '${folder.path}' to begin anew`,
      { cause },
    );
  }
}

/** Write the manifest where there is none: of several runs at once one writes it. */
export async function createSetsManifest(
  folder: ShardsFolder,
  manifest: SetsManifest,
): Promise<boolean> {
  // A line a video, for people.
  const { videos, ...job } = manifest.sets;
  const lines = videos.map((video) => JSON.stringify(video)).join(",\n");
  const rest = JSON.stringify({ sets: { ...job, videos: [] }, earlier: manifest.earlier });
  return await createManifestText(
    folder,
    `${rest.replace('"videos":[]', () => `"videos":[\n${lines}\n]`)}\n`,
  );
}

/**
 * Check that a run is of the job that a manifest has.
 *
 * @param folder The shards.
 * @param there The job of the manifest.
 * @param here The run's, with the manifest's videos.
 * @param outputName What messages call the output.
 * @throws {UsageError} If it is another one; the message says in what.
 */
export function assertSameSets(
  folder: ShardsFolder,
  there: SetsJob,
  here: SetsJob,
  outputName: string,
): void {
  const differ: string[] = [];
  const compare = (what: string, a: unknown, b: unknown) => {
    if (JSON.stringify(sorted(a as Json)) !== JSON.stringify(sorted(b as Json))) differ.push(what);
  };
  compare("Backdrop's version", there.backdrop, here.backdrop);
  compare("the number of shards", there.shards, here.shards);
  const keys = new Set([...Object.keys(there.settings), ...Object.keys(here.settings)]);
  for (const key of keys) compare(key, there.settings[key] ?? null, here.settings[key] ?? null);
  compare("the output", there.output, here.output);
  compare("the mattes", there.mattes, here.mattes);
  compare("the videos", there.named, here.named);
  if (differ.length === 0) return;
  throw new UsageError(
    `the shards in '${folder.path}' were begun with others of these: ${
      differ.join(", ")
    }; choose ` +
      `another ${outputName}, or remove that folder to begin anew`,
  );
}
