import { assertEquals, assertNotEquals } from "@std/assert";
import { TakenBlocks } from "../../lib/memory/taken_blocks.ts";
import { KernelMemory } from "../../mod.ts";

const memory = (await KernelMemory.load())!;

Deno.test("TakenBlocks gives back what it has taken, each block once", () => {
  const { arena } = memory;
  const before = arena.bytesInUse;
  {
    using blocks = new TakenBlocks(arena);
    const [first, second] = [blocks.take(100), blocks.take(100)];
    assertNotEquals(first, second);
    const both = arena.bytesInUse;
    blocks.giveBack(first);
    assertEquals(both - arena.bytesInUse, (both - before) / 2);
    assertEquals(blocks.take(100), first);
  }
  assertEquals(arena.bytesInUse, before);
});
