import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { DamagedMediaError, FfmpegError, UnsupportedMediaError } from "../../../../mod.ts";
import { Ffmpeg, findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { ffmpeg as runFfmpeg, makeClip, sha256, temporaryFolder } from "../../../helpers.ts";

const ffmpeg = await findFfmpeg();

/** Number and checksum of every frame. */
async function framesOf(path: string, options: { firstFrame?: number; ffmpeg?: Ffmpeg } = {}) {
  const frames: [number, string][] = [];
  await using source = await openVideo(path, { ffmpeg, ...options });
  for await (const { number, bitmap } of source) {
    frames.push([number, await sha256(new Uint8Array(bitmap))]);
  }
  return frames;
}

Deno.test("openVideo() gives size, about how many frames, and each frame once from 1", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await makeClip(clip, { width: 66, height: 34, frames: 7 });
  await using source = await openVideo(clip, { ffmpeg });
  assertEquals([source.width, source.height, source.frameCount], [66, 34, 7]);
  const numbers: number[] = [];
  for await (const frame of source) {
    numbers.push(frame.number);
    assertEquals(frame.bitmap.length, 4 * 66 * 34);
    assertEquals(frame.bitmap[3], 255);
  }
  assertEquals(numbers, [1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("openVideo() from a later frame gives the same pixels under the same numbers", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await makeClip(clip, { frames: 9 });
  const all = await framesOf(clip);
  assertEquals(await framesOf(clip, { firstFrame: 4 }), all.slice(3));
  assertEquals(await framesOf(clip, { firstFrame: 10 }), []);
});

Deno.test("openVideo() learns that an ffmpeg is too old for -fps_mode", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await makeClip(clip, { frames: 3 });
  const wrapper = `${folder.path}/old_ffmpeg`;
  // Answers like 4.1 where it sees the newer option, and is the real one otherwise.
  await Deno.writeTextFile(
    wrapper,
    `#!/bin/sh
for arg; do
  [ "$arg" = -fps_mode ] && { echo "[fatal] Unrecognized option 'fps_mode'." >&2; exit 1; }
done
exec '${ffmpeg.command}' "$@"
`,
    { mode: 0o755 },
  );
  const old = new Ffmpeg(wrapper);
  // Two at once: what one learns must not confuse the other.
  const both = [framesOf(clip, { ffmpeg: old }), framesOf(clip, { ffmpeg: old })];
  assertEquals((await Promise.all(both)).map((frames) => frames.length), [3, 3]);
  assertEquals(old.isOld, true);
});

Deno.test("openVideo() ends ffmpeg when the reader stops early", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await makeClip(clip, { frames: 200 });
  await using source = await openVideo(clip, { ffmpeg });
  for await (const frame of source) if (frame.number === 2) break;
});

Deno.test("openVideo() passes an abort on as it is, even while waiting for a frame", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await makeClip(clip, { frames: 50 });
  const controller = new AbortController();
  const reason = new Error("stop");
  await using source = await openVideo(clip, { ffmpeg, signal: controller.signal });
  const error = await assertRejects(async () => {
    for await (const frame of source) if (frame.number === 2) controller.abort(reason);
  });
  assertEquals(error, reason);
});

Deno.test("openVideo() hands out what a cut file still has, then throws DamagedMediaError", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await makeClip(clip, { frames: 24 });
  const bytes = await Deno.readFile(clip);
  await Deno.writeFile(clip, bytes.subarray(0, bytes.length * 0.6));
  const numbers: number[] = [];
  await using source = await openVideo(clip, { ffmpeg });
  const error = await assertRejects(async () => {
    for await (const frame of source) numbers.push(frame.number);
  });
  assertInstanceOf(error, DamagedMediaError);
  assertEquals(numbers.length > 2 && numbers.length < 24, true);
  assertEquals(error.message.includes(`: ${numbers.length} frames could be read`), true);
  for (const [firstFrame, count] of [[3, `: ${numbers.length}`], [99, ": at most 98"]] as const) {
    await assertRejects(() => framesOf(clip, { firstFrame }), DamagedMediaError, `${count} frames`);
  }
});

Deno.test("openVideo() says what a file lacks", async () => {
  await using folder = await temporaryFolder();
  const sound = `${folder.path}/sound.m4a`;
  await runFfmpeg("-f", "lavfi", "-i", "sine=d=0.2", "-c:a", "aac", sound);
  const text = `${folder.path}/text.txt`;
  await Deno.writeTextFile(text, "hello\n".repeat(99));
  await Deno.writeTextFile(`${folder.path}/empty.mp4`, "");
  for (
    const [path, words] of [
      [sound, "it has no video, only sound"],
      [text, "text file"],
      [`${folder.path}/empty.mp4`, "the file is empty"],
      [folder.path, "the folder has no pictures"],
      ["http://127.0.0.1:9/a.mp4", "addresses need 'allowNetwork'"],
    ]
  ) {
    await assertRejects(() => openVideo(path, { ffmpeg }), UnsupportedMediaError, words);
  }
  const missing = `${folder.path}/missing.mp4`;
  await assertRejects(() => openVideo(missing, { ffmpeg }), Deno.errors.NotFound, missing);
});

Deno.test("openVideo() tells when there is no such ffmpeg", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a.mp4`, "x");
  const nothing = new Ffmpeg("/no/such/ffmpeg");
  await assertRejects(() => openVideo(`${folder.path}/a.mp4`, { ffmpeg: nothing }), FfmpegError);
});
