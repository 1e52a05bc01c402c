import { openBrowser } from "../app/studio/open_browser.ts";
import { nextFreePort, type ServedStudio, serveStudio } from "../app/studio/serve_studio.ts";
import { UsageError } from "../app/usage_error.ts";
import type { Fetching } from "../files/packages/lone_package.ts";
import type { StudioOptions } from "./arguments/studio_arguments.ts";
import { Interrupt } from "./interrupts.ts";
import { type Console, ProgressDisplay } from "./reporting/progress_display.ts";

/**
 * The command `studio`: serve the page until a signal comes.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it: an {@linkcode Interrupt} as its reason is the usual end.
 * @throws {UsageError} If the port is taken.
 */
export async function studio(
  options: StudioOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<void> {
  try {
    await serve(options, terminal, signal);
    signal.throwIfAborted();
  } catch (error) {
    if (!(error instanceof Interrupt)) throw error;
  }
}

async function serve(
  options: StudioOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<void> {
  const display = new ProgressDisplay(terminal, options.quiet);
  const onNotice = (text: string) => {
    if (!options.quiet) display.say(`note: ${text}`);
  };
  const onFetch = (fetching: Fetching) => {
    if (display.isOnTerminal) fetching.letDenoDraw();
  };
  await using served = await start(options, { onNotice, onFetch, signal });
  const { address } = served;
  terminal.out(options.json ? `${JSON.stringify({ address })}\n` : `${address}\n`);
  const isOpened = options.open && await openBrowser(address);
  if (options.open && !isOpened) onNotice("open the address in a browser");
  onNotice("Ctrl-C ends it");
  await served.finished;
}

/** Serve, or say which port is free. */
async function start(
  { port, open }: StudioOptions,
  told: Parameters<typeof serveStudio>[0],
): Promise<ServedStudio> {
  try {
    return await serveStudio({ ...told, port });
  } catch (error) {
    const isTaken = error instanceof Error && error.cause instanceof Deno.errors.AddrInUse;
    if (!isTaken || port === undefined) throw error;
    const options = [["--port", String(nextFreePort(port))], ...open ? [] : [["--no-open"]]];
    const better = { files: ["studio"], options };
    throw new UsageError(error.message, { better, cause: error });
  }
}
