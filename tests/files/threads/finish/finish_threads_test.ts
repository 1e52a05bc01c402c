import { assertEquals, assertRejects } from "@std/assert";
import { createFrame, KernelMemory } from "../../../../mod.ts";
import { compositeJpeg } from "../../../../lib/pixels/mod.ts";
import { FinishThreads } from "../../../../lib/files/threads/finish/finish_threads.ts";
import { freeLayers, layersIn } from "../layers.ts";

Deno.test("FinishThreads see what lies where the memory has grown meanwhile", async () => {
  const memory = (await KernelMemory.load())!;
  await using threads = await FinishThreads.start(memory, 1);
  for (let round = 0; round < 4; round++) {
    memory.createFrame(2000, 1000);
    const layers = layersIn(memory, 16, 2, round);
    const { foreground, background, matte } = layers;
    const wanted = compositeJpeg(foreground, background, matte);
    assertEquals(await threads.compositeJpeg(layers), wanted);
  }
});

Deno.test("FinishThreads refuse what they cannot see, and sizes that differ", async () => {
  const memory = (await KernelMemory.load())!;
  await using threads = await FinishThreads.start(memory, 1);
  const layers = layersIn(memory, 4, 2, 1);
  await assertRejects(
    () => threads.compositeJpeg({ ...layers, background: createFrame(4, 2) }),
    TypeError,
    "'background' must lie in the kernel memory",
  );
  await assertRejects(
    () => threads.compositeJpeg({ ...layers, background: createFrame(4, 3) }),
    RangeError,
    "composite in a thread",
  );
  const backgroundYuv = memory.createGray(11, 1).data;
  await assertRejects(
    () => threads.compositeJpeg({ ...layers, backgroundYuv }),
    RangeError,
    "'backgroundYuv' must hold 12 bytes, got 11",
  );
  await assertRejects(
    () => threads.encodeBackground(createFrame(4, 2)),
    TypeError,
    "'background' must lie in the kernel memory",
  );
});

Deno.test("FinishThreads need shared memory, and at least one thread", async () => {
  const memory = (await KernelMemory.load())!;
  for (const count of [0, 1.5, NaN]) {
    await assertRejects(() => FinishThreads.start(memory, count), RangeError, "at least 1");
  }
  const own = (await KernelMemory.load({ isShared: false }))!;
  await assertRejects(() => FinishThreads.start(own, 1), TypeError, "must be shared");
  assertEquals([memory.bytesInUse, own.bytesInUse], [0, 0]);
});

Deno.test("FinishThreads that were ended tell so", async () => {
  const memory = (await KernelMemory.load())!;
  const threads = await FinishThreads.start(memory, 1);
  const layers = layersIn(memory, 4, 2, 1);
  // What was asked for before the end is done.
  const last = threads.compositeJpeg(layers);
  await threads[Symbol.asyncDispose]();
  await last;
  await assertRejects(() => threads.compositeJpeg(layers), Error, "was ended");
});

Deno.test("FinishThreads encode JPEGs of many sizes and qualities, each as this thread would", async () => {
  const memory = (await KernelMemory.load())!;
  {
    await using threads = await FinishThreads.start(memory, 2);
    const sizes = [[1, 1], [33, 18], [64, 48], [130, 66], [33, 18]];
    await Promise.all(sizes.map(async ([width, height], seed) => {
      const layers = layersIn(memory, width, height, seed);
      const { foreground, background, matte } = layers;
      for (const quality of [95, 40]) {
        using known = await threads.encodeBackground(background, { quality });
        const wanted = compositeJpeg(foreground, background, matte, { quality });
        const what = `${width}×${height}, ${quality}`;
        assertEquals(await threads.compositeJpeg(layers, { quality }), wanted, what);
        assertEquals(await threads.compositeJpeg(layers, { background: known }), wanted, what);
      }
      freeLayers(memory, layers);
    }));
  }
  assertEquals(memory.bytesInUse, 0);
});

Deno.test("FinishThreads copy the bits of a background where a matte has nothing", async () => {
  const memory = (await KernelMemory.load())!;
  const layers = layersIn(memory, 160, 96, 3);
  const { foreground, background } = layers;
  await using threads = await FinishThreads.start(memory, 2);
  using known = await threads.encodeBackground(background);
  const boxes = [[0, 0, 0, 0], [20, 10, 70, 50], [0, 0, 160, 96], [159, 95, 160, 96], [
    40,
    0,
    41,
    96,
  ]];
  await Promise.all(boxes.map(async ([left, top, right, bottom], i) => {
    const box = memory.createGray(160, 96);
    for (let y = top; y < bottom; y++) {
      box.data.fill(60 * i + 15, 160 * y + left, 160 * y + right);
    }
    const file = await threads.compositeJpeg({ ...layers, matte: box }, { background: known });
    assertEquals(file, compositeJpeg(foreground, background, box), `box ${i}`);
  }));
});

Deno.test("FinishThreads refuse a background of another size or quality", async () => {
  const memory = (await KernelMemory.load())!;
  await using threads = await FinishThreads.start(memory, 1);
  const [layers, other] = [layersIn(memory, 16, 16, 1), layersIn(memory, 16, 17, 2)];
  using background = await threads.encodeBackground(layers.background, { quality: 80 });
  await assertRejects(
    () => threads.compositeJpeg(other, { background }),
    RangeError,
    "encoded with 16×16 and quality 80, got 16×17",
  );
  await assertRejects(
    () => threads.compositeJpeg(layers, { background, quality: 81 }),
    RangeError,
    "got 16×16 and 81",
  );
  await assertRejects(() => threads.compositeJpeg(layers, { quality: 0 }), RangeError);
});
