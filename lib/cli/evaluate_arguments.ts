// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { type MethodName, methods } from "../masks/methods.ts";
import { refineOption, setOption, thresholdOption } from "./method_arguments.ts";
import {
  everyOption,
  type ModelChoices,
  modelChoices,
  modelLayoutOption,
  modelMeanOption,
  modelOption,
  modelOutputOption,
  modelSizeOption,
  modelStdOption,
} from "./model_arguments.ts";
import { methodName, someText, wholeNumber } from "./option_values.ts";

/** What an evaluation was asked to do. */
export interface EvaluateOptions extends ModelChoices {
  /** Labelled clips, or folders with some in them. */
  folders: readonly string[];
  /** Names, and paths of modules, each once. */
  methods: readonly string[];
  /** Those of them that were not asked for: left out where a network would have to be fetched. */
  unlessFetched: readonly string[];
  /** Each method's own if left out. */
  threshold: number | undefined;
  /** Settings, for the methods that know them. */
  set: readonly string[];
  /** How masks are refined, as in a run. */
  refine: string;
  /** Where the HTML report goes. */
  report: string | undefined;
  /** Of how many frames one is asked for Grad and Conn; 0 for none. */
  edgesEvery: number;
  ffmpeg: string | undefined;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

const HELP = `
A labelled clip is a folder with input.* and truth.* (each a video, or a folder
of numbered pictures) and, for methods that can use it, plate.*: a picture of the
empty room. CDnet 2014's folders (input/, groundtruth/, ROI.bmp, temporalROI.txt)
are read too. A folder of such folders stands for all of them.

Examples:
  backdrop evaluate examples/media/labelled
  backdrop evaluate clips --methods tutorial,./my_method.ts --report out.html
  backdrop evaluate clips --method ./my_method.ts       beside all built-in ones
  backdrop evaluate clips -m segment                    fetches its networks first
  backdrop evaluate cdnet/baseline --edges-every 0 --json

Exit codes: 0 done, 1 a method or a clip failed, 2 wrong usage, 130 interrupted.`;

/** The command `evaluate`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function createEvaluateCommand(onEvaluate: (options: EvaluateOptions) => void) {
  return new Command("evaluate")
    .description("Measure methods on clips whose true mattes are known.")
    .usage("<folders...> [options]")
    .addArgument(new Argument("<folders...>", "labelled clips, or folders of them"))
    .addOption(
      new Option(
        "--methods <list>",
        "names and modules, with commas between (default: all\nthat need no screen; " +
          "segment only if its networks were fetched before)",
      )
        .argParser(listOfMethods),
    )
    .addOption(
      new Option("-m, --method <name>", "one more: a name, or your ./module.ts; may be repeated")
        .argParser((text: string, before: string[] | undefined) => [
          ...before ?? [],
          methodName(text),
        ]),
    )
    .addOption(thresholdOption())
    .addOption(setOption())
    .addOption(refineOption())
    .addOption(modelOption())
    .addOption(everyOption())
    .addOption(modelSizeOption())
    .addOption(modelMeanOption())
    .addOption(modelStdOption())
    .addOption(modelLayoutOption())
    .addOption(modelOutputOption())
    .addOption(
      new Option("--report <file>", "write an HTML page with plots and pictures").argParser(
        (text) => {
          if (/.\.html?$/i.test(text)) return text;
          throw new InvalidArgumentError("It must end in .html.");
        },
      ),
    )
    .addOption(
      new Option("--edges-every <n>", "Grad and Conn of every n-th frame, 0 for none")
        .default(1).argParser(wholeNumber(0, 100000)),
    )
    .addOption(
      new Option("--ffmpeg <path>", "which ffmpeg (also: FFMPEG_PATH)").argParser(someText),
    )
    .option("--json", "the results as JSON on stdout, instead of tables")
    .option("-q, --quiet", "no progress and no notes")
    .option("-v, --verbose", "full errors")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP)
    .action((folders, options) => {
      const { threshold, set = [], refine, report, edgesEvery, ffmpeg, method = [] } = options;
      const { json = false, quiet = false, verbose = false } = options;
      const isKind = (kind: "needsScreen" | "needsNetwork") => (name: string) =>
        methods[name as MethodName][kind] === true;
      const all = options.methods ??
        Object.keys(methods).filter((name) => !isKind("needsScreen")(name));
      // Whoever names a network wants to see it.
      const isAsked = options.methods !== undefined || options.model !== "fast";
      const unlessFetched = isAsked
        ? []
        : all.filter(isKind("needsNetwork")).filter((name) => !method.includes(name));
      onEvaluate({
        ...{ folders, methods: [...new Set([...all, ...method])], unlessFetched },
        ...{ threshold, set, refine },
        ...modelChoices(options),
        ...{ report, edgesEvery, ffmpeg, json, quiet, verbose },
      });
    });
}

function listOfMethods(text: string): string[] {
  return text.split(",").map((name) => methodName(name.trim()));
}
