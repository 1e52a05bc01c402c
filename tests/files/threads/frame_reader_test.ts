import { assertEquals, assertRejects } from "@std/assert";
import { DamagedMediaError, type Frame, frameOfYuvCubic, KernelMemory } from "../../../mod.ts";
import { findFfmpeg } from "../../../lib/files/mod.ts";
import { openRawVideo } from "../../../lib/files/ffmpeg/decode/decode.ts";
import type { RawFrames } from "../../../lib/files/ffmpeg/decode/raw_video.ts";
import { FrameReader } from "../../../lib/files/threads/frame_reader.ts";
import { makeClip, temporaryFolder } from "../../helpers.ts";

const ffmpeg = await findFfmpeg();
const ignore = Deno.build.os !== "linux";

/** Frames of a memory, and how many nobody has given back. */
function slotsIn(memory: KernelMemory, { width, height }: RawFrames) {
  const slots = {
    out: 0,
    takeFrame(): Frame {
      slots.out++;
      return memory.createFrame(width, height);
    },
    giveBack(frame: Frame): void {
      slots.out--;
      memory.free(frame);
    },
  };
  return slots;
}

/** The frames of a video, as the stream gives them. */
async function framesByStream(path: string, isNative: boolean): Promise<Frame[]> {
  await using video = await openRawVideo(path, { ffmpeg, isNative, isAccurate: true });
  const frames: Frame[] = [];
  for (;;) {
    const bytes = await video.read(new ArrayBuffer(video.frameBytes));
    if (bytes.length < video.frameBytes) return frames;
    const { width, height, format } = video;
    const frame = format === "rgba"
      ? { width, height, bitmap: new Uint8ClampedArray(bytes.buffer) }
      : frameOfYuvCubic(bytes, video, format.yuv420p);
    frames.push(frame);
  }
}

for (const isNative of [true, false]) {
  Deno.test({
    name: `FrameReader gives the frames of ${isNative ? "YUV" : "RGBA"}, all and in order`,
    ignore,
    async fn() {
      await using folder = await temporaryFolder();
      const path = `${folder.path}/clip.mp4`;
      await makeClip(path, { width: 66, height: 50, frames: 9, rate: 10 });
      const wanted = await framesByStream(path, isNative);
      assertEquals(wanted.length, 9);
      const memory = (await KernelMemory.load())!;
      for (const ahead of [1, 2, 20]) {
        await using video = await openRawVideo(path, { ffmpeg, isNative, isAccurate: true });
        assertEquals(video.format === "rgba", !isNative);
        const slots = slotsIn(memory, video);
        {
          await using reader = await FrameReader.start(memory, video, { ...slots, ahead });
          let count = 0;
          for await (const { number, timestamp, frame } of reader) {
            assertEquals(frame.bitmap.slice(), wanted[count].bitmap, `frame ${number}`);
            assertEquals([number, timestamp], [++count, (count - 1) / 10]);
            slots.giveBack(frame);
          }
          assertEquals([reader.framesRead, reader.bytesLeft], [9, 0]);
          await video.assertGoodEnd(reader.framesRead, reader.bytesLeft);
        }
        assertEquals([slots.out, memory.bytesInUse], [0, 0]);
      }
    },
  });
}

Deno.test({
  name: "FrameReader ends with the video where that breaks off, and is asked about it",
  ignore,
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/clip.mp4`;
    await makeClip(path, { frames: 40 });
    await Deno.truncate(path, Math.floor((await Deno.stat(path)).size / 2));
    const memory = (await KernelMemory.load())!;
    await using video = await openRawVideo(path, { ffmpeg, isNative: true, isAccurate: true });
    const slots = slotsIn(memory, video);
    await using reader = await FrameReader.start(memory, video, slots);
    for await (const { frame } of reader) slots.giveBack(frame);
    assertEquals(reader.framesRead > 0 && reader.framesRead < 40, true);
    await assertRejects(
      () => video.assertGoodEnd(reader.framesRead, reader.bytesLeft),
      DamagedMediaError,
      `${reader.framesRead} frames could be read`,
    );
  },
});

Deno.test({
  name: "FrameReader that is left early ends the decoder, and gives its frames back",
  ignore,
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/clip.mp4`;
    await makeClip(path, { width: 320, height: 240, frames: 60 });
    const memory = (await KernelMemory.load())!;
    await using video = await openRawVideo(path, { ffmpeg, isNative: true, isAccurate: true });
    const slots = slotsIn(memory, video);
    {
      await using reader = await FrameReader.start(memory, video, { ...slots, ahead: 3 });
      for await (const { frame } of reader) {
        slots.giveBack(frame);
        break;
      }
    }
    assertEquals([slots.out, memory.bytesInUse], [0, 0]);
  },
});

Deno.test({
  name: "FrameReader throws the reason of an abort, also while the decoder gives nothing",
  ignore,
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/clip.mp4`;
    await makeClip(path, { width: 320, height: 240, frames: 60 });
    const memory = (await KernelMemory.load())!;
    const abort = new AbortController();
    const { signal } = abort;
    await using video = await openRawVideo(path, {
      ffmpeg,
      isNative: true,
      isAccurate: true,
      signal,
    });
    const slots = slotsIn(memory, video);
    {
      await using reader = await FrameReader.start(memory, video, { ...slots, signal });
      const reason = new Error("enough");
      const error = await assertRejects(async () => {
        for await (const { number, frame } of reader) {
          slots.giveBack(frame);
          if (number === 3) abort.abort(reason);
        }
      }, Error);
      assertEquals(error, reason);
    }
    assertEquals([slots.out, memory.bytesInUse], [0, 0]);
  },
});

Deno.test({
  name: "FrameReader tells what it cannot read into",
  ignore,
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/clip.mp4`;
    await makeClip(path);
    const memory = (await KernelMemory.load())!;
    const own = (await KernelMemory.load({ isShared: false }))!;
    await using video = await openRawVideo(path, { ffmpeg, isNative: true, isAccurate: true });
    const slots = slotsIn(own, video);
    const start = (memory: KernelMemory, ahead = 2, from: RawFrames = video) =>
      FrameReader.start(memory, from, { ...slots, ahead });
    await assertRejects(() => start(own), TypeError, "must be shared");
    await assertRejects(() => start(memory, 0), RangeError, "'ahead' must be at least 1");
    const piped = Object.create(video, { pipe: { value: undefined } });
    await assertRejects(() => start(memory, 2, piped), TypeError, "has no pipe");
    await using reader = await start(memory);
    await assertRejects(
      async () => {
        for await (const _ of reader);
      },
      TypeError,
      "'frame' must lie in the kernel memory",
    );
    assertEquals(slots.out, 0);
  },
});
