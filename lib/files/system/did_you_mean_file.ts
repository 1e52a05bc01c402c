import { basename, extname } from "node:path";
import { nearestName, plainName } from "../../nearest_name.ts";
import { printable } from "../../printable.ts";
import { readDenial } from "./permission.ts";
import { onDisk } from "./working_folder.ts";

/**
 * ` (Did you mean talk.mp4?)`, or nothing, to follow the path of what is not there.
 *
 * Nothing is said of names with fewer than three letters before the ending: they are all near.
 *
 * @param path The path.
 * @param kind Whether files or folders beside it are meant.
 */
export function didYouMeanFile(path: string, kind: "file" | "folder" = "file"): string {
  const whole = path.replace(/[/\\]+$/, "");
  const name = basename(whole);
  if (plainName(basename(name, extname(name))).length < 3) return "";
  const folder = whole.slice(0, whole.length - name.length);
  const nearest = nearestName(name, namesIn(folder, kind));
  return nearest === undefined ? "" : ` (Did you mean ${printable(folder + nearest)}?)`;
}

/** What a folder holds; nothing if there is none, or Deno may not look: on a terminal it would ask. */
function namesIn(folder: string, kind: "file" | "folder"): string[] {
  const path = folder === "" ? "." : folder;
  if (readDenial(path) !== undefined) return [];
  try {
    return [...Deno.readDirSync(onDisk(path))]
      .filter(({ isDirectory }) => isDirectory === (kind === "folder"))
      .map(({ name }) => name).sort();
  } catch {
    return [];
  }
}
