import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
// deno-lint-ignore no-import-prefix -- drives a browser, as tests/web/browser_test.ts does
import type { Browser, Page } from "npm:playwright-core@1.65.1";
import { serveStudio } from "../../../lib/app/mod.ts";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { freePort, ROOT, temporaryFolder } from "../../helpers.ts";
import { testWith } from "../bundle.ts";
import { chromiumPath, launch } from "./chromium.ts";

const CLIP = new URL("examples/media/labelled/walk/input.mp4", ROOT).pathname;

/** What a page is opened with. */
interface Visit {
  /** Whether the camera is given; otherwise the browser says no. */
  readonly isAllowed?: boolean;
  readonly query?: string;
  readonly width?: number;
  readonly height?: number;
  /** What is gone from the browser before the page comes. */
  readonly without?: string;
  /** Addresses of which nothing comes. */
  readonly blocked?: string;
  /** What runs before the page does. */
  readonly script?: string;
}

/** Notes what the page tells the engine, and the cameras that it gets. */
const WATCH = `
  globalThis.told = [];
  globalThis.cameras = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, transfer) {
    globalThis.told.push(JSON.parse(JSON.stringify(message)));
    return post.call(this, message, transfer);
  };
  const ask = navigator.mediaDevices.getUserMedia;
  navigator.mediaDevices.getUserMedia = async function (wish) {
    const stream = await ask.call(this, wish);
    globalThis.cameras.push(...stream.getVideoTracks());
    return stream;
  };
`;

/** The steps of the test, in the order in which they stand here. */
const steps: { title: string; visit: Visit; act: (page: Page) => Promise<void> }[] = [];

/** A step on a page of its own. */
function onPage(title: string, visit: Visit, act: (page: Page) => Promise<void>): void {
  steps.push({ title, visit, act });
}

testWith("studio page", chromiumPath, "chromium", async (path, test) => {
  await using studio = await serveStudio({ port: freePort() });
  for (const isAllowed of [true, false]) {
    const browser = await launch(path, undefined, isAllowed);
    try {
      for (const step of steps) {
        if ((step.visit.isAllowed ?? true) !== isAllowed) continue;
        await test.step(step.title, () => run(browser, studio.address, step));
      }
    } finally {
      await browser.close();
    }
  }
});

async function run(
  browser: Browser,
  address: string,
  { visit, act }: typeof steps[number],
): Promise<void> {
  const { query = "", width = 1280, height = 800 } = visit;
  const context = await browser.newContext({ viewport: { width, height } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.addInitScript(WATCH);
    if (visit.without !== undefined) {
      await page.addInitScript(`delete globalThis.${visit.without}`);
    }
    if (visit.script !== undefined) await page.addInitScript(visit.script);
    if (visit.blocked !== undefined) await context.route(visit.blocked, (route) => route.abort());
    await page.goto(address + query);
    await page.waitForSelector("#top-buttons button, #problem h2");
    await act(page);
    assertEquals(errors, []);
  } finally {
    await context.close();
  }
}

/** Wait until something holds on the page, which runs no script that is text: so it is asked. */
async function until(page: Page, condition: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!await page.evaluate(condition)) {
    if (performance.now() > end) throw new Error(`never: ${condition}`);
    await page.waitForTimeout(50);
  }
}

/** Wait until the last that the engine was told of a kind meets a condition. */
function waitFor(page: Page, kind: string, condition: string = "true"): Promise<void> {
  return until(
    page,
    `(() => {
      const message = told.findLast(({ kind }) => kind === "${kind}");
      return message !== undefined && (${condition});
    })()`,
  );
}

/** Choose a tile or a chip, as a click on it does. */
async function choose(page: Page, value: string): Promise<void> {
  await page.locator(`input[type=radio][value="${value}"]`).check({ force: true });
}

onPage("nothing is asked for until the user wants it; then all has a name", {}, async (page) => {
  assertEquals(await page.isVisible("#start"), true);
  assertEquals(await page.locator("#background-panel img").first().isVisible(), true);
  assertEquals(await page.evaluate("cameras.length"), 0);
  await page.click("#start");
  await page.waitForSelector("#canvas", { state: "visible" });
  await waitFor(page, "frames");
  for (const method of ["chroma", "mog2", "clean-plate"]) {
    await choose(page, method);
    assertEquals(await namelessControls(page), []);
  }
  await page.keyboard.press("c");
  await page.keyboard.press("?");
  assertEquals(await namelessControls(page), []);
});

