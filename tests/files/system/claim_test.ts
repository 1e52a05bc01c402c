import { assert, assertEquals, assertRejects } from "@std/assert";
import { claim } from "../../../lib/files/system/claim.ts";
import { FilePattern } from "../../../lib/files/mod.ts";
import { hiddenName, writeWhole } from "../../../lib/files/system/write_whole.ts";
import { namesIn, temporaryFolder } from "../../helpers.ts";

/** A process that claims an output and waits; resolves when it has it. */
async function claimElsewhere(path: string): Promise<Deno.ChildProcess> {
  const code = `const { claim } = await import("${
    import.meta.resolve("../../../lib/files/system/claim.ts")
  }");
    console.log((await claim(${JSON.stringify(path)}))?.isHeld);
    await new Promise((resolve) => setTimeout(resolve, 60_000));`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", "--no-lock", code],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  assertEquals(new TextDecoder().decode(value), "true\n");
  reader.releaseLock();
  return child;
}

Deno.test("claim() is for one at a time, and leaves nothing", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/new/deep/out.mp4`;
  for (let i = 0; i < 2; i++) {
    await using mine = await claim(path);
    assertEquals(mine?.isHeld, true);
    assertEquals(await claim(path), undefined);
    await using other = await claim(`${folder.path}/new/deep/other.mp4`);
    assert(other);
  }
  assertEquals(namesIn(folder.path), []);
});

Deno.test("claim() shares an output that is for many, but not with who wants it alone", async () => {
  await using folder = await temporaryFolder();
  const pattern = new FilePattern(`${folder.path}/out%d.jpg`);
  {
    await using one = await claim(pattern, { isShared: true });
    await using two = await claim(pattern, { isShared: true });
    assert(one && two);
    assertEquals(await claim(pattern), undefined);
  }
  {
    await using alone = await claim(pattern);
    assert(alone);
    assertEquals(await claim(pattern, { isShared: true }), undefined);
  }
  assertEquals(namesIn(folder.path), []);
});

Deno.test("claim() keeps a folder into which something has come", async () => {
  await using folder = await temporaryFolder();
  {
    await using _claim = await claim(`${folder.path}/a/b/out.mp4`);
    await Deno.writeTextFile(`${folder.path}/a/other`, "");
  }
  assertEquals([namesIn(folder.path), namesIn(`${folder.path}/a`)], [["a"], ["other"]]);
});

Deno.test({
  name: "claim() sees another process, and what it leaves when it is killed is removed",
  ignore: Deno.build.os === "windows",
}, async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/out.mp4`;
  const child = await claimElsewhere(path);
  assertEquals(await claim(path), undefined);
  // What a run works with, the same of another output, and what only looks like it.
  const left = [".out.mp4.0123456789abcdef.tmp", ".out.mp4.4711.tmp"];
  const others = [".out.mp4.tmp", ".out.mp4x.0123456789abcdef.tmp", "out.mp4.0123456789abcdef.tmp"];
  for (const name of left) {
    await Deno.mkdir(`${folder.path}/${name}`);
    await Deno.writeTextFile(`${folder.path}/${name}/video`, "half");
  }
  for (const name of others) await Deno.writeTextFile(`${folder.path}/${name}`, "");
  assertEquals(await claim(path), undefined);
  assertEquals(namesIn(folder.path).length, 6);

  child.kill("SIGKILL");
  await child.stdout.cancel();
  await child.status;
  {
    await using mine = await claim(path);
    assertEquals(mine?.isHeld, true);
    assertEquals(namesIn(folder.path), [...others, ".out.mp4.lock"].sort());
  }
  assertEquals(namesIn(folder.path), others.sort());
});

Deno.test("claim() removes what is left of pictures, by their numbers", async () => {
  await using folder = await temporaryFolder();
  const names = ["o3.jpg", "o12.jpg", "p3.jpg"].map((name) => `.${name}.0123456789abcdef.tmp`);
  for (const name of names) await Deno.writeTextFile(`${folder.path}/${name}`, "");
  const pattern = new FilePattern(`${folder.path}/o%d.jpg`);
  {
    await using busy = await claim(pattern, { isShared: true });
    assert(busy);
    assertEquals(namesIn(folder.path), [".o%d.jpg.lock", names[2]]);
    // Another run's, which is alive.
    await Deno.writeTextFile(`${folder.path}/${names[0]}`, "");
    await using second = await claim(pattern, { isShared: true });
    assert(second);
  }
  assertEquals(namesIn(folder.path), [names[0], names[2]]);
});

