import { assertEquals, assertRejects } from "@std/assert";
import { writeWhole } from "../../../lib/files/mod.ts";
import { writeSet } from "../../../lib/files/system/write_whole.ts";
import { namesIn, temporaryFolder } from "../../helpers.ts";

Deno.test("writeWhole() replaces an old file, also one that is a link, without touching its target", async () => {
  await using folder = await temporaryFolder();
  const [path, target] = [`${folder.path}/a`, `${folder.path}/target`];
  await Deno.writeTextFile(target, "precious");
  await Deno.symlink(target, path);
  await writeWhole(path, Uint8Array.of(65));
  assertEquals(await Deno.readTextFile(path), "A");
  assertEquals(await Deno.readTextFile(target), "precious");
});

Deno.test("writeWhole() leaves nothing when it fails, and says why in few words", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/taken`;
  await Deno.mkdir(`${path}/full`, { recursive: true });
  const error = await assertRejects(() => writeWhole(path, Uint8Array.of(1)), Error);
  assertEquals(error.message, `Cannot write '${path}': is a directory`);
  assertEquals(namesIn(folder.path), ["taken"]);
  await assertRejects(
    () => writeWhole(`${folder.path}/no/a`, Uint8Array.of(1)),
    Error,
    "no such file or directory",
  );
});

Deno.test("writeWhole() leaves nothing when aborted, and throws the signal's reason", async () => {
  await using folder = await temporaryFolder();
  const reason = new Error("stop");
  const error = await assertRejects(() =>
    writeWhole(`${folder.path}/a`, new Uint8Array(1 << 20), AbortSignal.abort(reason))
  );
  assertEquals(error, reason);
  assertEquals(namesIn(folder.path), []);
});

Deno.test("writeWhole() leaves nothing when aborted on its way", async () => {
  await using folder = await temporaryFolder();
  const bytes = new Uint8Array(200_000);
  for (let i = 0; i < 200; i++) {
    const controller = new AbortController();
    const written = writeWhole(`${folder.path}/${i}`, bytes, controller.signal);
    if (i % 3 === 0) await Promise.resolve();
    controller.abort(new Error("stop"));
    await assertRejects(() => written, Error, "stop");
  }
  assertEquals(namesIn(folder.path), []);
});

Deno.test("writeSet() replaces all files or none, and leaves nothing else", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const set = (byte: number) => ["a", "b"].map((name) => [name, Uint8Array.of(byte)] as const);
  const bytes = () => ["a", "b"].map((name) => Deno.readFileSync(`${path}/${name}`)[0]);
  assertEquals(await writeSet(path, set(1)), [`${path}/a`, `${path}/b`]);
  const stop = new AbortController();
  const written = writeSet(path, set(2), stop.signal);
  stop.abort(new Error("stop"));
  await assertRejects(() => written, Error, "stop");
  assertEquals(bytes(), [1, 1]);
  await writeSet(path, set(3));
  assertEquals([bytes(), namesIn(path)], [[3, 3], ["a", "b"]]);
  await Deno.mkdir(`${path}/c/full`, { recursive: true });
  const taken = () => writeSet(path, [["c", Uint8Array.of(4)]]);
  await assertRejects(taken, Error, `Cannot write '${path}/c': is a directory`);
  assertEquals(namesIn(path), ["a", "b", "c"]);
});
