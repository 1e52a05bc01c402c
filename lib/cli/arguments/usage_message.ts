/**
 * Commander's messages in the words of all others: "--crf must be a whole number from 0 to 63, got '70'".
 *
 * @module
 */

import { describeChoices } from "../../raster/option_checks.ts";

/** What is asked of a commander error. */
interface CommandError {
  /** What it is: "commander.invalidArgument". */
  readonly code: string;
  readonly message: string;
}

/**
 * What is wrong with a command line, in one line with a hint.
 *
 * @param error Commander's error.
 * @param help How the page is asked for that tells what may be written: "--help".
 */
export function usageMessage(error: CommandError, help: string): string {
  const plain = error.message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  const message = reworded(error.code, plain);
  return message.includes("Did you mean") ? message : `${message} (see ${help})`;
}

function reworded(code: string, message: string): string {
  if (code === "commander.unknownOption") {
    return message.replace(/^unknown option '(.*?)'/, "there is no option $1");
  }
  if (code === "commander.optionMissingArgument") {
    const [, flags] = /^option '(.*)' argument missing$/.exec(message) ?? [];
    const name = flags && longName(flags);
    return name ? `${name} needs a value: ${name} ${flags.split(" ").at(-1)}` : message;
  }
  if (code !== "commander.invalidArgument") return message;
  const [, flags, value, reason] = /^option '(.*?)' argument '(.*)' is invalid\. (.*)$/s
    .exec(message) ?? [];
  if (flags !== undefined) return `${longName(flags)} ${wanted(reason, value)}`;
  const [, word, name, choices] =
    /^command-argument value '(.*)' is invalid for argument '(.*?)'\. (.*)$/s.exec(message) ?? [];
  return name === undefined ? message : `<${name}> ${wanted(choices, word)}`;
}

/** "--crf" of "--crf <n>", "--output" of "-o, --output <target>". */
function longName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** "must be more than 0, got '0'" of "It must be more than 0." and "0". */
function wanted(reason: string, value: string): string {
  const [, list] = /^Allowed choices are (.*)\.$/.exec(reason) ?? [];
  if (list !== undefined) return `must be ${describeChoices(list.split(", "))}, got '${value}'`;
  const [, must, hint = ""] = /^It (must .*)\.( \(Did you mean .*\?\))?$/.exec(reason) ?? [];
  return must === undefined ? `cannot be '${value}': ${reason}` : `${must}, got '${value}'${hint}`;
}
