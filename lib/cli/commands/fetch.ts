import { fetchAll, type FetchedItem } from "../../app/fetch/fetch_all.ts";
import { type Fetching, megabytes } from "../../files/packages/lone_package.ts";
import { printable } from "../../printable.ts";
import type { FetchOptions } from "../arguments/commands/fetch_arguments.ts";
import { type Console, ProgressDisplay } from "../reporting/progress_display.ts";

/**
 * The command `fetch`: have in Deno's cache what runs need, and print what is there.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it by throwing its reason.
 * @returns Whether all is there.
 */
export async function fetch(
  { names, json, quiet }: FetchOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<boolean> {
  const display = new ProgressDisplay(terminal, quiet);
  const items = await fetchAll(names, {
    signal,
    onNotice: (text) => {
      if (!quiet) display.say(`note: ${text}`);
    },
    onFetch: (fetching: Fetching) => {
      display.wipe();
      if (display.isOnTerminal) fetching.letDenoDraw();
    },
    onItem: (item) => {
      if (item.state === "failed") display.say(`error: ${printable(item.error ?? "")}`);
      else if (!json && !quiet) terminal.out(`${lineOf(item)}\n`);
    },
  });
  const missing = items.filter(({ state }) => state === "failed");
  const come = items.filter(({ state }) => state === "fetched");
  const bytes = total(items);
  const fetchedBytes = total(come);
  if (json) {
    terminal.out(
      `${JSON.stringify({ isComplete: missing.length === 0, bytes, fetchedBytes, items })}\n`,
    );
  } else if (!quiet && missing.length === 0) {
    const now = come.length === 0 ? "all was there" : `${megabytes(fetchedBytes)} fetched now`;
    terminal.out(`${megabytes(bytes)}, ${now}: runs with --offline find it\n`);
  }
  return missing.length === 0;
}

function lineOf({ state, item, bytes, names }: FetchedItem): string {
  return `${state.padEnd(7)}  ${item} (${megabytes(bytes)}): ${names.join(", ")}`;
}

function total(items: readonly FetchedItem[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}
