import { createRequire } from "node:module";

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
  return createRequire(import.meta.url).resolve(`${name}/${file}`);
}
