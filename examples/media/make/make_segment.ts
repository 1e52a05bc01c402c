/**
 * Draw what three methods make of one frame of a portrait: `deno run -A examples/media/make/make_segment.ts`.
 * Writes examples/media/methods/segment.jpg, for docs/networks.md.
 *
 * The clip is made out of the portrait (astronaut.ts); then the command line does its work, as
 * anybody would call it.
 *
 * @module
 */

import {
  createFrame,
  encodeJpeg,
  fitFrame,
  type Frame,
  resizeArea,
  type Size,
} from "../../../mod.ts";
import { findFfmpeg, openJpegCodec, openVideo, readImage } from "../../../lib/files/mod.ts";
import { astronautFrames, frameRate, view } from "../drawing/astronaut.ts";
import { encode, repeatable } from "../drawing/camera.ts";

const HERE = `${import.meta.dirname}/../`;
/** The frame that is shown: by her outline, `median` is as good there as on average over the clip. */
const SHOWN = 54;
/** One column each, left to right, after the frame itself. */
const COLUMNS = [
  ["-m", "tutorial"],
  ["-m", "median"],
  ["-m", "segment"],
  ["-m", "segment", "--model", "quality"],
];
const CELL: Size = { width: 288, height: 162 };
const GAP = 6;

using jpeg = await openJpegCodec();
const read = (path: string) => readImage(path, { jpeg, ffmpeg: findFfmpeg });
const folder = await Deno.makeTempDir({ prefix: "backdrop_" });
try {
  const clip = `${folder}/astronaut.mp4`;
  await encode(
    astronautFrames(await read(`${HERE}astronaut.jpg`)),
    `${view.width}x${view.height}`,
    frameRate,
    ["-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", ...repeatable, clip],
  );
  const strip = createFrame(
    (COLUMNS.length + 1) * (CELL.width + GAP) - GAP,
    2 * CELL.height + GAP,
  );
  strip.bitmap.fill(255);
  place(strip, await frameOf(clip), 0, 0);
  place(strip, fitFrame(await read(`${HERE}beach.jpg`), view, "cover"), 0, 1);
  for (const [i, method] of COLUMNS.entries()) {
    const [picture, matte] = await replaced(clip, method);
    place(strip, picture, i + 1, 0);
    place(strip, matte, i + 1, 1);
  }
  await Deno.writeFile(`${HERE}methods/segment.jpg`, encodeJpeg(strip, { quality: 85 }));
} finally {
  await Deno.remove(folder, { recursive: true });
}

/** The shown frame before the beach, and its matte, by the command line. */
async function replaced(clip: string, method: readonly string[]): Promise<[Frame, Frame]> {
  const targets = ["-o", `${folder}/picture%d.png`, "--mattes", `${folder}/matte%d.png`];
  const job = ["run", "-A", `${HERE}../../cli.ts`, clip, `${HERE}beach.jpg`, "--fit", "cover"];
  const args = [...job, ...method, ...targets, "--frames", String(SHOWN), "-q"];
  const { success } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  if (!success) throw new Error(`Cannot draw: ${method.join(" ")} failed`);
  return [await read(`${folder}/picture${SHOWN}.png`), await read(`${folder}/matte${SHOWN}.png`)];
}

/** The shown frame as it is. */
async function frameOf(clip: string): Promise<Frame> {
  await using video = await openVideo(clip, { ffmpeg: await findFfmpeg(), firstFrame: SHOWN });
  for await (const { width, height, bitmap } of video) {
    return { width, height, bitmap: bitmap.slice() };
  }
  throw new Error(`Cannot draw: the clip has no frame ${SHOWN}`);
}

/** Put a picture into a column and a row of the strip. */
function place(strip: Frame, picture: Frame, column: number, row: number): void {
  const { bitmap } = resizeArea(picture, CELL);
  const left = column * (CELL.width + GAP);
  const top = row * (CELL.height + GAP);
  for (let y = 0; y < CELL.height; y++) {
    const line = bitmap.subarray(4 * y * CELL.width, 4 * (y + 1) * CELL.width);
    strip.bitmap.set(line, 4 * ((top + y) * strip.width + left));
  }
}
