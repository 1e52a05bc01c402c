import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { studioFiles } from "../../../lib/app/studio/studio_files.ts";
import { openSession, readModel } from "../../../lib/files/mod.ts";
import { fastPeople, openPeople } from "../../../lib/networks/people/open_people.ts";
import { tfliteToOnnx } from "../../../lib/networks/mod.ts";
import { type NumberedFrame, replaceFrames, type Size } from "../../../mod.ts";
import { ROOT, runProgram, temporaryFolder } from "../../helpers.ts";
import { documented, testWith } from "../bundle.ts";
import { chromiumPath, launch } from "../studio/chromium.ts";

/** The bundle that docs/library.md shows, beside what its page does here. */
async function bundleForPage(folder: string): Promise<void> {
  const doc = await Deno.readTextFile(new URL("docs/library.md", ROOT));
  const [, esbuild, entries, options] =
    /npx (esbuild@\S+) (mod\.ts web=\S+ \S+) (.+) --outdir=backdrop\n/.exec(doc)!;
  const command = ["run", "-A", "--quiet", "--no-lock", "--no-config", `npm:${esbuild}`];
  const all = [...entries.split(" "), "page=tests/web/onnx/page.ts"];
  const { code, stderr } = await runProgram(Deno.execPath(), [
    ...command,
    ...all,
    ...options.split(" "),
    `--outdir=${folder}`,
    "--log-level=warning",
  ], { cwd: fileURLToPath(ROOT) });
  if (code !== 0 || stderr !== "") throw new Error(`Cannot bundle: ${stderr}`);
}

/** The bundle and the studio's files behind an address. */
async function serve(folder: string, isIsolated: boolean) {
  const files = await studioFiles();
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    const headers = new Headers(
      isIsolated
        ? {
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-embedder-policy": "require-corp",
        }
        : {},
    );
    const type = path.endsWith("js") ? "text/javascript" : "text/html";
    headers.set("content-type", type);
    if (path === "") return new Response("<!doctype html>", { headers });
    const file = files.get(path.replace(/^studio\//, ""));
    if (path.startsWith("studio/") && file !== undefined) {
      return new Response((await file.read()).bytes, { headers });
    }
    const bytes = await Deno.readFile(`${folder}/${path.replace(/^backdrop\//, "")}`).catch(() =>
      undefined
    );
    return new Response(bytes ?? "", { status: bytes ? 200 : 404, headers });
  });
}

testWith(
  "webSegmenterOpener() sees what Deno sees with onnxruntime-web, isolated or not",
  chromiumPath,
  "chromium",
  async (path) => {
    await using folder = await temporaryFolder();
    await bundleForPage(folder.path);
    const program = `${documented("webSegmenterOpener")}\nexport { openSegmenter, replacer };`;
    await Deno.writeTextFile(`${folder.path}/documented.mjs`, program);
    const frames = await people();
    const expected: Uint8Array[] = [];
    const openSegmenter = (size: Size) =>
      openPeople(fastPeople, size, async (name) => {
        const { bytes } = await readModel(name);
        return await openSession(tfliteToOnnx(bytes, name), { name, runtime: "wasm" });
      });
    for await (const { matte } of replaceFrames(frames, { method: "segment", openSegmenter })) {
      expected.push(matte.data.slice());
    }
    assert(expected.every((data) => data.filter((level) => level > 127).length > 1000));
    const { bytes } = await readModel("fast-square");
    const texts = frames.map(({ bitmap }) => new Uint8Array(bitmap).toBase64());
    const browser = await launch(path);
    try {
      for (const isIsolated of [true, false]) {
        await using server = await serve(folder.path, isIsolated);
        const page = await browser.newPage();
        page.setDefaultTimeout(120_000);
        await page.goto(`http://127.0.0.1:${server.addr.port}/`);
        assertEquals(await page.evaluate("crossOriginIsolated"), isIsolated);
        // deno-lint-ignore no-explicit-any
        const found: any = await page.evaluate(`(async () => {
          const { run } = await import("./page.mjs");
          return await run(${JSON.stringify(texts)}, "${bytes.toBase64()}");
        })()`);
        assertEquals(await page.evaluate(DOCUMENTED), [320, 180, true]);
        const mattes = found.mattes.map((text: string) => Uint8Array.fromBase64(text));
        assertEquals(mattes.length, expected.length);
        for (const [i, matte] of mattes.entries()) assertEquals(apart(matte, expected[i]), 0);
        assertEquals(found.runtime, "wasm");
        assert(found.fetched.includes("fast-square") && found.fetched.includes("ONNX Runtime"));
        // A person's own file, and one that is no network.
        assert(found.own > 1000, `${found.own} pixels`);
        assertMatch(found.wrong, /Cannot read the model 'page.onnx': .*web page/);
        // A thread that has ended is started again.
        assertMatch(found.failed, /Cannot read the model 'fast-.*broken/);
        assertEquals(found.recovered, found.mattes[0]);
        // Without a connection what was fetched is there.
        assertEquals(found.offline, found.mattes[0]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  },
);

/** One frame through what docs/library.md shows, before the page is without a connection. */
const DOCUMENTED = `(async () => {
  const { openSegmenter, replacer } = await import("./documented.mjs");
  const size = { codedWidth: 320, codedHeight: 180 };
  const frame = new VideoFrame(new Uint8Array(4 * 320 * 180), {
    format: "RGBA",
    timestamp: 0,
    ...size,
  });
  const writer = replacer.writable.getWriter();
  const writing = writer.write(frame).then(() => writer.close());
  const reader = replacer.readable.getReader();
  const { value } = await reader.read();
  const result = [value.codedWidth, value.codedHeight, value !== frame];
  value.close();
  const { done } = await reader.read();
  await writing;
  await openSegmenter[Symbol.asyncDispose]();
  return [...result.slice(0, 2), result[2] && done];
})()`;

/** Somebody who moves to the left. */
async function people(): Promise<NumberedFrame[]> {
  const [width, height] = [320, 180], length = 4 * width * height;
  const input = fileURLToPath(new URL("examples/media/astronaut.jpg", ROOT));
  const filter = `scale=-1:220,pad=400:220:-1:-1,crop=${width}:${height}:6*n:30`;
  const shape = ["-frames:v", "5", "-f", "rawvideo", "-pix_fmt", "rgba", "-"];
  const args = ["-v", "error", "-loop", "1", "-i", input, "-vf", filter, ...shape];
  const { stdout } = await new Deno.Command("ffmpeg", { args }).output();
  return Array.from({ length: stdout.length / length }, (_, i) => {
    const bitmap = new Uint8ClampedArray(stdout.slice(length * i, length * (i + 1)).buffer);
    return { number: i + 1, width, height, bitmap };
  });
}

/** The largest difference of two mattes. */
function apart(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((most, level, i) => Math.max(most, Math.abs(level - other[i])), 0);
}
