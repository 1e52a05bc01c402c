import { assertEquals } from "@std/assert";
import {
  copyMasked,
  createFrame,
  encodeJpeg,
  estimateFrames,
  type Frame,
  KernelMemory,
} from "../../../../mod.ts";
import { type Size, TutorialEstimator } from "../../../../mod.ts";
import { frameOfYuv, type YuvMatrix, yuvMatrix } from "../../../../lib/pixels/mod.ts";
import {
  PictureEncoder,
  type PixelFormat,
  quietLuma,
} from "../../../../lib/files/threads/tutorial/picture_encoder.ts";
import {
  jpegBitBytes,
  jpegBlockBytes,
  jpegReferenceBytes,
  KernelJpeg,
} from "../../../../lib/pixels/jpeg/kernel_jpeg.ts";
import { lcgBytes, noiseFrame, numbered } from "../../../helpers.ts";

/** Three frames as bytes of a format, and what the format makes of them. */
interface Triple {
  frames: [before: Uint8Array, shown: Uint8Array, after: Uint8Array];
  format: PixelFormat;
}

interface Picture {
  jpeg: Uint8Array;
  mask: Uint8Array;
}

/** The kernels' two pictures. */
async function byKernels(
  size: Size,
  { frames, format }: Triple,
  options: { quality: number; threshold: number },
): Promise<Picture[]> {
  const { kernels, memory, arena } = (await KernelMemory.load())!;
  const take = (length: number) => arena.allocate(length);
  const lengths = jpegBlockBytes(kernels, size);
  const jpeg = {
    workspace: take(lengths.workspace),
    bits: take(lengths.bits),
    file: take(lengths.file),
  };
  const known = jpegReferenceBytes(size);
  const reference = {
    samples: take(known.samples),
    records: take(known.records),
    bits: take(known.bits),
  };
  const { bitmap } = background(size);
  const rgba = take(bitmap.length);
  const places = frames.map((bytes) => take(bytes.length));
  const area = size.width * size.height;
  const masks = [take(area), take(area)] as const;
  const secondBits = take(jpegBitBytes(size));
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(bitmap, rgba);
  frames.forEach((frame, slot) => bytes.set(frame, places[slot]));
  new KernelJpeg(kernels, memory, size, jpeg).encodeReference(rgba, options.quality, reference);
  const common = { ...size, ...options, frames: places, format, background: reference };
  const encoder = new PictureEncoder(kernels, memory, { jpeg, secondBits, masks }, common);
  encoder.encode({ before: 0, shown: 1, after: 2 });
  const pictures = ([0, 1] as const).map((picture) => ({
    jpeg: encoder.file(picture).slice(),
    mask: encoder.mask(picture)!.slice(),
  }));
  // Alone and without the mask they are the same.
  const bare = new PictureEncoder(kernels, memory, { jpeg, secondBits, masks: undefined }, common);
  bare.encode({ before: 0, shown: 1 });
  assertEquals(bare.file(0).slice(), pictures[0].jpeg);
  bare.encode({ shown: 1, after: 2 });
  assertEquals([bare.file(1).slice(), bare.mask(1)], [pictures[1].jpeg, undefined]);
  return pictures;
}

/** The plain twins' two pictures. */
async function byTwins(
  size: Size,
  { frames, format }: Triple,
  { quality, threshold }: { quality: number; threshold: number },
): Promise<Picture[]> {
  using estimator = new TutorialEstimator({ threshold });
  const shown = frames.map((bytes, i) => numbered(3 + i, frameOf(bytes, size, format)));
  const pictures: Picture[] = [];
  for await (const { matte: mask, foreground } of estimateFrames(shown, estimator)) {
    if (mask === undefined) continue;
    const composite = background(size);
    copyMasked(foreground, mask, { out: composite });
    pictures.push({ jpeg: encodeJpeg(composite, { quality }), mask: mask.data.slice() });
  }
  return pictures;
}

function frameOf(bytes: Uint8Array, size: Size, format: PixelFormat): Frame {
  if (format !== "rgba") return frameOfYuv(bytes, size, format.yuv420p);
  const frame = createFrame(size.width, size.height);
  frame.bitmap.set(bytes);
  return frame;
}