/** The controls that a screen reader has no name for. */
async function namelessControls(page: Page): Promise<unknown> {
  const tree = await page.locator("body").ariaSnapshot();
  const roles = "button|checkbox|combobox|radio|slider|spinbutton|switch|tab|textbox|progressbar";
  return tree.split("\n").filter((line) => new RegExp(`^\\s*- (${roles})\\b(?! ")`).test(line));
}

onPage(
  "controls tell the engine by the command line's names, and the command line parses",
  { query: "?method=difference&background=blur:24" },
  async (page) => {
    await waitFor(page, "settings", "message.settings.method === 'difference'");
    await waitFor(page, "background", "message.background.word === 'blur:24'");
    await page.getByLabel("--threshold", { exact: true }).fill("30");
    await page.getByLabel("--feather, slider").press("ArrowRight");
    await page.getByLabel("--despill").check();
    await page.getByLabel("--refine smooth", { exact: true }).fill("0.5");
    await waitFor(page, "settings", "message.settings.edges.feather === 1");
    await waitFor(page, "settings", "message.settings.edges.despill === true");
    await waitFor(page, "settings", "message.settings.threshold === 30");
    await waitFor(page, "settings", "message.settings.refine.includes('smooth:0.5')");
    await page.getByLabel("blur:", { exact: true }).fill("9");
    await waitFor(page, "background", "message.background.word === 'blur:9'");
    await page.setInputFiles("#file-input", CLIP);
    await page.waitForSelector("#transport", { state: "visible" });
    await waitFor(page, "frame");
    const command = await page.textContent("#command") ?? "";
    const [, words] = /^deno run -A cli\.ts (.*)$/.exec(command) ?? [];
    const request = parseArguments(words.split(" "), "0");
    if (request.kind !== "run") throw new Error(command);
    const { video, background, output, threshold, feather, despill, refine } = request.options;
    assertEquals([video, background, output], ["input.mp4", "blur:9", "out.mp4"]);
    assertEquals([threshold, feather, despill], [30, 1, true]);
    assertMatch(refine, /smooth:0.5/);
    await page.click("#tab-program");
    assertMatch(await page.textContent("#program") ?? "", /threshold: 30,\n.*\n\s+feather: 1,\n/);
    // What is out of range is told to nobody, and what was chosen is there again.
    await page.getByLabel("--threshold", { exact: true }).fill("999");
    await page.waitForTimeout(600);
    await page.goto(page.url().split("?")[0]);
    await waitFor(page, "settings", "message.settings.threshold === 30");
  },
);

onPage(
  "what a method would learn anew by is told once, when slider or key is let go",
  { query: "?method=mog2" },
  async (page) => {
    const told = async () => {
      await page.waitForTimeout(100);
      return await page.evaluate("told.filter(({ kind }) => kind === 'settings').length") as number;
    };
    const number = (name: string) => page.getByLabel(name, { exact: true }).inputValue();
    /** Press the slider of a setting in the middle, and drag it. */
    const drag = async (name: string) => {
      const { x, y, width, height } = (await page.getByLabel(`${name}, slider`).boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + 0.7 * width, y + height / 2, { steps: 5 });
    };
    await page.getByLabel("--feather, slider").scrollIntoViewIfNeeded();
    let before = await told();
    await drag("--feather");
    assertEquals(await told() > before, true);
    await page.mouse.up();
    const name = "--set varThreshold";
    await page.getByLabel(`${name}, slider`).scrollIntoViewIfNeeded();
    before = await told();
    const first = await number(name);
    await drag(name);
    const shown = await number(name);
    assertEquals([shown === first, await told()], [false, before]);
    await page.mouse.up();
    assertEquals(await told(), before + 1);
    await waitFor(page, "settings", `message.settings.settings.varThreshold === ${shown}`);
    for (let i = 0; i < 3; i++) await page.keyboard.down("ArrowRight");
    assertEquals([await number(name) === shown, await told()], [false, before + 1]);
    await page.keyboard.up("ArrowRight");
    assertEquals(await told(), before + 2);
    // Digits are no values each; what is written is told when it is done.
    await page.getByLabel(name, { exact: true }).fill("3");
    await page.keyboard.press("1");
    assertEquals(await told(), before + 2);
    await page.keyboard.press("Enter");
    assertEquals(await told(), before + 3);
    await waitFor(page, "settings", "message.settings.settings.varThreshold === 31");
  },
);

