import { ROOT } from "./helpers.ts";

/** The files of tests at and below paths, by name: `tests/pixels/`, `tests/golden_test.ts`. */
export function* testFiles(...paths: readonly string[]): Generator<string> {
  for (const path of paths) {
    if (!path.endsWith("/")) yield path;
    else {
      const entries = [...Deno.readDirSync(new URL(path, ROOT))]
        .map(({ name, isDirectory }) => isDirectory ? `${name}/` : name);
      const inside = entries.filter((name) => /_test\.ts$|\/$/.test(name)).sort();
      yield* testFiles(...inside.map((name) => path + name));
    }
  }
}

/**
 * Load files of tests into the thread that this one runs in. `deno test` starts a thread for
 * each file, and loads all it imports anew: that takes longer than most files' tests.
 *
 * @param paths Folders, with a slash at the end, and files; from the repository.
 */
export async function loadTests(...paths: readonly string[]): Promise<void> {
  for (const file of testFiles(...paths)) await import(new URL(file, ROOT).href);
}
