import { assertEquals, assertRejects } from "@std/assert";
import { resolve } from "node:path";
import {
  inFolder,
  inWorkingFolder,
  onDisk,
  wholePath,
  workingFolder,
} from "../../../lib/files/system/working_folder.ts";

const root = resolve("/");

Deno.test("inFolder() counts for all that is called and awaited, and nothing else", async () => {
  const seen: (string | undefined)[] = [];
  const look = async (folder: string) => {
    await inFolder(folder, async () => {
      seen.push(workingFolder());
      await new Promise((done) => setTimeout(done, 5));
      seen.push(onDisk("a"));
    });
  };
  await Promise.all([look(`${root}one`), look(`${root}two`)]);
  const wanted = [resolve("/one"), resolve("/two"), resolve("/one/a"), resolve("/two/a")];
  assertEquals(seen.sort(), wanted.sort());
  assertEquals(workingFolder(), undefined);
});

Deno.test("inFolder() takes a folder relative to the one that counts already", async () => {
  await inFolder(`${root}one`, () =>
    inFolder("two", () => {
      assertEquals(workingFolder(), resolve("/one/two"));
      return Promise.resolve();
    }));
});

Deno.test("inFolder() gives what the work gives, and throws what it throws", async () => {
  assertEquals(await inFolder(undefined, () => Promise.resolve(workingFolder())), undefined);
  assertEquals(await inFolder(root, () => Promise.resolve(3)), 3);
  await assertRejects(() => inFolder(root, () => Promise.reject(new RangeError("no"))), RangeError);
});

Deno.test("inFolder() ends with its work, whoever goes on where that was", async () => {
  let goOn = () => {};
  let later: Promise<string | undefined> | undefined;
  await inFolder(`${root}one`, () => {
    const isDone = new Promise<void>((done) => goOn = done);
    later = isDone.then(workingFolder);
    return Promise.resolve();
  });
  goOn();
  assertEquals(await later, undefined);
});

Deno.test("inFolder() without a folder takes the process's own again", async () => {
  await inFolder(`${root}one`, () =>
    inFolder(undefined, () => {
      assertEquals(workingFolder(), undefined);
      return Promise.resolve();
    }));
});

Deno.test("onDisk() leaves whole paths, and all where no folder is named", async () => {
  assertEquals(onDisk("a/b"), "a/b");
  assertEquals(wholePath("a/b"), resolve("a/b"));
  assertEquals(inWorkingFolder(), {});
  await inFolder(`${root}one`, () => {
    assertEquals(onDisk(`${root}a`), resolve("/a"));
    assertEquals(onDisk("../a"), resolve("/a"));
    assertEquals(wholePath("a"), resolve("/one/a"));
    assertEquals(inWorkingFolder(), { cwd: resolve("/one") });
    return Promise.resolve();
  });
});
