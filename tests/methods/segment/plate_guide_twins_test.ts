import { assertEquals } from "@std/assert";
import { PlateGuide } from "../../../lib/methods/segment/plate_guide.ts";
import { createFrameIn, createGrayIn } from "../../../lib/memory/beside.ts";
import {
  createFrame,
  createMatte,
  type Frame,
  KernelMemory,
  type Matte,
  resizeLinear,
} from "../../../mod.ts";
import { lcgBytes } from "../../helpers.ts";

const SIZE = { width: 161, height: 90 };
const SMALL = { width: 32, height: 18 };
const memory = (await KernelMemory.load())!;

/** A room of soft waves with a red block of 40 × 50 that stands at `x`, if anywhere. */
function scene(seed: number, x?: number): Frame {
  const frame = createFrame(SIZE.width, SIZE.height);
  const noise = lcgBytes(frame.bitmap.length, seed);
  for (let i = 0, p = 0; p < noise.length; i++, p += 4) {
    const [column, row] = [i % SIZE.width, Math.floor(i / SIZE.width)];
    const wave = 40 * Math.sin(column / 5 + row / 9) + 40 * Math.cos(row / 6 - column / 14);
    const isBlock = x !== undefined && column >= x && column < x + 40 && row >= 40;
    const colour = isBlock ? [230, 20, 20] : [120 + wave, 110 + wave / 2, 130 - wave];
    colour.forEach((level, c) => frame.bitmap[p + c] = level + noise[p + c] % 5 - 2);
    frame.bitmap[p + 3] = 255;
  }
  return frame;
}

/** What a network says of it, which misses the block's right half, nearly. */
function networkSays(x?: number): Matte {
  const matte = createMatte(SMALL.width, SMALL.height);
  matte.data.forEach((_, i) => {
    const [column, row] = [5 * (i % SMALL.width), 5 * Math.floor(i / SMALL.width)];
    if (x === undefined || column < x || column >= x + 40 || row < 40) return;
    matte.data[i] = column < x + 20 ? 250 : 90;
  });
  return matte;
}

/** A frame's matte, before and after a guide that knows the room has seen it: where kernels work, or not. */
function corrected(memory: KernelMemory | undefined, frame: Frame, small: Matte) {
  const there = createFrameIn(memory, SIZE);
  const show = ({ bitmap }: Frame) => {
    there.bitmap.set(bitmap);
    return there;
  };
  using guide = new PlateGuide(there);
  // Whoever stands in one place only is voted out.
  for (let k = 0; k < 8; k++) guide.learn(show(scene(k, 20 * (k % 6))), networkSays(20 * (k % 6)));
  guide.settle();
  const matte = resizeLinear(small, SIZE, { out: createGrayIn(memory, SIZE) });
  const before = matte.data.slice();
  const trust = guide.correct(show(frame), matte, small);
  return { trust, before, after: matte.data.slice() };
}

for (const [name, where] of [["plain", undefined], ["by kernels", memory]] as const) {
  Deno.test(`PlateGuide finds the half of a block that the network is unsure of (${name})`, () => {
    const { trust, before, after } = corrected(where, scene(50, 60), networkSays(60));
    assertEquals(trust, 1);
    const at = 65 * SIZE.width + 90;
    assertEquals(before[at], 90);
    assertEquals(after[at] > 240, true, `${after[at]}`);
    // Beside it, the room.
    assertEquals(after[at + 25], 0);
  });

  Deno.test(`PlateGuide has no say when it knows another room (${name})`, () => {
    const other = scene(50, 60);
    other.bitmap.reverse();
    const { trust, before, after } = corrected(where, other, networkSays(60));
    assertEquals(trust, 0);
    assertEquals(after, before);
  });
}

Deno.test("PlateGuide corrects alike by kernels and plainly", () => {
  for (let k = 0; k < 6; k++) {
    const wanted = corrected(undefined, scene(60 + k, 23 * k), networkSays(23 * k));
    assertEquals(corrected(memory, scene(60 + k, 23 * k), networkSays(23 * k)), wanted);
  }
});

Deno.test("PlateGuide knows nothing before it has settled, nor when it has forgotten", () => {
  using guide = new PlateGuide(createFrame(SIZE.width, SIZE.height));
  const small = networkSays(60);
  const matte = resizeLinear(small, SIZE);
  assertEquals(guide.correct(scene(1, 60), matte, small), 0);
  for (let k = 0; k < 5; k++) guide.learn(scene(k), networkSays());
  guide.settle();
  assertEquals(guide.correct(scene(1, 60), matte, small), 1);
  guide.forget();
  assertEquals(guide.correct(scene(1, 60), matte, small), 0);
});
