// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import { someText } from "../option_values.ts";
import { overwriteOption } from "../output_arguments.ts";
import {
  ffmpegOption,
  helpOption,
  jsonOption,
  offlineOption,
  quietOption,
  verboseOption,
} from "../running_arguments.ts";

/** What a join was asked to do. */
export interface JoinOptions {
  /** The output that shards were made of. */
  output: string;
  overwrite: boolean;
  /** The video, if it is not where it was. */
  video: string | undefined;
  ffmpeg: string | undefined;
  offline: boolean;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

const EXAMPLES: readonly Item[] = [
  ["backdrop join out.mp4", "the pieces in out.mp4.shards/, with the sound of the video"],
  ["backdrop join out.mp4 --video talk.mp4", "the same, where the video is elsewhere now"],
  ["backdrop join out/", "numbered pictures: only checks that none is missing"],
];

const ABOUT =
  "Makes one video of what shards have made, without encoding it again: checks that no shard is " +
  "missing, broken or of other settings, adds the sound, the chapters and the titles, and removes " +
  "the pieces. Numbered pictures are where they belong; they are only checked.";

const EXIT_CODES = "Exit codes: 0 joined, now or before, 1 failed, 2 wrong usage, 130 interrupted.";

/** The command `join`. */
export const joinReader: CommandReader<JoinOptions> = {
  create: createCommand,
  introduction: (width) =>
    [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n"),
  exitCodes: EXIT_CODES,
};

function createCommand(ask: (options: JoinOptions) => void) {
  return new Command("join")
    .description("make one video of what shards have made")
    .usage("<output> [options]")
    .addArgument(new Argument("<output>", ""))
    .addOption(overwriteOption())
    .addOption(videoOption())
    .addOption(ffmpegOption())
    .addOption(offlineOption())
    .addOption(jsonOption("print one JSON summary on stdout"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page"))
    .action((output, options) => {
      const { overwrite = false, video, ffmpeg, offline = false } = options;
      const { json = false, quiet = false, verbose = false } = options;
      ask({ output, overwrite, video, ffmpeg, offline, json, quiet, verbose });
    });
}

/** `--video`. */
function videoOption() {
  return new Option("--video <path>", "where the video of the shards is now, for its sound")
    .argParser(someText).helpGroup("What goes in:");
}
