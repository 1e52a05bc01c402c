import { assertEquals, assertRejects } from "@std/assert";
import { compositeYuv, createFrame, KernelMemory, yuvOfFrame, yuvWeights } from "../../../mod.ts";
import { FinishThreads } from "../../../lib/files/threads/finish_threads.ts";
import { yuvBytes } from "../../../lib/pixels/color/yuv_of_frame.ts";
import { freeLayers, layersIn } from "./layers.ts";

const weights = yuvWeights("bt709", false);

Deno.test("FinishThreads compose many pictures at a time, each as this thread would", async () => {
  const memory = (await KernelMemory.load())!;
  {
    await using threads = await FinishThreads.start(memory, 2);
    await Promise.all([[1, 1], [7, 3], [64, 48], [130, 66], [33, 18]].map(async ([w, h], seed) => {
      const layers = layersIn(memory, w, h, seed);
      const { foreground, background, matte } = layers;
      const out = memory.createGray(yuvBytes(foreground), 1);
      await threads.compositeYuv(layers, weights, out.data);
      const wanted = compositeYuv(foreground, background, matte, weights);
      assertEquals([...out.data], [...wanted], `${w}×${h}`);

      const known = memory.createGray(wanted.length, 1);
      yuvOfFrame(background, weights, { out: known.data });
      out.data.fill(0);
      const still = { ...layers, backgroundYuv: known.data };
      await threads.compositeYuv(still, weights, out.data);
      assertEquals([...out.data], [...wanted], `${w}×${h}`);
      freeLayers(memory, layers);
      memory.free(out);
      memory.free(known);
    }));
  }
  assertEquals(memory.bytesInUse, 0);
});

Deno.test("FinishThreads see what lies where the memory has grown meanwhile", async () => {
  const memory = (await KernelMemory.load())!;
  await using threads = await FinishThreads.start(memory, 1);
  for (let round = 0; round < 4; round++) {
    memory.createFrame(2000, 1000);
    const layers = layersIn(memory, 16, 2, round);
    const out = memory.createGray(48, 1);
    await threads.compositeYuv(layers, weights, out.data);
    const { foreground, background, matte } = layers;
    const wanted = compositeYuv(foreground, background, matte, weights);
    assertEquals([...out.data], [...wanted]);
  }
});

Deno.test("FinishThreads refuse what they cannot see, and sizes that differ", async () => {
  const memory = (await KernelMemory.load())!;
  await using threads = await FinishThreads.start(memory, 1);
  const layers = layersIn(memory, 4, 2, 1);
  const out = memory.createGray(12, 1).data;
  await assertRejects(
    () => threads.compositeYuv({ ...layers, background: createFrame(4, 2) }, weights, out),
    TypeError,
    "'background' must lie in the kernel memory",
  );
  await assertRejects(
    () => threads.compositeYuv({ ...layers, background: createFrame(4, 3) }, weights, out),
    RangeError,
    "composite in a thread",
  );
  await assertRejects(
    () => threads.compositeYuv(layers, weights, new Uint8Array(12)),
    TypeError,
    "'out' must lie in the kernel memory",
  );
  await assertRejects(
    () => threads.compositeYuv(layers, weights, out.subarray(1)),
    RangeError,
    "'out' must hold 12 bytes, got 11",
  );
  const backgroundYuv = out.subarray(1);
  await assertRejects(
    () => threads.compositeYuv({ ...layers, backgroundYuv }, weights, out),
    RangeError,
    "'backgroundYuv' must hold 12 bytes, got 11",
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
  const out = memory.createGray(12, 1).data;
  // What was asked for before the end is done.
  const last = threads.compositeYuv(layers, weights, out);
  await threads[Symbol.asyncDispose]();
  await last;
  await assertRejects(() => threads.compositeYuv(layers, weights, out), Error, "was ended");
});