Deno.test({
  name: "claim() follows no link that was planted under its name",
  ignore: Deno.build.os === "windows",
}, async () => {
  await using folder = await temporaryFolder();
  const [path, victim] = [`${folder.path}/out.mp4`, `${folder.path}/victim`];
  await Deno.symlink(victim, `${folder.path}/.out.mp4.lock`);
  await assertRejects(() => claim(path), Error, "is no file; remove it");
  assertEquals(namesIn(folder.path), [".out.mp4.lock"]);
  await Deno.writeTextFile(victim, "precious");
  await assertRejects(() => claim(path), Error, "is no file; remove it");
  assertEquals(await Deno.readTextFile(victim), "precious");
});

Deno.test("claim() goes to one of many that want it at once", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/out.mp4`;
  for (let round = 0; round < 20; round++) {
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(path)));
    assertEquals(claims.filter((each) => each !== undefined).length, 1);
    for (const each of claims) await each?.[Symbol.asyncDispose]();
    assertEquals(namesIn(folder.path), []);
  }
});

Deno.test("claim() removes nothing that a run under an overlapping name writes", async () => {
  await using folder = await temporaryFolder();
  const at = (name: string) => `${folder.path}/${name}`;
  const long = "f".repeat(230);
  const cases: [string | FilePattern, string | FilePattern, string][] = [
    [at("f1234.jpg"), new FilePattern(at("f%d.jpg")), "f1234.jpg"],
    [new FilePattern(at("f%d.jpg")), at("f1234.jpg"), "f1234.jpg"],
    [new FilePattern(at("f%04d.jpg")), new FilePattern(at("f%d.jpg")), "f1234.jpg"],
    [new FilePattern(at("f%d.jpg")), new FilePattern(at("f%04d.jpg")), "f1234.jpg"],
    [new FilePattern(at("f%%%d.jpg")), at("f%7.jpg"), "f%7.jpg"],
    [new FilePattern(at(`${long}%d.jpg`)), at(`${long}7.jpg`), `${long}7.jpg`],
  ];
  for (const [first, second, written] of cases) {
    const temporary = `${hiddenName(written)}.0123456789abcdef.tmp`;
    const [isOne, isOther] = [first, second].map((each) => typeof each !== "string");
    {
      await using one = await claim(first, { isShared: isOne });
      assert(one);
      await Deno.writeTextFile(at(temporary), "half");
      await using other = await claim(second, { isShared: isOther });
      assert(other);
      assert(namesIn(folder.path).includes(temporary), `${first} and ${second}`);
    }
    // Nobody's now: the lock that a killed run has left is free.
    await Deno.writeTextFile(at(`${hiddenName(written)}.lock`), "");
    {
      await using again = await claim(second, { isShared: isOther });
      assert(again);
      assert(!namesIn(folder.path).includes(temporary), String(second));
    }
    await Deno.remove(at(`${hiddenName(written)}.lock`)).catch(() => {});
  }
  assertEquals(namesIn(folder.path), []);
});

Deno.test("claim() tells long names apart that differ at their end", async () => {
  await using folder = await temporaryFolder();
  // The longest that a name can be, in letters of one, two and three bytes.
  for (const [letter, count] of [["a", 225], ["a", 250], ["ü", 125], ["語", 83]] as const) {
    const start = `${folder.path}/${letter.repeat(count)}`;
    await using one = await claim(`${start}.mp4`);
    await using other = await claim(`${start}.mkv`);
    assert(one && other);
    assertEquals(await claim(`${start}.mp4`), undefined);
    await writeWhole(`${start}.mp4`, Uint8Array.of(1));
    await Deno.remove(`${start}.mp4`);
  }
  assertEquals(namesIn(folder.path), []);
});

Deno.test("claim() is refused to nobody because others look whether it is held", async () => {
  await using folder = await temporaryFolder();
  const pattern = new FilePattern(`${folder.path}/f%d.jpg`);
  await Deno.writeTextFile(`${folder.path}/.f1.jpg.0123456789abcdef.tmp`, "");
  for (let round = 0; round < 30; round++) {
    const claims = await Promise.all([
      claim(`${folder.path}/f1.jpg`),
      claim(pattern, { isShared: true }),
      claim(`${folder.path}/f2.jpg`),
    ]);
    assert(claims.every((each) => each?.isHeld));
    for (const each of claims) await each?.[Symbol.asyncDispose]();
  }
});
