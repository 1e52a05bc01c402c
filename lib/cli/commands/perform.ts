import type { CommandOptions, CommandRequest } from "../arguments/commands.ts";
import { Interrupts } from "../interrupts.ts";
import type { Terminal } from "../terminal.ts";
import type { CommandName } from "./command_names.ts";

/** Does what a command is asked for until the signal comes, and gives the exit code. */
type Performer<Options> = (
  options: Options,
  terminal: Terminal,
  signal: AbortSignal,
) => Promise<number>;

/** Who does what; each loads what it needs. */
const performers: { readonly [Name in CommandName]: Performer<CommandOptions[Name]> } = {
  async explain(...asked) {
    const { explainCommand } = await import("./explain.ts");
    await explainCommand(...asked);
    return 0;
  },
  async new(...asked) {
    const { writeNew } = await import("./new.ts");
    await writeNew(...asked);
    return 0;
  },
  async evaluate(...asked) {
    const [{ watch }] = asked;
    if (watch !== undefined) {
      const { watchAndTell } = await import("./evaluate/watch.ts");
      return await watchAndTell(watch, ...asked);
    }
    const { evaluate } = await import("./evaluate/evaluate.ts");
    return await evaluate(...asked) ? 0 : 1;
  },
  async try(...asked) {
    const { tryOut } = await import("./try.ts");
    return await tryOut(...asked) ? 0 : 1;
  },
  async studio(...asked) {
    const { studio } = await import("./studio.ts");
    await studio(...asked);
    return 0;
  },
  async join(...asked) {
    const { join } = await import("./join.ts");
    await join(...asked);
    return 0;
  },
  async status(options, terminal) {
    const { status } = await import("./status.ts");
    return await status(options, terminal) ? 0 : 1;
  },
  async survey(...asked) {
    const { survey } = await import("./survey.ts");
    await survey(...asked);
    return 0;
  },
  async plan(...asked) {
    const { plan } = await import("./plan.ts");
    await plan(...asked);
    return 0;
  },
  async fetch(...asked) {
    const { fetch } = await import("./fetch.ts");
    return await fetch(...asked) ? 0 : 1;
  },
  async doctor(...asked) {
    const { doctor } = await import("./doctor.ts");
    return await doctor(...asked) ? 0 : 1;
  },
};

/**
 * Do what a command is asked for.
 *
 * @param request What that is.
 * @param terminal Where words go.
 * @returns The exit code.
 */
export async function perform(
  { name, options }: CommandRequest,
  terminal: Terminal,
): Promise<number> {
  using interrupts = new Interrupts();
  // Which options are whose, the request's type says, and TypeScript does not follow.
  const performer = performers[name] as Performer<unknown>;
  return await performer(options, terminal, interrupts.signal);
}
