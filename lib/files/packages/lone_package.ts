/**
 * Files of npm packages that few runs need: each package is fetched alone,
 * without those that it depends on, and without a word in `deno.lock`.
 *
 * @module
 */

import { dirname } from "node:path";
import { messageOf, ModelError } from "../../errors.ts";
import { cachedFolder, mayLookIntoCache } from "./deno_cache.ts";
import { evalInDeno } from "./eval_in_deno.ts";
import { isOffline } from "./offline.ts";
import { untilAborted } from "../../until_aborted.ts";
import { assertMayRun, isGranted, systemReason } from "../system/permission.ts";

/** A package at one version, and what its archive must be. */
export interface LonePackage {
  readonly name: string;
  readonly version: string;
  /** npm's checksum of the archive: "sha512-…". */
  readonly integrity: string;
  /** Size of the archive: what is transferred. */
  readonly bytes: number;
  /** What `cli.ts fetch` calls it, or what it is a part of: "fast". */
  readonly fetchName?: string;
}

/** A package is not there, and nothing may be fetched. */
export class NotFetchedError extends ModelError {}

/** A package on its way, for who shows it. */
export interface Fetching {
  /** Its name and version: "npm:name@version". */
  readonly package: string;
  /** How much is transferred. */
  readonly bytes: number;
  /** Settled when it is there, or will not come. */
  readonly ended: Promise<void>;
  /** Have Deno draw its own bar, with the bytes that have come, on the terminal that is standard error. */
  letDenoDraw(): void;
}

/**
 * How {@linkcode loneFolder} goes about it.
 *
 * @category Networks
 */
export interface LoneFolderOptions {
  /** Told in one line when the package has to be fetched. */
  onNotice?: ((notice: string) => void) | undefined;
  /** Told of it before, to show how it goes on. */
  onFetch?: ((fetching: Fetching) => void) | undefined;
  /** Ends the fetching. */
  signal?: AbortSignal | undefined;
  /**
   * What `cli.ts fetch` calls all that is needed here, for the message where nothing may be fetched.
   *
   * @default {as it calls the package}
   */
  fetchName?: string | undefined;
}

/** How {@linkcode loneFolder} goes about a package that must be had with few permissions. */
interface FrugalOptions extends LoneFolderOptions {
  /**
   * Where Deno may not run itself: import the package here, for which Deno asks no permission. It
   * is then checked against deno.lock, or what the registry itself says.
   */
  orHere?: boolean;
}

/**
 * Folder of a package in Deno's cache, fetched if it is not there yet.
 *
 * Imported here it would enter `deno.lock`, and Deno fetches all of a lock file
 * with the first package that it needs. So a Deno of its own fetches it, with a
 * lock file of its own that names this package only: Deno takes that at its word,
 * so what the package depends on stays where it is, and checks the archive.
 *
 * @param wanted The package.
 * @param options Whom to tell.
 * @returns Path of its folder.
 * @throws {NotFetchedError} If it is not there, and nothing may be fetched.
 * @throws {ModelError} If it cannot be fetched.
 */
export async function loneFolder(
  wanted: LonePackage,
  options: FrugalOptions = {},
): Promise<string> {
  const key = specifier(wanted);
  // Who needs it at the same time waits, and tries if that has failed.
  for (let other = looking.get(key); other !== undefined; other = looking.get(key)) {
    const folder = await untilAborted(other.catch(() => undefined), options.signal);
    if (folder !== undefined) return folder;
  }
  const folder = findFolder(wanted, options);
  looking.set(key, folder);
  return await folder.finally(() => looking.delete(key));
}

/** Folders that are being looked for, by the package. */
const looking = new Map<string, Promise<string>>();

async function findFolder(wanted: LonePackage, options: FrugalOptions): Promise<string> {
  const cached = await cachedFolder(wanted.name, wanted.version);
  if (cached !== undefined) return cached;
  if (isOffline()) throw notFetched(wanted, options);
  const ended = Promise.withResolvers<void>();
  let isDrawn = false;
  let isTold = false;
  const notice = () => {
    if (isTold) return;
    isTold = true;
    options.onFetch?.({
      package: specifier(wanted),
      bytes: wanted.bytes,
      ended: ended.promise,
      letDenoDraw: () => isDrawn = true,
    });
    options.onNotice?.(`fetching ${specifier(wanted)} (${megabytes(wanted.bytes)}), once`);
  };
  try {
    if (options.orHere && !isGranted({ name: "run", command: Deno.execPath() })) {
      return await fetchHere(wanted);
    }
    assertMayRun(Deno.execPath());
    // Where the cache may not be looked at, it may well be there: Deno's first word tells.
    if (mayLookIntoCache()) notice();
    return await fetchAlone(wanted, { notice, isDrawn, signal: options.signal });
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new ModelError(`Cannot fetch ${specifier(wanted)}: ${fetchReason(cause)}`, { cause });
  } finally {
    ended.resolve();
  }
}

