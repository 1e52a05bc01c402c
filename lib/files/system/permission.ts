/**
 * Ask what is permitted before it is tried: what is not would be asked for on a
 * terminal, where a run would wait for an answer.
 *
 * @module
 */

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
