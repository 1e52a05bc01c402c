/**
 * The package for npm: what works without Deno, as ESM with types, module by module: `deno task build:npm`,
 * or with a folder for another than dist/npm. `npm pack` makes an archive of it; nothing is published.
 *
 * @module
 */

import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { ROOT, runProgram } from "../helpers.ts";

/** Its types are read by this version and later ones: typed arrays have said what they lie in since 5.7. */
export const TYPESCRIPT = "typescript@5.9.3";

/** Those that work anywhere, by the names that others import them by; and the one thread that a page starts. */
export const DOORS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(config.exports).filter(([, path]) =>
      !/^\.\/(cli|lib\/(files|app)\/)/.test(path)
    ),
  ),
  "./web/network_worker": "./lib/web/onnx/network_worker.ts",
};

/** What others can do about calls on files, which need Deno. */
const NO_FILES = `/** Stands for what works on files, which is not in the package for npm. */
export function replaceFiles() {
  throw new TypeError(
    "Cannot replace the background of a file: the package for npm has no files; " +
      "in Deno import mod.ts by its address",
  );
}
`;

const pathOf = (path: string) => fileURLToPath(new URL(path, ROOT));

/**
 * Write the package.
 *
 * @param folder Where to; what an earlier build has left there goes.
 * @throws {Error} If the folder holds something else, or the compiler finds an error.
 */
export async function buildNpm(folder: string): Promise<void> {
  await makeRoom(folder);
  await compile(folder);
  await Deno.mkdir(join(folder, "lib/app"), { recursive: true });
  await Deno.writeTextFile(join(folder, "lib/app/replace_files.js"), NO_FILES);
  await renameImports(folder);
  const description = JSON.stringify(packageJson(), null, 2);
  await Deno.writeTextFile(join(folder, "package.json"), `${description}\n`);
  for (const name of ["LICENSE", "CHANGELOG.md"]) {
    await Deno.copyFile(pathOf(name), join(folder, name));
  }
  await Deno.copyFile(pathOf("tests/npm/README.md"), join(folder, "README.md"));
}

/** An empty folder, of what was one or an earlier build. */
async function makeRoom(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  if (Deno.readDirSync(folder).next().done) return;
  const before = await Deno.readTextFile(join(folder, "package.json")).catch(() => "{}");
  if (JSON.parse(before).name !== config.name) {
    throw new Error(`Cannot build the package in '${folder}': it holds something else`);
  }
  for (const { name } of Deno.readDirSync(folder)) {
    await Deno.remove(join(folder, name), { recursive: true });
  }
}

/** Remove types and lower `using`, which Node has from 24 on. */
async function compile(folder: string): Promise<void> {
  const { lib: _, ...strictness } = config.compilerOptions;
  const compilerOptions = {
    ...strictness,
    rootDir: pathOf(""),
    outDir: folder,
    declaration: true,
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    rewriteRelativeImportExtensions: true,
    // What Node 20 and today's browsers have, and what we ask for before we use it.
    lib: [
      "es2023",
      "esnext.disposable",
      "esnext.float16",
      "dom",
      "dom.iterable",
      "dom.asynciterable",
    ],
    types: [],
    skipLibCheck: true,
    noEmitOnError: true,
  };
  const project = await Deno.makeTempFile({ prefix: "backdrop_", suffix: ".json" });
  try {
    const files = Object.values(DOORS).map(pathOf);
    await Deno.writeTextFile(project, JSON.stringify({ compilerOptions, files }));
    const tsc = ["run", "-A", "--quiet", "--no-lock", "--no-config", `npm:${TYPESCRIPT}/tsc`];
    const run = await runProgram(Deno.execPath(), [...tsc, "--project", project]);
    if (run.code !== 0) throw new Error(`Cannot build the package:\n${run.stdout}${run.stderr}`);
  } finally {
    await Deno.remove(project);
  }
}

/**
 * Give relative modules the names that they have in the package, where the compiler does not: in types,
 * and in addresses.
 */
async function renameImports(folder: string): Promise<void> {
  for (const path of filesIn(folder)) {
    const text = await Deno.readTextFile(path);
    const renamed = text.replaceAll(/((?:from |import\(|new URL\()"\.\.?\/[^"]+)\.ts"/g, '$1.js"');
    if (renamed !== text) await Deno.writeTextFile(path, renamed);
  }
}

function* filesIn(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* filesIn(join(folder, name));
    else yield join(folder, name);
  }
}

function packageJson() {
  const doors = Object.entries(DOORS).map(([name, path]) => {
    const module = path.replace(/\.ts$/, "");
    return [name, { types: `${module}.d.ts`, default: `${module}.js` }];
  });
  return {
    name: config.name,
    version: config.version,
    description: "Replaces the background of a video: image primitives, masks and a pipeline",
    license: config.license,
    type: "module",
    exports: { ...Object.fromEntries(doors), "./package.json": "./package.json" },
    types: "./mod.d.ts",
    // The thread is nothing but its effects.
    sideEffects: [DOORS["./web/network_worker"].replace(/ts$/, "js")],
    engines: { node: ">=20.9" },
  };
}

if (import.meta.main) {
  const [folder = pathOf("dist/npm")] = Deno.args;
  try {
    await buildNpm(folder);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
  const files = [...filesIn(folder)];
  const bytes = files.reduce((total, path) => total + Deno.statSync(path).size, 0);
  const place = relative(Deno.cwd(), folder) || ".";
  console.log(`${place}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
}
