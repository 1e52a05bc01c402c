import { assertEquals } from "@std/assert";
import { createFrame, createMask } from "../../mod.ts";
import { bothStores } from "../methods/passing.ts";
import { type Estimated, refined } from "./refined.ts";

const WIDTH = 96, HEIGHT = 60;

/** A square of checks at `left`, before a gray wall, with its mask; `isSeen` if the method sees it. */
function scene(left: number, isSeen: boolean): Estimated & { matte: { data: Uint8Array } } {
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

/** How many pixels are held in each frame, by plain loops and by kernels. */
async function areasOf(scenes: readonly Estimated[], pixels: number): Promise<number[]> {
  const areas: number[][] = [];
  for (const store of await bothStores()) {
    const mattes = await refined(scenes, `hold:${pixels}`, store);
    assertEquals(store.inUse, 0);
    areas.push(mattes.map((matte) => matte!.filter((alpha) => alpha === 255).length));
  }
  assertEquals(areas[1], areas[0], "by kernels");
  return areas[0];
}

Deno.test("hold keeps who holds still, for any time", async () => {
  const still = Array.from({ length: 50 }, () => scene(10, false));
  const areas = await areasOf([scene(10, true), ...still], 4);
  assertEquals(areas, areas.map(() => 400));
});

Deno.test("hold leaves no trail behind who walks", async () => {
  const walk = Array.from({ length: 19 }, (_, k) => scene(5 + 3 * k, true));
  const area = (await areasOf(walk, 4)).at(-1)!;
  // A trail of all that was seen would be 74 wide: 1480.
  assertEquals(area >= 400 && area <= 640, true, `${area} pixels`);
});

Deno.test("hold of 0 pixels keeps no more than it is given once something moves", async () => {
  assertEquals(await areasOf([scene(10, true), scene(14, true)], 0), [400, 400]);
});

Deno.test("hold makes a matte a mask", async () => {
  const { frame, matte } = scene(10, false);
  matte.data.set([127, 128, 200]);
  const [mask] = await refined([{ frame, matte }], "hold:4");
  assertEquals([...mask!.subarray(0, 4)], [0, 255, 255, 0]);
});

Deno.test("hold keeps nothing of frames before the first that has a matte", async () => {
  const { frame } = scene(10, true);
  const moments = [{ frame, matte: undefined }, scene(10, true), scene(10, false)];
  const areas = (await refined(moments, "hold:4")).map((matte) => matte?.filter(Boolean).length);
  assertEquals(areas, [undefined, 400, 400]);
});