onPage("keys", {}, async (page) => {
  await page.keyboard.press("s");
  await waitFor(page, "frames");
  await page.keyboard.press("4");
  await waitFor(page, "show", "message.shown.view === 'mask'");
  await page.keyboard.press("c");
  await waitFor(page, "show", "message.shown.beside === 'input'");
  await page.focus("#split-handle");
  await page.keyboard.press("ArrowLeft");
  await waitFor(page, "show", "message.shown.at === 0.48");
  await page.keyboard.press("n");
  await waitFor(page, "background", "message.background.kind === 'picture'");
  await page.keyboard.press("b");
  await waitFor(page, "background", "message.background.word === 'blur:24'");
  await page.keyboard.press("m");
  await waitFor(page, "settings", "message.settings.mirror");
  await page.keyboard.press("f");
  assertEquals(await page.isVisible("#stats"), true);
  await page.keyboard.press("?");
  assertEquals(await page.isVisible("#keys"), true);
  await page.keyboard.press("m");
  await page.keyboard.press("Escape");
  assertEquals(await page.isVisible("#keys"), false);
  // In a field a key is a letter; and with the list open it was none of ours.
  await page.getByLabel("--feather", { exact: true }).press("m");
  assertEquals(await page.getAttribute("#mirror", "aria-pressed"), "true");
  await page.evaluate("document.activeElement.blur()");
  await page.keyboard.press("s");
  await waitFor(page, "stop");
  assertEquals(await page.evaluate("cameras.map(({ readyState }) => readyState)"), ["ended"]);
});

