import { dirname, join } from "node:path";
import { onDisk } from "../../files/system/working_folder.ts";
import { fetchProjectFile, projectPath } from "./project_place.ts";

/** Where the drawn clips that come with the project lie in it. */
export const EXAMPLE_CLIPS: string = "examples/media/labelled";

/** Their files. */
const FILES: readonly string[] = ["sway", "walk"].flatMap((clip) =>
  ["input.mp4", "truth.mkv", "plate.png"].map((name) => `${clip}/${name}`)
);

/** A folder of labelled clips, for as long as this lives. */
export interface OpenClips extends AsyncDisposable {
  /** Its path. */
  readonly folder: string;
}

/**
 * The two small labelled clips that come with the project. Where the project was loaded from an
 * address, they are fetched into a temporary folder (0.5 MB).
 *
 * @param signal Ends the fetching.
 * @throws {Error} If they do not come.
 */
export async function openExampleClips(signal?: AbortSignal): Promise<OpenClips> {
  const path = projectPath(EXAMPLE_CLIPS);
  if (path !== undefined) return { folder: path, [Symbol.asyncDispose]: () => Promise.resolve() };
  const folder = await Deno.makeTempDir({ prefix: "backdrop_clips_" });
  const remove = () => Deno.remove(onDisk(folder), { recursive: true });
  try {
    await Promise.all(FILES.map(async (name) => {
      const bytes = await fetchProjectFile(`${EXAMPLE_CLIPS}/${name}`, signal);
      await Deno.mkdir(onDisk(join(folder, dirname(name))), { recursive: true });
      await Deno.writeFile(onDisk(join(folder, name)), bytes);
    }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: remove };
}
