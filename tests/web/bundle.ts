/**
 * The library as others get it: transpiled and bundled for Node 20 and for browsers, by the command
 * that docs/library.md shows.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { ROOT, runProgram, temporaryFolder } from "../helpers.ts";

const DOC = await Deno.readTextFile(new URL("docs/library.md", ROOT));

/** How docs/library.md bundles mod.ts: with what, and how. */
const [, ESBUILD, OPTIONS] = /npx (esbuild@\S+) mod\.ts (.+) --outdir=backdrop\n/.exec(DOC) ?? [];

/**
 * A program of docs/library.md that Deno cannot run, beside the bundle.
 *
 * @param words What only this one has.
 * @returns The program, which takes the library from beside it.
 */
export function documented(words: string): string {
  const programs = [...DOC.matchAll(/```js ignore\n([^]*?)```/g)].map(([, program]) => program);
  const found = programs.filter((program) => program.includes(words));
  if (found.length !== 1) throw new Error(`${found.length} programs have ${words}`);
  return found[0].replaceAll('"./backdrop/', '"./');
}

let made: Promise<string> | undefined;

/**
 * Bundle mod.ts, and what the tests do with it, each as a module of its own; once for all tests.
 *
 * @returns The folder with mod.mjs, scenario.mjs and browser_scenario.mjs, which vanishes at the end.
 */
export function bundle(): Promise<string> {
  return made ??= makeBundle();
}

async function makeBundle(): Promise<string> {
  const { path: folder } = await temporaryFolder();
  addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  const [library, ...scenarios] = [
    "mod.ts",
    "tests/web/scenario.ts",
    "tests/web/browser_scenario.ts",
  ]
    .map((path) => fileURLToPath(new URL(path, ROOT)));
  for (const entries of [[library], scenarios]) {
    const options = [...OPTIONS.split(" "), `--outdir=${folder}`, "--log-level=warning"];
    // In a process of its own, so that deno.lock knows nothing of it.
    const esbuild = ["run", "-A", "--quiet", "--no-lock", "--no-config", `npm:${ESBUILD}`];
    const command = [...esbuild, ...entries, ...options];
    const { code, stderr } = await runProgram(Deno.execPath(), command);
    if (code !== 0 || stderr !== "") throw new Error(`Cannot bundle: ${stderr}`);
  }
  return folder;
}

/**
 * Where one of some programs is.
 *
 * @param names What it may be called.
 * @returns Its path, or `undefined` if PATH has none of them.
 */
export function findProgram(...names: readonly string[]): string | undefined {
  for (
    const folder of (Deno.env.get("PATH") ?? "").split(Deno.build.os === "windows" ? ";" : ":")
  ) {
    // There Deno has a node that is Deno itself.
    if (folder.endsWith("node_compat_bin")) continue;
    for (const name of names) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

/**
 * A test that needs a program: without it, it is left out and says why; CI must have it.
 *
 * @param name What the test is called.
 * @param program Where the program is.
 * @param what What it is called in the reason.
 * @param run The test.
 */
export function testWith(
  name: string,
  program: string | undefined,
  what: string,
  run: (program: string, test: Deno.TestContext) => Promise<void>,
): void {
  const isLeftOut = program === undefined && Deno.env.get("CI") === undefined;
  Deno.test({
    name: isLeftOut ? `${name} (left out: there is no ${what} on PATH)` : name,
    ignore: isLeftOut,
    fn: (test) => {
      if (program === undefined) throw new Error(`There is no ${what} on PATH`);
      return run(program, test);
    },
  });
}
