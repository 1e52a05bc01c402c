/**
 * The command that an error ends with.
 *
 * @module
 */

import { parseArguments } from "../arguments/arguments.ts";
import {
  argumentsOf,
  type CommandLine,
  commandText,
  valueOf,
} from "../../app/options/command_line.ts";
import { assertPlanned } from "./assert_planned.ts";
import { UsageError } from "../../app/usage_error.ts";

/** What is wrong with a better command may itself be bettered, so many times. */
const MOST_STEPS = 6;

/**
 * What an error says, with the command that was probably meant.
 *
 * The command is shown only if it can be run as it stands. It replaces only a file that the user named
 * as an output, beside `--overwrite`: any other output that is there gets another name.
 *
 * @param error The error.
 * @param typed The arguments that the user typed.
 * @returns The words, and the command if one is known that works.
 */
export async function withCommand(error: UsageError, typed: readonly string[]): Promise<string> {
  let { better, pipe } = error;
  for (let step = 0; step < MOST_STEPS && better !== undefined; step++) {
    const line = mayOverwrite(better, typed) ? better : withoutOverwrite(better);
    const problem = await problemOf(line);
    if (problem === undefined) {
      const piped = pipe === undefined ? "" : ` | ${pipe}`;
      return `${error.message}; try: ${commandText(line)}${piped}`;
    }
    if (!(problem instanceof UsageError)) break;
    if (problem.better === undefined) return `${error.message}; besides, ${problem.message}`;
    better = problem.better;
    pipe = problem.pipe ?? pipe;
  }
  return error.message;
}

/** Why a command cannot be run. */
async function problemOf(line: CommandLine): Promise<unknown> {
  try {
    const request = parseArguments(argumentsOf(line), "");
    if (request.kind === "run") await assertPlanned(request.options);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Whether the user typed `--overwrite`, and each output that the better command names. */
function mayOverwrite(better: CommandLine, typed: readonly string[]): boolean {
  const isTyped = (short: string, long: string) => {
    const name = valueOf(better, short, long);
    return name === undefined ||
      typed.some((word, i) =>
        word === `${long}=${name}` || word === `${short}${name}` ||
        ((word === short || word === long) && typed[i + 1] === name)
      );
  };
  return typed.includes("--overwrite") && isTyped("-o", "--output") &&
    isTyped("--mattes", "--mattes");
}

function withoutOverwrite({ files, options }: CommandLine): CommandLine {
  return { files, options: options.filter(([word]) => word !== "--overwrite") };
}
