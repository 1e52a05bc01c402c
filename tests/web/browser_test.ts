import { assertEquals, assertMatch } from "@std/assert";
// deno-lint-ignore no-import-prefix -- drives a browser, as studio/chromium.ts does
import type { Page } from "npm:playwright-core@1.65.1";
import * as library from "../../mod.ts";
import { bundle, documented, testWith } from "./bundle.ts";
import { scenario, scene, sumOf } from "./scenario.ts";
import { chromiumPath, launch } from "./studio/chromium.ts";

/** A page that may share memory between threads must be served with both of these. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** The bundle behind an address: below /isolated/ for a page that may share memory, else /plain/. */
function serve(folder: string) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const [, kind, name] = new URL(request.url).pathname.split("/");
    const headers = { ...(kind === "isolated" && ISOLATED) };
    if (name === "") {
      return new Response("<!doctype html>", {
        headers: { ...headers, "content-type": "text/html" },
      });
    }
    const file = await Deno.open(`${folder}/${name}`).catch(() => undefined);
    if (file === undefined) return new Response("not found", { status: 404, headers });
    return new Response(file.readable, {
      headers: { ...headers, "content-type": "text/javascript" },
    });
  });
}

/** Run a function of a bundled module on the page, with the library loaded by its address. */
// deno-lint-ignore no-explicit-any
function onPage(page: Page, module: string, name: string): Promise<any> {
  return page.evaluate(`(async () => {
    const library = await import("./mod.mjs");
    const { ${name} } = await import("./${module}.mjs");
    return await ${name}(library);
  })()`);
}

testWith(
  "mod.ts bundled works on a page, isolated or not",
  chromiumPath,
  "chromium",
  async (path) => {
    const folder = await bundle();
    await Deno.writeTextFile(`${folder}/documented.mjs`, documented("navigator.mediaDevices"));
    await using server = serve(folder);
    const expected = await scenario(library);
    const browser = await launch(path);
    try {
      for (const kind of ["isolated", "plain"]) {
        const page = await browser.newPage();
        page.setDefaultTimeout(120_000);
        const errors: string[] = [];
        page.on("pageerror", (error) => errors.push(String(error)));
        await page.goto(`http://127.0.0.1:${server.addr.port}/${kind}/`);
        const isIsolated = kind === "isolated";
        assertEquals(await page.evaluate("crossOriginIsolated"), isIsolated);
        const { isShared, sums } = await onPage(page, "scenario", "scenario");
        assertEquals(isShared, isIsolated);
        assertEquals(sums, expected.sums);
        await assertWebPictures(page);
        await assertStreams(page);
        // The camera's picture goes through the documented program into the element.
        await page.setContent("<video autoplay muted></video>");
        await page.addScriptTag({ type: "module", url: "./documented.mjs" });
        await page.waitForFunction("document.querySelector('video').currentTime > 0");
        assertEquals(errors, []);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  },
);

async function assertWebPictures(page: Page): Promise<void> {
  const sum = await sumOf(scene(3).bitmap);
  const sums = await onPage(page, "browser_scenario", "pictures");
  assertEquals(Object.keys(sums).length, 9);
  for (const [name, found] of Object.entries(sums)) assertEquals(found, sum, name);
  const { closed, wide, ...visible } = await onPage(page, "browser_scenario", "videoFrames");
  assertEquals(visible, { width: 10, height: 6, rows: [true, true, false, false, false, false] });
  assertEquals(closed, "TypeError: Cannot make a frame: the VideoFrame is closed");
  assertMatch(
    wide,
    /^RangeError: .* must be of bytes in sRGB, got Uint8ClampedArray in display-p3$/,
  );
  const turned: [string, string][] = await onPage(page, "browser_scenario", "turnedVideoFrames");
  assertEquals(new Set(turned.filter((_, i) => i % 2 === 0).map(([made]) => made)).size, 8);
  for (const [made, drawn] of turned) assertEquals(made, drawn);
}

async function assertStreams(page: Page): Promise<void> {
  const { sums: [byFrames, byVideos], areClosed } = await onPage(page, "browser_scenario", "run");
  assertEquals([byVideos, areClosed], [byFrames, true]);
  const { found, expected, times, ...rest } = await onPage(page, "browser_scenario", "replacer");
  assertEquals(found, expected);
  assertEquals(times, Array.from({ length: 9 }, (_, i) => [200_000 * i + 7, 199_999]));
  assertEquals(rest, { areClosed: true });
  const { both, ...ending } = await onPage(page, "browser_scenario", "endings");
  for (const message of both) assertMatch(message, /failed at frame 1: blind$/);
  assertEquals(ending, { areClosed: true });
  const { sizes, end } = await onPage(page, "browser_scenario", "camera");
  assertEquals(sizes, Array(5).fill([320, 240]));
  assertMatch(end, /enough/);
}
