import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { Ffmpeg, findFfmpeg } from "../../../../lib/files/mod.ts";
import { decodeSvg } from "../../../../lib/files/pictures/formats/decode_svg.ts";
import { UnsupportedMediaError } from "../../../../mod.ts";
import { temporaryFolder } from "../../../helpers.ts";

/** An ffmpeg that was built without librsvg: it knows no SVG. */
async function withoutSvg(folder: string): Promise<Ffmpeg> {
  const { command } = await findFfmpeg();
  const path = `${folder}/ffmpeg`;
  const script = `#!/bin/sh
    case "$*" in *.svg*) echo "[error] Invalid data found when processing input" >&2; exit 1;; esac
    exec '${command}' "$@"`;
  await Deno.writeTextFile(path, script, { mode: 0o755 });
  return new Ffmpeg(path);
}

Deno.test("decodeSvg() draws with ffmpeg, and with ImageScript where ffmpeg cannot", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/blue.svg`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2">
    <rect width="4" height="2" fill="#0000ff"/></svg>`;
  await Deno.writeTextFile(path, svg);
  for (const ffmpeg of [await findFfmpeg(), await withoutSvg(folder.path)]) {
    const blue = await decodeSvg(path, { ffmpeg });
    assertEquals([blue.width, blue.height, ...blue.bitmap.slice(0, 4)], [4, 2, 0, 0, 255, 255]);
  }
});

/** Each group draws the one before ten times: a million million rectangles. */
const NESTED = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><defs>
  <g id="g0"><rect width="9" height="9" fill="red" opacity="0.5"/></g>
  ${
  Array.from(
    { length: 16 },
    (_, i) => `<g id="g${i + 1}" opacity="0.9">${`<use href="#g${i}"/>`.repeat(10)}</g>`,
  ).join("")
}</defs><use href="#g16"/></svg>`;

/** Filters that take minutes. */
const FILTERS =
  `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="4000"><filter id="f">${
    `<feTurbulence numOctaves="200" result="a"/><feGaussianBlur stdDeviation="900"/>
    <feMorphology radius="300"/><feComposite in2="a"/>`.repeat(300)
  }</filter><rect width="4000" height="4000" filter="url(#f)"/></svg>`;

for (const [name, text] of Object.entries({ NESTED, FILTERS })) {
  Deno.test(`decodeSvg() ends when its time is up: ${name}`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/bomb.svg`;
    await Deno.writeTextFile(path, text);
    for (const ffmpeg of [await findFfmpeg(), await withoutSvg(folder.path)]) {
      const started = performance.now();
      // Who has limits of its own draws a part, or refuses it.
      await decodeSvg(path, { ffmpeg, seconds: 1 }).catch((error) => {
        assert(error instanceof UnsupportedMediaError, String(error));
      });
      assertLess(performance.now() - started, 3000);
    }
  });
}

Deno.test("decodeSvg() ends with the signal", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/bomb.svg`;
  await Deno.writeTextFile(path, FILTERS);
  const signal = AbortSignal.timeout(500);
  const started = performance.now();
  await assertRejects(
    async () => decodeSvg(path, { ffmpeg: await findFfmpeg(), signal }),
    DOMException,
  );
  assertLess(performance.now() - started, 2500);
});
