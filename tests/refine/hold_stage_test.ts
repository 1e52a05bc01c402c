import { assertEquals } from "@std/assert";
import { createFrame, createMask, plainPixels } from "../../mod.ts";
import { HoldStage } from "../../lib/refine/hold_stage.ts";

const WIDTH = 96, HEIGHT = 60;

/** A square of checks at `left`, before a gray wall, with its mask; `isSeen` if the method sees it. */
function scene(left: number, isSeen: boolean) {
  const frame = createFrame(WIDTH, HEIGHT);
  const matte = createMask(WIDTH, HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH - left, Math.floor(i / WIDTH) - 20];
    const isInside = x >= 0 && x < 20 && y >= 0 && y < 20;
    const level = isInside ? 120 + 60 * Math.sin(x) * Math.cos(y) : 60;
    frame.bitmap.set([level, level, level, 255], 4 * i);
    if (isInside && isSeen) matte.data[i] = 255;
  }
  return { frame, matte };
}

const areaOf = ({ data }: { data: Uint8Array }) => data.filter((alpha) => alpha === 255).length;

Deno.test("HoldStage keeps who holds still, for any time", () => {
  const hold = new HoldStage(4, plainPixels);
  assertEquals(areaOf(hold.push(scene(10, true)).matte), 400);
  for (let k = 0; k < 50; k++) assertEquals(areaOf(hold.push(scene(10, false)).matte), 400);
});

Deno.test("HoldStage leaves no trail behind who walks", () => {
  const hold = new HoldStage(4, plainPixels);
  let area = 0;
  for (let left = 5; left < 60; left += 3) area = areaOf(hold.push(scene(left, true)).matte);
  // A trail of all that was seen would be 74 wide: 1480.
  assertEquals(area >= 400 && area <= 640, true, `${area} pixels`);
});

Deno.test("HoldStage of 0 pixels keeps no more than it is given once something moves", () => {
  const hold = new HoldStage(0, plainPixels);
  hold.push(scene(10, true));
  assertEquals(areaOf(hold.push(scene(14, true)).matte), 400);
});

Deno.test("HoldStage makes a matte a mask", () => {
  const hold = new HoldStage(4, plainPixels);
  const { frame, matte } = scene(10, false);
  matte.data.set([127, 128, 200]);
  assertEquals([...hold.push({ frame, matte }).matte.data.subarray(0, 4)], [0, 255, 255, 0]);
});
