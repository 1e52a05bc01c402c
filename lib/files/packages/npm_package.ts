import { createRequire } from "node:module";
import { evalInDeno } from "./deno_child.ts";

/**
 * Path of a file inside an npm package, which is fetched if it is not in
 * Deno's cache yet.
 *
 * A specifier that is computed keeps the package out of the start-up: only who
 * gets here pays for it. Importing `package.json` first fills the cache, without
 * which `resolve` finds nothing.
 *
 * @param spec Name and exact version: "imagescript@1.3.1".
 * @param file The file's path inside the package.
 * @returns Its path on disk.
 * @throws {Error} If the package cannot be fetched, or has no such file.
 */
export async function packageFile(spec: string, file: string): Promise<string> {
  await import(`npm:${spec}/package.json`, { with: { type: "json" } });
  const name = spec.slice(0, spec.lastIndexOf("@"));
  // Deno's cache is the same from wherever one requires, but it must be a file: this module may
  // have been imported from a URL.
  const { url } = import.meta;
  const from = url.startsWith("file:") ? url : "file:///backdrop.js";
  return createRequire(from).resolve(`${name}/${file}`);
}

/**
 * The same, fetched by a Deno of its own: for a large package that few runs
 * need. Imported here it would enter `deno.lock`, and Deno fetches all of a lock
 * file with the first package that it needs.
 *
 * @param spec Name and exact version.
 * @param file The file's path inside the package.
 * @param signal Ends the fetching.
 * @returns Its path on disk.
 * @throws {Error} If the package cannot be fetched, has no such file, or Deno may not run itself.
 */
export async function separatePackageFile(
  spec: string,
  file: string,
  signal?: AbortSignal,
): Promise<string> {
  const code = `const { packageFile } = await import(${JSON.stringify(import.meta.url)});
    console.log(await packageFile(${JSON.stringify(spec)}, ${JSON.stringify(file)}));`;
  const args = ["--quiet", "--no-config", "--no-lock", "--node-modules-dir=none"];
  try {
    return (await evalInDeno(code, { args, signal })).trim();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot fetch npm:${spec}: ${why}`, { cause });
  }
}
