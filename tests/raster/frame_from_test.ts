import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, frameFrom, KernelMemory, toImageData } from "../../mod.ts";
import type { VideoFrameLike } from "../../lib/pixels/mod.ts";
import { noiseFrame, row } from "../helpers.ts";

/** A VideoFrame as far as it is used: what a browser gives is tested in tests/web. */
function videoFrame(width: number, height: number): VideoFrameLike & { closed: number } {
  return {
    closed: 0,
    visibleRect: { width, height },
    displayWidth: width,
    displayHeight: height,
    timestamp: 0,
    duration: null,
    copyTo(destination, options) {
      assertEquals(options, { format: "RGBA" });
      destination.fill(7);
      return Promise.resolve([]);
    },
    close() {
      this.closed++;
    },
  };
}

Deno.test("frameFrom() makes a frame of an ImageData without a copy", () => {
  const picture = new ImageData(3, 2);
  const frame = frameFrom(picture);
  assertEquals([frame.width, frame.height], [3, 2]);
  assertStrictEquals(frame.bitmap, picture.data);
});

Deno.test("frameFrom() gives a frame as it is, or its copy in out", () => {
  const frame = noiseFrame(5, 3, 1);
  assertStrictEquals(frameFrom(frame), frame);
  const out = createFrame(5, 3);
  assertStrictEquals(frameFrom(frame, { out }), out);
  assertEquals(out.bitmap, frame.bitmap);
});

Deno.test("frameFrom() reads a VideoFrame's visible part into out, and leaves it open", async () => {
  const memory = (await KernelMemory.load())!;
  const out = memory.createFrame(4, 2);
  const video = videoFrame(4, 2);
  assertStrictEquals(await frameFrom(video, { out }), out);
  assertEquals([...out.bitmap], Array(32).fill(7));
  const { width, height, bitmap } = await frameFrom(video);
  assertEquals([width, height, bitmap.length, video.closed], [4, 2, 32, 0]);
});

Deno.test("frameFrom() refuses what is no picture, or is closed, or of another kind or size", async () => {
  for (const source of [undefined, null, 3, {}, "picture", row([1]).bitmap]) {
    assertThrows(() => frameFrom(source as never), TypeError, "Cannot make a frame");
  }
  const mask = { width: 1, height: 1, data: new Uint8Array(4) };
  assertThrows(() => frameFrom(mask as never), TypeError, "must be an ImageData");
  const wide = {
    width: 1,
    height: 1,
    data: new Uint8ClampedArray(4),
    colorSpace: "display-p3",
  };
  assertThrows(
    () => frameFrom(wide),
    RangeError,
    "of bytes in sRGB, got Uint8ClampedArray in display",
  );
  const floats = { width: 1, height: 1, data: new Float32Array(4), colorSpace: "srgb" };
  assertThrows(() => frameFrom(floats), RangeError, "of bytes in sRGB, got Float32Array");
  const short = { width: 2, height: 1, bitmap: new Uint8ClampedArray(4) };
  assertThrows(() => frameFrom(short), RangeError, "must hold 8 bytes for 2×1, got 4");
  const out = createFrame(2, 1);
  assertThrows(
    () => frameFrom(row([1]), { out }),
    RangeError,
    "must be 1×1 as the picture is, got 2×1",
  );
  await assertRejects(() => frameFrom(videoFrame(1, 1), { out }), RangeError, "got 2×1");
  await assertRejects(
    () => frameFrom({ ...videoFrame(1, 1), visibleRect: null }),
    TypeError,
    "the VideoFrame is closed",
  );
});

Deno.test("frameFrom() says where a canvas would be needed", async () => {
  const bitmap = await createImageBitmap(new ImageData(1, 1));
  assertThrows(() => frameFrom(bitmap), TypeError, "can be read in a browser only");
  const canvas = { width: 1, height: 1, getContext() {} };
  assertThrows(() => frameFrom(canvas), TypeError, "can be read in a browser only");
  bitmap.close();
});

Deno.test("toImageData() is a view of the frame, but for memory that threads share", async () => {
  const frame = noiseFrame(3, 2, 2);
  assertStrictEquals(toImageData(frame).data, frame.bitmap);
  const alone = (await KernelMemory.load({ isShared: false }))!.createFrame(3, 2);
  assertStrictEquals(toImageData(alone).data, alone.bitmap);
  const shared = (await KernelMemory.load({ isShared: true }))!.createFrame(3, 2);
  shared.bitmap.set(frame.bitmap);
  const copy = toImageData(shared);
  assertEquals(copy.data.buffer instanceof ArrayBuffer, true);
  assertEquals([...copy.data], [...frame.bitmap]);
  assertEquals([copy.width, copy.height, copy.colorSpace], [3, 2, "srgb"]);
});

Deno.test("toImageData() refuses a frame that is not whole", () => {
  const short = { width: 2, height: 1, bitmap: new Uint8ClampedArray(4) };
  assertThrows(() => toImageData(short), RangeError, "must hold 8 bytes");
});
