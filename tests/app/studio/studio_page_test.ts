import { fileURLToPath } from "node:url";
import { assertEquals } from "@std/assert";
// deno-lint-ignore no-import-prefix -- drives a browser, as tests/web/browser_test.ts does
import type { Browser } from "npm:playwright-core@1.65.1";
import { buildStudio, serveStudio } from "../../../lib/app/mod.ts";
import { ffmpeg, freePort, ROOT, temporaryFolder } from "../../helpers.ts";
import { testWith } from "../../web/bundle.ts";
import { chromiumPath, launch } from "../../web/studio/chromium.ts";

/** A browser whose camera shows somebody who walks by, and that finds no other computer. */
async function launchWalk(executablePath: string, folder: string): Promise<Browser> {
  const clip = fileURLToPath(new URL("examples/media/labelled/walk/input.mp4", ROOT));
  const camera = `${folder}/camera.y4m`;
  await ffmpeg("-i", clip, "-pix_fmt", "yuv420p", camera);
  return await launch(executablePath, camera);
}

/** What a visit to a page was like. */
interface Visit {
  readonly isIsolated: boolean;
  /** Each origin that something was asked of. */
  readonly origins: readonly string[];
  /** All that went wrong, and what the console says of it. */
  readonly errors: readonly string[];
  /** Paths below the page's address that were asked for. */
  readonly paths: ReadonlySet<string>;
  /** Whether the canvas shows one picture after another. */
  readonly isMoving: boolean;
}

/** Open the page, start the camera, and wait for its picture. */
async function visit(executablePath: string, address: string): Promise<Visit> {
  await using folder = await temporaryFolder();
  const browser = await launchWalk(executablePath, folder.path);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    const errors: string[] = [];
    const asked: URL[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("request", (request) => asked.push(new URL(request.url())));
    page.on("requestfailed", (request) => {
      errors.push(`${request.url()}: ${request.failure()?.errorText}`);
    });
    await page.goto(address);
    await page.click("#start");
    await page.waitForSelector("#canvas", { state: "visible" });
    const seen = new Set<string>();
    for (let i = 0; i < 200 && seen.size < 2; i++) {
      seen.add((await page.locator("#canvas").screenshot()).toString("base64"));
    }
    // The network has looked, and nothing has failed: not only a background is shown.
    await page.click("#toggle-stats");
    // Not waitForFunction(), whose eval() the page's policy forbids.
    for (let i = 0; !await page.evaluate(LOOKED); i++) {
      if (i === 1200) throw new Error("The network does not look");
      await page.waitForTimeout(100);
    }
    const isIsolated: boolean = await page.evaluate("crossOriginIsolated");
    const onNetwork = asked.filter(({ protocol }) => protocol !== "blob:" && protocol !== "data:");
    const base = new URL(address);
    return {
      isIsolated,
      origins: [...new Set(onNetwork.map(({ origin }) => origin))],
      errors,
      paths: new Set(onNetwork.map(({ pathname }) => pathname.slice(base.pathname.length))),
      isMoving: seen.size > 1,
    };
  } finally {
    await browser.close();
  }
}

/** On the page: whether the method has failed, or the network takes its time. */
const LOOKED = `(() => {
  const failed = document.querySelector("#failed");
  if (!failed.hidden) throw new Error(failed.innerText);
  return /network\\s*(?!0\\.0 )[\\d.]+ ms/.test(document.querySelector("#stats").innerText);
})()`;

/** How many bytes are sent of a file. */
async function sentSize(address: string): Promise<number> {
  const response = await fetch(address, { headers: { "accept-encoding": "br" } });
  await response.body?.cancel();
  return Number(response.headers.get("content-length"));
}

/** A server that knows nothing of the studio: files by their paths, and types by their endings. */
function plainServer(root: string) {
  const types: Readonly<Record<string, string>> = {
    html: "text/html",
    css: "text/css",
    js: "text/javascript",
    mjs: "text/javascript",
    wasm: "application/wasm",
    jpg: "image/jpeg",
  };
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const pathname = decodeURIComponent(new URL(request.url).pathname);
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const file = await Deno.open(root + path).catch(() => undefined);
    if (file === undefined) return new Response("not found", { status: 404 });
    const type = types[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
    return new Response(file.readable, { headers: { "content-type": type } });
  });
}

testWith(
  "studio: the page shows the camera, with nothing from another host",
  chromiumPath,
  "chromium",
  async (path) => {
    await using studio = await serveStudio({ port: freePort() });
    const { isIsolated, origins, errors, paths, isMoving } = await visit(path, studio.address);
    assertEquals(errors, []);
    assertEquals(origins, [new URL(studio.address).origin]);
    assertEquals([isIsolated, isMoving], [true, true]);
    for (const name of ["page.js", "engine_worker.js", "backgrounds/beach.jpg"]) {
      assertEquals([name, paths.has(name)], [name, true]);
    }
    // The page and the primitives, as they are sent: what makes a camera's picture, but for networks.
    const own = [...paths].filter((name) => !/^(onnxruntime|networks|backgrounds)\//.test(name));
    const sizes = await Promise.all(own.map((name) => sentSize(studio.address + name)));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assertEquals(total <= 250_000, true, `${total} bytes: ${own}`);
  },
);

testWith(
  "studio: its files work on a server that knows nothing of them, below a path",
  chromiumPath,
  "chromium",
  async (path) => {
    await using folder = await temporaryFolder();
    await buildStudio(`${folder.path}/a b/studio`);
    await using server = plainServer(folder.path);
    const address = `http://127.0.0.1:${server.addr.port}/a b/studio/`;
    const { isIsolated, origins, errors, isMoving } = await visit(path, address);
    assertEquals(errors, []);
    assertEquals(origins, [`http://127.0.0.1:${server.addr.port}`]);
    assertEquals([isIsolated, isMoving], [false, true]);
  },
);
