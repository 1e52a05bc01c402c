import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FilePattern, numberedFiles } from "../../../lib/files/mod.ts";
import { namesIn, temporaryFolder } from "../../helpers.ts";

Deno.test("FilePattern puts the number where %d is", () => {
  assertEquals(new FilePattern("output%d.jpg").path(3), "output3.jpg");
  assertEquals(new FilePattern("out/f%04d.jpg").path(12), "out/f0012.jpg");
  assertEquals(new FilePattern("out/f%3d.jpg").path(7), "out/f  7.jpg");
  assertEquals(new FilePattern("/a/100%%_%d.jpg").path(5), "/a/100%_5.jpg");
  assertEquals(new FilePattern("%d").path(123456), "123456");
});

Deno.test("FilePattern without %d is one file", () => {
  const pattern = new FilePattern("out/frame.jpg");
  assertEquals(pattern.hasNumber, false);
  assertEquals(pattern.path(9), "out/frame.jpg");
});

for (const wrong of ["a%d_%d.jpg", "a%s.jpg", "a%.jpg", "f%d/a%d.jpg", "f%d/a.jpg", "a%x%d.jpg"]) {
  Deno.test(`FilePattern refuses '${wrong}'`, () => {
    assertThrows(() => new FilePattern(wrong), RangeError, "must have one %d, in the file name");
  });
}

Deno.test("FilePattern.from() takes a folder by its slash, its lack of an ending, or its being there", async () => {
  await using folder = await temporaryFolder();
  const there = `${folder.path}/v1.2`;
  await Deno.mkdir(there);
  const from = (target: string) => FilePattern.from(target, "output%d.jpg").path(3);
  assertEquals(from("out"), "out/output3.jpg");
  assertEquals(from("out.d/"), "out.d/output3.jpg");
  assertEquals(from("."), "output3.jpg");
  assertEquals(from(there), `${there}/output3.jpg`);
  assertEquals(from("a%d.jpg"), "a3.jpg");
  assertEquals(from("a%d"), "a3");
  assertEquals(from("a.jpg"), "a.jpg");
});

Deno.test("FilePattern.numberOf() knows its own names only", () => {
  const pattern = new FilePattern("f%03d.jpg");
  assertEquals(pattern.numberOf("f007.jpg"), 7);
  assertEquals(pattern.numberOf("f1234.jpg"), 1234);
  assertEquals(pattern.numberOf("f7.jpg"), undefined);
  assertEquals(pattern.numberOf("f007xjpg"), undefined);
  assertEquals(pattern.numberOf("xf007.jpg"), undefined);
  assertEquals(new FilePattern("one.jpg").numberOf("one.jpg"), 0);
});

Deno.test("numberedFiles() makes missing folders, and leaves only whole files", async () => {
  await using folder = await temporaryFolder();
  const deep = `${folder.path}/a/b`;
  const sink = numberedFiles<string>(
    new FilePattern(`${deep}/t%d.txt`),
    (text) => new TextEncoder().encode(text),
  );
  assertEquals(namesIn(deep), []);
  await sink.write("three", 3);
  await sink.write("four", 4);
  await sink.write("FOUR", 4);
  assertEquals(namesIn(deep), ["t3.txt", "t4.txt"]);
  assertEquals(await Deno.readTextFile(`${deep}/t4.txt`), "FOUR");
});

Deno.test("numberedFiles() names the folder that cannot be made", async () => {
  await using folder = await temporaryFolder();
  const file = `${folder.path}/file`;
  await Deno.writeTextFile(file, "");
  const sink = numberedFiles<string>(new FilePattern(`${file}/sub/t%d`), () => new Uint8Array(1));
  await assertRejects(() => sink.write("", 1), Error, `Cannot write '${file}/sub'`);
});

Deno.test("FilePattern.entriesThere() finds its own names only, and nothing without the folder", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["f3.jpg", "f12.jpg", "f07.jpg", "g4.jpg"]) {
    await Deno.writeTextFile(`${folder.path}/${name}`, "");
  }
  const names = (pattern: string) =>
    [...new FilePattern(pattern).entriesThere()].map(([number, { name }]) => [number, name]).sort();
  assertEquals(names(`${folder.path}/f%d.jpg`), [[12, "f12.jpg"], [3, "f3.jpg"]]);
  assertEquals(names(`${folder.path}/none/f%d.jpg`), []);
});
