import { commandText } from "../app/options/command_line.ts";
import type { RunNames } from "../app/options/run_names.ts";

/** Options that are mostly written short where they have a value. */
const SHORT: Readonly<Record<string, string>> = { method: "-m", output: "-o" };

/** How the command line names its options. */
export const commandLineNames: RunNames = {
  typed: longName,
  named: longName,
  with: (option, value) => `${SHORT[option] ?? longName(option)} ${value}`,
  page: (words, topic) => ` (${words}: --help ${topic})`,
  withoutNetwork(line) {
    const better = { ...line, options: [...line.options, ["-m", "median"]] };
    return `without networks: ${commandText(better)}`;
  },
};

/** Of "modelSize" `--model-size`. */
function longName(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
