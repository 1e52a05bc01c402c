import { nearProjectPath } from "../../app/bench/project_place.ts";
import type { CommandLine } from "../../app/options/command_line.ts";

/**
 * `explain talk.mp4`, `try`: the same with the project's own files for those that are missing.
 *
 * @param line The command line.
 * @returns `undefined` where nothing is known to be missing, or the project has no files here.
 */
export function addExampleFiles({ files, options }: CommandLine): CommandLine | undefined {
  const [command, ...given] = files;
  if (command !== "explain" && command !== "try") return undefined;
  const video = given[0] ?? nearProjectPath("examples/media/wave.mp4");
  const picture = given[1] ?? nearProjectPath("examples/media/beach.jpg");
  if (video === undefined || picture === undefined) return undefined;
  return { files: [command, video, picture], options };
}
