// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command } from "npm:@commander-js/extra-typings@15.1.0";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import { helpOption, jsonOption, quietOption } from "../running_arguments.ts";

/** What a status was asked for. */
export interface StatusOptions {
  /** The output that shards are made of. */
  output: string;
  json: boolean;
  quiet: boolean;
}

const EXAMPLES: readonly Item[] = [
  ["backdrop status out.mp4", "the shards in out.mp4.shards/"],
  ["backdrop status out.mp4 --json", "for scripts"],
  ["backdrop status out.mp4 -q && backdrop join out.mp4", "joined if all are done"],
];

const ABOUT =
  "Says which shards are done, which somebody has been at work on within the last two minutes, and " +
  "which are missing.";

const EXIT_CODES = "Exit codes: 0 all are done, 1 some are not, or failed, 2 wrong usage.";

/** The command `status`. */
export const statusReader: CommandReader<StatusOptions> = {
  create: createCommand,
  introduction: (width) =>
    [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n"),
  exitCodes: EXIT_CODES,
};

function createCommand(ask: (options: StatusOptions) => void) {
  return new Command("status")
    .description("say which shards are done, running or missing")
    .usage("<output> [options]")
    .addArgument(new Argument("<output>", ""))
    .addOption(jsonOption("print it as JSON"))
    .addOption(quietOption())
    .addOption(helpOption("print this page"))
    .action((output, { json = false, quiet = false }) => ask({ output, json, quiet }));
}
