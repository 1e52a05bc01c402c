import { libraryNames, type OptionNames } from "../../option_names.ts";
import type { CommandLine } from "./command_line.ts";

/** How whoever asks for a run names what it can be told. Options go by their names in {@linkcode RunOptions.given}. */
export interface RunNames extends OptionNames {
  /** In brackets, where more is told: ` (others: --help methods)`; nothing where that is no page. */
  page(words: string, topic: string): string;
  /** How the same is asked for without a neural network. */
  withoutNetwork(line: CommandLine): string;
}

/** The library's. */
export const libraryRunNames: RunNames = {
  ...libraryNames,
  page: () => "",
  withoutNetwork: () => "the method 'median' needs no network",
};
