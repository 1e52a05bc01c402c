// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { STUDIO_PORT } from "../../../app/studio/studio_port.ts";
import type { CommandReader } from "../command_reader.ts";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import { numberIn, someText } from "../option_values.ts";
import {
  helpOption,
  jsonOption,
  offlineOption,
  quietOption,
  verboseOption,
} from "../running_arguments.ts";

/** How the studio was asked for. */
export interface StudioOptions {
  /** Where it is served, if that was said. */
  port: number | undefined;
  /** Whether the browser is opened. */
  open: boolean;
  /** Where its files are written instead, if they are. */
  build: string | undefined;
  /** Whether nothing is fetched. */
  offline: boolean;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

const EXAMPLES: readonly Item[] = [
  ["backdrop studio", "opens the page in the browser"],
  ["backdrop studio --no-open", "prints its address only"],
  ["backdrop studio --port 9000", "at this port, or not at all"],
  ["backdrop studio --build site/", "the same as files, for any web server"],
];

const ABOUT =
  "Serves a page to this computer only: a camera or a file, another background behind you, what " +
  "each method sees, and a video or a window for a call. All work is done in the browser, and " +
  "nothing leaves it. Networks are fetched from npm when the page first needs them; afterwards it " +
  "works offline. Ctrl-C ends it.";

const EXIT_CODES =
  "Exit codes: 0 built, or ended by Ctrl-C, 1 failed, 2 wrong usage or the port is taken.";

/** What stands before the options on the page of `studio --help`. */
function introduction(width: number): string {
  return [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n");
}

/** The command `studio`. */
export const studioReader: CommandReader<StudioOptions> = {
  create: createCommand,
  introduction,
  exitCodes: EXIT_CODES,
};

function createCommand(ask: (options: StudioOptions) => void) {
  return new Command("studio")
    .description("open a page with the camera, all methods and all backgrounds")
    .usage("[options]")
    .addOption(portOption())
    .addOption(noOpenOption())
    .addOption(buildOption())
    .addOption(offlineOption())
    .addOption(jsonOption("print the address as JSON, or what was built"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page"))
    .action(({ port, open, build, offline = false, json = false, ...how }) => {
      const folder = build === true ? BUILT : build;
      const { quiet = false, verbose = false } = how;
      ask({ port, open, build: folder, offline, json, quiet, verbose });
    });
}

const GROUP = "Page:";

/** `--port`. */
function portOption() {
  return new Option("--port <n>", "where the page is served")
    .default(undefined, `${STUDIO_PORT}, or a free one if that is taken`)
    .argParser(numberIn({ least: 1, most: 65_535, isWhole: true })).helpGroup(GROUP);
}

/** `--no-open`. */
function noOpenOption() {
  return new Option("--no-open", "do not open the browser").helpGroup(GROUP);
}

/** Where the files are written if no folder is named. */
const BUILT = "dist/studio";

/** `--build`. */
function buildOption() {
  return new Option("--build [folder]", `write it as files instead (into ${BUILT})`)
    .argParser(someText).conflicts(["port", "open"]).helpGroup(GROUP);
}
