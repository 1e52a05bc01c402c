import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath, pathToFileURL } from "node:url";
// deno-lint-ignore no-import-prefix -- drives a browser, as tests/web/browser_test.ts does
import type { Browser, Page } from "npm:playwright-core@1.65.1";
import { explainFrame } from "../../../lib/app/mod.ts";
import { absdiff, grayscale, threshold } from "../../../mod.ts";
import { readPicture } from "../../cli/helpers.ts";
import { ROOT, runProgram, temporaryFolder } from "../../helpers.ts";
import { testWith } from "../bundle.ts";
import { chromiumPath, launch } from "../studio/chromium.ts";

const MEDIA = new URL("examples/media/", ROOT);
const WALK = fileURLToPath(new URL("labelled/walk/input.mp4", MEDIA));
const BEACH = fileURLToPath(new URL("beach.jpg", MEDIA));

Deno.test("page_code.ts is what lib/web/explain is bundled to", async () => {
  await using folder = await temporaryFolder();
  const args = ["task", "build:explain", folder.path];
  const { code, stderr } = await runProgram(Deno.execPath(), args, { cwd: fileURLToPath(ROOT) });
  assertEquals(code, 0, stderr);
  const built = await Deno.readTextFile(`${folder.path}/page_code.ts`);
  const kept = new URL("lib/report/explanation/page_code.ts", ROOT);
  assertEquals(built === await Deno.readTextFile(kept), true, "run `deno task build:explain`");
});

/** The bytes of a picture of the page; as letters they come a hundred times as fast as in a list. */
async function pictureOf(page: Page, key: string): Promise<Uint8ClampedArray> {
  const letters = await page.evaluate((key) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`canvas[data-view=${key}]`)!;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(data, (value) => String.fromCharCode(value)).join("");
  }, key);
  return Uint8ClampedArray.from(letters, (letter) => letter.charCodeAt(0));
}

/** How many pixels of the page's mask are foreground. */
async function foregroundOf(page: Page): Promise<number> {
  return (await pictureOf(page, "mask")).filter((value, p) => p % 4 === 0 && value > 0).length;
}

/** A page of a width, on which nothing went wrong and nothing was asked for. */
async function visit(
  browser: Browser,
  address: string,
  width: number,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) problems.push(request.url());
  });
  await page.goto(address);
  await page.waitForSelector("body.live");
  await act(page);
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  assertEquals([problems, overflow], [[], 0]);
  await page.close();
}

testWith("explanation page", chromiumPath, "chromium", async (path, test) => {
  await using folder = await temporaryFolder();
  const output = `${folder.path}/a.html`;
  const options = { frame: 20, steps: folder.path, methods: ["median"] };
  const { holes } = await explainFrame(WALK, BEACH, output, options);
  const [previous, next, result] = await Promise.all(
    ["1_previous", "2_next", "8_result"].map((name) => readPicture(`${folder.path}/${name}.png`)),
  );
  const gray = grayscale(absdiff(previous, next));
  const foreground = (level: number) => threshold(gray, level).data.filter((one) => one > 0).length;
  const browser = await launch(path);
  const address = pathToFileURL(output).href;
  try {
    await test.step("keys move the threshold, and the mask is that of the primitives", () =>
      visit(browser, address, 1280, async (page) => {
        assertEquals(await foregroundOf(page), foreground(3));
        assertEquals(await pictureOf(page, "result"), result.bitmap);
        await page.focus("#histogram");
        for (const key of ["ArrowRight", "PageUp", "ArrowLeft"]) await page.keyboard.press(key);
        assertEquals(await page.textContent("#level"), "13");
        assertEquals(await foregroundOf(page), foreground(13));
        assertEquals(await page.textContent("#mask [data-level]"), "13");
        await page.click("#again");
        assertEquals(await foregroundOf(page), foreground(3));
        await page.waitForFunction(
          (words) => document.querySelector("[data-words=holes]")!.textContent!.startsWith(words),
          `${holes.count} hole`,
        );
      }));
    await test.step("the line can be dragged on a phone, and a pixel is told by all pictures", () =>
      visit(browser, address, 400, async (page) => {
        const box = (await page.locator("#histogram").boundingBox())!;
        await page.evaluate(() => document.getElementById("histogram")!.scrollIntoView());
        const { x, y, width, height } = (await page.locator("#histogram").boundingBox())!;
        assertEquals(width, box.width);
        await page.mouse.move(x + width / 4, y + height / 2);
        await page.mouse.down();
        await page.mouse.move(x + width / 2, y + height / 2);
        await page.mouse.up();
        // (1/2)² of 255, and the line stands half a level further.
        assertEquals(await page.textContent("#level"), "63");
        assertEquals(await foregroundOf(page), foreground(63));
        await page.hover("canvas[data-view=gray]", { position: { x: 20, y: 20 } });
        assertMatch(
          (await page.textContent("[data-pixel=previous]"))!,
          /^\(\d+, \d+\): \d+ \d+ \d+$/,
        );
        assertMatch((await page.textContent("[data-pixel=mask]"))!, /: (0|255)$/);
      }));
  } finally {
    await browser.close();
  }
});
