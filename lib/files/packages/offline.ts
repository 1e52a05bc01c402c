import { CallValue } from "../system/call_value.ts";

const offline = new CallValue<boolean>();

/**
 * Do something for which nothing may be fetched, however deep below: what is missing throws.
 *
 * @param isOffline Whether that is so; if not, all is as it was.
 * @param work What is done.
 * @returns What that gives.
 */
export async function keepOffline<Result>(
  isOffline: boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  return isOffline ? await offline.during(true, work) : await work();
}

/** Whether nothing may be fetched here. */
export function isOffline(): boolean {
  return offline.get() === true;
}
