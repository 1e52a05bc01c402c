import { assert, assertEquals, assertMatch } from "@std/assert";
// deno-lint-ignore no-import-prefix -- drives a browser, as tests/web/browser_test.ts does
import type { Page } from "npm:playwright-core@1.65.1";
import { serveStudio } from "../../../lib/app/mod.ts";
import { openSession, readModel } from "../../../lib/files/mod.ts";
import { fastPeople, openPeople } from "../../../lib/networks/people/open_people.ts";
import { type OpenSegmenter, tfliteToOnnx } from "../../../lib/networks/mod.ts";
import {
  absdiff,
  blurFrame,
  createFrame,
  fitFrame,
  type Frame,
  grayscale,
  type LiveOptions,
  NewestFrames,
  replaceLive,
  threshold,
  type TimedFrame,
} from "../../../mod.ts";
import { FIRST_SETTINGS } from "../../../lib/web/studio/engine/options_of_settings.ts";
import { ROOT } from "../../helpers.ts";
import { testWith } from "../bundle.ts";
import { chromiumPath, launch } from "./chromium.ts";

const WIDTH = 320, HEIGHT = 180, BYTES = 4 * WIDTH * HEIGHT;

/** Frames of the clip of somebody who walks through the room. */
async function walk(count: number): Promise<Frame[]> {
  const input = new URL("examples/media/labelled/walk/input.mp4", ROOT).pathname;
  const args = ["-v", "error", "-ss", "0.6", "-i", input, "-frames:v", `${count}`];
  const raw = [...args, "-f", "rawvideo", "-pix_fmt", "rgba", "-"];
  const { stdout } = await new Deno.Command("ffmpeg", { args: raw }).output();
  return Array.from({ length: count }, (_, i) => ({
    width: WIDTH,
    height: HEIGHT,
    bitmap: new Uint8ClampedArray(stdout.slice(BYTES * i, BYTES * (i + 1)).buffer),
  }));
}

/** All settings, so that each frame has its result before the next one comes. */
const SETTINGS = { ...FIRST_SETTINGS, method: "tutorial", lowLatency: true };

/** An engine on a page. */
class EnginePage {
  #time = 0;

  constructor(readonly page: Page) {}

  /** Start one anew. */
  async start(settings: object, background: string): Promise<void> {
    await this.page.evaluate("globalThis.engine?.end()");
    await this.page.evaluate("void startEngine(location.origin + '/')");
    await this.tell({ kind: "settings", settings: { ...SETTINGS, ...settings } });
    await this.tell({ kind: "background", background: { kind: "word", word: background } });
  }

  tell(message: object): Promise<unknown> {
    return this.page.evaluate(`engine.tell(${JSON.stringify(message)})`);
  }

  /** The composite of a frame. */
  async feed({ width, height, bitmap }: Frame): Promise<Uint8Array> {
    const text = new Uint8Array(bitmap).toBase64();
    this.#time += 40_000;
    const call = `engine.feed("${text}", ${width}, ${height}, ${this.#time})`;
    return Uint8Array.fromBase64(await this.page.evaluate(call));
  }

  /** What the canvas shows, which should be a picture. */
  async canvas({ bitmap }: Frame): Promise<Uint8Array> {
    const text = new Uint8Array(bitmap).toBase64();
    return Uint8Array.fromBase64(await this.page.evaluate(`engine.canvas("${text}")`));
  }

  /** The first thing of a kind that was said, or was said after so many. */
  // deno-lint-ignore no-explicit-any
  said(kind: string, since = 0): Promise<any> {
    return this.page.evaluate(`engine.said1("${kind}", ${since})`);
  }

  count(): Promise<number> {
    return this.page.evaluate("engine.said.length");
  }
}

/** The same in Deno. */
async function* live(frames: readonly Frame[], options: LiveOptions) {
  const newest = new NewestFrames<TimedFrame>();
  const push = (i: number) => {
    if (i === frames.length) return newest.end();
    newest.push({ ...frames[i], number: i + 1, timestamp: (i + 1) / 25 });
  };
  push(0);
  let i = 0;
  for await (const shown of replaceLive(newest, { ...options, lowLatency: true })) {
    yield shown;
    push(++i);
  }
}

