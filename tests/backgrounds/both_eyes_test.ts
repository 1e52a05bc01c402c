import { assertEquals } from "@std/assert";
import { blurBackground, pictureBackground, type StereoLayout } from "../../mod.ts";
import { bothEyes } from "../../lib/backgrounds/both_eyes.ts";
import { joinMaps } from "../../lib/pixels/stereo/eye_maps.ts";
import { createFrame, createGray, joinEyes, KernelMemory, splitEyes } from "../../mod.ts";
import { timed } from "./helpers.ts";
import { noiseFrame } from "../helpers.ts";

const [WIDTH, HEIGHT] = [12, 8];
const layouts = ["sbs", "tb"] as const;

Deno.test("bothEyes() shows the whole background behind each eye", async () => {
  const beach = noiseFrame(5, 7, 1);
  for (const layout of layouts) {
    await using both = bothEyes(pictureBackground(beach), layout);
    await using single = pictureBackground(beach);
    const frame = timed(createFrame(WIDTH, HEIGHT), 1, 0);
    const eyes = splitEyes(await both.behind(frame, undefined), layout);
    const alone = await single.behind(
      timed(createFrame(eyes.left.width, eyes.left.height), 1, 0),
      undefined,
    );
    assertEquals([both.isStill, eyes.left.bitmap, eyes.right.bitmap], [
      true,
      alone.bitmap,
      alone.bitmap,
    ]);
  }
});

/** What two backgrounds for one eye each show, of two eyes whose depths differ. */
async function blurredApart(layout: StereoLayout) {
  const frame = noiseFrame(WIDTH, HEIGHT, 2);
  const matte = createGray(WIDTH, HEIGHT);
  matte.data.fill(255, 0, 30);
  const [frames, mattes] = [splitEyes(frame, layout), splitEyes(matte, layout)];
  const { width, height } = frames.left;
  const map = (slope: number) => ({
    width,
    height,
    disparity: Float32Array.from({ length: width * height }, (_, i) => slope * (i % width)),
  });
  const maps = { left: map(1), right: map(-3) };
  const shown = [];
  for (const side of ["left", "right"] as const) {
    await using blur = blurBackground({ radius: 2, byDepth: true });
    const one = { ...timed(frames[side], 1, 0), depth: maps[side] };
    shown.push({ width, height, bitmap: (await blur.behind(one, mattes[side])).bitmap.slice() });
  }
  const depth = joinMaps(maps.left, maps.right, layout);
  return {
    frame,
    matte,
    depth,
    expected: joinEyes(shown[0], shown[1], layout, createFrame(WIDTH, HEIGHT)),
  };
}

for (const layout of layouts) {
  Deno.test(`bothEyes() blurs each eye by its own depth and matte, plainly and by kernels: ${layout}`, async () => {
    const { frame, matte, depth, expected } = await blurredApart(layout);
    const memory = (await KernelMemory.load())!;
    const inside = memory.createFrame(WIDTH, HEIGHT);
    inside.bitmap.set(frame.bitmap);
    const used = [];
    for (const picture of [frame, inside, inside]) {
      used.push(memory.bytesInUse);
      await using both = bothEyes(blurBackground({ radius: 2, byDepth: true }), layout);
      const behind = await both.behind({ ...timed(picture, 1, 0), depth }, matte);
      assertEquals(behind.bitmap, expected.bitmap);
      await using even = bothEyes(blurBackground({ radius: 2 }), layout);
      const evenly = await even.behind({ ...timed(picture, 1, 0), depth }, matte);
      assertEquals(evenly.bitmap.every((level, p) => level === behind.bitmap[p]), false);
    }
    // Of the first call tables of the kernels stay.
    assertEquals(memory.bytesInUse, used[2]);
  });
}
