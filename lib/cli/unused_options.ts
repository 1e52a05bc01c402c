import type { BackgroundChoice } from "../backgrounds.ts";
import type { RunOptions } from "./arguments.ts";
import type { Method } from "../masks/methods.ts";
import type { Targets } from "./targets.ts";

/**
 * Options that were given and have no effect on what is written, as they stand on the
 * command line: a user may have meant something else.
 *
 * @param options The command line.
 * @param targets Where the pictures go.
 * @param background What is behind.
 * @param method The method, if it is one of ours: a module of the user's takes what it likes.
 */
export function unusedOptions(
  options: RunOptions,
  { output }: Targets,
  background: BackgroundChoice,
  method?: Method,
): string[] {
  const { codec, crf, preset, backgroundStart, format } = options;
  const isVideo = output.kind === "video" && output.container !== "gif";
  const isPicture = output.kind === "pictures";
  const takesPlate = method === undefined || method.needsPlate === true ||
    method.takesPlate === true;
  const takesNetwork = method === undefined || method.needsNetwork === true;
  // Of those that come with the program all is known.
  const takesModelOptions = takesNetwork && options.model !== "fast" && options.model !== "quality";
  const given: (readonly [option: string, isGiven: boolean, hasEffect: boolean])[] = [
    ["--codec", codec !== undefined, isVideo],
    ["--crf", crf !== undefined, isVideo && codec !== "prores"],
    ["--preset", preset !== undefined, isVideo && codec !== "prores"],
    ["--quality", options.quality !== 95, isPicture && output.format === "jpg"],
    ["--background-start", backgroundStart !== undefined, background.kind === "file"],
    ["--fit", options.fit !== "stretch", background.kind === "file"],
    ["--threshold", options.threshold !== undefined, method?.takesThreshold !== false],
    ["--clean-plate", options.cleanPlate !== undefined, takesPlate],
    ["--clean-plate-at", options.cleanPlateAt !== undefined, takesPlate],
    ["--model", options.model !== "fast", takesNetwork],
    ...Object.entries(options.modelOptions).map(([name, text]) => {
      return [`--model-${name}`, text !== undefined, takesModelOptions] as const;
    }),
    ["--every", options.every !== undefined, takesNetwork],
    ["--overwrite", options.overwrite, output.kind === "video"],
    ["--format", format !== undefined, !isPicture || format === output.format],
  ];
  return given.filter(([, isGiven, hasEffect]) => isGiven && !hasEffect).map(([option]) => option);
}
