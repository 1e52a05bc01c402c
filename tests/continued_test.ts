import { assertEquals, assertRejects } from "@std/assert";
import { continued } from "../lib/continued.ts";

/** Counts to three, and notes its end. */
async function* numbers(log: string[]) {
  try {
    for (let i = 1; i <= 3; i++) yield await Promise.resolve(i);
  } finally {
    log.push("ended");
  }
}

Deno.test("continued() gives the first item and all others", async () => {
  const log: string[] = [];
  const rest = numbers(log);
  assertEquals(await Array.fromAsync(continued(await rest.next(), rest)), [1, 2, 3]);
  assertEquals(log, ["ended"]);
  assertEquals(await Array.fromAsync(continued(await rest.next(), rest)), []);
});

Deno.test("continued() ends the others where nobody asks for them", async () => {
  const log: string[] = [];
  const rest = numbers(log);
  for await (const number of continued(await rest.next(), rest)) {
    assertEquals(number, 1);
    break;
  }
  assertEquals(log, ["ended"]);
});

Deno.test("continued() throws what the others throw", async () => {
  async function* broken() {
    yield await Promise.resolve(1);
    throw new RangeError("no more");
  }
  const rest = broken();
  const all = continued(await rest.next(), rest);
  assertEquals(await all.next(), { done: false, value: 1 });
  await assertRejects(() => all.next(), RangeError, "no more");
});
