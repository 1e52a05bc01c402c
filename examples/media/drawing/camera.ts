/** What the drawn clips share: a shutter, a sensor with noise, and a way into ffmpeg. */
import { type Cutout, place, type Placement } from "./cutout.ts";
import type { Canvas } from "./drawing.ts";

/** Exposures averaged into a frame, and the part of the frame's time the shutter is open. */
const exposures = 3;
const shutter = 0.3;

/** Single-threaded and without version stamps, so that a second run writes the same bytes. */
export const repeatable = ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact"];

/** One frame: what the camera gathers while its shutter is open. */
export function expose(
  wall: Canvas,
  piecesAt: (seconds: number) => { cutout: Cutout; placement: Placement }[],
  index: number,
  frameRate: number,
): Canvas {
  const frame = { ...wall, colors: new Float32Array(wall.colors.length) };
  const instant = { ...wall, colors: new Float32Array(wall.colors.length) };
  for (const seconds of exposureTimes(index, frameRate)) {
    instant.colors.set(wall.colors);
    for (const { cutout, placement } of piecesAt(seconds)) place(instant, cutout, placement);
    for (let i = 0; i < frame.colors.length; i++) frame.colors[i] += instant.colors[i] / exposures;
  }
  return frame;
}

/** When a frame is exposed, in seconds; it is the mean of what is seen then. */
export function exposureTimes(index: number, frameRate: number): number[] {
  return Array.from(
    { length: exposures },
    (_, exposure) => (index + (shutter * exposure) / exposures) / frameRate,
  );
}

/**
 * Adds gray noise of a deviation in gray levels, and a little colour noise; each frame reads the
 * table from another place.
 */
export function addNoise(
  { colors }: Canvas,
  noise: Float32Array,
  index: number,
  level: number,
): void {
  const last = noise.length - 1;
  for (let i = 0, n = index * 7919; i < colors.length; i += 3, n += 4) {
    const gray = noise[n & last] * level;
    for (let c = 0; c < 3; c++) {
      colors[i + c] += gray + 0.5 * level * noise[(n + c + 1) & last];
    }
  }
}

/** Pipes pictures of a size such as "640x360" into ffmpeg: RGBA, or another of its pixel formats. */
export async function encode(
  pictures: Iterable<Uint8ClampedArray>,
  size: string,
  frameRate: number,
  output: string[],
  pixelFormat: string = "rgba",
): Promise<void> {
  const input = ["-f", "rawvideo", "-pix_fmt", pixelFormat, "-s", size, "-r", String(frameRate)];
  const ffmpeg = new Deno.Command("ffmpeg", {
    args: ["-v", "error", "-y", ...input, "-i", "pipe:0", ...output],
    stdin: "piped",
  }).spawn();
  const writer = ffmpeg.stdin.getWriter();
  for (const picture of pictures) await writer.write(new Uint8Array(picture));
  await writer.close();
  const { code } = await ffmpeg.status;
  if (code !== 0) throw new Error(`Cannot encode '${output.at(-1)}': ffmpeg ended with ${code}`);
}
