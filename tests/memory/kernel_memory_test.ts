import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createFrameBeside,
  createGrayBeside,
  createNumbersBeside,
  release,
} from "../../lib/memory/beside.ts";
import { memoryOf } from "../../lib/memory/kernel_memory.ts";
import { readableInPlace, readableWhile } from "../../lib/memory/overlap.ts";
import {
  absdiff,
  createFrame,
  createGray,
  fitFrame,
  type Frame,
  gaussianBlur,
  grayscale,
  isAccelerated,
  KernelMemory,
  resizeArea,
  threshold,
} from "../../mod.ts";

const memory = (await KernelMemory.load())!;

/** The same frame in an ordinary array. */
function copyOf({ width, height, bitmap }: Frame): Frame {
  return { width, height, bitmap: bitmap.slice() };
}

Deno.test("KernelMemory.forModel() gives what is large a memory of its own", () => {
  assertStrictEquals(memory.forModel(2 ** 30), memory);
  const own = memory.forModel(2 ** 30 + 1);
  assert(own.memory !== memory.memory);
  // It works on copies of rasters that lie elsewhere.
  const gray = Uint8Array.of(3, 4, 200);
  const mask = new Uint8Array(3);
  own.work([gray], mask, (to, from) => own.kernels.threshold(from, 3, to, 3));
  assertEquals([...mask], [0, 255, 255]);
});

Deno.test("Arena.allocate() says in words that the memory is full", async () => {
  const { arena } = (await KernelMemory.load())!;
  const { message } = assertThrows(() => arena.allocate(2 ** 32), RangeError) as Error;
  assertEquals(message, "Cannot take 4097 MiB beside 1 MiB: the kernels' memory ends at 4096 MiB");
});

Deno.test("Arena.allocate() lets blocks of many lengths follow each other in the same place", async () => {
  const { arena } = (await KernelMemory.load())!;
  const before = arena.buffer.byteLength;
  for (let k = 0; k < 2000; k++) {
    // Two at a time, from 200 to 300 kB.
    const two = [0, 1].map((i) => arena.allocate(200_000 + (7919 * (2 * k + i)) % 100_000));
    for (const address of two) arena.free(address);
  }
  const grown = arena.buffer.byteLength - before;
  // All of them together are 1 GB.
  assert(grown < 8e6, `it has grown by ${grown} bytes`);
});

Deno.test("Arena.allocate() gives no block for one that is much shorter", async () => {
  const { arena } = (await KernelMemory.load())!;
  const long = arena.allocate(100_000);
  arena.free(long);
  const [short, fitting] = [arena.allocate(60_000), arena.allocate(90_000)];
  assert(short !== long);
  assertEquals(fitting, long);
  arena.free(short);
  arena.free(fitting);
});

Deno.test("memoryOf() knows a memory by each buffer that it has had", async () => {
  const own = (await KernelMemory.load())!;
  const before = own.createGray(4, 4);
  const large = own.createFrame(1024, 1024);
  const after = own.createGray(4, 4);
  assert(before.data.buffer !== after.data.buffer);
  assertStrictEquals(memoryOf(before.data, large.bitmap, after.data), own);
  assertEquals(memoryOf(before.data, memory.createGray(4, 4).data), undefined);
  assertEquals(memoryOf(before.data, new Uint8Array(4)), undefined);
  assertEquals(memoryOf(), undefined);
});

Deno.test("readableWhile() sees that arrays overlap across a growth of their memory", async () => {
  const own = (await KernelMemory.load())!;
  const before = own.createGray(8, 8);
  own.createFrame(1024, 1024);
  const { buffer } = own.createGray(1, 1).data;
  const again = new Uint8Array(buffer, before.data.byteOffset, 64);
  assert(readableWhile(before.data, again) !== before.data);
  assertStrictEquals(readableInPlace(before.data, again), again);
  assertStrictEquals(readableWhile(before.data, own.createGray(8, 8).data), before.data);
});

Deno.test("a primitive gives the same wherever its inputs and its output lie", async () => {
  const other = (await KernelMemory.load())!;
  const makers = [createFrame, memory.createFrame.bind(memory), other.createFrame.bind(other)];
  const grays = [createGray, memory.createGray.bind(memory), other.createGray.bind(other)];
  const frameOf = (make: typeof createFrame, seed: number) => {
    const frame = make(19, 5);
    frame.bitmap.forEach((_, p) => frame.bitmap[p] = p * seed % 251);
    return frame;
  };
  const wanted = threshold(
    grayscale(absdiff(frameOf(createFrame, 7), frameOf(createFrame, 11))),
    60,
  );
  for (const makeA of makers) {
    for (const makeB of makers) {
      for (const makeOut of makers) {
        for (const makeGray of grays) {
          const difference = absdiff(frameOf(makeA, 7), frameOf(makeB, 11), {
            out: makeOut(19, 5),
          });
          const gray = grayscale(difference, { out: makeGray(19, 5) });
          assertEquals([...threshold(gray, 60).data], [...wanted.data]);
        }
      }
    }
  }
});

