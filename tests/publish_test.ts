/** What JSR would say to the package; nothing is published. */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { ROOT, runProgram } from "./helpers.ts";

/** Imports whose addresses are known only when they run, and whose addresses they are. JSR warns of each. */
const LATE: Readonly<Record<string, string>> = {
  "lib/files/find_method.ts": "a module of the user's",
  "lib/files/onnx/runtime/onnx_wasm.ts": "a file of a package in Deno's cache",
  "lib/files/packages/lone_package.ts": "a package that is fetched by the first call that needs it",
  "lib/pipeline/replace_background.ts": "what works on files, which a page does not load",
  "lib/web/onnx/network_worker.ts": "a runtime that a site serves",
};

Deno.test("deno publish --dry-run has no problem, and warns of nothing but late imports", async () => {
  const cwd = fileURLToPath(ROOT);
  // Types are checked by `deno task ok`; this still finds what has no explicit type.
  const args = ["publish", "--dry-run", "--allow-dirty", "--no-check"];
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), args, {
    cwd,
    env: { NO_COLOR: "1" },
  });
  const said = `${stdout}${stderr}`;
  assertEquals(code, 0, said);
  const warnings = [...said.matchAll(/^warning\[(.*?)\].*\n +--> (.*?):\d+:\d+$/gm)]
    .map(([, kind, path]) => `${kind} ${path.slice(cwd.length)}`);
  const expected = Object.keys(LATE).map((path) => `unanalyzable-dynamic-import ${path}`);
  assertEquals(warnings.sort(), expected.sort());
  assertEquals(said.match(/^warning/gm)?.length, warnings.length);
  const files = [...said.matchAll(/^ +file:\/\/(.*?) \(/gm)].map(([, path]) =>
    path.slice(cwd.length)
  );
  const others = files.filter((path) => !path.startsWith("lib/"));
  assertEquals(others.sort(), [
    "CHANGELOG.md",
    "LICENSE",
    "NOTICE",
    "README.md",
    "cli.ts",
    "deno.json",
    "mod.ts",
  ]);
  // What no module imports, and is fetched all the same.
  for (const path of ["lib/web/studio/page/index.html", "lib/files/onnx/runtime/onnx_worker.ts"]) {
    assert(files.includes(path), path);
  }
});
