import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { denoFolder } from "../../files/packages/deno_cache.ts";
import { isGranted, readEnvironment, systemReason } from "../../files/system/permission.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import type { Finding } from "./finding.ts";

/** Deno's cache, where networks and codecs lie. */
export async function examineCache(): Promise<Finding> {
  const common = { id: "deno-cache", topic: "folders" } as const;
  const folder = denoFolder();
  if (folder === undefined) {
    const text = "Deno's cache: it is not known where that is";
    const advice = "add --allow-env";
    return { ...common, state: "note", text, advice, data: { folder: null } };
  }
  const { why, freeBytes } = await writableFolder(folder);
  const data = { folder, isWritable: why === undefined, freeBytes: freeBytes ?? null };
  if (why !== undefined) {
    const text = `Deno's cache ${folder} cannot be written: ${why}`;
    const advice = "what is there works; nothing more can be fetched here";
    return { ...common, state: "note", text, advice, data };
  }
  return { ...common, state: "ok", text: `Deno's cache ${folder}${room(freeBytes)}`, data };
}

/** Where temporary files go: of what is fetched, and of GIFs. */
export async function examineTemporary(): Promise<Finding> {
  const common = { id: "temporary-folder", topic: "folders" } as const;
  const folder = temporaryFolder();
  const { why, freeBytes } = await writableFolder(folder);
  const data = { folder, isWritable: why === undefined, freeBytes: freeBytes ?? null };
  if (why !== undefined) {
    const text = `temporary folder ${folder} cannot be written: ${why}`;
    const advice = "a GIF and cli.ts fetch need one: set TMPDIR";
    return { ...common, state: "note", text, advice, data };
  }
  return { ...common, state: "ok", text: `temporary folder ${folder}${room(freeBytes)}`, data };
}

/** As Deno chooses it. */
function temporaryFolder(): string {
  if (Deno.build.os === "windows") return readEnvironment("TEMP") ?? tmpdirOrRoot();
  return readEnvironment("TMPDIR") || "/tmp";
}

function tmpdirOrRoot(): string {
  const names = ["TMPDIR", "TMP", "TEMP", "SystemRoot", "windir"];
  const mayLook = names.every((variable) => isGranted({ name: "env", variable }));
  return mayLook ? tmpdir() : "C:\\Windows\\Temp";
}

/** Whether a folder can be written, or why not, and how much room there is. */
async function writableFolder(
  folder: string,
): Promise<{ readonly why: string | undefined; readonly freeBytes: number | undefined }> {
  const freeBytes = await freeBytesIn(folder);
  if (!isGranted({ name: "write", path: folder })) {
    return { why: "Deno is not allowed to", freeBytes };
  }
  try {
    const dir = onDisk(folder);
    await Deno.remove(onDisk(await Deno.makeTempDir({ dir, prefix: ".backdrop_doctor_" })));
    return { why: undefined, freeBytes };
  } catch (error) {
    return { why: systemReason(error, "--allow-write"), freeBytes };
  }
}

async function freeBytesIn(folder: string): Promise<number | undefined> {
  const mayAsk = isGranted({ name: "read", path: folder }) &&
    isGranted({ name: "sys", kind: "statfs" });
  if (!mayAsk) return undefined;
  try {
    const { bavail, bsize } = await statfs(onDisk(folder));
    return bavail * bsize;
  } catch {
    return folder === dirname(folder) ? undefined : await freeBytesIn(dirname(folder));
  }
}

function room(bytes: number | undefined): string {
  return bytes === undefined ? "" : `, ${(bytes / 1e9).toFixed(1)} GB free`;
}
