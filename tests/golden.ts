/**
 * Checksums of what comes out for the labelled clips: golden_test.ts says what each is of.
 *
 * @module
 */

import { sha256 } from "./helpers.ts";

/** Checksums by name. */
export type Sums = Record<string, string>;

/** Where they are kept. */
export const TABLE = new URL("data/golden_outputs.json", import.meta.url);

/** Those that are kept. */
export const golden: Sums = JSON.parse(await Deno.readTextFile(TABLE).catch(() => "{}"));

/** How many of a folder's files have such a name, and one checksum of them all. */
export async function sumOf(folder: string, names: RegExp): Promise<string> {
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    names.test(name)
  );
  const lines = [];
  for (const name of files.sort()) {
    lines.push(`${name} ${await sha256(await Deno.readFile(`${folder}/${name}`))}`);
  }
  return `${files.length} ${await sha256(new TextEncoder().encode(lines.join("\n")))}`;
}