onPage(
  "a colour is picked in the picture, by keys too",
  { query: "?method=chroma" },
  async (page) => {
    await page.click("#start");
    await page.waitForSelector("#canvas", { state: "visible" });
    await page.click("#pick");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await waitFor(page, "pick", "message.x === 0.52 && message.y === 0.5");
    await waitFor(page, "settings", "/^#[0-9a-f]{6}$/.test(message.settings.settings.key)");
    assertMatch(await page.textContent("#command") ?? "", /-m chroma --set '?key=#/);
  },
);

onPage("a plate is taken after a countdown, and shown", {
  query: "?method=clean-plate&background=color:teal",
}, async (page) => {
  await page.click("#start");
  await page.waitForSelector("#canvas", { state: "visible" });
  // Until there is one another method is at work, and each step says so.
  await page.keyboard.press("2");
  const explanation = () => page.textContent("#explanation");
  assertMatch(
    await explanation() ?? "",
    /against an earlier frame.*The method is difference until/,
  );
  await page.click("#take-plate");
  assertEquals(await page.textContent("#countdown strong"), "3");
  await waitFor(page, "plate");
  await page.waitForSelector(".plate img", { state: "visible" });
  assertMatch(await explanation() ?? "", /against the picture of the empty room(?!.*until)/);
});

onPage("no permission, then a file instead", { isAllowed: false }, async (page) => {
  await page.click("#start");
  await page.waitForSelector("#problem:has-text('not allowed')");
  assertEquals(await page.locator("[role=alert]:visible").count(), 1);
  await page.setInputFiles("#file-input", CLIP);
  await page.waitForSelector("#canvas", { state: "visible" });
  assertEquals(await page.isVisible("#problem"), false);
});

onPage("a lost camera is told of, and taken again", {}, async (page) => {
  await page.click("#start");
  await waitFor(page, "frames");
  // The system ends a track like this when a camera is unplugged.
  await page.evaluate(`cameras[0].stop(); cameras[0].dispatchEvent(new Event("ended"))`);
  await page.waitForSelector("#problem:has-text('gone')");
  // The text names the button that takes it again.
  const name = await page.textContent("#problem .primary") ?? "";
  assertStringIncludes(await page.textContent("#problem p") ?? "", `“${name}”`);
  await page.click("#problem .primary");
  await page.waitForSelector("#canvas", { state: "visible" });
  assertEquals(await page.evaluate("cameras.map(({ readyState }) => readyState)"), [
    "ended",
    "live",
  ]);
});

onPage("a hidden page lets the camera go, and takes it again", {}, async (page) => {
  await page.click("#start");
  await waitFor(page, "frames");
  const hide = (isHidden: boolean) =>
    page.evaluate(`
      Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    `);
  await hide(true);
  await until(page, "cameras[0].readyState === 'ended'");
  await hide(false);
  await until(page, "cameras[1]?.readyState === 'live'");
});

onPage("a broken file is told of", {}, async (page) => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/talk.mp4`, "no video");
  await page.setInputFiles("#file-input", `${folder.path}/talk.mp4`);
  await page.waitForSelector("#problem:has-text('cannot be shown')");
  assertEquals(await page.locator("#problem button").count(), 1);
});

onPage("a browser that cannot do it is told of", { without: "OffscreenCanvas" }, async (page) => {
  assertMatch(await page.textContent("#problem") ?? "", /no OffscreenCanvas/);
});

onPage(
  "without a track processor frames come by message",
  { without: "MediaStreamTrackProcessor", query: "?method=tutorial" },
  async (page) => {
    await page.click("#start");
    await until(page, `told.filter(({ kind }) => kind === "frame").length > 3`);
    assertEquals(await page.evaluate(`told.some(({ kind }) => kind === "frames")`), false);
  },
);

/** A video calls back once more, before it has a picture. */
const TOO_EARLY = `
  const { requestVideoFrameCallback } = HTMLVideoElement.prototype;
  globalThis.early = 0;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (callback) {
    if (this.readyState < this.HAVE_CURRENT_DATA && early < 5) {
      setTimeout(() => callback(0, { mediaTime: 0 }));
      return ++early;
    }
    return requestVideoFrameCallback.call(this, callback);
  };
`;

onPage(
  "a video that has no picture yet is asked again",
  { without: "MediaStreamTrackProcessor", query: "?method=tutorial", script: TOO_EARLY },
  async (page) => {
    await page.click("#start");
    await until(page, `told.filter(({ kind }) => kind === "frame").length > 3`);
    assertEquals(await page.evaluate("early > 0"), true);
  },
);

onPage(
  "weights that cannot be fetched are told of",
  { blocked: "**/networks/**" },
  async (page) => {
    await page.click("#start");
    await page.waitForSelector("#failed:has-text('cannot be fetched')");
    await choose(page, "difference");
    await page.waitForSelector("#failed", { state: "hidden" });
  },
);

onPage(
  "weights that come after all are tried again, and it is told of no more",
  { blocked: "**/networks/**" },
  async (page) => {
    await page.click("#start");
    await page.waitForSelector("#failed:has-text('cannot be fetched')");
    await page.context().unroute("**/networks/**");
    await page.waitForSelector("#failed", { state: "hidden" });
  },
);

onPage("a picture that is dropped on the backgrounds is one", {}, async (page) => {
  await page.evaluate(`(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 18 });
    canvas.getContext("2d");
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([blob], "my office.png", { type: "image/png" }));
    const target = document.querySelector(".tiles");
    for (const kind of ["dragover", "drop"]) {
      target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
  })()`);
  await page.waitForSelector(".tile:has(input[value=own])", { state: "visible" });
  assertEquals(await page.textContent("#command"), "deno run -A cli.ts camera 'my office.png'");
  assertEquals(await page.isVisible("#drop-hint"), false);
});

onPage(
  "a video that is behind again after something else leaves no error",
  { query: "?method=tutorial" },
  async (page) => {
    await page.click("#start");
    await page.waitForSelector("#canvas", { state: "visible" });
    await page.setInputFiles("#background-input", CLIP);
    await waitFor(page, "background", "message.background.kind === 'video'");
    // The worker asks for the next picture, and gives the stream up while it waits.
    await page.waitForTimeout(300);
    await page.keyboard.press("t");
    await waitFor(page, "background", "message.background.word === 'transparent'");
    await page.waitForTimeout(300);
    await choose(page, "own");
    await waitFor(page, "background", "message.background.kind === 'video'");
    await page.waitForTimeout(300);
  },
);

onPage("buttons that take two rows lie over nothing", {}, async (page) => {
  await page.click("#start");
  await page.waitForSelector("#output-buttons button", { state: "visible" });
  for (const width of [1280, 1100, 1000]) {
    await page.setViewportSize({ width, height: 700 });
    const gap = await page.evaluate(`
      document.getElementById("command-panel").getBoundingClientRect().top -
      document.getElementById("output-buttons").getBoundingClientRect().bottom
    `) as number;
    assertEquals(gap >= 0, true, `${width}: ${gap}`);
  }
});

onPage("360 pixels are wide enough", { width: 360, height: 640 }, async (page) => {
  const tooWide = "document.documentElement.scrollWidth > innerWidth";
  assertEquals(await page.evaluate(tooWide), false);
  await page.click("#start");
  await page.waitForSelector("#canvas", { state: "visible" });
  await page.click("#tab-program");
  for (const method of ["chroma", "mog2", "clean-plate", "segment"]) {
    await choose(page, method);
    assertEquals(await page.evaluate(tooWide), false, method);
  }
});
