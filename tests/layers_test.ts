import { assertEquals } from "@std/assert";
import { ROOT } from "./helpers.ts";

/**
 * The layers, lowest first: a file may import from its own layer and from those
 * below. `files`, `app` and `cli` are the edge.
 */
const LAYERS = [
  "ahead continued counted kernels errors nearest_name option_names printable quantile raster " +
  "turns until_aborted",
  "memory",
  "pixels",
  "metrics",
  "networks",
  "moments",
  "methods",
  "refine",
  "backgrounds",
  "pipeline",
  "report",
  "web",
  "files",
  "app",
  "cli",
];

/** The layer of a path: its first folder or file name below lib/. */
function layerOf(path: string): number {
  const name = path.replace(/^lib\//, "").split("/")[0].replace(/\.ts$/, "");
  const layer = path === "cli.ts" || path === "mod.ts"
    ? LAYERS.length
    : LAYERS.findIndex((names) => names.split(" ").includes(name));
  if (layer === -1) throw new Error(`${path} belongs to no layer: add it to tests/layers_test.ts`);
  return layer;
}

function* modules(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(new URL(folder, ROOT))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory) yield* modules(`${path}/`);
    else if (path.endsWith(".ts")) yield path;
  }
}

const sources = [...modules("lib/"), "mod.ts", "cli.ts"].map((path) => ({
  path,
  text: Deno.readTextFileSync(new URL(path, ROOT)).replaceAll(/\/\*\*[^]*?\*\//g, ""),
}));

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["'`]([^"'`]+)["'`]/g)].map(([, from]) => from);
}

Deno.test("lib/: no file imports from a layer above its own", () => {
  const upward: string[] = [];
  for (const { path, text } of sources) {
    for (const target of targetsOf({ path, text })) {
      if (layerOf(target) > layerOf(path)) upward.push(`${path} imports ${target}`);
    }
  }
  assertEquals(upward, []);
});

/** What a file imports of lib/, types included. */
function targetsOf({ path, text }: typeof sources[number]): string[] {
  return importsOf(text).filter((from) => from.startsWith("."))
    .map((from) => new URL(from, new URL(path, ROOT)).pathname.slice(ROOT.pathname.length))
    .filter((target) => !target.endsWith(".json"));
}

Deno.test("lib/: no file imports itself by way of others", () => {
  const graph = new Map(
    sources.filter(({ path }) => !path.startsWith("lib/kernels/"))
      .map((source) => [source.path, targetsOf(source)]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]) => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  assertEquals(circles, []);
});

Deno.test("lib/: an exported name means one thing", () => {
  const places = new Map<string, Set<string>>();
  for (const { path, text } of sources.filter(({ path }) => !path.startsWith("lib/kernels/"))) {
    const exported =
      /^export (?:abstract |async )?(?:class|const|function\*?|interface|let|type) (\w+)/gm;
    for (const [, name] of text.matchAll(exported)) {
      places.set(name, (places.get(name) ?? new Set()).add(path));
    }
  }
  const several = [...places].filter(([, paths]) => paths.size > 1);
  assertEquals(several.map(([name, paths]) => `${name}: ${[...paths].join(", ")}`), []);
});

/** Folders with more files than one sees at once, and why. */
const LARGE_FOLDERS: Readonly<Record<string, string>> = {
  "tests/": "what holds of the whole project, beside what all tests import",
};

Deno.test("no folder holds more than 16 sources", () => {
  const counts = Object.groupBy(
    ["lib/", "tests/", "examples/"].flatMap((folder) => [...modules(folder)]),
    (path) => path.slice(0, path.lastIndexOf("/") + 1),
  );
  const large = Object.entries(counts).filter(([, paths = []]) => paths.length > 16);
  assertEquals(large.map(([folder]) => folder), Object.keys(LARGE_FOLDERS));
});

const isEdge = (path: string) => /^(lib\/(files|app|cli)\/|cli\.ts)/.test(path);

/** What a page is bundled with, beside what is its own. */
const PAGE_PACKAGES = ["lib/web/studio/output/mediabunny.ts imports npm:mediabunny@1.61.0"];

Deno.test("lib/: Deno and packages are used at the edge only", () => {
  const found: string[] = [];
  for (const { path, text } of sources.filter(({ path }) => !isEdge(path))) {
    const packages = importsOf(text).filter((from) => !from.startsWith("."));
    found.push(...packages.map((from) => `${path} imports ${from}`));
    if (/\bDeno\./.test(text)) found.push(`${path} uses Deno`);
  }
  assertEquals(found, PAGE_PACKAGES);
});

Deno.test("lib/: only the files of arguments know commander, and only cli.ts prints or exits", () => {
  const commander = sources.filter(({ text }) => /npm:@commander-js|npm:commander/.test(text));
  const others = commander.map(({ path }) => path)
    .filter((path) => !/^lib\/cli\/arguments\/(\w+_)?arguments\.ts$/.test(path));
  assertEquals(
    others,
    ["command_reader", "option_values"].map((name) => `lib/cli/arguments/${name}.ts`),
  );
  const printing = /(?<!#)\bconsole\.|Deno\.(exit|stdout|stderr)\b/;
  const code = (text: string) => text.replaceAll(/`[^`]*`/g, "``");
  const printers = sources.filter(({ text }) => printing.test(code(text))).map(({ path }) => path);
  assertEquals(printers, ["cli.ts"]);
});

Deno.test("npm packages are named with exact versions, the same everywhere", () => {
  const versions = new Map<string, Set<string>>();
  for (const { path, text } of sources) {
    for (const [, spec] of text.matchAll(/["'`](?:npm:)?((?:@[\w.-]+\/)?[\w-]+@\d[^/"'`]*)/g)) {
      const at = spec.lastIndexOf("@");
      assertEquals(/^\d+\.\d+\.\d+$/.test(spec.slice(at + 1)), true, `${path}: ${spec}`);
      const known = versions.get(spec.slice(0, at)) ?? new Set();
      versions.set(spec.slice(0, at), known.add(spec.slice(at + 1)));
    }
  }
  const several = [...versions].filter(([, known]) => known.size > 1).map(([name]) => name);
  assertEquals(several, []);
});

/** Who names only what is ours: packages, pipes of threads, programs. */
const OWN_PATHS = /^lib\/files\/(packages|threads)\/|_worker\.ts$|imagescript\.ts$|onnx_wasm\.ts$/;

Deno.test("lib/: who gives the system a path says by onDisk() where it is", () => {
  const calls =
    /Deno\.(open|read(File|TextFile|Dir)|l?stat|realPath|remove|rename|mkdir|write(Text)?File)(Sync)?\((?!\s*onDisk\()(?!"\/proc)/;
  const bare = sources.filter(({ path, text }) => !OWN_PATHS.test(path) && calls.test(text));
  // Where PATH is looked through, folders are whole.
  assertEquals(bare.map(({ path }) => path), ["lib/files/ffmpeg/ffmpeg.ts"]);
});
