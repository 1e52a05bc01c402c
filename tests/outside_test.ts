/**
 * Files of other people, outside the project: they see neither our deno.json nor our
 * import map, and their compiler options are theirs.
 */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { ROOT, runProgram, temporaryFolder } from "./helpers.ts";

/** Others' compiler options that our own check does not have; the empty ones are Deno's own. */
const OTHERS: Readonly<Record<string, unknown>>[] = [
  {},
  { strict: false },
  { noImplicitAny: false, lib: ["dom", "dom.iterable", "dom.asynciterable", "deno.ns"] },
  {
    ...{ exactOptionalPropertyTypes: true, isolatedDeclarations: true, erasableSyntaxOnly: true },
    ...{ verbatimModuleSyntax: true, noPropertyAccessFromIndexSignature: true },
    ...{ noUnusedLocals: true, noUnusedParameters: true, noImplicitReturns: true },
    ...{ noImplicitOverride: true, noFallthroughCasesInSwitch: true, allowUnreachableCode: false },
  },
];

/** What uses both front doors, and a type of each. */
const PROGRAM = (place: string) => `
import { createFrame, type Frame, methods } from "${place}/mod.ts";
import { type Ffmpeg, findFfmpeg } from "${place}/lib/files/mod.ts";

export const frame: Frame = createFrame(1, 1);
export const find: (options?: { command?: string }) => Promise<Ffmpeg> = findFfmpeg;
export const names: string[] = Object.keys(methods);
`;

/** The project on disk, without a slash at the end. */
const onDisk = fileURLToPath(ROOT).replace(/\/$/, "");

/** The project behind an address. */
function serveProject() {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    const file = await Deno.open(new URL(path, ROOT)).catch(() => undefined);
    if (file === undefined) return new Response("not found", { status: 404 });
    const type = path.endsWith(".json") ? "application/json" : "application/typescript";
    return new Response(file.readable, { headers: { "content-type": type } });
  });
  return { server, address: `http://127.0.0.1:${server.addr.port}` };
}

/** Run Deno in a folder that has nothing but a deno.json. */
async function runOutside(folder: string, compilerOptions: unknown, args: readonly string[]) {
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(compilerOptions));
  const env = { NO_COLOR: "1" };
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), args, { cwd: folder, env });
  return { code, words: `${stdout}${stderr}` };
}

for (const compilerOptions of OTHERS) {
  const said = JSON.stringify(compilerOptions).replaceAll('"', "");
  Deno.test(`a file outside the project type-checks with ${said}`, async () => {
    await using folder = await temporaryFolder();
    await Deno.writeTextFile(`${folder.path}/program.ts`, PROGRAM(onDisk));
    const config = Object.keys(compilerOptions).length === 0 ? {} : { compilerOptions };
    const { code, words } = await runOutside(folder.path, config, ["check", "program.ts"]);
    assertEquals(code, 0, words);
  });
}

Deno.test("a copy of examples/experiment_test.ts works outside the project", async () => {
  await using folder = await temporaryFolder();
  const example = await Deno.readTextFile(new URL("examples/experiment_test.ts", ROOT));
  const copy = example.replaceAll('"../', `"${onDisk}/`);
  await Deno.writeTextFile(`${folder.path}/experiment_test.ts`, copy);
  const args = ["test", "-A", "--no-lock", "experiment_test.ts"];
  const { code, words } = await runOutside(folder.path, {}, args);
  assertEquals(code, 0, words);
});

Deno.test("by URL mod.ts type-checks with all behind it, and the copied example", async () => {
  await using folder = await temporaryFolder();
  const { server, address } = serveProject();
  await using _ = server;
  const example = await Deno.readTextFile(new URL("examples/experiment_test.ts", ROOT));
  const copy = example.replaceAll('"../', `"${address}/`);
  await Deno.writeTextFile(`${folder.path}/experiment_test.ts`, copy);
  // With --all the diagnostics of what comes by URL count, which Deno leaves out otherwise.
  for (const what of [["--all", `${address}/mod.ts`], ["experiment_test.ts"]]) {
    const args = ["check", "--no-lock", "--allow-import=127.0.0.1", ...what];
    const { code, words } = await runOutside(folder.path, {}, args);
    assertEquals(code, 0, words);
  }
});
