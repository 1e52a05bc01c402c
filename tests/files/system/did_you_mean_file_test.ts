import { assertEquals, assertRejects } from "@std/assert";
import { didYouMeanFile } from "../../../lib/files/system/did_you_mean_file.ts";
import { assertReadableFile } from "../../../lib/files/system/input_file.ts";
import { temporaryFolder } from "../../helpers.ts";

Deno.test("didYouMeanFile() names the nearest file beside a missing one, or the nearest folder", async () => {
  await using folder = await temporaryFolder();
  const at = (name: string) => `${folder.path}/${name}`;
  await Deno.mkdir(at("labelled"));
  for (const name of ["talk.mp4", "walk.mp4", "a.mp4"]) await Deno.writeTextFile(at(name), "");
  assertEquals(didYouMeanFile(at("tlak.mp4")), ` (Did you mean ${at("talk.mp4")}?)`);
  assertEquals(didYouMeanFile(at("labeled/"), "folder"), ` (Did you mean ${at("labelled")}?)`);
  for (const far of ["labeled", "beach.jpg", "b.mp4", "", "none/talk.mp4", "talk.mp4/x"]) {
    assertEquals(didYouMeanFile(at(far)), "", far);
  }
  assertEquals(didYouMeanFile(""), "");
});

Deno.test("didYouMeanFile() shows no control character of a name", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/ta\x1blk.mp4`, "");
  const said = didYouMeanFile(`${folder.path}/talk.mp4`);
  assertEquals(said, ` (Did you mean ${folder.path}/ta\ufffdlk.mp4?)`);
});

Deno.test("assertReadableFile() says what the name of a missing file may have meant", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/talk.mp4`, "");
  await assertRejects(
    () => assertReadableFile(`${folder.path}/talk.mp5`, "video"),
    Deno.errors.NotFound,
    `there is no such file (Did you mean ${folder.path}/talk.mp4?)`,
  );
});
