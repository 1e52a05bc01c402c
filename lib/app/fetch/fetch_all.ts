import { messageOf } from "../../errors.ts";
import {
  loneFolder,
  type LoneFolderOptions,
  type LonePackage,
  specifier,
} from "../../files/packages/lone_package.ts";
import { letAllRead } from "../../files/packages/readable_files.ts";
import { bundlePage, MEDIABUNNY } from "../studio/bundle_page.ts";
import type { FetchName } from "./fetch_names.ts";
import { defaultNames, packagesOf } from "./packages_of.ts";

/**
 * Something that was to be fetched.
 *
 * @category Without a network
 */
export interface FetchedItem {
  /** A package, "npm:name@version", or "studio page". */
  readonly item: string;
  /** Which of the names need it. */
  readonly names: readonly FetchName[];
  /** How much is transferred for it. */
  readonly bytes: number;
  /** Whether it was there before, has come, or has not. */
  readonly state: "there" | "fetched" | "failed";
  /** Why it has not, in one line. */
  readonly error?: string;
}

/**
 * How {@linkcode fetchAll} goes about it.
 *
 * @category Without a network
 */
export interface FetchAllOptions extends Omit<LoneFolderOptions, "fetchName"> {
  /** Told of each when it is there, or will not come. */
  readonly onItem?: ((item: FetchedItem) => void) | undefined;
}

/** Something to fetch. */
interface Wanted {
  readonly item: string;
  readonly bytes: number;
  readonly names: readonly FetchName[];
  fetch(options: LoneFolderOptions): Promise<unknown>;
}

/**
 * Fetch what runs would fetch on their first use, for all users that may enter Deno's cache. What is
 * there takes no time; what does not come does not stop the rest.
 *
 * @example Before a job on machines without a network
 * ```ts ignore
 * const items = await fetchAll(["fast"]);
 * if (items.some(({ state }) => state === "failed")) Deno.exit(1);
 * ```
 *
 * @param names What to fetch; nothing for what a run needs that is told nothing but its files.
 * @param options Whom to tell, and what ends it.
 * @returns All of it, each package once.
 * @category Without a network
 */
export async function fetchAll(
  names: readonly FetchName[] = [],
  options: FetchAllOptions = {},
): Promise<readonly FetchedItem[]> {
  const { onItem, signal } = options;
  const all = names.length > 0 ? [...new Set(names)] : await defaultNames();
  const items: FetchedItem[] = [];
  for (const wanted of wantedFor(all)) {
    signal?.throwIfAborted();
    const item = await fetchOne(wanted, options);
    items.push(item);
    onItem?.(item);
  }
  return items;
}

function wantedFor(names: readonly FetchName[]): Wanted[] {
  const packages = new Map<LonePackage, FetchName[]>();
  for (const name of names) {
    for (const one of packagesOf(name)) packages.set(one, [...packages.get(one) ?? [], name]);
  }
  const wanted = [...packages].map(([one, names]): Wanted => ({
    item: specifier(one),
    bytes: one.bytes,
    names,
    fetch: async (options) => await letAllRead(await loneFolder(one, options)),
  }));
  if (!names.includes("studio")) return wanted;
  // Of Deno's bundler nobody says the size.
  const { bytes } = MEDIABUNNY;
  return [...wanted, { item: "studio page", bytes, names: ["studio"], fetch: bundlePage }];
}

async function fetchOne(
  { item, bytes, names, fetch }: Wanted,
  { onNotice, onFetch, signal }: FetchAllOptions,
): Promise<FetchedItem> {
  let isFetched = false;
  const tell = (notice: string) => {
    isFetched = true;
    onNotice?.(notice);
  };
  try {
    await fetch({ onNotice: tell, onFetch, signal });
    return { item, names, bytes, state: isFetched ? "fetched" : "there" };
  } catch (error) {
    signal?.throwIfAborted();
    return { item, names, bytes, state: "failed", error: messageOf(error) };
  }
}
