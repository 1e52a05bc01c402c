import { isCamera, parseCamera } from "../../files/camera/camera_name.ts";
import { CONTAINERS } from "../../files/ffmpeg/encode/containers.ts";
import { isNamedModel } from "../../files/onnx/model_names.ts";
import type { BackgroundChoice } from "../../backgrounds/mod.ts";
import type { RunOptions } from "./run_options.ts";
import { makesUseOfPlate } from "../method/clean_plate.ts";
import { bringsDistance } from "../method/distance.ts";
import type { Method } from "../../methods/method.ts";
import type { ModelOverrideTexts } from "../../networks/model/model_overrides.ts";
import type { OptionNames } from "../../option_names.ts";
import { type MethodChoices, nameOfModelOption } from "../method/prepare_method.ts";
import { singlePath, type Targets } from "../targets/target.ts";

/**
 * Options that were given and have no effect on what is written, as messages call
 * them: a user may have meant something else.
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
  const { given, codec, format, names } = options;
  const isVideo = output.kind === "video" && CONTAINERS[output.container].codecs.length > 0;
  const isPicture = output.kind === "pictures";
  const takesPlate = makesUseOfPlate(method);
  const hasTwoEyes = options.stereo !== undefined || options.right !== undefined;
  return [
    ...unusedLiveOptions(options),
    ...withoutEffect(names, [
      ["codec", given.has("codec"), isVideo],
      ["crf", given.has("crf"), isVideo && codec !== "prores"],
      ["preset", given.has("preset"), isVideo && codec !== "prores"],
      ["jpegQuality", given.has("jpegQuality"), isPicture && output.format === "jpg"],
      ["backgroundStart", given.has("backgroundStart"), background.kind === "file"],
      ["fit", given.has("fit"), background.kind === "file"],
      ["cleanPlate", given.has("cleanPlate"), takesPlate],
      ["cleanPlateAt", given.has("cleanPlateAt"), takesPlate],
      ["survey", given.has("survey"), method === undefined || method.surveySettings !== undefined],
      ["swapEyes", given.has("swapEyes"), hasTwoEyes],
      ["keepStereo", given.has("keepStereo"), options.stereo !== undefined],
      ["near", given.has("near"), options.depth !== undefined],
      [
        "nearerThan",
        given.has("nearerThan"),
        method === undefined || method.takesDistance === true,
      ],
    ]),
    ...unusedMethodOptions(options, [method]),
    ...withoutEffect(names, [
      ["overwrite", options.overwrite, singlePath(output) !== undefined],
      ["format", given.has("format"), !isPicture || format === output.format],
    ]),
  ];
}

/** Of a camera's options what has no effect on a file, and the other way round. */
function unusedLiveOptions({ given, video, mirror, lowLatency, names }: RunOptions): string[] {
  const isLive = isCamera(video);
  // A file or a pipe that stands for a camera is not asked.
  const isAsked = isLive && /^(first|device)$/.test(parseCamera(video).kind);
  return withoutEffect(names, [
    ["cameraSize", given.has("cameraSize"), isAsked],
    ["cameraFps", given.has("cameraFps"), isAsked],
    ["mirror", mirror, isLive],
    ["lowLatency", lowLatency, isLive],
    ...OF_FILES.map((name) => [name, given.has(name), !isLive] as const),
  ]);
}

/** What a camera's run does not take. */
const OF_FILES = [
  ...["start", "fps", "allowNetwork", "survey", "resetEvery", "resume", "jobs"],
] as const;

/**
 * Of what a run and an evaluation are told of methods, what has no effect on any of them.
 *
 * @param choices What was said.
 * @param methods The methods; `undefined` for a module of the user's, which takes what it likes.
 */
export function unusedMethodOptions(
  { given, model, modelOptions, names }: MethodChoices & Pick<RunOptions, "given">,
  methods: readonly (Method | undefined)[],
): string[] {
  const takesThreshold = methods.some((method) =>
    method === undefined || method.settings?.threshold
  );
  const takesSegmenter = methods.some((method) => method === undefined || method.needsNetwork);
  const takesNetwork = takesSegmenter ||
    methods.some((method) => method?.takesDistance) && !bringsDistance(given);
  // Of those that come with the program all is known.
  const takesModelOptions = takesNetwork && !isNamedModel(model);
  return withoutEffect(names, [
    ["threshold", given.has("threshold"), takesThreshold],
    ["model", given.has("model"), takesNetwork],
    ...Object.entries(modelOptions).map(([name, text]) => {
      return [
        nameOfModelOption(name as keyof ModelOverrideTexts),
        text !== undefined,
        takesModelOptions,
      ] as const;
    }),
    ["every", given.has("every"), takesSegmenter],
    ["device", given.has("device"), takesNetwork],
  ]);
}

/** Those that were given and have no effect. */
function withoutEffect(
  names: OptionNames,
  options: readonly (readonly [option: string, isGiven: boolean, hasEffect: boolean])[],
): string[] {
  return options.filter(([, isGiven, hasEffect]) => isGiven && !hasEffect).map(([name]) =>
    names.named(name)
  );
}
