/**
 * What the library is asked to do in Deno, in Node and in a browser alike, with the results as
 * checksums. Whatever is in here is plain JavaScript: no Deno, no Node, no page.
 *
 * @module
 */

import type { Frame, Gray, Mask, ReplaceFramesOptions } from "../../mod.ts";

/** The library, wherever it was loaded from. */
export type Library = typeof import("../../mod.ts");

/** Checksums by what they are of. */
export type Sums = Record<string, string>;

const WIDTH = 61;
const HEIGHT = 37;

/** Seeded noise, as in tests/helpers.ts, which uses Deno. */
export function noise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let x = seed >>> 0;
  for (let i = 0; i < length; i++) {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    bytes[i] = x >>> 24;
  }
  return bytes;
}

/** A room of noise, opaque, with a block that walks. */
export function scene(index: number): Frame {
  const bitmap = new Uint8ClampedArray(noise(4 * WIDTH * HEIGHT, 7).buffer);
  const flicker = noise(WIDTH * HEIGHT, 100 + index);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const isBlock = x >= 4 + 4 * index && x < 16 + 4 * index && y >= 9;
    for (let channel = 0; channel < 3; channel++) {
      const room = 60 + bitmap[4 * i + channel] / 4;
      bitmap[4 * i + channel] = (isBlock ? [220, 40, 90][channel] : room) + flicker[i] / 64;
    }
    bitmap[4 * i + 3] = 255;
  }
  return { width: WIDTH, height: HEIGHT, bitmap };
}

/** SHA-256 of bytes, as hexadecimal digits. */
export async function sumOf(...parts: readonly ArrayBufferView[]): Promise<string> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const sum = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What primitives work on. */
interface Inputs {
  readonly a: Frame;
  readonly b: Frame;
  readonly gray: Gray;
  readonly mask: Mask;
}

/** The primitives that have kernels. */
function primitivesOf(library: Library): Record<string, (inputs: Inputs) => Frame | Gray> {
  return {
    absdiff: ({ a, b }) => library.absdiff(a, b),
    grayscale: ({ a }) => library.grayscale(a),
    threshold: ({ gray }) => library.threshold(gray, 90),
    resizeArea: ({ a }) => library.resizeArea(a, { width: 23, height: 17 }),
    resizeLinear: ({ gray }) => library.resizeLinear(gray, { width: 90, height: 50 }),
    composite: ({ a, b, gray }) => library.composite(a, b, gray),
    copyMasked: ({ a, b, mask }) =>
      library.copyMasked(a, mask, { out: { ...b, bitmap: b.bitmap.slice() } }),
    boxBlur: ({ gray }) => library.boxBlur(gray, 3),
    feather: ({ mask }) => library.feather(mask, 5),
    gaussianBlur: ({ gray }) => library.gaussianBlur(gray, 3),
    medianBlur: ({ gray }) => library.medianBlur(gray, 2),
    dilate: ({ mask }) => library.dilate(mask, 3, { shape: "ellipse" }),
    open: ({ mask }) => library.open(mask, 1),
    guidedFilter: ({ gray, mask }) => library.guidedFilter(mask, gray, 4, 0.01),
    "guidedFilter by colour": ({ a, mask }) => library.guidedFilter(mask, a, 4, 0.01),
    translate: ({ a }) => library.translate(a, { dx: 1.25, dy: -0.5 }),
    chromaMatte: ({ a }) => library.chromaMatte(a, [40, 200, 60, 255]),
    suppressSpill: ({ a }) => library.suppressSpill(a, [40, 200, 60, 255]),
    blurFrame: ({ a, mask }) => library.blurFrame(a, 4, { weight: mask }),
    keepLargest: ({ mask }) => library.keepLargest(mask),
    fillHoles: ({ mask }) => library.fillHoles(mask),
  };
}

/** Frames through the pipeline, by name. */
const RUNS: Record<string, Omit<ReplaceFramesOptions, "survey"> & { hasSurvey?: boolean }> = {
  difference: { method: "difference", background: "blur:4", edges: { feather: 2 } },
  median: { method: "median", hasSurvey: true, settings: { samples: 5 }, background: "color:teal" },
  "median of a stream": { method: "median", settings: { every: 1 }, edges: { despill: true } },
  tutorial: { method: "tutorial", refine: "open:1,smooth:1:2" },
};

/**
 * Do all of it.
 *
 * @param library The library.
 * @returns The checksums; of primitives those of the plain loops and of the kernels.
 */
export async function scenario(library: Library): Promise<{ isShared: boolean; sums: Sums }> {
  const memory = await library.KernelMemory.load();
  if (memory === undefined) throw new Error("There is no SIMD");
  const sums: Sums = {};
  const gray: Gray = { width: WIDTH, height: HEIGHT, data: noise(WIDTH * HEIGHT, 3) };
  const mask = library.threshold(library.boxBlur(gray, 2), 127);
  const inputs: Inputs = { a: scene(1), b: scene(5), gray, mask };
  const placed = Object.fromEntries(
    Object.entries(inputs).map(([name, raster]: [string, Frame | Gray]) => {
      if (!("bitmap" in raster)) {
        const copy = memory.createGray(WIDTH, HEIGHT);
        copy.data.set(raster.data);
        return [name, copy];
      }
      return [name, library.frameFrom(raster, { out: memory.createFrame(WIDTH, HEIGHT) })];
    }),
  ) as unknown as Inputs;
  for (const [name, work] of Object.entries(primitivesOf(library))) {
    for (const [who, where] of [["plain", inputs], ["kernel", placed]] as const) {
      const made = work(where);
      sums[`${name}, ${who}`] = await sumOf("bitmap" in made ? made.bitmap : made.data);
    }
  }
  const jpeg = library.encodeJpeg(inputs.a);
  sums.encodeJpeg = await sumOf(jpeg);
  const frames = Array.from({ length: 9 }, (_, i) => scene(i));
  for (const [name, { hasSurvey, ...options }] of Object.entries(RUNS)) {
    sums[name] = await sumOfRun(library, frames, {
      ...options,
      ...(hasSurvey && { survey: frames }),
    });
  }
  const isShared = typeof SharedArrayBuffer !== "undefined" &&
    placed.a.bitmap.buffer instanceof SharedArrayBuffer;
  return { isShared, sums };
}

/** The checksum of all that comes out of a run. */
export async function sumOfRun(
  library: Library,
  frames: Parameters<Library["replaceFrames"]>[0],
  options: ReplaceFramesOptions,
): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const out of library.replaceFrames(frames, options)) {
    parts.push(Uint8Array.of(out.number, out.timestamp * 100));
    parts.push(out.matte.data.slice(), new Uint8Array(out.composite.bitmap));
  }
  return await sumOf(...parts);
}
