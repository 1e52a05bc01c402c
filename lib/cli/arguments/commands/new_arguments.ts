// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import { someText } from "../option_values.ts";
import { helpOption, jsonOption, quietOption, verboseOption } from "../running_arguments.ts";

/** What the command `new` was asked for. */
export interface NewOptions {
  /** The method's file. */
  readonly path: string;
  /** Whether files that are there are replaced. */
  readonly overwrite: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

const EXAMPLES: readonly Item[] = [
  ["backdrop new my_method.ts", "the method and my_method_test.ts"],
  ["deno test -A my_method_test.ts", "it beside the built-in methods"],
  ["backdrop evaluate --watch my_method.ts", "measured at each save"],
  ["backdrop talk.mp4 sea.jpg -o a.mp4 -m ./my_method.ts", "a video made by it"],
];

const ABOUT =
  "Writes a method to begin with, a function from frame to mask, and beside it an experiment that " +
  "measures it. Both run in whatever folder they are.";

const EXIT_CODES = "Exit codes: 0 written, 1 failed, 2 wrong usage, or a file is there already.";

/** The command `new`. */
export const newReader: CommandReader<NewOptions> = {
  create: createCommand,
  introduction: (width) =>
    [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n"),
  exitCodes: EXIT_CODES,
};

function createCommand(ask: (options: NewOptions) => void) {
  return new Command("new")
    .description("write a method of your own to begin with, and its experiment")
    .usage("<file.ts> [options]")
    .addArgument(new Argument("<file>", "").argParser(someText))
    .addOption(
      new Option("--overwrite", "replace whatever is there already").helpGroup("Files:"),
    )
    .addOption(jsonOption("print what was written, and what comes next, as JSON"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page"))
    .action((path, { overwrite = false, json = false, quiet = false, verbose = false }) => {
      ask({ path, overwrite, json, quiet, verbose });
    });
}
