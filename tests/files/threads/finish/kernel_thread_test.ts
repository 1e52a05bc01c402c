import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  createEstimator,
  createMatte,
  guidedFilter,
  KernelMemory,
  type Matte,
} from "../../../../mod.ts";
import {
  stereoBlockMatch,
  stereoBlockMatchAside,
} from "../../../../lib/pixels/stereo/stereo_block_match.ts";
import { FrameStore } from "../../../../lib/pixels/mod.ts";
import { guidedFilterAside } from "../../../../lib/pixels/filter/guided/guided_filter.ts";
import { KernelThread } from "../../../../lib/files/threads/finish/kernel_thread.ts";
import { noiseFrame } from "../../../helpers.ts";
import { clip } from "../../../methods/passing.ts";
import { refinedMoments } from "../../../refine/refined.ts";

const SIZE = [160, 96] as const;

/** So many frames without a cut. */
const scene = (count: number) => Array.from({ length: count }, () => noiseFrame(...SIZE, 1));

/** A disc that walks. */
const walking = () =>
  createEstimator(({ number, width, height }) => {
    const matte = createMatte(width, height);
    const { data } = matte;
    for (let i = 0; i < data.length; i++) {
      const [x, y] = [i % width - 40 - 5 * number, Math.floor(i / width) - height / 2];
      data[i] = Math.max(0, Math.min(255, 128 + 20 * (30 - Math.hypot(x, y))));
    }
    return matte;
  });

async function smoothed(memory: KernelMemory | undefined): Promise<number[][]> {
  using store = new FrameStore(memory);
  const frames = scene(6);
  const all: number[][] = [];
  for await (using item of refinedMoments(walking(), clip(frames), "smooth:1:2", store)) {
    all.push([...item.matte!.data]);
  }
  assertEquals(store.inUse, 0);
  return all;
}

Deno.test("a KernelThread smooths mattes to the bit as this thread does", async () => {
  const memory = (await KernelMemory.load())!;
  const wanted = await smoothed(undefined);
  assertEquals(await smoothed(memory), wanted);
  await using thread = await KernelThread.start(memory);
  assertEquals(memory.helper, thread);
  const before = memory.bytesInUse;
  let calls = 0;
  memory.helper = { run: (all) => (calls++, thread.run(all)) };
  assertEquals(await smoothed(memory), wanted);
  assertEquals(calls, 6);
  assertEquals(memory.bytesInUse, before);
});

Deno.test("guidedFilterAside() equals guidedFilter() to the bit, of all shapes of mattes", async () => {
  const memory = (await KernelMemory.load())!;
  await using thread = await KernelThread.start(memory);
  const guide = memory.createFrame(...SIZE);
  guide.bitmap.set(noiseFrame(...SIZE, 3).bitmap);
  const [matte, out] = [memory.createGray(...SIZE), memory.createGray(...SIZE)] as Matte[];
  const before = memory.bytesInUse;
  const fills = [() => 0, (i: number) => i % 160 > 70 && i % 160 < 90 ? 255 : 0, (i: number) => i];
  for (const fill of fills) {
    for (const [radius, subsample] of [[0, 1], [3, 1], [9, 2], [8, 4]] as const) {
      for (let i = 0; i < matte.data.length; i++) matte.data[i] = fill(i);
      out.data.fill(7);
      const given = await guidedFilterAside(thread, matte, guide, radius, 0.001, {
        subsample,
        out,
      });
      const wanted = guidedFilter(matte, guide, radius, 0.001, { subsample });
      assertEquals([...given.data], [...wanted.data], `${fill} ${radius} ${subsample}`);
    }
  }
  assertEquals(memory.bytesInUse, before);
});

Deno.test("stereoBlockMatchAside() equals stereoBlockMatch() to the bit, and gives all room back", async () => {
  const memory = (await KernelMemory.load())!;
  await using thread = await KernelThread.start(memory);
  const [left, right] = [memory.createGray(...SIZE), memory.createGray(...SIZE)];
  const { bitmap } = noiseFrame(SIZE[0] + 5, SIZE[1], 1);
  for (let i = 0; i < left.data.length; i++) {
    const p = 4 * (Math.floor(i / SIZE[0]) * (SIZE[0] + 5) + i % SIZE[0]);
    left.data[i] = bitmap[p];
    right.data[i] = bitmap[p + 20];
  }
  for (
    const options of [
      { numDisparities: 16, blockSize: 5 },
      { numDisparities: 32, blockSize: 31, disp12MaxDiff: 1 },
      { numDisparities: 16, blockSize: 9, speckleWindowSize: 40, speckleRange: 16 },
      { numDisparities: 16, blockSize: 9, preFilterType: "normalized" },
      { numDisparities: 1600, blockSize: 9 },
    ] as const
  ) {
    const wanted = stereoBlockMatch(left, right, options);
    const before = memory.bytesInUse;
    assertEquals(await stereoBlockMatchAside(thread, left, right, options), wanted);
    assertEquals(memory.bytesInUse, before);
  }
});

Deno.test("a KernelThread that has gone helps nobody, and who still asks it is told", async () => {
  const memory = (await KernelMemory.load())!;
  const thread = await KernelThread.start(memory);
  await thread[Symbol.asyncDispose]();
  assertEquals(memory.helper, undefined);
  await assertRejects(() => thread.run([["setSize", 1, 1]]), Error, "was ended");
});

Deno.test("a KernelThread refuses a memory that is not shared", async () => {
  const memory = (await KernelMemory.load({ isShared: false }))!;
  await assertRejects(() => KernelThread.start(memory), TypeError, "must be shared");
  assertEquals(memory.helper, undefined);
});

Deno.test("who gives up waiting for another thread takes no raster back that it writes to", async () => {
  const memory = (await KernelMemory.load())!;
  const { promise, resolve } = Promise.withResolvers<void>();
  memory.helper = { run: () => promise };
  using store = new FrameStore(memory);
  const stop = new AbortController();
  const frames = scene(4);
  const items = refinedMoments(walking(), clip(frames), "smooth:1:1", store, stop.signal);
  const first = items.next();
  await new Promise((go) => setTimeout(go, 20));
  stop.abort(new Error("enough"));
  await assertRejects(() => first, Error, "enough");
  assert(store.inUse > 0);
  resolve();
  await new Promise((go) => setTimeout(go, 0));
  assertEquals(store.inUse, 0);
});
