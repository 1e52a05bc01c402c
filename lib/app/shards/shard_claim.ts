import { makeFolder, writeError } from "../../files/system/write_whole.ts";
import { isGranted } from "../../files/system/permission.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import type { ShardFile, ShardsFolder } from "./shards_folder.ts";

/** How often a claim is refreshed, in milliseconds. */
const REFRESH = 30_000;

/** After how long without a refresh nobody is behind a claim any more, in milliseconds. */
const STALE = 120_000;

/** What a claim says of the run behind it. */
export interface ClaimWords {
  readonly host: string;
  /** The process's number on that host. */
  readonly pid: number;
  /** When it began, as ISO 8601. */
  readonly since: string;
  /** What tells one start of one machine from all others, where that is known. */
  readonly boot?: string | undefined;
}

/** A claim that was found. */
export interface FoundClaim extends ClaimWords {
  readonly name: string;
  readonly index: number;
  /** Whether its run is at work, for all that is known. */
  readonly isAlive: boolean;
}

/** A shard that a run is at work on, as others see it. */
export interface ShardClaim extends AsyncDisposable {
  /** When it was made, by the clock of the file system. */
  readonly made: Date;
  /** Whether no other run is at work on the shard. */
  readonly isAlone: boolean;
}

/**
 * Say that this run is at work on a shard. That keeps nobody from doing the same: two runs leave the
 * same files. It tells `status` of it, and keeps others from taking its temporary files for leftovers.
 *
 * @param folder The shards.
 * @param index Which of them.
 * @returns The claim; dispose of it.
 * @throws {Error} If the folder cannot be written to.
 */
export async function claimShard(folder: ShardsFolder, index: number): Promise<ShardClaim> {
  await makeFolder(folder.path);
  const id = crypto.getRandomValues(new Uint8Array(8)).toHex();
  const path = folder.claim(index, id);
  const words: ClaimWords = {
    host: hostName(),
    pid: Deno.pid,
    since: new Date().toISOString(),
    boot: await bootId(),
  };
  let file: Deno.FsFile;
  try {
    file = await Deno.open(onDisk(path), { write: true, createNew: true });
    await file.write(new TextEncoder().encode(JSON.stringify(words)));
  } catch (cause) {
    throw writeError(path, cause, folder.path);
  }
  // The system lets go of the lock whatever ends the process. Elsewhere nobody would ask for it.
  if (words.boot !== undefined) await file.tryLock(true).catch(() => false);
  const timer = setInterval(() => {
    const now = new Date();
    // Without it the claim looks stale, and costs nothing but words.
    file.utime(now, now).catch(() => {});
  }, REFRESH);
  Deno.unrefTimer(timer);
  const made = (await file.stat()).mtime ?? new Date();
  const others = (await readClaims(folder, folder.entries()))
    .filter((claim) => claim.index === index && claim.isAlive && folder.file(claim.name) !== path);
  return {
    made,
    isAlone: others.length === 0,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      file.close();
      await Deno.remove(onDisk(path)).catch(() => {});
    },
  };
}

/**
 * The claims in a folder.
 *
 * @param folder The folder.
 * @param entries What is in it.
 */
export async function readClaims(
  folder: ShardsFolder,
  entries: readonly ShardFile[],
): Promise<FoundClaim[]> {
  const claims: FoundClaim[] = [];
  const boot = await bootId();
  for (const { name, index, kind } of entries) {
    if (kind !== "claim") continue;
    const found = await readClaim(folder.file(name), boot);
    if (found !== undefined) claims.push({ name, index, ...found });
  }
  return claims;
}

