import { openBrowser } from "../../app/studio/open_browser.ts";
import { nextFreePort, type ServedStudio, serveStudio } from "../../app/studio/serve_studio.ts";
import { UsageError } from "../../app/usage_error.ts";
import { type Fetching, megabytes } from "../../files/packages/lone_package.ts";
import type { StudioOptions } from "../arguments/commands/studio_arguments.ts";
import { Interrupt } from "../interrupts.ts";
import { type Console, ProgressDisplay } from "../reporting/progress_display.ts";

/**
 * The command `studio`: serve the page until a signal comes, or write it as files.
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
  const display = new ProgressDisplay(terminal, options.quiet);
  const told: Told = {
    offline: options.offline,
    onNotice: (text) => {
      if (!options.quiet) display.say(`note: ${text}`);
    },
    onFetch: (fetching) => {
      display.wipe();
      if (display.isOnTerminal) fetching.letDenoDraw();
    },
    signal,
  };
  if (options.build !== undefined) {
    return await build(options.build, options, terminal, told, display);
  }
  try {
    await serve(options, terminal, told);
  } catch (error) {
    if (!(error instanceof Interrupt)) throw error;
  }
}

/** What is said on stderr meanwhile, and what ends it. */
interface Told {
  readonly offline: boolean;
  readonly onNotice: (text: string) => void;
  readonly onFetch: (fetching: Fetching) => void;
  readonly signal: AbortSignal;
}

async function build(
  folder: string,
  { json }: StudioOptions,
  { out }: Console,
  told: Told,
  display: ProgressDisplay,
): Promise<void> {
  const onFile = (name: string, number: number, count: number) => {
    const text = `file ${number} of ${count}: ${name}`;
    display.show({ line: (columns) => text.slice(0, columns - 1), plain: () => text });
  };
  const { buildStudio } = await import("../../app/studio/build_studio.ts");
  const { files, bytes } = await buildStudio(folder, { ...told, onFile });
  display.wipe();
  if (json) out(`${JSON.stringify({ folder, files: files.length, bytes })}\n`);
  else out(`${files.length} files, ${megabytes(bytes)}, in '${folder}'; see README.txt there\n`);
}

async function serve(options: StudioOptions, terminal: Console, told: Told): Promise<void> {
  const { onNotice } = told;
  await using served = await start(options, told);
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
  told: Told,
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
