import { basename } from "node:path";
import { findCdnetVideos } from "../../../files/cdnet_tree.ts";
import { findLabelledClips } from "../../../files/labelled_clip.ts";
import type { EvaluateOptions } from "../../arguments/commands/evaluate_arguments.ts";

/** Where a clip is, and what it and its group are called. */
export interface ClipPlace {
  readonly folder: string;
  readonly name: string;
  readonly group: string;
}

/**
 * The clips, each once. Those of one folder of the command line are a group, or those of one of CDnet's
 * categories.
 *
 * @param options The command line.
 * @param onNotice Told what a table of CDnet's lacks.
 * @throws If there is no such folder, or no clip in it.
 */
export function findClips(
  { folders, cdnet }: Pick<EvaluateOptions, "folders" | "cdnet">,
  onNotice: (notice: string) => void,
): ClipPlace[] {
  if (cdnet === undefined) return clipsOf(folders);
  const { videos, missing } = findCdnetVideos(cdnet);
  if (missing.length > 0) {
    onNotice(`CDnet 2014's mean is over 11 categories; not there: ${missing.join(", ")}`);
  }
  return videos.map(({ folder, name, category }) => {
    const isAlone = videos.filter((other) => other.name === name).length === 1;
    return { folder, name: isAlone ? name : `${category}/${name}`, group: category };
  });
}

function clipsOf(given: readonly string[]): ClipPlace[] {
  const groups = new Map<string, string>();
  for (const group of given) {
    for (const folder of findLabelledClips(group)) {
      if (!groups.has(folder)) groups.set(folder, group);
    }
  }
  const folders = [...groups.keys()];
  const distinct = [...new Set(groups.values())];
  return folders.map((folder) => ({
    folder,
    name: shortName(folder, folders),
    group: shortName(groups.get(folder)!, distinct),
  }));
}

/** The folder's own name, or all of its path where two are called the same. */
function shortName(folder: string, folders: readonly string[]): string {
  const isAlone = folders.filter((other) => basename(other) === basename(folder)).length === 1;
  const name = basename(folder);
  return isAlone && name !== "." && name !== ".." ? name : folder;
}
