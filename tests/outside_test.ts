/**
 * Files of other people, outside the project: they see neither our deno.json nor our
 * import map, and their compiler options are theirs.
 */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { newMethod } from "../lib/app/mod.ts";
import { ROOT, runProgram, temporaryFolder } from "./helpers.ts";

/** Others' compiler options that our own check does not have: lax ones, and strict ones. */
const OTHERS: Readonly<Record<string, unknown>>[] = [
  { strict: false, lib: ["dom", "dom.iterable", "dom.asynciterable", "deno.ns"] },
  {
    exactOptionalPropertyTypes: true,
    isolatedDeclarations: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    noPropertyAccessFromIndexSignature: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    allowUnreachableCode: false,
  },
];

/** The doors that deno.json names; that of pages is checked with a browser's types. */
const { "./web": web, ...doors }: Record<string, string> = JSON.parse(
  await Deno.readTextFile(new URL("deno.json", ROOT)),
).exports;

/** Those that are made for programs; the others are the command line's, and are checked as Deno does by itself. */
const libraryDoors = Object.values(doors).filter((path) => !/\/app\/|cli/.test(path));

/** Those that need no package. */
const pureDoors = libraryDoors.filter((path) => !path.includes("/files/"));

/** What uses some doors, and a type of the first ones. */
const PROGRAM = (place: string, paths: readonly string[]) => `
import { createFrame, type Frame, methods, toImageData } from "${place}/mod.ts";
import { type ReplacedFrame, replaceFrames } from "${place}/mod.ts";
import { type Ffmpeg, findFfmpeg } from "${place}/lib/files/mod.ts";
${
  paths.map((path, i) => `import * as door${i} from "${place}/${path.slice(2)}";`)
    .join("\n")
}

export const frame: Frame = createFrame(1, 1);
export const find: (options?: { command?: string }) => Promise<Ffmpeg> = findFfmpeg;
export const names: string[] = Object.keys(methods);
export const replaced: AsyncGenerator<ReplacedFrame, void, void> = replaceFrames(
  [frame, toImageData(frame)],
  { method: "median" },
);
export const doors: number[] = [${paths.map((_, i) => `Object.keys(door${i}).length`).join(", ")}];
`;

/** A web page's program, whose types are a browser's: none of Deno's, and nothing newer than Node 20. */
const PAGE = `
import { BackgroundReplacer, frameFrom, replaceFrames, toImageData } from "${onDisk()}/mod.ts";
import { webSegmenterOpener } from "${onDisk()}/${web.slice(2)}";

declare const camera: ReadableStream<VideoFrame>;
declare const call: WritableStream<VideoFrame>;
declare const canvas: HTMLCanvasElement;
declare const offscreen: OffscreenCanvas;
declare const bitmap: ImageBitmap;
declare const video: VideoFrame;

export const piped: Promise<void> = camera
  .pipeThrough(new BackgroundReplacer({ method: "difference", background: canvas }))
  .pipeTo(call);
for (const picture of [canvas, offscreen, bitmap, new ImageData(1, 1)]) {
  const data: ImageData = toImageData(frameFrom(picture));
  canvas.getContext("2d")!.putImageData(data, 0, 0);
}
frameFrom(video).then((frame) => toImageData(frame));
export const replaced = replaceFrames([video, bitmap, canvas], {
  method: "segment",
  openSegmenter: webSegmenterOpener("fast", {
    base: "studio/",
    startThread: () => new Worker("network_worker.mjs", { type: "module" }),
  }),
});
`;

/** The project on disk, without a slash at the end. */
function onDisk(): string {
  return fileURLToPath(ROOT).replace(/\/$/, "");
}

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
    await Deno.writeTextFile(`${folder.path}/program.ts`, PROGRAM(onDisk(), libraryDoors));
    const { code, words } = await runOutside(folder.path, { compilerOptions }, [
      "check",
      "program.ts",
    ]);
    assertEquals(code, 0, words);
  });
}

Deno.test("a page's program type-checks with a browser's types, and nothing newer than Node 20", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/page.ts`, PAGE);
  // Of floats of 16 bits only networks know, which do without where there are none.
  const newer = ["esnext.disposable", "esnext.float16"];
  const lib = ["es2023", "dom", "dom.iterable", "dom.asynciterable", ...newer];
  const config = { compilerOptions: { strict: true, exactOptionalPropertyTypes: true, lib } };
  const { code, words } = await runOutside(folder.path, config, ["check", "page.ts"]);
  assertEquals(code, 0, words);
});

/** The copy of an example, and a program that uses every door, in one module graph. */
async function writePrograms(folder: string, place: string): Promise<void> {
  const example = await Deno.readTextFile(new URL("examples/experiment_test.ts", ROOT));
  const copy = example.replaceAll('"../', `"${place}/`);
  await Deno.writeTextFile(`${folder}/experiment_test.ts`, `import "./program.ts";\n${copy}`);
  await Deno.writeTextFile(`${folder}/program.ts`, PROGRAM(place, Object.values(doors)));
}

Deno.test("outside the project every door type-checks, and a copy of examples/experiment_test.ts works", async () => {
  await using folder = await temporaryFolder();
  await writePrograms(folder.path, onDisk());
  // Deno's own compiler options. The doors are not run: one is the command line.
  const { test } = await newMethod("my_method.ts", { cwd: folder.path });
  const checked = await runOutside(folder.path, {}, ["check", "experiment_test.ts", test]);
  assertEquals(checked.code, 0, checked.words);
  const copy = await Deno.readTextFile(`${folder.path}/experiment_test.ts`);
  await Deno.writeTextFile(`${folder.path}/experiment_test.ts`, copy.replace(/^import.*/, ""));
  const args = ["test", "-A", "--no-check", "--no-lock", "experiment_test.ts"];
  const { code, words } = await runOutside(folder.path, {}, args);
  assertEquals(code, 0, words);
});

Deno.test("by URL every door type-checks with all behind it, and the copied example", async () => {
  await using folder = await temporaryFolder();
  const { server, address } = serveProject();
  await using _ = server;
  await writePrograms(folder.path, address);
  const addresses = pureDoors.map((path) => `${address}/${path.slice(2)}`);
  // With --all the diagnostics of what comes by URL count, which Deno leaves out otherwise; and those of
  // packages, which have some.
  for (const what of [["--all", ...addresses], ["experiment_test.ts"]]) {
    const args = ["check", "--no-lock", "--allow-import=127.0.0.1", ...what];
    const { code, words } = await runOutside(folder.path, {}, args);
    assertEquals(code, 0, words);
  }
});
