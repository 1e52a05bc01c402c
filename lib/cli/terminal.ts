import type { Console } from "./reporting/reporter.ts";

/**
 * Where words and pictures go.
 *
 * @category Command line
 */
export interface Terminal extends Console {
  /** Write to standard output what whoever reads it must get whole. */
  write(bytes: Uint8Array): Promise<void>;
  /** Begin to hand on each key that is typed; `undefined` where nobody can type. */
  openKeys?(): (AsyncIterable<string> & Disposable) | undefined;
}