function testEngine(name: string, run: (engine: EnginePage, path: string) => Promise<void>): void {
  testWith(name, chromiumPath, "chromium", async (path) => {
    await using studio = await serveStudio({ port: undefined });
    const browser = await launch(path);
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(120_000);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      // Of the studio's own origin, but with nothing of its page.
      await page.goto(`${studio.address}style.css`);
      const driver = new URL("engine_driver.js", import.meta.url);
      await page.evaluate(await Deno.readTextFile(driver));
      await run(new EnginePage(page), studio.address);
      assertEquals(errors, []);
    } finally {
      await browser.close();
    }
  });
}

function sameBytes(got: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assertEquals(got.length, expected.length, what);
  let apart = 0;
  for (let i = 0; i < got.length; i++) if (got[i] !== expected[i]) apart++;
  assertEquals(apart, 0, `${what}: ${apart} of ${got.length} bytes`);
}

const CLASSICAL = [
  ["tutorial", {}],
  ["difference", {}],
  ["average", { mirror: true }],
  ["mog2", { edges: { feather: 2, lightWrap: 0.4, despill: false } }],
  ["knn", { settings: { history: 20 } }],
  ["chroma", { settings: { inner: 12 } }],
] as const;

testEngine("Engine composes as replaceLive() does, by each method", async (engine) => {
  const frames = await walk(7);
  for (const [method, more] of CLASSICAL) {
    const background = method === "average" ? "blur:12" : "color:teal";
    const options = { ...SETTINGS, ...more, method, background } as LiveOptions;
    await engine.start({ method, ...more }, background);
    let i = 0, changed = 0;
    for await (const { composite, frame } of live(frames, options)) {
      const got = await engine.feed(frames[i]);
      sameBytes(got, composite.bitmap, `${method}, frame ${++i}`);
      if (composite.bitmap.some((level, p) => level !== frame.bitmap[p])) changed++;
    }
    assert(changed > 0, `${method} changes nothing`);
  }
});

testEngine("Engine draws each step, and two beside a line", async (engine) => {
  const [first, frame] = await walk(2);
  const difference = absdiff(first, frame);
  const gray = grayscale(difference);
  const options: LiveOptions = { method: "tutorial", background: "color:teal" };
  const results = [];
  for await (const { composite, matte } of live([first, frame], options)) {
    results.push({ composite: copyOf(composite), matte: { ...matte, data: matte.data.slice() } });
  }
  const { composite, matte } = results[1];
  const asFrame = (data: Uint8Array): Frame => {
    const out = createFrame(WIDTH, HEIGHT);
    data.forEach((level, i) => out.bitmap.set([level, level, level, 255], 4 * i));
    return out;
  };
  const views = {
    input: frame,
    difference,
    gray: asFrame(gray.data),
    mask: asFrame(threshold(matte, 127).data),
    matte: asFrame(matte.data),
    composite,
  };
  for (const [view, expected] of Object.entries(views)) {
    await engine.start({}, "color:teal");
    await engine.tell({ kind: "show", shown: { view, beside: undefined, at: 0.5 } });
    await engine.feed(first);
    await engine.feed(frame);
    sameBytes(await engine.canvas(expected), expected.bitmap, view);
  }
  await engine.start({}, "color:teal");
  await engine.tell({ kind: "show", shown: { view: "composite", beside: "input", at: 0.25 } });
  await engine.feed(first);
  await engine.feed(frame);
  const both = copyOf(composite);
  for (let y = 0; y < HEIGHT; y++) {
    const [start, end] = [4 * WIDTH * y, 4 * (WIDTH * y + WIDTH / 4)];
    both.bitmap.set(frame.bitmap.subarray(start, end), start);
  }
  sameBytes(await engine.canvas(both), both.bitmap, "two views");
});

