import { assertEquals } from "@std/assert";
import { BEACH, freePort, namesIn, ROOT, runProgram, temporaryFolder, WAVE } from "./helpers.ts";

/** The program of a user who has nothing but an address. */
const PROGRAM = (address: string) => `
import {
  absdiff, copyMasked, createFrame, createGray, createMask, createEstimator, grayscale, methods,
  orient, replaceBackground, resizeArea, threshold, TutorialEstimator,
} from "${address}/mod.ts";

const frame = createFrame(4, 2);
frame.bitmap.fill(200);
const moved = threshold(grayscale(absdiff(frame, createFrame(4, 2))), 3);
const beach = resizeArea({ width: 1, height: 1, bitmap: Uint8ClampedArray.of(1, 2, 3, 255) }, frame);
const result = copyMasked(orient(frame, 3), moved, { out: beach });
const left = createMask(4, 2);
left.data[0] = 255;
using estimator = createEstimator(() => left);
let shown = 0;
await replaceBackground(
  (async function* () { yield { number: 1, width: 4, height: 2, bitmap: frame.bitmap }; })(),
  { estimator, background: createFrame(8, 8), output: { write: async () => void shown++ } },
);
using tutorial: TutorialEstimator = new TutorialEstimator();
console.log(result.bitmap[0], createGray(1, 1).data.length, Object.keys(methods)[0], tutorial.warmUp, shown);
`;

/** Serve the checkout as it is, and count what is asked for. */
function serveCheckout() {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    asked.push(path);
    const file = await Deno.open(new URL(path, ROOT)).catch(() => undefined);
    if (file === undefined) return new Response("not found", { status: 404 });
    const type = path.endsWith(".json") ? "application/json" : "application/typescript";
    return new Response(file.readable, { headers: { "content-type": type } });
  });
  return { server, asked, address: `http://127.0.0.1:${server.addr.port}` };
}

Deno.test("mod.ts works from a URL, in another folder, without any permission or package", async () => {
  await using folder = await temporaryFolder();
  const { server, asked, address } = serveCheckout();
  await using _ = server;
  const program = `${folder.path}/program.ts`;
  await Deno.writeTextFile(program, PROGRAM(address));
  const env = { DENO_DIR: `${folder.path}/cache` };
  const args = ["run", "--check", "--quiet", "--no-prompt", `--allow-import=127.0.0.1`, program];
  const outcome = await runProgram(Deno.execPath(), args, { cwd: folder.path, env });
  assertEquals(outcome, { code: 0, stdout: "200 1 tutorial 2 1\n", stderr: "" });
  assertEquals(asked.includes("mod.ts"), true);
  assertEquals(asked.filter((path) => /lib\/(files|app|cli)\//.test(path)), []);
});

Deno.test("cli.ts works from a URL", async () => {
  await using folder = await temporaryFolder();
  const { server, address } = serveCheckout();
  await using _ = server;
  const env = { DENO_DIR: `${folder.path}/cache` };
  const args = ["run", "-A", "--quiet", `${address}/cli.ts`, WAVE, BEACH, "--frames", "3-4"];
  const { code, stderr } = await runProgram(Deno.execPath(), args, { cwd: folder.path, env });
  assertEquals(code, 0, stderr);
  assertEquals(namesIn(folder.path), ["cache", "output3.jpg", "output4.jpg"]);
  // No lock file says here what depends on what: still nothing that others are built with.
  const [registry] = namesIn(`${folder.path}/cache/npm`);
  const packages = namesIn(`${folder.path}/cache/npm/${registry}`);
  const expected = ["@bomb.sh", "@commander-js", "@julusian", "commander", "fast-png", "fflate"];
  assertEquals(packages.filter((name) => !/^(cac|citty)$/.test(name)), [...expected, "iobuffer"]);
});

Deno.test("cli.ts new works from a URL: so does the experiment, with clips that it fetches", async () => {
  await using folder = await temporaryFolder();
  const { server, asked, address } = serveCheckout();
  await using _ = server;
  const settings = { cwd: folder.path, env: { DENO_DIR: `${folder.path}/cache`, NO_COLOR: "1" } };
  const args = ["run", "-A", "--quiet", `${address}/cli.ts`, "new", "mine.ts"];
  const { code, stderr } = await runProgram(Deno.execPath(), args, settings);
  assertEquals([code, stderr], [0, ""]);
  const path = `${folder.path}/mine_test.ts`;
  const quick = '{ clips, beside: ["tutorial"], edgesEvery: 0 }';
  await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace("{ clips }", quick));
  const tested = await runProgram(Deno.execPath(), ["test", "-A", "--no-check", path], settings);
  assertEquals(tested.code, 0, tested.stdout + tested.stderr);
  assertEquals(asked.filter((name) => name.endsWith(".mp4")).length, 2);
});

Deno.test("cli.ts studio works from a URL: it bundles what it was loaded from", async () => {
  await using folder = await temporaryFolder();
  const { server, asked, address } = serveCheckout();
  await using _ = server;
  const port = String(freePort());
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${address}/cli.ts`, "studio", "--no-open", "--port", port],
    cwd: folder.path,
    env: { DENO_DIR: `${folder.path}/cache` },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: line } = await reader.read();
  assertEquals(line, `http://127.0.0.1:${port}/\n`);
  for (const name of ["index.html", "engine_worker.js", "backgrounds/room.jpg"]) {
    const response = await fetch(`http://127.0.0.1:${port}/${name}`);
    assertEquals([name, response.status, (await response.bytes()).length > 0], [name, 200, true]);
  }
  assertEquals(asked.includes("lib/web/studio/page/page.ts"), true);
  child.kill();
  await Promise.all([child.status, reader.cancel()]);
});