/** `undefined` if it has just been taken back. */
async function readClaim(
  path: string,
  boot: string | undefined,
): Promise<(ClaimWords & { isAlive: boolean }) | undefined> {
  let text: string;
  let age: number;
  let isLocked: boolean | undefined;
  try {
    age = Date.now() - ((await Deno.stat(onDisk(path))).mtime?.getTime() ?? 0);
    text = await Deno.readTextFile(onDisk(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const words = wordsOf(text);
  // On one and the same machine the lock tells.
  if (boot !== undefined && words.boot === boot) isLocked = await isHeld(path);
  return { ...words, isAlive: isLocked ?? age < STALE };
}

/** Whether a process holds the lock of a claim; `undefined` where there are no locks. */
async function isHeld(path: string): Promise<boolean | undefined> {
  try {
    using file = await Deno.open(onDisk(path), { read: true });
    return !await file.tryLock(true);
  } catch {
    return undefined;
  }
}

function wordsOf(text: string): ClaimWords {
  try {
    const { host, pid, since, boot } = JSON.parse(text);
    return {
      host: String(host),
      pid: Number(pid),
      since: String(since),
      ...typeof boot === "string" ? { boot } : {},
    };
  } catch {
    // It is being written.
    return { host: "", pid: 0, since: "" };
  }
}

function hostName(): string {
  return isGranted({ name: "sys", kind: "hostname" }) ? Deno.hostname() : "";
}

/** What Linux calls this start of this machine. */
async function bootId(): Promise<string | undefined> {
  const path = "/proc/sys/kernel/random/boot_id";
  // Deno would ask for it on a terminal.
  if (Deno.build.os !== "linux" || !isGranted({ name: "read", path })) return undefined;
  return await Deno.readTextFile("/proc/sys/kernel/random/boot_id")
    .then((text) => text.trim(), () => undefined);
}

/**
 * A run that is at work on a shard.
 *
 * @category Many machines
 */
export interface RunningShard {
  /** Which shard, from 1. */
  readonly shard: number;
  /** Where; "" if that is not known. */
  readonly host: string;
  /** The process's number on that host. */
  readonly pid: number;
  /** When it began, as ISO 8601. */
  readonly since: string;
}

/**
 * How far the shards of an output are.
 *
 * @category Many machines
 */
export interface ShardStatus {
  /** The output, as it was written. */
  readonly output: string;
  /** How many shards there are. */
  readonly shards: number;
  /** Those that are done. */
  readonly done: readonly number[];
  /** Those that somebody is at work on, and that are not done. */
  readonly running: readonly RunningShard[];
  /** All others. */
  readonly missing: readonly number[];
  /** How many frames those that are done have written; not known of many videos. */
  readonly frames?: number | undefined;
  /** Of many videos: how many those that are done have made. */
  readonly videos?: number | undefined;
  /** Whether they are joined; of many videos whether all are done. */
  readonly isJoined: boolean;
}

/**
 * Which shards are done, which somebody is at work on, and which are missing.
 *
 * @param shards How many shards there are.
 * @param records Those that are done, and what they have made.
 * @param claims What was found of runs at work.
 */
export function standOf(
  shards: number,
  records: ReadonlyMap<number, unknown>,
  claims: readonly FoundClaim[],
): Pick<ShardStatus, "shards" | "done" | "running" | "missing"> {
  const running = runningOf(claims, shards).filter(({ shard }) => !records.has(shard));
  const known = new Set([...records.keys(), ...running.map(({ shard }) => shard)]);
  const all = Array.from({ length: shards }, (_, i) => i + 1);
  return {
    shards,
    done: all.filter((index) => records.has(index)),
    running,
    missing: all.filter((index) => !known.has(index)),
  };
}

/** The shards that somebody is at work on, in order, each once. */
function runningOf(claims: readonly FoundClaim[], shards: number): RunningShard[] {
  const running = new Map<number, RunningShard>();
  for (const { index, host, pid, since, isAlive } of claims) {
    if (!isAlive || index > shards || running.has(index)) continue;
    running.set(index, { shard: index, host, pid, since });
  }
  return [...running.values()].sort((a, b) => a.shard - b.shard);
}
