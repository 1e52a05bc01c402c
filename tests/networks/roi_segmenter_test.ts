import { assertEquals, assertRejects } from "@std/assert";
import { RoiSegmenter } from "../../lib/networks/roi_segmenter.ts";
import type { Segmenter } from "../../lib/networks/segmenter.ts";
import { createFrame, type Frame, type Matte } from "../../lib/raster/frame.ts";

/** Sees people where a frame is bright, in a matte of 16 × 16; keeps a log of the frames' sizes. */
function brightAt16() {
  const log: string[] = [];
  const segmenter: Segmenter = {
    segment(frame) {
      log.push(`${frame.width}×${frame.height}`);
      const data = new Uint8Array(256);
      for (let i = 0; i < 256; i++) {
        const x = Math.floor(((i % 16) + 0.5) * frame.width / 16);
        const y = Math.floor(((i >> 4) + 0.5) * frame.height / 16);
        data[i] = frame.bitmap[4 * (y * frame.width + x)];
      }
      return Promise.resolve({ width: 16, height: 16, data });
    },
    reset: () => void log.push("reset"),
    [Symbol.asyncDispose]: () => {
      log.push("disposed");
      return Promise.resolve();
    },
  };
  return { segmenter, log };
}

/** A dark frame of 160 × 160 with a bright square. */
function square(left: number, top: number, side: number): Frame {
  const frame = createFrame(160, 160);
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) {
      frame.bitmap.fill(255, 4 * (y * 160 + x), 4 * (y * 160 + x) + 4);
    }
  }
  return frame;
}

const levelAt = ({ width, data, height }: Matte, x: number, y: number) =>
  data[Math.floor(y * height / 160) * width + Math.floor(x * width / 160)];

Deno.test("RoiSegmenter looks at the region of the first frame at once, and gives a finer matte", async () => {
  const { segmenter, log } = brightAt16();
  await using roi = new RoiSegmenter(segmenter, segmenter);
  const matte = await roi.segment(square(80, 80, 32));
  assertEquals(log, ["160×160", "48×48"]);
  assertEquals([matte.width > 16, levelAt(matte, 96, 96), levelAt(matte, 20, 20)], [true, 255, 0]);
});

Deno.test("RoiSegmenter keeps the region while people stay in it, and follows when they leave it", async () => {
  const { segmenter, log } = brightAt16();
  await using roi = new RoiSegmenter(segmenter, segmenter);
  for (const left of [80, 82, 110, 110]) await roi.segment(square(left, 80, 32));
  const closer = log.filter((size) => size !== "160×160");
  assertEquals(closer.length, 4);
  // The third frame was still looked at where the second was.
  assertEquals(closer.slice(0, 3), ["48×48", "48×48", "48×48"]);
});

Deno.test("RoiSegmenter looks once where nobody is, and where people fill the picture", async () => {
  const { segmenter, log } = brightAt16();
  await using roi = new RoiSegmenter(segmenter, segmenter);
  await roi.segment(createFrame(160, 160));
  await roi.segment(square(0, 0, 160));
  await roi.segment(square(0, 0, 160));
  assertEquals(log, ["160×160", "160×160", "160×160"]);
});

Deno.test("RoiSegmenter sees who enters outside the region", async () => {
  const { segmenter } = brightAt16();
  await using roi = new RoiSegmenter(segmenter, segmenter);
  await roi.segment(square(100, 100, 32));
  const both = square(100, 100, 32);
  both.bitmap.set(square(0, 0, 32).bitmap.subarray(0, 4 * 160 * 32));
  const matte = await roi.segment(both);
  assertEquals([levelAt(matte, 12, 12), levelAt(matte, 116, 116)], [255, 255]);
});

Deno.test("RoiSegmenter forgets the region when it is reset, and disposes of a shared segmenter once", async () => {
  const { segmenter, log } = brightAt16();
  {
    await using roi = new RoiSegmenter(segmenter, segmenter);
    await roi.segment(square(80, 80, 32));
    roi.reset();
    await roi.segment(createFrame(160, 160));
  }
  assertEquals(log, ["160×160", "48×48", "reset", "reset", "160×160", "disposed"]);
});

Deno.test("RoiSegmenter passes on what a network complains of", async () => {
  const failing: Segmenter = {
    segment: () => Promise.reject(new Error("no network")),
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  await using roi = new RoiSegmenter(failing, failing);
  await assertRejects(() => roi.segment(createFrame(16, 16)), Error, "no network");
});
