/**
 * Wait for work, but no longer than until a signal aborts: for work that knows no signal itself,
 * such as a network's look. What is done or fails afterwards is nobody's.
 *
 * @example A look that does not come
 * ```ts
 * import { assertRejects } from "@std/assert";
 *
 * const never = new Promise<void>(() => {});
 * const reason = new Error("enough");
 * await assertRejects(() => untilAborted(never, AbortSignal.abort(reason)), Error, "enough");
 * ```
 *
 * @param work What is waited for.
 * @param signal Ends the waiting by throwing its reason.
 * @returns What the work gives.
 * @throws The signal's reason, or what the work throws.
 */
export async function untilAborted<Result>(
  work: Result | Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined || !(work instanceof Promise)) {
    signal?.throwIfAborted();
    return await work;
  }
  let onAbort = () => {};
  const abortion = new Promise<never>((_, reject) => onAbort = () => reject(signal.reason));
  // Whichever of the two comes last has nobody who waits for it.
  abortion.catch(() => {});
  work.catch(() => {});
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, abortion]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
