import type { BackgroundChoice } from "../backgrounds/mod.ts";
import type { RunOptions } from "./run_options.ts";
import { makesUseOfPlate } from "./method/clean_plate.ts";
import type { Method } from "../methods/method.ts";
import type { MethodChoices } from "./method/prepare_method.ts";
import { singlePath, type Targets } from "./targets/targets.ts";

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
  const { given, codec, format } = options;
  const isVideo = output.kind === "video" && output.container !== "gif";
  const isPicture = output.kind === "pictures";
  const takesPlate = makesUseOfPlate(method);
  return [
    ...withoutEffect([
      ["--codec", given.has("codec"), isVideo],
      ["--crf", given.has("crf"), isVideo && codec !== "prores"],
      ["--preset", given.has("preset"), isVideo && codec !== "prores"],
      ["--jpeg-quality", given.has("jpegQuality"), isPicture && output.format === "jpg"],
      ["--background-start", given.has("backgroundStart"), background.kind === "file"],
      ["--fit", given.has("fit"), background.kind === "file"],
      ["--clean-plate", given.has("cleanPlate"), takesPlate],
      ["--clean-plate-at", given.has("cleanPlateAt"), takesPlate],
    ]),
    ...unusedMethodOptions(options, [method]),
    ...withoutEffect([
      ["--overwrite", options.overwrite, singlePath(output) !== undefined],
      ["--format", given.has("format"), !isPicture || format === output.format],
    ]),
  ];
}

/**
 * Of what a run and an evaluation are told of methods, what has no effect on any of them.
 *
 * @param choices What was said.
 * @param methods The methods; `undefined` for a module of the user's, which takes what it likes.
 */
export function unusedMethodOptions(
  { given, model, modelOptions }: MethodChoices & Pick<RunOptions, "given">,
  methods: readonly (Method | undefined)[],
): string[] {
  const takesThreshold = methods.some((method) =>
    method === undefined || method.settings?.threshold
  );
  const takesNetwork = methods.some((method) => method === undefined || method.needsNetwork);
  // Of those that come with the program all is known.
  const takesModelOptions = takesNetwork && model !== "fast" && model !== "quality";
  return withoutEffect([
    ["--threshold", given.has("threshold"), takesThreshold],
    ["--model", given.has("model"), takesNetwork],
    ...Object.entries(modelOptions).map(([name, text]) => {
      return [`--model-${name}`, text !== undefined, takesModelOptions] as const;
    }),
    ["--every", given.has("every"), takesNetwork],
  ]);
}

/** Those that were given and have no effect. */
function withoutEffect(
  options: readonly (readonly [option: string, isGiven: boolean, hasEffect: boolean])[],
): string[] {
  return options.filter(([, isGiven, hasEffect]) => isGiven && !hasEffect).map(([name]) => name);
}
