// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import type { ModelChoices } from "../../../app/options/run_options.ts";
import { Argument, Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { isMethodPath, moduleMeantBy } from "../../../files/find_method.ts";
import { nearProjectPath } from "../../../app/bench/project_place.ts";
import { UsageError } from "../../../app/usage_error.ts";
import { printable } from "../../../printable.ts";
import { methodTraits } from "../../../methods/method_traits.ts";
import { COUNT } from "../../../raster/option_checks.ts";
import { isResultsFile } from "../../../app/evaluate/results_file.ts";
import type { MethodName } from "../../../methods/settings/method_settings.ts";
import type { CommandReader } from "../command_reader.ts";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import { FINDING, refineOption, setOption, thresholdOption } from "../method_arguments.ts";
import {
  deviceOption,
  everyOption,
  modelChannelsOption,
  modelChoices,
  modelLayoutOption,
  modelMeanOption,
  modelOption,
  modelOutputOption,
  modelSizeOption,
  modelStdOption,
} from "../model_arguments.ts";
import { givenOptions, htmlFile, methodList, methodName, numberIn } from "../option_values.ts";
import {
  ffmpegOption,
  helpOption,
  jsonOption,
  offlineOption,
  quietOption,
  verboseOption,
} from "../running_arguments.ts";

/** What an evaluation was asked to do. */
export interface EvaluateOptions extends ModelChoices {
  /** What the command line says, by the names that commander gives its options. */
  given: ReadonlySet<string>;
  /** Labelled clips, or folders with some in them. */
  folders: readonly string[];
  /** The folder of CDnet's categories, instead of these. */
  cdnet: string | undefined;
  /** Names, and paths of modules, each once. */
  methods: readonly string[];
  /** Those of them that were not asked for: left out where a network would have to be fetched. */
  unlessFetched: readonly string[];
  /** Those of them that were not asked for: left out where no clip tells distance. */
  unlessDistance: readonly string[];
  /** Each method's own if left out. */
  threshold: number | undefined;
  /** Settings, for the methods that know them. */
  set: readonly string[];
  /** How masks are refined, as in a run. */
  refine: string;
  /** The module that is measured at each save. */
  watch: string | undefined;
  /** Where the HTML report goes. */
  report: string | undefined;
  /** What the results are compared with: a file of `--json`, or a method. */
  baseline: string | undefined;
  /** Frame step of Grad and Conn: 5 measures them on every fifth frame, 0 on none. */
  edgesEvery: number;
  ffmpeg: string | undefined;
  /** Whether nothing is fetched. */
  offline: boolean;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

const RESULTS = "Results:";

const EXAMPLES: readonly Item[] = [
  ["backdrop evaluate examples/media/labelled", "all methods, as a table"],
  ["backdrop evaluate clips --report out.html", "a page with plots and pictures"],
  ["backdrop evaluate clips -m ./my_method.ts", "yours beside all built-in ones"],
  ["backdrop evaluate --watch my_method.ts", "yours, again at each save"],
  ["backdrop evaluate clips --methods median,knn", "these two only"],
  ["backdrop evaluate clips -m segment", "segment too; it is fetched first"],
  ["backdrop evaluate real clips", "means by folder, then over both"],
  ["backdrop evaluate clips --json > old.json", "for scripts, and to compare with"],
  ["backdrop evaluate clips --baseline old.json", "what has changed; what is noise"],
  ["backdrop evaluate clips --baseline median", "each against median"],
  ["backdrop evaluate --cdnet dataset2014", "CDnet's official tables"],
];

const CLIPS =
  "A labelled clip is a folder with input.* and truth.* (each a video, or a folder of " +
  "numbered pictures) and, for methods that can use it, plate.*: a picture of the empty room, " +
  "right.*: what the right eye sees, depth.*: how near all is, near bright. " +
  "CDnet 2014's folders (input/, groundtruth/, ROI.bmp, temporalROI.txt) are read too. A folder " +
  "of such folders stands for all of them, and counts as one group: the mean is taken by group, " +
  "then over the groups.";

const EXIT_CODES =
  "Exit codes: 0 done, 1 a method or a clip failed, 2 wrong usage, 130 interrupted.";

/** What stands before the options on the page of `evaluate --help`. */
function introduction(width: number): string {
  return [
    wrapped("Measures methods on clips whose true mattes are known.", width),
    "",
    itemList("Examples:", EXAMPLES, width),
    "",
    wrapped(CLIPS, width),
  ].join("\n");
}

/** The command `evaluate`. */
export const evaluateReader: CommandReader<EvaluateOptions> = {
  create: (ask) =>
    createCommand().action((folders, options, parsed) =>
      ask(evaluateOptions(folders, options, givenOptions(parsed)))
    ),
  introduction,
  exitCodes: EXIT_CODES,
};

function createCommand() {
  return new Command("evaluate")
    .description("measure methods on clips whose true mattes are known")
    .usage("<folders...> [options]")
    .addArgument(new Argument("[folders...]", ""))
    .addOption(methodsOption())
    .addOption(oneMoreMethodOption())
    .addOption(modelOption())
    .addOption(everyOption())
    .addOption(deviceOption())
    .addOption(thresholdOption())
    .addOption(setOption())
    .addOption(refineOption())
    .addOption(watchOption())
    .addOption(reportOption())
    .addOption(baselineOption())
    .addOption(cdnetOption())
    .addOption(edgesEveryOption())
    .addOption(jsonOption("JSON on stdout, instead of tables").helpGroup(RESULTS))
    .addOption(modelSizeOption())
    .addOption(modelMeanOption())
    .addOption(modelStdOption())
    .addOption(modelLayoutOption())
    .addOption(modelChannelsOption())
    .addOption(modelOutputOption())
    .addOption(ffmpegOption())
    .addOption(offlineOption())
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page, or one on a topic (methods, refine)"));
}

/** `--methods`. */
function methodsOption() {
  return new Option("--methods <list>", "these methods only, with commas between")
    .default(undefined, "all but chroma; segment once it is fetched, depth where clips have it")
    .argParser(methodList).helpGroup(FINDING);
}

/** `--method`. */
function oneMoreMethodOption() {
  return new Option("-m, --method <name>", "add a method; may be repeated")
    .argParser((text: string, before: string[] | undefined) => [
      ...before ?? [],
      methodName(text),
    ]).helpGroup(FINDING);
}

/** Options that say nothing of a method of the user's, which has no network of ours. */
const NOT_WATCHED = [
  "report",
  "baseline",
  "cdnet",
  "model",
  "every",
  "device",
  "modelSize",
  "modelMean",
  "modelStd",
];

/** `--watch`. */
function watchOption() {
  return new Option("--watch <file>", "measure this method again each time it is saved")
    .argParser((text) => {
      if (isMethodPath(text)) return text;
      const meant = moduleMeantBy(text);
      const words = meant === undefined
        ? "such as my_method.ts."
        : `(Did you mean ${printable(meant.replace(/^\.\//, ""))}?).`;
      throw new InvalidArgumentError(`It must be a module of yours ${words}`);
    }).conflicts([...NOT_WATCHED, "modelLayout", "modelChannels", "modelOutput"])
    .helpGroup(RESULTS);
}

/** `--report`. */
function reportOption() {
  return new Option("--report <file>", "write an HTML page with plots and pictures")
    .argParser(htmlFile).helpGroup(RESULTS);
}

/** `--baseline`. */
function baselineOption() {
  return new Option(
    "--baseline <what>",
    "compare with an earlier --json file, or with one of the methods",
  ).argParser((text) => isResultsFile(text) ? text : methodName(text)).helpGroup(RESULTS);
}

/** `--cdnet`. */
function cdnetOption() {
  return new Option(
    "--cdnet <folder>",
    "print CDnet 2014's tables of the categories in a folder; no Grad, no Conn",
  )
    .helpGroup(RESULTS);
}

/** `--edges-every`. */
function edgesEveryOption() {
  return new Option("--edges-every <n>", "measure Grad and Conn on every n-th frame; 0: on none")
    .default(1).argParser(numberIn(COUNT)).helpGroup(RESULTS);
}

/** Which clips are measured: those of folders, or CDnet's. */
function assertClips(
  folders: readonly string[],
  cdnet: string | undefined,
  watch: string | undefined,
  methods: readonly string[],
): void {
  if (folders.length === 0 && cdnet === undefined && watch === undefined) {
    const clips = nearProjectPath("examples/media/labelled");
    const options = methods.map((method) => ["-m", method]);
    const better = clips === undefined ? undefined : { files: ["evaluate", clips], options };
    throw new UsageError("name folders with labelled clips (see evaluate --help)", { better });
  }
  const module = folders.find((folder) => /.\.[cm]?[jt]sx?$/.test(folder));
  if (module !== undefined && watch === undefined) {
    const rest = folders.filter((folder) => folder !== module);
    const path = /[/\\]/.test(module) ? module : `./${module}`;
    const option = rest.length > 0 ? ["-m", path] : ["--watch", module];
    const better = { files: ["evaluate", ...rest], options: [option] };
    const words =
      `'${module}' is a method, no folder with labelled clips: --watch measures it at ` +
      `each save, -m beside others on the clips of folders`;
    throw new UsageError(words, { better });
  }
  if (folders.length > 0 && cdnet !== undefined) {
    const better = { files: ["evaluate"], options: [["--cdnet", cdnet]] };
    throw new UsageError("--cdnet takes the place of other folders", { better });
  }
}

function evaluateOptions(
  folders: string[],
  options: ReturnType<ReturnType<typeof createCommand>["opts"]>,
  given: ReadonlySet<string>,
): EvaluateOptions {
  const { threshold, set = [], refine, watch, report, baseline, cdnet, ffmpeg } = options;
  // Grad and Conn are of mattes, and take longest.
  const edgesEvery = cdnet === undefined || given.has("edgesEvery") ? options.edgesEvery : 0;
  const { method: added = [] } = options;
  // To be compared with, it is measured too.
  const isMethod = baseline !== undefined && !isResultsFile(baseline);
  const method = isMethod ? [...added, baseline] : added;
  const { offline = false, json = false, quiet = false, verbose = false } = options;
  assertClips(folders, cdnet, watch, added);
  return {
    given,
    folders,
    cdnet,
    ...measuredMethods(options.methods, method, given),
    threshold,
    set,
    refine,
    ...modelChoices(options),
    watch,
    report,
    baseline,
    edgesEvery,
    ffmpeg,
    offline,
    json,
    quiet,
    verbose,
  };
}

/** The methods that are measured, and those that are only if something is there. */
function measuredMethods(
  named: readonly string[] | undefined,
  added: readonly string[],
  given: ReadonlySet<string>,
): Pick<EvaluateOptions, "methods" | "unlessFetched" | "unlessDistance"> {
  const isKind = (kind: "needsScreen" | "needsNetwork" | "takesDistance") => (name: string) =>
    methodTraits[name as MethodName][kind] === true;
  const all = named ?? Object.keys(methodTraits).filter((name) => !isKind("needsScreen")(name));
  const unless = (kind: "needsNetwork" | "takesDistance", isAsked: boolean) =>
    isAsked ? [] : all.filter(isKind(kind)).filter((name) => !added.includes(name));
  return {
    methods: [...new Set([...all, ...added])],
    // Whoever names a network wants to see it.
    unlessFetched: unless("needsNetwork", given.has("methods") || given.has("model")),
    unlessDistance: unless("takesDistance", given.has("methods")),
  };
}
