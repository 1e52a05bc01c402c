/**
 * Ask what is permitted before it is tried: what is not would be asked for on a
 * terminal, where a run would wait for an answer.
 *
 * @module
 */

import { messageOf } from "../../errors.ts";
import { shellWord } from "../ffmpeg/shell_word.ts";
import { onDisk } from "./working_folder.ts";

/** Whether Deno may do something without asking. */
export function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/**
 * Check that a program may be run.
 *
 * @throws {Deno.errors.NotCapable} If Deno would have to ask.
 */
export function assertMayRun(command: string): void {
  if (isGranted({ name: "run", command })) return;
  throw new Deno.errors.NotCapable(`Requires run access to "${command}"`);
}

/**
 * Why a file or folder that was not found may be there all the same: Deno may not look.
 *
 * @param path Its path.
 * @returns The reason, with the option that lets Deno look; `undefined` if Deno may look.
 */
export function readDenial(path: string): string | undefined {
  if (isGranted({ name: "read", path: onDisk(path) })) return undefined;
  return permissionReason("--allow-read", path);
}

/**
 * A variable of the environment, or `undefined` where there is none, or Deno may not look.
 *
 * @param name The variable's name.
 */
export function readEnvironment(name: string): string | undefined {
  return isGranted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
}

/** What Deno must be given, in words: `Deno was not allowed to; add --allow-write=out`. */
export function permissionReason(permission: string, path?: string): string {
  // Deno takes a comma for the end of a path.
  const named = path === undefined || path.includes(",") ? "" : `=${shellWord(path)}`;
  return `Deno was not allowed to; add ${permission}${named}`;
}

/**
 * In few words, why the system or Deno refused: "no space left on device".
 *
 * @param cause What was thrown.
 * @param permission The option that Deno would have to be given: "--allow-write".
 * @param path The path or program that the option must name.
 */
export function systemReason(cause: unknown, permission: string, path?: string): string {
  if (cause instanceof Deno.errors.NotCapable) return permissionReason(permission, path);
  const message = messageOf(cause);
  const [reason] = message.replace(/^Failed to spawn '.*': /, "").split(/ \(os error \d+\)/);
  return reason.toLowerCase();
}
