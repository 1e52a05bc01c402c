// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Command } from "npm:@commander-js/extra-typings@15.1.0";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import {
  ffmpegOption,
  helpOption,
  jsonOption,
  offlineOption,
  quietOption,
  verboseOption,
} from "../running_arguments.ts";

/** How a look at the machine was asked for. */
export interface DoctorOptions {
  ffmpeg: string | undefined;
  /** Whether runs will be offline. */
  offline: boolean;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

/** How the command `doctor` is read. */
export const doctorReader: CommandReader<DoctorOptions> = {
  create: createCommand,
  introduction,
  exitCodes: "Exit codes: 0 the default runs can work here, 1 they cannot, 2 wrong usage.",
};

const ABOUT =
  "Says what there is of all that runs need: programs and what they were built with, the machine, " +
  "what was fetched, folders, and what Deno may do. Of each: ok; note, where something works less " +
  "well or not at all; missing, where the default runs cannot work. Nothing is fetched or changed.";

const EXAMPLES: readonly Item[] = [
  ["backdrop doctor", "all of it, with what to do"],
  ["backdrop doctor -q", "only what is missing"],
  ["backdrop doctor --offline --json", "for a machine without a network, for scripts"],
];

function introduction(width: number): string {
  return [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n");
}

function createCommand(ask: (options: DoctorOptions) => void) {
  return new Command("doctor")
    .description("say what this machine has of all that runs need")
    .usage("[options]")
    .addOption(ffmpegOption())
    .addOption(offlineOption("what the default runs would fetch is missing"))
    .addOption(jsonOption("print what was found as JSON"))
    .addOption(quietOption("print only what is missing"))
    .addOption(verboseOption())
    .addOption(helpOption("print this page"))
    .action(({ ffmpeg, offline = false, json = false, quiet = false, verbose = false }) => {
      ask({ ffmpeg, offline, json, quiet, verbose });
    });
}
