/**
 * The studio's page and its worker as a browser loads them: bundled by Deno, once for each content.
 *
 * @module
 */

import { join } from "node:path";
import { denoFolder } from "../../files/packages/deno_cache.ts";
import { bundleInDeno, type Scripts } from "../../files/packages/bundle_in_deno.ts";
import { type LonePackage, NotFetchedError } from "../../files/packages/lone_package.ts";
import { isOffline } from "../../files/packages/offline.ts";
import { isGranted, permissionReason, systemReason } from "../../files/system/permission.ts";
import { makeFolder, makeWorkFolder } from "../../files/system/write_whole.ts";
import { onDisk } from "../../files/system/working_folder.ts";

/** The modules that become scripts, by their names; what they share, or load later, becomes chunks. */
const ENTRIES: Readonly<Record<string, string>> = {
  page: import.meta.resolve("../../web/studio/page/page.ts"),
  engine_worker: import.meta.resolve("../../web/studio/engine/engine_worker.ts"),
};

/** Reads and writes containers of video. */
export const MEDIABUNNY: LonePackage = {
  name: "mediabunny",
  version: "1.61.0",
  integrity:
    "sha512-WciPOYwKZwgYkoBKcEK6JzzIf+w5whypPzFdOihOylZ/5Qv19FmNfRnTcaprH+jD136YpEASU30Eb6VNCJiz3A==",
  bytes: 2_178_659,
  fetchName: "studio",
};

/** The packages that are bundled with them. */
const PACKAGES: readonly LonePackage[] = [MEDIABUNNY];

/** Another one where {@linkcode bundleInDeno} makes other scripts of the same modules. */
const FORM = "1";

/** So many bundles are kept: of versions and checkouts that are used by turns. */
const MOST_KEPT = 4;

/** How {@linkcode bundlePage} goes about it. */
export interface BundlePageOptions {
  /** Told in one line that it takes its time. */
  readonly onNotice?: ((notice: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Bundle the page and its worker, or take what an earlier run has made of the same modules: that lies
 * in Deno's cache, if it may be written.
 *
 * @param options Whom to tell.
 * @returns The scripts, all for one folder.
 * @throws {Error} If they cannot be bundled: Deno fetches its bundler on first use.
 */
export async function bundlePage(options: BundlePageOptions = {}): Promise<Scripts> {
  const { onNotice, signal } = options;
  try {
    if (!isGranted({ name: "run", command: Deno.execPath() })) {
      throw new Deno.errors.NotCapable(permissionReason("--allow-run", Deno.execPath()));
    }
    const kept = await keptFolder(signal);
    const found = kept === undefined ? undefined : await readScripts(kept);
    if (found !== undefined) return found;
    if (isOffline()) throw new NotFetchedError(NOT_BUNDLED);
    onNotice?.("bundling the studio's page, once");
    const scripts = await bundleInDeno(ENTRIES, { packages: PACKAGES, signal });
    if (kept !== undefined) await keepScripts(kept, scripts);
    return scripts;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(`Cannot bundle the studio's page: ${bundleReason(cause)}`, { cause });
  }
}

/** Deno fetches its bundler and packages for that, and asks nobody. */
const NOT_BUNDLED = "this is offline; make it where there is a connection: cli.ts fetch studio";

/** Whether the page as it is now was bundled before, and kept. */
export async function isPageBundled(): Promise<boolean> {
  if (!isGranted({ name: "run", command: Deno.execPath() })) return false;
  const kept = await keptFolder(undefined);
  return kept !== undefined && await readScripts(kept) !== undefined;
}

function bundleReason(cause: unknown): string {
  if (/error sending request|client error|dns error|timed out/i.test(String(cause))) {
    return "Deno's bundler or a package cannot be fetched; run it once with a network";
  }
  if (cause instanceof Deno.errors.NotCapable || cause instanceof NotFetchedError) {
    return cause.message;
  }
  return systemReason(cause, "-A");
}

/** A module, as `deno info` tells it. */
interface ModuleInfo {
  readonly specifier: string;
  /** Where it lies: in a checkout, or in Deno's cache. */
  readonly local?: string;
}

/** Where the bundle of the modules as they are now is kept, if it may be. */
async function keptFolder(signal: AbortSignal | undefined): Promise<string | undefined> {
  const cache = denoFolder();
  if (cache === undefined || !isGranted({ name: "read" })) return undefined;
  const told = await Promise.all(Object.values(ENTRIES).map((entry) => modulesOf(entry, signal)));
  const places = new Map(told.flat().map(({ specifier, local }) => [specifier, local]));
  const digests = await Promise.all([...places].map(async ([specifier, local]) => {
    const bytes = local === undefined ? new Uint8Array() : await Deno.readFile(onDisk(local));
    return `${specifier} ${await digestOf(bytes)}`;
  }));
  const all = [Deno.version.deno, FORM, ...digests.toSorted()].join("\n");
  const key = await digestOf(new TextEncoder().encode(all));
  return join(cache, "backdrop_studio", key.slice(0, 32));
}

async function modulesOf(
  entry: string,
  signal: AbortSignal | undefined,
): Promise<readonly ModuleInfo[]> {
  // Of packages the modules name the version: nobody need be asked for more.
  const alone = ["--no-config", "--no-lock", "--no-npm"];
  const args = ["info", "--json", "--quiet", ...alone, entry];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
    ...signal && { signal },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  return JSON.parse(new TextDecoder().decode(stdout)).modules;
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

async function readScripts(folder: string): Promise<Scripts | undefined> {
  const scripts = new Map<string, Uint8Array<ArrayBuffer>>();
  try {
    for await (const { name } of Deno.readDir(onDisk(folder))) {
      scripts.set(name, await Deno.readFile(onDisk(join(folder, name))));
    }
  } catch (error) {
    // One that another user has kept may not be read.
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied;
    if (isNone) return undefined;
    throw error;
  }
  return scripts;
}

/** Write the scripts atomically, and remove those that were kept the longest. */
async function keepScripts(folder: string, scripts: Scripts): Promise<void> {
  const all = join(folder, "..");
  if (!isGranted({ name: "write", path: all })) return;
  try {
    await makeFolder(all);
    const made = await makeWorkFolder(folder);
    for (const [name, bytes] of scripts) await Deno.writeFile(onDisk(join(made, name)), bytes);
    // Whoever may look into the cache may take it.
    const { mode } = await Deno.stat(onDisk(all));
    if (mode !== null) await Deno.chmod(onDisk(made), mode & 0o777);
    const others: [path: string, time: number][] = [];
    for await (const { name } of Deno.readDir(onDisk(all))) {
      const path = join(all, name);
      if (path !== made) others.push([path, (await Deno.stat(onDisk(path))).mtime?.getTime() ?? 0]);
    }
    // Another run may have been faster; what it has made is the same.
    await Deno.rename(onDisk(made), onDisk(folder)).catch(() =>
      Deno.remove(onDisk(made), { recursive: true })
    );
    const old = others.toSorted(([, a], [, b]) => b - a).slice(MOST_KEPT - 1);
    for (const [path] of old) await Deno.remove(onDisk(path), { recursive: true });
  } catch {
    // The next start takes longer, that is all.
  }
}