/** A slope with some noise, the same for each size. */
function background({ width, height }: Size): Frame {
  const frame = noiseFrame(width, height, 77);
  frame.bitmap.forEach((value, p) => frame.bitmap[p] = (value >> 4) + ((p >> 2) % width));
  return frame;
}

function yuvLength({ width, height }: Size): number {
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}

/** Another frame: in some patches anything, in others a level or two off, the rest the same. */
function changed(bytes: Uint8Array, seed: number): Uint8Array {
  const noise = lcgBytes(bytes.length, seed);
  return bytes.map((value, i) => {
    const patch = (i >> 5) % 7;
    return patch === 0 ? noise[i] : patch < 3 ? value + (noise[i] >> 6) - 1 : value;
  });
}

const sizes = [[1, 1], [2, 2], [7, 5], [16, 16], [17, 16], [15, 31], [33, 18], [48, 40], [65, 8], [
  130,
  66,
]];

for (const [width, height] of sizes) {
  Deno.test(`PictureEncoder gives its twins' bytes for ${width}×${height}, from RGBA and YUV`, async () => {
    const size = { width, height };
    for (
      const [seed, quality, threshold] of [[1, 95, 3], [2, 50, 0], [3, 100, 12], [4, 1, 255], [
        5,
        75,
        40,
      ]]
    ) {
      const rgba = lcgBytes(4 * width * height, seed);
      const yuv = lcgBytes(yuvLength(size), seed);
      const yuv420p = yuvMatrix(seed % 2 === 0 ? "bt709" : "bt601", seed === 3);
      const around = (bytes: Uint8Array): Triple["frames"] => [
        changed(bytes, seed + 9),
        bytes,
        changed(bytes, seed + 10),
      ];
      const triples: Triple[] = [
        { frames: around(rgba), format: "rgba" },
        { frames: around(yuv), format: { yuv420p } },
        { frames: [yuv, yuv, yuv], format: { yuv420p } },
      ];
      for (const triple of triples) {
        const options = { quality, threshold };
        assertEquals(await byKernels(size, triple, options), await byTwins(size, triple, options));
      }
    }
  });
}

/** The largest gray difference of two colours whose luma and chroma are so far apart. */
function largestGray(matrix: YuvMatrix, luma: number, chroma: number): number {
  let largest = 0;
  const size = { width: 2, height: 2 };
  for (let seed = 0; seed < 400; seed++) {
    const [y, u, v, signs] = lcgBytes(4, seed);
    const near = (value: number, by: number) => Math.min(255, Math.max(0, value + by));
    const sign = (bit: number) => (signs >> bit) & 1 ? 1 : -1;
    const a = Uint8Array.of(y, y, y, y, u, v);
    const y2 = near(y, sign(0) * luma);
    const b = Uint8Array.of(y2, y2, y2, y2, near(u, sign(1) * chroma), near(v, sign(2) * chroma));
    const [p, q] = [a, b].map((yuv) => frameOfYuv(yuv, size, matrix).bitmap);
    const [red, green, blue] = [0, 1, 2].map((c) => Math.abs(p[c] - q[c]));
    largest = Math.max(largest, (9798 * red + 19235 * green + 3735 * blue + 16384) >> 15);
  }
  return largest;
}

Deno.test("quietLuma() never calls a difference quiet that is above the threshold", () => {
  for (const standard of ["bt601", "bt709", "bt2020"] as const) {
    for (const isFullRange of [false, true]) {
      const matrix = yuvMatrix(standard, isFullRange);
      for (const threshold of [0, 1, 3, 4, 12, 40, 255]) {
        const [same, beside] = quietLuma(matrix, threshold);
        assertEquals(largestGray(matrix, same, 0) <= threshold, true);
        if (beside >= 0) assertEquals(largestGray(matrix, beside, 1) <= threshold, true);
      }
    }
  }
  assertEquals(quietLuma(yuvMatrix("bt601", false), 3), [2, 0]);
});
