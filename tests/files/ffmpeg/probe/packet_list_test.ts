import { assertEquals } from "@std/assert";
import { beginningOf, measureDuration } from "../../../../lib/files/ffmpeg/probe/packet_list.ts";
import { findInput } from "../../../../lib/files/ffmpeg/decode/video_input.ts";
import { findFfmpeg } from "../../../../lib/files/mod.ts";
import { makeClip, temporaryFolder } from "../../../helpers.ts";

Deno.test("beginningOf() tells a whole beginning from one between key frames", () => {
  const head = "#software: Lavf\n#tb 0: 1/25\n";
  const packet = (time: number, flags = "") => `0, ${time}, ${time}, 1, 99, 0x12345678${flags}\n`;
  assertEquals(beginningOf(head + packet(0) + packet(1, ", F=0x0")), "whole");
  assertEquals(beginningOf(head + packet(2) + packet(1, ", F=0x0")), "open");
  assertEquals(beginningOf(head + packet(0, ", F=0x0") + packet(1)), "between");
  assertEquals(beginningOf(head + packet(0, ", F=0x5, S=1, 10") + packet(1, ", F=0x0")), "whole");
  assertEquals(beginningOf(head), "between");
});

Deno.test("measureDuration() measures without decoding", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/clip.mp4`;
  await makeClip(path, { frames: 9, rate: 12 });
  assertEquals(await measureDuration(await findFfmpeg(), await findInput(path)), 0.75);
});
