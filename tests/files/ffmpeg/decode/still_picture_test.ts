import { assertEquals } from "@std/assert";
import { isOnePicture } from "../../../../lib/files/ffmpeg/decode/still_picture.ts";
import { BEACH, runProgram, temporaryFolder, WAVE } from "../../../helpers.ts";

Deno.test("isOnePicture() looks at what is there, and at the name of what is not", async () => {
  const seen = await Promise.all([BEACH, WAVE, ".", "-", "camera:0"].map(isOnePicture));
  assertEquals(seen, [true, false, false, false, false]);
  const named = await Promise.all(["none.JPG", "none%d.jpg", "none.mp4", "none"].map(isOnePicture));
  assertEquals(named, [true, false, false, false]);
});

Deno.test({
  name: "isOnePicture() takes nothing out of a pipe, and does not wait for it",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using folder = await temporaryFolder();
    const pipe = `${folder.path}/pipe.jpg`;
    await runProgram("mkfifo", [pipe]);
    assertEquals(await isOnePicture(pipe), false);
  },
});
