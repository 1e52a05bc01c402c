import { assertEquals } from "@std/assert";
import * as background from "../../../lib/cli/arguments/background_arguments.ts";
import * as distance from "../../../lib/cli/arguments/distance_arguments.ts";
import * as input from "../../../lib/cli/arguments/input_arguments.ts";
import * as live from "../../../lib/cli/arguments/live_arguments.ts";
import * as method from "../../../lib/cli/arguments/method_arguments.ts";
import * as model from "../../../lib/cli/arguments/model_arguments.ts";
import * as output from "../../../lib/cli/arguments/output_arguments.ts";
import * as running from "../../../lib/cli/arguments/running_arguments.ts";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { fileOptionKinds } from "../../../lib/pipeline/files/replace_file_options.ts";
import { ROOT } from "../../helpers.ts";

/** An option, as far as this asks it. */
interface Declared {
  readonly long?: string | undefined;
  readonly hidden: boolean;
  readonly required: boolean;
  attributeName(): string;
}

/** Every option that a module in lib/cli/arguments makes. */
const declared: Declared[] = [background, distance, input, live, method, model, output, running]
  .flatMap((module) => Object.entries(module as Record<string, unknown>))
  .filter(([name, make]) => name.endsWith("Option") && typeof make === "function")
  .map(([, make]) => (make as (text: string) => Declared)("text"));

/** What a run cannot be told, since it ends with a text. */
const TEXTS = ["--help", "--help-method"];

/** What `replaceBackground` on files has no option for, and why. */
const NOT_IN_LIBRARY: Readonly<Record<string, string>> = {
  output: "a parameter of its own",
  set: "'settings'",
  learningRate: "'settings'",
  framesApart: "'settings'",
  modelSize: "'modelOptions'",
  modelMean: "'modelOptions'",
  modelStd: "'modelOptions'",
  modelLayout: "'modelOptions'",
  modelChannels: "'modelOptions'",
  modelOutput: "'modelOptions'",
  skipExisting: "the caller chooses its files",
  resume: "the caller chooses its frames",
  json: "the call returns the summary",
  jsonLines: "'onEvent'",
  quiet: "the call prints nothing",
  verbose: "the call prints nothing",
  cameraSize: "'replaceLive' takes frames",
  cameraFps: "'replaceLive' takes frames",
  mirror: "an option of 'replaceLive'",
  lowLatency: "an option of 'replaceLive'",
  help: "a text",
  helpMethod: "a text",
};

/** What the library alone can be told. */
const NOT_ON_COMMAND_LINE = [
  ...["settings", "modelOptions", "cwd", "signal", "onEvent", "onNotice", "onProgress"],
];

function text(...args: string[]): string {
  const request = parseArguments(args, "1.2.3", 80);
  if (request.kind !== "text") throw new Error(request.kind);
  return request.text;
}

function page(name: string): Promise<string> {
  return Deno.readTextFile(new URL(`docs/${name}`, ROOT));
}

/** Whether a page names an option, and not only a longer one. */
function names(page: string, long: string): boolean {
  return new RegExp(`(?<![\\w-])${long}(?![\\w-])`).test(page);
}

/** Values of every kind: an option takes one of them that is not its default. */
const VALUES = [
  ...["7", "0.5", "1-3", "64x48", "1,2,3", "x.png", "median", "quality", "contain", "mov", "vp9"],
  ...["nhwc", "bgr", "gpu", "samples=9", "none"],
  ...["tb", "dark", "2/3"],
];

/** What a run is told by a command line; nothing of how that was written. */
function toldBy(...args: string[]): unknown {
  const request = parseArguments(["a.mp4", "b.jpg", ...args], "1.2.3");
  if (request.kind !== "run") return request.kind;
  const { given: _given, words: _words, ...told } = request.options;
  return told;
}

/** Whether a run is told that an option was given. */
function reachesRun({ long, required }: Declared): boolean {
  const usual = JSON.stringify(toldBy());
  return (required ? VALUES : [undefined]).some((value) => {
    try {
      return JSON.stringify(toldBy(long!, ...value === undefined ? [] : [value])) !== usual;
    } catch {
      // It takes another kind of value.
      return false;
    }
  });
}

Deno.test("every option is in each place where an option must be", async () => {
  const help = text("--help");
  const completed = text("complete", "--", "--");
  const manual = await page("cli.md");
  const lacking: string[] = [];
  for (const option of declared) {
    const long = option.long!;
    const name = option.attributeName();
    const lacks = (place: string, isThere: boolean) => {
      if (!isThere) lacking.push(`${long}: ${place}`);
    };
    if (!TEXTS.includes(long)) lacks("lib/app/options/run_options.ts", reachesRun(option));
    lacks(
      "lib/pipeline/files/replace_file_options.ts",
      name in fileOptionKinds || name in NOT_IN_LIBRARY,
    );
    if (option.hidden) continue;
    lacks("--help", names(help, long));
    lacks("completion", names(completed, long));
    lacks("docs/cli.md", names(manual, long));
  }
  assertEquals(lacking, []);
});

Deno.test("every option of the library is one of the command line", () => {
  const known = declared.map((option) => option.attributeName());
  const isKnown = (name: string) => known.includes(name) || NOT_ON_COMMAND_LINE.includes(name);
  assertEquals(Object.keys(fileOptionKinds).filter((name) => !isKnown(name)), []);
  // No exception outlives its option.
  assertEquals(Object.keys(NOT_IN_LIBRARY).filter((name) => !known.includes(name)), []);
});

Deno.test("every option of evaluate is in its help and in the docs", async () => {
  const help = text("evaluate", "--help");
  const manual = await page("cli.md") + await page("evaluate.md");
  const completed = text("complete", "--", "evaluate", "--").match(/^--[\w-]+/gm) ?? [];
  const missing = (page: string) => completed.filter((long) => !names(page, long));
  assertEquals([completed.length > 10, missing(help), missing(manual)], [true, [], []]);
});