testEngine("Engine takes a plate, picks a colour, gives a still, and counts", async (engine) => {
  const [room, frame] = await walk(2);
  await engine.start({ method: "clean-plate" }, "color:teal");
  assertMatch((await engine.said("notice")).text, /empty room/);
  await engine.tell({ kind: "plate" });
  await engine.tell({ kind: "pick", x: 0.5, y: 0.5 });
  await engine.tell({ kind: "still" });
  await engine.feed(room);
  assertEquals((await engine.said("running")).width, WIDTH);
  const p = 4 * (WIDTH * HEIGHT / 2 + WIDTH / 2);
  const { color } = await engine.said("picked");
  const picked = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  picked.forEach((level, c) => assert(Math.abs(level - room.bitmap[p + c]) < 24, color));
  for (const [kind, field] of [["plate", "plate"], ["still", "picture"]]) {
    await engine.said(kind);
    const size = await engine.page.evaluate(`(async () => {
      const { ${field}: blob } = engine.said.find(({ kind }) => kind === "${kind}");
      const { width, height } = await createImageBitmap(blob);
      return [blob.type, width, height];
    })()`);
    assertEquals(size, ["image/png", WIDTH, HEIGHT]);
  }
  const options: LiveOptions = {
    method: "clean-plate",
    cleanPlate: room,
    background: "color:teal",
  };
  // The method is put to work between two frames.
  await engine.feed(room);
  const results = [];
  for await (const { composite } of live([room, frame], options)) results.push(copyOf(composite));
  sameBytes(await engine.feed(frame), results[1].bitmap, "by the plate");
  const stats = await engine.said("stats", await engine.count());
  assert(stats.framesPerSecond >= 0 && stats.latency95 >= stats.latency);
});

testEngine("Engine changes all while it runs, and refuses what is wrong", async (engine) => {
  const frames = await walk(6);
  await engine.start({}, "color:teal");
  await engine.feed(frames[0]);
  await engine.tell({ kind: "background", background: { kind: "word", word: "color:red" } });
  const red = createFrame(WIDTH, HEIGHT);
  red.bitmap.forEach((_, p) => red.bitmap[p] = [255, 0, 0, 255][p % 4]);
  // The tutorial's first mask is that of the third frame.
  sameBytes(await engine.feed(frames[1]), red.bitmap, "another background");
  await engine.tell({ kind: "settings", settings: { ...SETTINGS, threshold: 999 } });
  assertMatch((await engine.said("failed")).text, /threshold/);
  await engine.tell({ kind: "settings", settings: { ...SETTINGS, method: "chroma" } });
  const options: LiveOptions = { method: "chroma", background: "color:red" };
  for await (const { composite, number } of live(frames.slice(2, 4), options)) {
    sameBytes(await engine.feed(frames[1 + number]), composite.bitmap, "another method");
  }
  await engine.tell({ kind: "stop" });
  for await (const { composite, number } of live(frames.slice(4), options)) {
    sameBytes(await engine.feed(frames[3 + number]), composite.bitmap, "after a stop");
  }
});

testEngine(
  "Engine blurs all where it is told nothing that works, and then what does",
  async (engine) => {
    const frames = await walk(4);
    await engine.start({ refine: "sharpen" }, "color:teal");
    sameBytes(await engine.feed(frames[0]), blurFrame(frames[0], 24).bitmap, "blurred");
    assertMatch((await engine.said("failed")).text, /sharpen/);
    await engine.tell({ kind: "settings", settings: { ...SETTINGS, method: "chroma" } });
    await engine.tell({ kind: "background", background: { kind: "word", word: "color:lime" } });
    const options: LiveOptions = { method: "chroma", background: "color:lime" };
    for await (const { composite, number } of live(frames.slice(1), options)) {
      sameBytes(await engine.feed(frames[number]), composite.bitmap, `frame ${number}`);
    }
  },
);

testEngine(
  "Engine shows a video behind, and goes on with it behind another camera",
  async (engine) => {
    const [, frame] = await walk(2);
    await engine.start({ method: "tutorial" }, "color:teal");
    await engine.page.evaluate("engine.playBehind([200, 90, 30, 255], 64, 48)");
    const behind = createFrame(WIDTH, HEIGHT);
    behind.bitmap.forEach((_, p) => behind.bitmap[p] = [200, 90, 30, 255][p % 4]);
    const isThere = (got: Uint8Array) => got.every((level, p) => level === behind.bitmap[p]);
    // It is on its way. The same frame again and again has no foreground.
    for (let i = 0; i < 100 && !isThere(await engine.feed(frame)); i++);
    sameBytes(await engine.feed(frame), behind.bitmap, "the video");
    await engine.tell({ kind: "stop" });
    sameBytes(await engine.feed(frame), behind.bitmap, "another camera");
    await engine.tell({ kind: "settings", settings: { ...SETTINGS, fit: "contain" } });
    const { bitmap } = fitFrame(
      { ...behind, width: 64, height: 48, bitmap: behind.bitmap.slice(0, 12288) },
      frame,
      "contain",
    );
    await engine.feed(frame);
    sameBytes(await engine.feed(frame), bitmap, "contained");
  },
);