Deno.test("isAccelerated() tells where a raster lies, and a new output is an ordinary array", () => {
  const frame = memory.createFrame(3, 3);
  assertEquals(isAccelerated(frame), true);
  assertEquals(isAccelerated(grayscale(frame)), false);
  assertEquals(isAccelerated(createGray(3, 3)), false);
});

Deno.test("KernelMemory.free() gives back what bytesInUse counts, and refuses what it has not made", () => {
  const before = memory.bytesInUse;
  const [frame, gray] = [memory.createFrame(33, 9), memory.createGray(33, 9)];
  assert(memory.bytesInUse >= before + 5 * 33 * 9);
  memory.free(frame);
  memory.free(gray);
  assertEquals(memory.bytesInUse, before);
  assertThrows(() => memory.free(frame), RangeError, "must be one that this memory has made, once");
  assertThrows(() => memory.free(createFrame(2, 2)), RangeError, "Cannot free");
});

Deno.test("KernelMemory that is not shared gives the same, in arrays that stay, up to its end", async () => {
  const own = (await KernelMemory.load({ isShared: false }))!;
  const inside = own.createFrame(37, 11);
  assert(inside.bitmap.buffer instanceof ArrayBuffer);
  inside.bitmap.forEach((_, p) => inside.bitmap[p] = p * 7 % 256);
  const outside = createFrame(37, 11);
  outside.bitmap.set(inside.bitmap);
  // Room that has to be found.
  const large = own.createFrame(4096, 4096);
  assertEquals(isAccelerated(inside), true);
  assertEquals(grayscale(inside).data, grayscale(outside).data);
  const gray = grayscale(outside);
  const there = own.createGray(37, 11);
  there.data.set(gray.data);
  assertEquals(gaussianBlur(there, 3).data, gaussianBlur(gray, 3).data);
  assertEquals(
    resizeArea(inside, { width: 16, height: 9 }).bitmap,
    resizeArea(outside, { width: 16, height: 9 }).bitmap,
  );
  assertThrows(() => own.createFrame(16384, 16384), RangeError, "ends at 1024 MiB");
  own.free(large);
});

Deno.test("rasters beside others are ordinary ones where a memory that cannot grow is filled", async () => {
  const own = (await KernelMemory.load({ isShared: false }))!;
  const near = own.createFrame(64, 48);
  near.bitmap.forEach((_, p) => near.bitmap[p] = p * 7 % 256);
  const spare = createFrameBeside(near);
  own.createGray(32768, 24570);
  const [frame, gray] = [
    createFrameBeside(near, { width: 512, height: 512 }),
    createGrayBeside(near, { width: 1024, height: 1024 }),
  ];
  const numbers = createNumbersBeside(near, 2 ** 19);
  assertEquals([frame, gray].map(isAccelerated), [false, false]);
  assertEquals(numbers.buffer === near.bitmap.buffer, false);
  // Kernels still have the room that they need while they work, and what is given back is taken again.
  assertEquals(gaussianBlur(grayscale(near), 9), gaussianBlur(grayscale(copyOf(near)), 9));
  release(spare, frame, gray, numbers);
  assertEquals(isAccelerated(createFrameBeside(near)), true);
});

Deno.test("KernelMemory.forModel() gives one that is not shared as much as the model takes", async () => {
  const own = (await KernelMemory.load({ isShared: false }))!;
  assertStrictEquals(own.forModel(2 ** 28), own);
  const model = own.forModel(2 ** 30 + 2 ** 28);
  assert(model.arena.allocate(2 ** 30 + 2 ** 28) > 0);
  assertThrows(() => own.forModel(2 ** 33), RangeError);
});

Deno.test("resizeArea() and fitFrame() refuse to write over their source, also across a growth", async () => {
  const own = (await KernelMemory.load())!;
  const source = own.createFrame(8, 8);
  own.createFrame(1024, 1024);
  const { buffer } = own.createGray(1, 1).data;
  const bitmap = new Uint8ClampedArray(buffer, source.bitmap.byteOffset, 4 * 4 * 4);
  const out = { width: 4, height: 4, bitmap };
  assertThrows(() => resizeArea(source, out, { out }), TypeError, "'out' must not be 'source'");
  assertThrows(
    () => fitFrame(source, out, "cover", { out }),
    TypeError,
    "'out' must not be 'picture'",
  );
});

Deno.test("KernelMemory.createNumbers() gives zeros, counts them, and takes them back", () => {
  const before = memory.bytesInUse;
  const numbers = memory.createNumbers(5);
  assertEquals([...numbers], [0, 0, 0, 0, 0]);
  numbers.fill(3);
  assertEquals(memory.bytesInUse > before, true);
  memory.free(numbers);
  assertEquals(memory.bytesInUse, before);
  assertThrows(() => memory.free(numbers), RangeError, "once");
  assertEquals([...memory.createNumbers(5)], [0, 0, 0, 0, 0]);
  for (const length of [0, 1.5, -1]) {
    assertThrows(() => memory.createNumbers(length), RangeError, `got ${length}`);
  }
});