/** What is missing, with the command that fetches it. */
function notFetched(
  wanted: LonePackage,
  { fetchName = wanted.fetchName }: LoneFolderOptions,
): NotFetchedError {
  if (!mayLookIntoCache()) {
    return new NotFetchedError(
      `Cannot fetch ${specifier(wanted)}: this is offline, and Deno may not look whether it is ` +
        "there; add --allow-read --allow-env",
    );
  }
  const command = fetchName === undefined ? "" : `: cli.ts fetch ${fetchName}`;
  return new NotFetchedError(
    `Cannot fetch ${
      specifier(wanted)
    }: this is offline; fetch it where there is a connection${command}`,
  );
}

/** Bytes as messages tell them: "101 MB". */
export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

/** How the package is called in an import: "npm:name@version". */
export function specifier({ name, version }: LonePackage): string {
  return `npm:${name}@${version}`;
}

/** How {@linkcode fetchAlone} goes about it. */
interface FetchOptions {
  readonly notice: () => void;
  /** Whether Deno draws its bar: on a terminal only. */
  readonly isDrawn: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Run the Deno that fetches, and learn the folder from it. */
async function fetchAlone(
  wanted: LonePackage,
  { notice, isDrawn, signal }: FetchOptions,
): Promise<string> {
  const lock = await Deno.makeTempFile({ prefix: "backdrop_", suffix: ".lock" });
  let isTold = false;
  const onText = (text: string) => {
    // Deno says "Download" before it fetches: only then is there something to tell.
    if (isTold || !text.includes("Download")) return;
    isTold = true;
    notice();
  };
  await Deno.writeTextFile(lock, lockOf(wanted));
  const args = ["--no-config", `--lock=${lock}`, "--frozen", "--node-modules-dir=none"];
  const output = await evalInDeno(codeOf(wanted), { args, file: lock, isDrawn, onText, signal });
  // It names the package's main file, wherever that is.
  const end = `/${wanted.name}/${wanted.version}`;
  return output.slice(0, output.replaceAll("\\", "/").indexOf(`${end}/`) + end.length);
}

/** Import the package, and learn the folder from that. */
async function fetchHere({ name, version }: LonePackage): Promise<string> {
  // What is computed is fetched when it is imported, and not before the program starts.
  await import(`npm:${name}@${version}/package.json`, { with: { type: "json" } });
  const { createRequire } = await import("node:module");
  // The cache is the same from wherever one requires.
  return dirname(createRequire("file:///backdrop.js").resolve(`${name}/package.json`));
}

/** A lock file in which packages depend on nothing, and have no install script. */
export function lockOf(...packages: readonly LonePackage[]): string {
  const specifiers = packages.map((one) => [specifier(one), one.version]);
  const npm = packages.map(({ name, version, integrity }) => [`${name}@${version}`, { integrity }]);
  return JSON.stringify({
    version: "5",
    specifiers: Object.fromEntries(specifiers),
    npm: Object.fromEntries(npm),
  });
}

/**
 * The program that fetches. The import fills the cache, and fails where the
 * package does not export its package.json; that tells only if there is nothing then.
 * What went wrong is told on standard output: the other one may be the user's terminal.
 */
function codeOf(wanted: LonePackage): string {
  return `const { createRequire } = await import("node:module");
    // Deno fetches what is spelled out before it runs a line: then nobody would see us end.
    const name = ${JSON.stringify(specifier(wanted))};
    let failure;
    await import(name + "/package.json", { with: { type: "json" } })
      .catch((error) => failure = error);
    const { resolve } = createRequire("file:///backdrop.js");
    const find = (file) => { try { return resolve(file); } catch (error) { failure ??= error; } };
    const found = find("${wanted.name}") ?? find("${wanted.name}/package.json");
    console.log(found ?? failure.message);
    if (found === undefined) Deno.exit(1);`;
}

/** In few words, with what would help, why a package could not be fetched. */
export function fetchReason(cause: unknown): string {
  if (cause instanceof Deno.errors.NotCapable) {
    return "Deno was not allowed to; use -A the first time, then --allow-read and --allow-env are enough";
  }
  const message = messageOf(cause);
  if (/error sending request|client error|dns error|timed out|connection/i.test(message)) {
    return "the npm registry cannot be reached; run it once with a network, or set " +
      "NPM_CONFIG_REGISTRY to a registry that can be reached";
  }
  if (/^the Deno that was to do it was killed/.test(message)) return message;
  if (/checksum|integrity/i.test(message)) {
    return "the npm registry sent another file than expected";
  }
  const detail = /^\s*0: (.+)$/m.exec(message)?.[1] ?? message.trim().split("\n").at(-1) ?? "";
  return systemReason(new Error(detail.trim()), "-A");
}
