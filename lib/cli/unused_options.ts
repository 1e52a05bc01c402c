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
  const takesOwn = takesNetwork && !["fast", "quality"].includes(options.model);
  const { size, mean, std, layout, output: matte } = options.modelOptions;
  const given: [option: string, isGiven: boolean, hasEffect: boolean][] = [
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
    ["--every", options.every !== undefined, takesNetwork],
    ["--model-size", size !== undefined, takesOwn],
    ["--model-mean", mean !== undefined, takesOwn],
    ["--model-std", std !== undefined, takesOwn],
    ["--model-layout", layout !== undefined, takesOwn],
    ["--model-output", matte !== undefined, takesOwn],
    ["--overwrite", options.overwrite, output.kind === "video"],
    ["--format", format !== undefined, !isPicture || format === output.format],
  ];
  return given.filter(([, isGiven, hasEffect]) => isGiven && !hasEffect).map(([option]) => option);
}
