import type { RunOptions } from "../../options/run_options.ts";
import type { Input } from "../../source/inputs.ts";
import { onDisk } from "../../../files/system/working_folder.ts";
import { fileInfo } from "../../../files/system/file_info.ts";
import type { NamedOptions } from "../../targets/many_files.ts";
import { UsageError } from "../../usage_error.ts";
import { ShardsFolder } from "../shards_folder.ts";
import { inputLengths } from "./input_lengths.ts";
import {
  assertSameSets,
  createSetsManifest,
  readSetsManifest,
  setsJob,
  type SetsManifest,
  type VideoNote,
} from "./sets_manifest.ts";

/** Many videos, and what each is asked for; `undefined` where the manifest is known to tell. */
export type FoundVideos = (NamedOptions & { readonly inputs: readonly Input[] }) | undefined;

/** The sets of many videos. */
export interface CutSets {
  readonly folder: ShardsFolder;
  readonly manifest: SetsManifest;
}

/**
 * Whether a shard of many videos has begun before: then its manifest tells which there are, and no
 * folder need be looked through.
 *
 * @param options The command line.
 */
export async function areSetsCut({ output }: RunOptions): Promise<boolean> {
  return await readSetsManifest(new ShardsFolder(output)) !== undefined;
}

/**
 * Cut many videos into sets, or take the cut of whichever shard came first: then nothing is read of
 * the videos, of which there may be ten thousand, on a file system that a thousand nodes share.
 *
 * @param options The command line.
 * @param count How many sets.
 * @param found The videos.
 * @throws {UsageError} If they were cut otherwise.
 */
export async function cutSets(
  options: RunOptions,
  count: number,
  found: FoundVideos,
): Promise<CutSets> {
  const folder = new ShardsFolder(options.output);
  const there = await readSetsManifest(folder);
  if (there === undefined && found !== undefined) {
    const job = await setsJob(options, count, notesOf(found, options));
    const manifest = { sets: job, earlier: earlierOf(found) };
    if (await createSetsManifest(folder, manifest)) return { folder, manifest };
  }
  const manifest = there ?? await readSetsManifest(folder);
  const outputName = options.names.named("output");
  if (manifest === undefined) {
    throw new UsageError(
      `'${folder.path}' has shards of one video: choose another ${outputName}, or remove it`,
    );
  }
  const here = await setsJob(options, count, manifest.sets.videos);
  assertSameSets(folder, manifest.sets, here, outputName);
  return { folder, manifest };
}

function notesOf({ inputs, stems }: NonNullable<FoundVideos>, options: RunOptions): VideoNote[] {
  return inputLengths(inputs, options).lengths.map(({ path, size, milliseconds }, i) => {
    return [path, size, milliseconds, inputs[i].isPhoto ? "photo" : "video", stems[i]];
  });
}

/** Outputs that belong to somebody: they are there, and no shard has begun. */
function earlierOf({ all }: NonNullable<FoundVideos>): string[] {
  return all.map(({ output }) => output).filter((output) => {
    const path = output.replaceAll("%%", "%");
    const info = fileInfo(path);
    return info?.isDirectory ? !Deno.readDirSync(onDisk(path)).every(() => false) : info?.isFile;
  });
}
