/** The package for npm as others get it: packed, installed, and imported from there by Node, types and a bundler. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import * as library from "../../mod.ts";
import { namesIn, ROOT, runProgram, temporaryFolder } from "../helpers.ts";
import { findProgram, testWith } from "../web/bundle.ts";
import { scenario } from "../web/scenario.ts";
import { buildNpm, DOORS, TYPESCRIPT } from "./build_npm.ts";

const NAME = config.name;
const ESBUILD = "esbuild@0.28.2";

/** What Node is asked: what each door has, and what the library gives. A thread or a page is not a door for Node. */
const NODE_DOORS = Object.keys(DOORS).filter((door) => !door.startsWith("./web"));
const PROGRAM = `
import * as library from "${NAME}";
import { scenario } from ${JSON.stringify(fileURLToPath(new URL("tests/web/scenario.ts", ROOT)))};
${NODE_DOORS.map((door, i) => `import * as door${i} from "${NAME}${door.slice(1)}";`).join("\n")}

const doors = [${NODE_DOORS.map((_, i) => `Object.keys(door${i}).sort()`).join(", ")}];
const { sums } = await scenario(library);
const onFiles = await library.replaceBackground("talk.mp4", "blur", "out.mp4").catch(String);
const shown = await library.show(library.createMask(3, 2)).png();
console.log(JSON.stringify({ doors, sums, onFiles, shown: String.fromCharCode(...shown.slice(1, 4)), node: process.version }));
`;

/** What a type-checker is asked: a program of Node's or a page's. */
const TYPED = `
import { BackgroundReplacer, createFrame, type Frame, methods, replaceFrames } from "${NAME}";
import { type ReplacedFrame, frameFrom } from "${NAME}";
${
  Object.keys(DOORS).map((door, i) => `import * as door${i} from "${NAME}${door.slice(1)}";`).join(
    "\n",
  )
}

declare const camera: ReadableStream<VideoFrame>;
declare const call: WritableStream<VideoFrame>;
declare const canvas: HTMLCanvasElement;
export const frame: Frame = frameFrom(canvas, { out: createFrame(1, 1) });
export const names: string[] = Object.keys(methods);
export const replaced: AsyncGenerator<ReplacedFrame, void, void> = replaceFrames([frame], {
  method: "median",
});
export const piped: Promise<void> = camera
  .pipeThrough(new BackgroundReplacer({ method: "difference", background: canvas }))
  .pipeTo(call);
export const open: typeof door${
  Object.keys(DOORS).indexOf("./web")
}.webSegmenterOpener | undefined = undefined;
// @ts-expect-error: a mask is no frame.
replaceFrames([{ width: 1, height: 1, data: new Uint8Array(1) }], { method: "median" });
export const doors: object[] = [${Object.keys(DOORS).map((_, i) => `door${i}`).join(", ")}];
`;

const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: "es2022",
  lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
  module: "nodenext",
  types: [],
  noEmit: true,
};

/** Run a program of npm's in Deno, in a folder; it must have nothing to say. */
async function runQuietly(cwd: string, program: string, ...args: readonly string[]): Promise<void> {
  const deno = ["run", "-A", "--quiet", "--no-lock", "--no-config", "--node-modules-dir=none"];
  const { code, stdout, stderr } = await runProgram(
    Deno.execPath(),
    [...deno, `npm:${program}`, ...args],
    { cwd },
  );
  assertEquals([code, stdout, stderr], [0, "", ""]);
}

/** Node 20, the oldest that the package names: the system's, or npm's. */
async function node20(): Promise<string[]> {
  const own = findProgram("node")!;
  const { stdout } = await runProgram(own, ["--version"], {});
  return stdout.startsWith("v20.") ? [own] : ["npx", "--yes", "node@20.20.0"];
}