testEngine("Engine runs a network of the user's, and says what is none", async (engine) => {
  const frame = await portrait();
  const { bytes } = await readModel("fast-landscape");
  await engine.start({ method: "segment", settings: { plate: false } }, "color:black");
  await engine.page.evaluate(`engine.useNetwork("mine.tflite", "${bytes.toBase64()}")`);
  let got = new Uint8Array();
  for (let i = 0; i < 200 && !got.some((level, p) => p % 4 < 3 && level > 0); i++) {
    got = await engine.feed(frame) as Uint8Array<ArrayBuffer>;
  }
  assert(got.some((level, p) => p % 4 < 3 && level > 0));
  await engine.page.evaluate(`engine.useNetwork("photo.onnx", "${new Uint8Array(99).toBase64()}")`);
  await engine.feed(frame);
  assertMatch((await engine.said("failed")).text, /Cannot read the model 'photo.onnx'/);
});

testEngine("Engine sees the people whom Deno sees with onnxruntime-web", async (engine) => {
  const frame = await portrait();
  const openSegmenter: OpenSegmenter = (size) =>
    openPeople(fastPeople, size, async (name) => {
      const { bytes } = await readModel(name);
      return await openSession(tfliteToOnnx(bytes, name), { name, runtime: "wasm" });
    }, "live");
  const background = "color:black";
  const options: LiveOptions = { method: "segment", openSegmenter, background, timeLimit: 60 };
  let expected: Frame | undefined;
  const again = Array.from({ length: 400 }, () => frame);
  for await (const { composite, isFailing } of live(again, options)) {
    if (isFailing) await new Promise((resolve) => setTimeout(resolve, 50));
    else {
      expected = copyOf(composite);
      break;
    }
  }
  await engine.start({ method: "segment" }, background);
  await engine.said("fetched");
  let got: Uint8Array = new Uint8Array();
  // Until the networks are there, the background is alone.
  for (let i = 0; i < 200 && !got.some((level, p) => p % 4 < 3 && level > 0); i++) {
    got = await engine.feed(frame);
  }
  let largest = 0;
  for (let p = 0; p < got.length; p++) {
    largest = Math.max(largest, Math.abs(got[p] - expected!.bitmap[p]));
  }
  assert(largest <= 1, `${largest} levels apart`);
  assert(got.filter((level) => level > 0).length > 0.2 * got.length);
});

testEngine("Engine shows the background alone where networks cannot be had", async (engine) => {
  const frame = await portrait();
  await engine.page.route("**/networks/*", (route) => route.abort());
  await engine.start({ method: "segment" }, "color:teal");
  const teal = createFrame(frame.width, frame.height);
  teal.bitmap.forEach((_, p) => teal.bitmap[p] = [0, 128, 128, 255][p % 4]);
  for (let i = 0; i < 3; i++) sameBytes(await engine.feed(frame), teal.bitmap, `frame ${i}`);
  assertMatch((await engine.said("failed")).text, /Cannot fetch .*networks/);
  sameBytes(await engine.feed(frame), teal.bitmap, "after it has failed");
});

/** Somebody whom the network sees. */
async function portrait(): Promise<Frame> {
  const input = new URL("examples/media/astronaut.jpg", ROOT).pathname;
  const scale = `scale=${WIDTH}:${HEIGHT}:force_original_aspect_ratio=decrease,` +
    `pad=${WIDTH}:${HEIGHT}:-1:-1`;
  const args = ["-v", "error", "-i", input, "-vf", scale, "-f", "rawvideo", "-pix_fmt", "rgba"];
  const { stdout } = await new Deno.Command("ffmpeg", { args: [...args, "-"] }).output();
  return { width: WIDTH, height: HEIGHT, bitmap: new Uint8ClampedArray(stdout.buffer) };
}

function copyOf({ width, height, bitmap }: Frame): Frame {
  return { width, height, bitmap: bitmap.slice() };
}
