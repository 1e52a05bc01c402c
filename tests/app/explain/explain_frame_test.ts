import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { explainFrame } from "../../../lib/app/mod.ts";
// deno-lint-ignore no-import-prefix -- the edge's own version
import { decode } from "npm:fast-png@8.0.0";
import { encodeOpaquePng, encodeRgbaPng } from "../../../lib/files/pictures/encode_png.ts";
import { readPng } from "../../../lib/web/explain/read_png.ts";
import { createFrame, dropAlpha, encodeJpeg, type Frame } from "../../../mod.ts";
import { readPicture, type Workplace, workplace } from "../../cli/helpers.ts";
import { ffmpeg, lcgBytes, namesIn, ROOT, runProgram } from "../../helpers.ts";
import { hasOpenCv, PYTHON } from "../../opencv/oracle/oracle.ts";

/** The tutorial's own pictures of the last two frames, one of each slot. */
async function tutorialPictures(place: Workplace): Promise<Uint8Array[]> {
  await place.succeed(["clip.mp4", "bg.jpg", "-m", "tutorial", "-o", "run/", "--frames", "11-12"]);
  return await Promise.all([11, 12].map((n) => Deno.readFile(place.file(`run/output${n}.jpg`))));
}

/** What stands in the page's code blocks below "All of it". */
function programsOf(html: string): string[] {
  const section = html.slice(html.indexOf('id="program"'));
  const texts = [...section.matchAll(/<pre[^>]*><code>([^]*?)<\/code>/g)].map(([, code]) => code);
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return texts.map((text) =>
    text.replaceAll(/<\/?b[^>]*>/g, "").replaceAll(/&([#\w]+);/g, (_, name) => entities[name])
  );
}

/** The three pictures that a page has without loss. */
async function inputsOf(html: string): Promise<Frame[]> {
  const found = [...html.matchAll(/src="data:image\/png;base64,([^"]+)"/g)];
  return await Promise.all(found.map(([, text]) => readPng(Uint8Array.fromBase64(text))));
}

Deno.test("explainFrame(): the result before JPEG is that of the tutorial's picture", async () => {
  await using place = await workplace();
  const pictures = await tutorialPictures(place);
  for (const [i, frame] of [11, 12].entries()) {
    const steps = place.file(`steps${frame}`);
    const page = place.file(`${frame}.html`);
    const options = { frame, steps, methods: [] };
    const found = await explainFrame(place.file("clip.mp4"), place.file("bg.jpg"), page, options);
    assertEquals([found.frame, found.shown, found.threshold], [frame, frame - frame % 2, 3]);
    assertEquals(found.steps.map((path) => path.slice(steps.length + 1)), namesIn(steps));
    const result = await readPicture(`${steps}/8_result.png`);
    assertEquals(encodeJpeg(result, { quality: 95 }), pictures[i], `frame ${frame}`);
    const [previous, next, resized] = await inputsOf(await Deno.readTextFile(page));
    assertEquals(previous, await readPicture(`${steps}/1_previous.png`));
    assertEquals(next, await readPicture(`${steps}/2_next.png`));
    assertEquals(resized, await readPicture(`${steps}/6_background.png`));
  }
});

Deno.test("explainFrame(): the page's program in TypeScript writes the tutorial's picture", async () => {
  await using place = await workplace();
  const [odd] = await tutorialPictures(place);
  await place.succeed(["explain", "clip.mp4", "bg.jpg", "--frame", "11", "--no-methods"]);
  const [typescript] = programsOf(await Deno.readTextFile(place.file("explain.html")));
  const program = typescript.replaceAll('"./', `"${ROOT.href}`);
  await Deno.writeTextFile(place.file("a.ts"), program);
  const args = ["run", "-A", "--quiet", "--config", fileURLToPath(new URL("deno.json", ROOT))];
  const { code, stderr } = await runProgram(Deno.execPath(), [...args, "a.ts"], place.settings);
  assertEquals(code, 0, stderr);
  assertEquals(await Deno.readFile(place.file("result.jpg")), odd);
});

Deno.test({
  name: "explainFrame(): the page's program in Python writes the tutorial's picture",
  ignore: !hasOpenCv("the explanation's Python"),
  async fn() {
    await using place = await workplace();
    const [, even] = await tutorialPictures(place);
    await place.succeed(["explain", "clip.mp4", "bg.jpg", "--frame", "12", "--no-methods"]);
    const [, python] = programsOf(await Deno.readTextFile(place.file("explain.html")));
    const { code, stderr } = await runProgram(PYTHON, ["-c", python], place.settings);
    assertEquals(code, 0, stderr);
    assertEquals(await Deno.readFile(place.file("result.jpg")), even);
  },
});

Deno.test("explainFrame() shows what other methods make of the frame, and why some cannot", async () => {
  await using place = await workplace();
  const page = place.file("a.html");
  const methods = ["clean-plate", "median"];
  const options = { frame: 6, methods };
  const found = await explainFrame(place.file("clip.mp4"), place.file("bg.jpg"), page, options);
  assertEquals(found.methods.map(({ name }) => name), methods);
  assertStringIncludes(found.methods[0].failure!, "cleanPlate");
  const html = await Deno.readTextFile(page);
  const command = / -m median<\/code>/.exec(html);
  assertEquals(command?.length, 1);
  assertEquals(html.match(/alt="(Result|Matte) of frame 6 by median"/g)?.length, 2);
});

Deno.test("explainFrame() says which option is wrong", async () => {
  const explain = (options: object) => explainFrame("a.mp4", "b.jpg", "c.html", options);
  await assertRejects(() => explain({ frame: 2 }), RangeError, "'frame' must be");
  await assertRejects(() => explain({ threshold: 256 }), RangeError, "'threshold' must be");
  await assertRejects(() => explain({ fraem: 3 }), TypeError, "frame");
});

Deno.test("readPng() and another reader give what encodeOpaquePng() was given, at any size", async () => {
  for (const [width, height] of [[1, 1], [7, 5], [64, 3]]) {
    const frame = createFrame(width, height);
    frame.bitmap.set(lcgBytes(4 * width * height, width));
    const opaque = dropAlpha(frame);
    const png = encodeOpaquePng(frame);
    assertEquals(await readPng(png), opaque);
    const { data, channels } = decode(png, { checkCrc: true });
    assertEquals([channels, [...data]], [3, [...opaque.bitmap.filter((_, p) => p % 4 < 3)]]);
    assertEquals(await readPng(encodeRgbaPng(frame)), frame);
  }
});

Deno.test("readPng() undoes each filter", async () => {
  await using place = await workplace();
  for (const filter of ["none", "sub", "up", "avg", "paeth", "mixed"]) {
    const args = ["-i", place.file("bg.jpg"), "-pix_fmt", "rgb24", "-pred", filter];
    await ffmpeg(...args, place.file(`${filter}.png`));
    const png = await Deno.readFile(place.file(`${filter}.png`));
    assertEquals(await readPng(png), await readPicture(place.file(`${filter}.png`)), filter);
  }
});
