import { assertEquals } from "@std/assert";
import {
  createFrame,
  createMatte,
  estimateFrames,
  type Frame,
  joinEyes,
  KernelMemory,
} from "../../../mod.ts";
import { momentsOf } from "../../../lib/moments/moment.ts";
import { DepthEstimator } from "../../../lib/methods/depth/depth_estimator.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";

const [WIDTH, HEIGHT] = [200, 96];
/** What is near, as the left eye sees it; two posts with a gap of wall between them. */
const POSTS = [[48, 88], [128, 152]];
const [FAR, NEAR] = [2, 14];

/** The same at each call. */
function level(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return ((h ^ (h >>> 13)) >>> 0) % 60;
}

const isNear = (x: number) => POSTS.some(([left, right]) => x >= left && x < right);

/** Posts of a reddish texture before a wall of a bluish one; the right eye sees all farther left. */
function picture(eye: "left" | "right"): Frame {
  const [near, far] = eye === "left" ? [0, 0] : [NEAR, FAR];
  const frame = createFrame(WIDTH, HEIGHT);
  for (let y = 0, p = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, p += 4) {
      const isPost = isNear(x + near);
      const value = isPost ? level(x + near, y, 1) : level(x + far, y, 2);
      frame.bitmap.set(isPost ? [190 + value, 90, 60] : [60, 70, 130 + value], p);
      frame.bitmap[p + 3] = 255;
    }
  }
  return frame;
}

for (const matching of ["bm", "3way"] as const) {
  Deno.test(`DepthEstimator by two eyes (${matching}) ends where colours do, and leaves out what one eye alone sees`, async () => {
    using store = new FrameStore(await KernelMemory.load());
    const frames = [{ number: 1, ...picture("left"), right: picture("right") }];
    using estimator = new DepthEstimator({ matching, disparities: 32 });
    let wrong = 0;
    for await (const { matte } of estimateFrames(frames, estimator, { store })) {
      // Blocks reach over the upper and lower border, where nothing is.
      for (let y = 8; y < HEIGHT - 8; y++) {
        for (let x = 0; x < WIDTH; x++) {
          if (matte!.data[y * WIDTH + x] >= 128 !== isNear(x)) wrong++;
        }
      }
    }
    // Of 16,000: one column of each of the four edges at most.
    assertEquals(wrong <= 4 * (HEIGHT - 16), true, `${wrong}`);
  });
}

Deno.test("DepthEstimator of both eyes gives the same plainly and by kernels, and tells each eye's distances", async () => {
  const layout = "sbs";
  const both = joinEyes(picture("left"), picture("right"), layout, createFrame(2 * WIDTH, HEIGHT));
  const found = [];
  for (const memory of [undefined, await KernelMemory.load()]) {
    using store = new FrameStore(memory);
    using estimator = new DepthEstimator({ disparities: 32, eyes: { layout, isSwapped: false } });
    for await (using now of momentsOf([{ number: 1, ...both }], store)) {
      const matte = createMatte(2 * WIDTH, HEIGHT);
      await estimator.estimate({ now, at: () => undefined }, { matte, foreground: both });
      const { width, height, disparity } = now.depth!;
      found.push({ matte: [...matte.data], width, height, disparity: [...disparity] });
    }
  }
  const [plain, kernels] = found;
  assertEquals(kernels, plain);
  assertEquals([plain.width, plain.height], [2 * WIDTH, HEIGHT]);
  // The middle of the second post, as each eye sees it.
  const row = HEIGHT / 2 * 2 * WIDTH;
  const distances = [140, WIDTH + 140 - NEAR].map((x) => Math.round(plain.disparity[row + x]));
  assertEquals(distances, [NEAR, NEAR]);
});
