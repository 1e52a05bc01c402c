/**
 * Draw the README's pictures: `deno run -A examples/media/make/make_everyday.ts`.
 *
 * The command line does its work on NASA's portrait of Eileen Collins, as anybody would call it.
 * Writes examples/media/everyday/*.jpg.
 *
 * @module
 */

import {
  composite,
  createFrame,
  createMatte,
  encodeJpeg,
  type Frame,
  resizeArea,
} from "../../../mod.ts";
import { findFfmpeg, openJpegCodec, readImage } from "../../../lib/files/mod.ts";

const HERE = `${import.meta.dirname}/../`;
const SIDE = 256;

/** A picture's name, and what stands behind the portrait on the command line. */
const PICTURES = [
  ["picture", `${HERE}beach.jpg`],
  ["blur", "blur:24"],
  ["color", "color:#1e90ff"],
  ["transparent", "transparent"],
];

using jpeg = await openJpegCodec();
const folder = await Deno.makeTempDir({ prefix: "backdrop_" });
try {
  await Deno.mkdir(`${HERE}everyday`, { recursive: true });
  const portrait = await small(`${HERE}astronaut.jpg`);
  for (const [name, background] of PICTURES) {
    const targets = ["-o", `${folder}/${name}.png`, "--mattes", `${folder}/matte_${name}.png`];
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        `${HERE}../../cli.ts`,
        `${HERE}astronaut.jpg`,
        background,
        ...targets,
        "-q",
      ],
    }).spawn().status;
    if (!success) throw new Error(`Cannot draw: ${name} failed`);
    const shown = overChecks(await small(`${folder}/${name}.png`));
    await write(`everyday/${name}.jpg`, [shown]);
    if (name === "picture") {
      await write("everyday/before_after.jpg", [
        portrait,
        await small(`${folder}/matte_${name}.png`),
        shown,
      ]);
    }
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function small(path: string): Promise<Frame> {
  return resizeArea(await readImage(path, { jpeg, ffmpeg: findFfmpeg }), {
    width: SIDE,
    height: SIDE,
  });
}

/** Over a checkerboard, which shows where a picture is transparent. */
function overChecks(frame: Frame): Frame {
  const { width, height } = frame;
  const checks = createFrame(width, height);
  const matte = createMatte(width, height);
  for (let i = 0; i < width * height; i++) {
    const isDark = ((i % width >> 4) + (Math.floor(i / width) >> 4)) % 2;
    checks.bitmap.set(isDark ? [204, 204, 204, 255] : [255, 255, 255, 255], 4 * i);
    matte.data[i] = frame.bitmap[4 * i + 3];
  }
  return composite(frame, checks, matte);
}

/** Write pictures of one size side by side. */
async function write(name: string, pictures: readonly Frame[]): Promise<void> {
  const gap = 6;
  const strip = createFrame(pictures.length * (SIDE + gap) - gap, SIDE);
  strip.bitmap.fill(255);
  for (const [n, { bitmap }] of pictures.entries()) {
    for (let y = 0; y < SIDE; y++) {
      const row = bitmap.subarray(4 * SIDE * y, 4 * SIDE * (y + 1));
      strip.bitmap.set(row, 4 * (y * strip.width + n * (SIDE + gap)));
    }
  }
  await Deno.writeFile(`${HERE}${name}`, encodeJpeg(strip, { quality: 85 }));
}
