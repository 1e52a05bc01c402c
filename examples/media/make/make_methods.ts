/**
 * Draw what each method makes of one frame: `deno run -A examples/media/make/make_methods.ts`.
 * Writes examples/media/methods/<name>.jpg, for docs/methods.md.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import {
  type Frame,
  KernelMemory,
  type Matte,
  type Method,
  methods,
  parseRefinement,
  resizeArea,
} from "../../../mod.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";
import { encodeJpeg } from "../../../mod.ts";
import { findFfmpeg, openJpegCodec, openLabelledClip } from "../../../lib/files/mod.ts";
import type { LabelledClip } from "../../../lib/pipeline/evaluate_clip.ts";
import { mattesOf } from "../../../lib/pipeline/mattes.ts";
import { copyFrame } from "../../../lib/raster/frame.ts";

const HERE = new URL("..", import.meta.url);
/** The frame that is shown, when she is in the middle of the room. */
const SHOWN = 26;
/** A screen for the chroma key. */
const GREEN = [0, 177, 64];

const store = new FrameStore(await KernelMemory.load());
const ffmpeg = await findFfmpeg({});
using jpeg = await openJpegCodec(() => {});
const clip = await openLabelledClip(fileURLToPath(new URL("labelled/walk", HERE)), {
  ffmpeg,
  jpeg,
});

/** The same clip in front of a screen, by its true mattes. */
const onGreen: LabelledClip = {
  name: "screen",
  async *read() {
    for await (const { frame, truth } of clip.read()) {
      const bitmap = frame.bitmap.slice();
      truth!.matte.data.forEach((alpha, i) => {
        for (let c = 0; c < 3; c++) {
          bitmap[4 * i + c] = (alpha * bitmap[4 * i + c] + (255 - alpha) * GREEN[c]) / 255;
        }
      });
      yield { frame: { ...frame, bitmap }, truth };
    }
  },
};

await Deno.mkdir(new URL("methods/", HERE), { recursive: true });
for (const [name, method] of Object.entries(methods)) {
  // A network wants to see people, not drawings of them: see make_segment.ts.
  if (method.needsNetwork) continue;
  // Two eyes see more than one: see make_depth.ts.
  if (method.takesDistance) continue;
  const { matte, foreground } = await estimateOf(method, name === "chroma" ? onGreen : clip);
  const picture = resizeArea(besideEachOther(foreground, matte), { width: 320, height: 90 });
  const bytes = encodeJpeg(picture, { quality: 85 });
  await Deno.writeFile(new URL(`methods/${name}.jpg`, HERE), bytes);
}

/** A method's refined matte of the frame that is shown, and that frame. */
async function estimateOf(method: Method, { cleanPlate, read }: LabelledClip) {
  using estimator = method.create({ cleanPlate });
  const frames = async function* () {
    for await (const { frame } of read()) yield frame;
  };
  await estimator.survey?.(frames());
  const refine = { steps: parseRefinement(method.refine ?? ""), linesScaled: true };
  for await (using item of mattesOf(frames(), { estimator, refine, store })) {
    const { moment, matte, foreground } = item;
    if (moment.number !== SHOWN || matte === undefined) continue;
    const { width, height, data } = matte;
    return { matte: { width, height, data: data.slice() }, foreground: copyFrame(foreground) };
  }
  throw new Error(`Cannot draw: frame ${SHOWN} has no estimate`);
}

/** The foreground over a plain colour, and the matte to its right. */
function besideEachOther({ width, height, bitmap }: Frame, { data }: Matte): Frame {
  const out = new Uint8ClampedArray(8 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    const at = 8 * width * Math.floor(i / width) + 4 * (i % width);
    for (let c = 0; c < 3; c++) {
      out[at + c] = (data[i] * bitmap[4 * i + c] + (255 - data[i]) * [240, 200, 90][c]) / 255;
      out[at + 4 * width + c] = data[i];
    }
  }
  return { width: 2 * width, height, bitmap: out };
}
