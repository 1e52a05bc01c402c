import { assertEquals, assertRejects } from "@std/assert";
import { ThreadCalls, ThreadFailure } from "../../../lib/files/threads/thread_calls.ts";

/** A thread whose module is some text behind the answering function. */
function threadOf(text: string): ThreadCalls<number, number, string> {
  const module = new URL("../../../lib/files/threads/answer_calls.ts", import.meta.url);
  const source = `import { answerCalls } from ${JSON.stringify(module.href)};\n${text}`;
  return new ThreadCalls(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
}

Deno.test("ThreadCalls get answers in order, also where one takes longer", async () => {
  await using thread = threadOf(`
    answerCalls(async (n) => { if (n === 1) await new Promise((go) => setTimeout(go, 20)); return 2 * n; });
  `);
  const order: number[] = [];
  const asked = [1, 2, 3].map((n) => thread.ask(n).then((answer) => order.push(answer)));
  assertEquals(thread.pending, 3);
  await Promise.all(asked);
  assertEquals([order, thread.pending], [[2, 4, 6], 0]);
});

Deno.test("ThreadCalls hear what is told before an answer, each of its own", async () => {
  await using thread = threadOf(`
    answerCalls((n, tell) => { for (let i = 0; i < n; i++) tell(n + "." + i); return n; });
  `);
  const heard: string[] = [];
  const asked = [2, 1].map((n) => thread.ask(n, (word) => heard.push(`${n}: ${word}`)));
  // Nobody need listen.
  assertEquals(await Promise.all([...asked, thread.ask(3)]), [2, 1, 3]);
  assertEquals(heard, ["2: 2.0", "2: 2.1", "1: 1.0"]);
});

Deno.test("ThreadCalls hear of an error, and the thread goes on", async () => {
  await using thread = threadOf(`
    answerCalls((n) => { if (n < 0) throw new RangeError("n is negative"); return n; });
  `);
  await assertRejects(() => thread.ask(-1), RangeError, "n is negative");
  assertEquals(await thread.ask(5), 5);
});

Deno.test("ThreadCalls of a thread that breaks down are all rejected, later ones too", async () => {
  await using thread = threadOf(`
    answerCalls((n) => { setTimeout(() => { throw new Error("broken") }, 0); return new Promise(() => {}); });
  `);
  const [a, b] = [thread.ask(1), thread.ask(2)];
  await assertRejects(() => a, ThreadFailure, "broken");
  await assertRejects(() => b, Error, "broken");
  await assertRejects(() => thread.ask(3), ThreadFailure, "a thread failed");
});

Deno.test("ThreadCalls of a module that cannot be loaded are rejected", async () => {
  await using thread = new ThreadCalls<number, number>(
    new URL("data:text/javascript,import 'x:y'"),
  );
  await assertRejects(() => thread.ask(1), ThreadFailure, "a thread failed");
});
