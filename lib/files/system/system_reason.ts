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
