/**
 * What a background costs a frame: fitting, filling and blurring, on 720p and
 * 1080p. Median of some runs after a few to warm up.
 *
 *     deno run tests/bench/backgrounds.ts [runs]
 */
import { blurFrame, createFrame, createGray, fillFrame, fitFrame, fits } from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";

const runs = Number(Deno.args[0] ?? 25);

function median(work: () => void): number {
  const times = Array.from({ length: runs + 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.slice(5).sort((a, b) => a - b)[runs >> 1];
}

for (const [width, height] of [[1280, 720], [1920, 1080]]) {
  const frame = noiseFrame(width, height, 1);
  for (let p = 3; p < frame.bitmap.length; p += 4) frame.bitmap[p] = 255;
  const out = createFrame(width, height);
  // A soft disc, as high as two thirds of the frame.
  const weight = createGray(width, height);
  for (let i = 0; i < weight.data.length; i++) {
    const distance = Math.hypot(i % width - width / 2, Math.floor(i / width) - height / 2);
    weight.data[i] = Math.min(255, Math.max(0, 32 * (height / 3 - distance)));
  }
  const report = (name: string, work: () => void) =>
    console.log(`${width}×${height}  ${name.padEnd(32)} ${median(work).toFixed(1).padStart(6)} ms`);

  report("fillFrame", () => fillFrame(out, [30, 144, 255, 255]));
  const picture = noiseFrame(1280, 800, 2);
  for (const fit of fits) {
    report(`fitFrame 1280×800 ${fit}`, () => fitFrame(picture, frame, fit, { out }));
  }
  for (const radius of [2, 7, 8, 16, 24, 48, 200]) {
    report(`blurFrame ${radius}`, () => blurFrame(frame, radius, { out }));
    report(`blurFrame ${radius} with a matte`, () => blurFrame(frame, radius, { out, weight }));
  }
}
