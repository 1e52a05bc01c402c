import { assertEquals, assertRejects } from "@std/assert";
import { ahead } from "../lib/ahead.ts";

/** Items that note what becomes of them. */
async function* items(count: number, log: string[]) {
  try {
    for (let i = 1; i <= count; i++) {
      log.push(`made ${i}`);
      yield await Promise.resolve({ number: i, release: () => log.push(`released ${i}`) });
    }
  } finally {
    log.push("ended");
  }
}

/** Lets what waits have its turn. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("ahead() gives all items in order, and makes the next while one is used", async () => {
  const log: string[] = [];
  for await (const item of ahead(items(3, log))) {
    await turn();
    log.push(`used ${item.number}`);
    item.release();
  }
  assertEquals(log, [
    ...["made 1", "made 2", "used 1", "released 1", "made 3", "used 2", "released 2"],
    ...["ended", "used 3", "released 3"],
  ]);
});

Deno.test("ahead() releases what was made ahead where nobody asks for it, and ends the source", async () => {
  const log: string[] = [];
  for await (const item of ahead(items(9, log))) {
    item.release();
    break;
  }
  assertEquals(log, ["made 1", "made 2", "released 1", "released 2", "ended"]);
  const none = ahead(items(0, log));
  assertEquals(await none.next(), { done: true, value: undefined });
});

Deno.test("ahead() tells of a failure when it is the turn of the item that failed", async () => {
  async function* broken() {
    yield await Promise.resolve({ release() {} });
    throw new RangeError("no more");
  }
  const all = ahead(broken());
  assertEquals((await all.next()).done, false);
  await turn();
  await assertRejects(() => all.next(), RangeError, "no more");
});
