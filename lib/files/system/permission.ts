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

/**
 * A variable of the environment, or `undefined` where there is none, or Deno may not look.
 *
 * @param name The variable's name.
 */
export function readEnvironment(name: string): string | undefined {
  return isGranted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
}

/**
 * In few words, why the system or Deno refused: "no space left on device".
 *
 * @param cause What was thrown.
 * @param permission The option that Deno would have to be given: "--allow-write".
 */
export function systemReason(cause: unknown, permission: string): string {
  if (cause instanceof Deno.errors.NotCapable) return `Deno was not allowed to; add ${permission}`;
  const message = cause instanceof Error ? cause.message : String(cause);
  const [reason] = message.replace(/^Failed to spawn '.*': /, "").split(/ \(os error \d+\)/);
  return reason.toLowerCase();
}
