import { assertEquals } from "@std/assert";
import { findInput } from "../../../../lib/files/ffmpeg/decode/video_input.ts";
import { frameCountOf, frameIndex } from "../../../../lib/files/ffmpeg/probe/frame_index.ts";
import { findFfmpeg } from "../../../../lib/files/mod.ts";
import { ffmpeg as runFfmpeg, makeClip, temporaryFolder } from "../../../helpers.ts";

const ffmpeg = await findFfmpeg();

Deno.test("frameIndex() lists times in the order of showing, and key frames", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mkv`;
  const how = ["-c:v", "libx264", "-g", "30", "-bf", "2", "-sc_threshold", "0"];
  await runFfmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=7", ...how, clip);
  const index = await frameIndex(ffmpeg, await findInput(clip));
  assertEquals(index?.timeBase, { numerator: 1, denominator: 1000 });
  assertEquals([...index!.ticks], Array.from({ length: 70 }, (_, i) => 100 * i));
  assertEquals(index!.keyFrames, [1, 31, 61]);
  assertEquals([index!.isWhole, index!.codec, index!.first.size], [true, "h264", {
    width: 64,
    height: 48,
  }]);
});

Deno.test("frameCountOf() counts what a reading gives", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await makeClip(clip, { frames: 24, rate: 12 });
  const input = await findInput(clip);
  const count = (part: { start?: number; duration?: number }) => frameCountOf(ffmpeg, input, part);
  assertEquals(await count({}), 24);
  assertEquals(await count({ start: 0.5 }), 18);
  assertEquals(await count({ duration: 0.5 }), 6);
  assertEquals(await count({ start: 1, duration: 0.51 }), 7);
  assertEquals(await count({ duration: 99 }), 24);
});

Deno.test("frameCountOf() counts pictures, and says nothing of what packets do not tell", async () => {
  await using folder = await temporaryFolder();
  const drawn = ["-f", "lavfi", "-i", "testsrc=s=64x48", "-frames:v", "3"];
  await runFfmpeg(...drawn, `${folder.path}/in%d.png`);
  const pictures = await findInput(`${folder.path}/in%d.png`);
  assertEquals(await frameCountOf(ffmpeg, pictures), 3);
  assertEquals(await frameCountOf(ffmpeg, pictures, { start: 1 }), undefined);
  assertEquals(await frameCountOf(ffmpeg, await findInput("-")), undefined);
  const stream = `${folder.path}/stream.ts`;
  await makeClip(stream, { frames: 9 });
  assertEquals(await frameCountOf(ffmpeg, await findInput(stream)), undefined);
  await Deno.writeTextFile(`${folder.path}/broken.mp4`, "....ftypisom....");
  assertEquals(await frameCountOf(ffmpeg, await findInput(`${folder.path}/broken.mp4`)), undefined);
});
