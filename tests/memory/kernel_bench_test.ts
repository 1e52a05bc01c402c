import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { KernelBench } from "../../lib/memory/kernel_bench.ts";
import { loadKernelCode } from "../../lib/memory/loader.ts";

const bench = await KernelBench.start(await loadKernelCode());

Deno.test("KernelBench.forModel() gives what is large a memory of its own", () => {
  assertStrictEquals(bench.forModel(2 ** 30), bench);
  const own = bench.forModel(2 ** 30 + 1);
  assert(own.memory !== bench.memory);
  // It works on rasters that lie elsewhere, as any bench does.
  const gray = Uint8Array.of(3, 4, 200);
  const mask = new Uint8Array(3);
  own.work([gray], mask, (to, from) => own.kernels.threshold(from, 3, to, 3));
  assertEquals([...mask], [0, 255, 255]);
});

Deno.test("Arena.allocate() says in words that the memory is full", () => {
  const { message } = assertThrows(() => bench.arena.allocate(2 ** 32), RangeError) as Error;
  assertEquals(message, "Cannot take 4097 MiB beside 1 MiB: the kernels' memory ends at 4096 MiB");
});