testWith(
  "build:npm: the packed package works in Node 20, for a type-checker and through a bundler",
  findProgram("npm"),
  "npm",
  async (npm, test) => {
    await using folder = await temporaryFolder();
    const built = `${folder.path}/built`;
    const user = `${folder.path}/user`;
    const node = await node20();
    await buildNpm(built);
    await test.step("npm packs and installs it, with nothing beside it", async () => {
      await Deno.mkdir(user);
      await Deno.writeTextFile(`${user}/package.json`, '{ "type": "module", "private": true }');
      const packed = await runProgram(npm, ["pack", "--silent", "--pack-destination", user], {
        cwd: built,
      });
      assertEquals(packed.code, 0, packed.stderr);
      const archive = `./${packed.stdout.trim()}`;
      assertEquals(archive, `./backdrop-backdrop-${config.version}.tgz`);
      const args = ["install", "--offline", "--no-audit", "--no-fund", archive];
      const installed = await runProgram(npm, args, { cwd: user });
      assertEquals(installed.code, 0, installed.stderr);
      assertEquals(namesIn(`${user}/node_modules`).filter((name) => !name.startsWith(".")), [
        "@backdrop",
      ]);
      assert(namesIn(`${user}/node_modules/${NAME}`).includes("README.md"));
    });
    await Deno.writeTextFile(`${user}/program.mjs`, PROGRAM);
    const bundling = ["program.mjs", "--bundle", "--format=esm", "--target=node20"];
    const quiet = ["--platform=node", "--log-level=warning"];
    const expected = (await scenario(library)).sums;
    for (
      const [how, options] of [["as it is", ["--packages=external"]], ["bundled", []]] as const
    ) {
      await test.step(`in Node, ${how}, it gives what it gives in Deno`, async () => {
        await runQuietly(user, ESBUILD, ...bundling, ...quiet, ...options, "--outfile=run.mjs");
        const { code, stdout, stderr } = await runProgram(node[0], [...node.slice(1), "run.mjs"], {
          cwd: user,
        });
        assertEquals([code, stderr], [0, ""]);
        const { doors, sums, onFiles, shown, node: version } = JSON.parse(stdout);
        assertMatch(version, /^v20\./);
        assertEquals(sums, expected);
        assertEquals(shown, "PNG");
        assertEquals(onFiles.split(":")[0], "TypeError");
        for (const [i, door] of NODE_DOORS.entries()) {
          const module = await import(new URL(DOORS[door], ROOT).href);
          assertEquals(doors[i], Object.keys(module).sort(), door);
        }
      });
    }
    await test.step("its README's program runs", async () => {
      const readme = await Deno.readTextFile(`${user}/node_modules/${NAME}/README.md`);
      const programs = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, program]) => program);
      await Deno.writeTextFile(`${user}/readme.mjs`, programs.join("\n"));
      const outcome = await runProgram(node[0], [...node.slice(1), "readme.mjs"], { cwd: user });
      assertEquals(outcome, { code: 0, stdout: "1 64 48\n2 64 48\n3 64 48\n", stderr: "" });
      for (const door of Object.keys(DOORS)) {
        assert(readme.includes(`\`${NAME}${door.slice(1)}\``), door);
      }
    });
    await test.step("its types are whole", async () => {
      await Deno.writeTextFile(`${user}/typed.ts`, TYPED);
      const project = JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ["typed.ts"] });
      await Deno.writeTextFile(`${user}/tsconfig.json`, project);
      await runQuietly(user, `${TYPESCRIPT}/tsc`);
    });
    await test.step("a bundler leaves out what is not used, and makes the thread's module", async () => {
      await Deno.writeTextFile(`${user}/one.mjs`, `export { absdiff } from "${NAME}";`);
      const worker = `${NAME}/web/network_worker`;
      const outcomes = [["one.mjs", "one.js"], [worker, "worker.js"]].map(async ([entry, out]) => {
        const options = ["--bundle", "--format=esm", "--minify", `--outfile=${out}`];
        await runQuietly(user, ESBUILD, entry, ...options, "--log-level=warning");
        return Deno.statSync(`${user}/${out}`).size;
      });
      const [one, thread] = await Promise.all(outcomes);
      // 2.4 and 4.3 KB today; of all primitives it would be 100 KB.
      assert(one < 10_000 && thread > 2_000 && thread < 20_000, `${one} and ${thread} bytes`);
    });
  },
);

Deno.test("build:npm writes over no other folder", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/thesis.txt`, "");
  const why = await buildNpm(folder.path).catch(String);
  assertEquals(why, `Error: Cannot build the package in '${folder.path}': it holds something else`);
});

Deno.test("build:npm refuses a folder that holds something else, in one line", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/mine.txt`, "precious");
  const script = fileURLToPath(new URL("tests/npm/build_npm.ts", ROOT));
  const args = ["run", "-A", "--quiet", "--no-check", script, folder.path];
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), args);
  const line = `Cannot build the package in '${folder.path}': it holds something else\n`;
  assertEquals([code, stdout, stderr], [1, "", line]);
  assertEquals(namesIn(folder.path), ["mine.txt"]);
});
