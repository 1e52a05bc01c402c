/**
 * Draw how distance tells a person from the room: what the left eye sees, the disparity that both eyes
 * give, the mask, and her on a beach. `deno run -A examples/media/make/make_depth.ts` writes
 * examples/media/methods/depth.jpg, for docs/methods.md.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import {
  composite,
  createFrame,
  type Disparity,
  encodeJpeg,
  fitFrame,
  type Frame,
  KernelMemory,
  type Matte,
  methods,
  parseRefinement,
  resizeArea,
} from "../../../mod.ts";
import { findFfmpeg, openJpegCodec, readImage } from "../../../lib/files/mod.ts";
import { mattesOf } from "../../../lib/pipeline/mattes.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";
import { addNoise } from "../drawing/camera.ts";
import { exposedRgba } from "../drawing/layers.ts";
import { gaussianTable } from "../drawing/noise.ts";
import { mostDisparity, rooms, stereoFrames, view } from "../drawing/stereo_rooms.ts";

const HERE = new URL("..", import.meta.url);
/** The frame that is shown, when she waves between the furniture. */
const SHOWN = 26;
/** As the stereo set of tests/bench/scenes/stereo.ts has it where it is clean. */
const NOISE = 0.5;
const CELL = { width: 316, height: 178 };
const GAP = 6;
/** From blue, far, over green and yellow to red, near. */
const COLOURS = [[38, 52, 130], [44, 120, 160], [98, 180, 130], [240, 200, 80], [214, 70, 50]];

const { depth } = methods;
const store = new FrameStore(await KernelMemory.load());
using estimator = depth.create();
const refine = { steps: parseRefinement(depth.refine ?? ""), linesScaled: true };
using jpeg = await openJpegCodec();
const beach = await readImage(fileURLToPath(new URL("beach.jpg", HERE)), {
  jpeg,
  ffmpeg: findFfmpeg,
});
for await (using item of mattesOf(eyes(), { estimator, refine, store })) {
  const { moment, matte, foreground } = item;
  if (moment.number !== SHOWN || matte === undefined) continue;
  const behind = fitFrame(beach, view, "cover");
  const strip = besideEachOther([
    moment,
    pictureOf(moment.depth!),
    pictureOfMatte(matte),
    composite(foreground, behind, matte),
  ]);
  const path = new URL("methods/depth.jpg", HERE);
  await Deno.writeFile(path, encodeJpeg(strip, { quality: 88 }));
}

/** The frames up to the one that is shown, and one more: the method looks ahead. */
function* eyes() {
  const noise = gaussianTable(1 << 18, 17);
  let number = 0;
  for (const { left, right } of stereoFrames(rooms.sway, SHOWN + 1)) {
    addNoise(left, noise, 2 * number, NOISE);
    addNoise(right, noise, 2 * number + 1, NOISE);
    yield {
      ...view,
      number: ++number,
      bitmap: exposedRgba(left, 1),
      right: { ...view, bitmap: exposedRgba(right, rooms.sway.gain) },
    };
  }
}

/** Disparities in colours; black where nothing is known. */
function pictureOf({ width, height, disparity }: Disparity): Frame {
  const frame = createFrame(width, height);
  disparity.forEach((value, i) => {
    const place = Math.min(0.999, Math.max(0, value / mostDisparity)) * (COLOURS.length - 1);
    const [from, to] = [COLOURS[Math.floor(place)], COLOURS[Math.floor(place) + 1]];
    const share = place % 1;
    for (let c = 0; c < 3; c++) {
      frame.bitmap[4 * i + c] = value >= 0 ? from[c] + share * (to[c] - from[c]) : 0;
    }
    frame.bitmap[4 * i + 3] = 255;
  });
  return frame;
}

function pictureOfMatte({ width, height, data }: Matte): Frame {
  const bitmap = new Uint8ClampedArray(4 * data.length).fill(255);
  data.forEach((alpha, i) => bitmap.fill(alpha, 4 * i, 4 * i + 3));
  return { width, height, bitmap };
}

function besideEachOther(pictures: readonly Frame[]): Frame {
  const strip = createFrame(pictures.length * (CELL.width + GAP) - GAP, CELL.height);
  strip.bitmap.fill(255);
  for (const [column, picture] of pictures.entries()) {
    const { bitmap } = resizeArea(picture, CELL);
    for (let y = 0; y < CELL.height; y++) {
      const row = bitmap.subarray(4 * y * CELL.width, 4 * (y + 1) * CELL.width);
      strip.bitmap.set(row, 4 * (y * strip.width + column * (CELL.width + GAP)));
    }
  }
  return strip;
}
