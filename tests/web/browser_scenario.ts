/**
 * What the library does with the web's own pictures. It runs on a page, whose types Deno does not know.
 *
 * @module
 */

// deno-lint-ignore-file no-explicit-any

import type { Frame, ReplaceFramesOptions } from "../../mod.ts";
import { type Library, scene, sumOf, sumOfRun } from "./scenario.ts";

const web = globalThis as any;

/** A canvas with a frame's pixels. */
function canvasOf(library: Library, frame: Frame): any {
  const canvas = new web.OffscreenCanvas(frame.width, frame.height);
  canvas.getContext("2d").putImageData(library.toImageData(frame), 0, 0);
  return canvas;
}

/** A VideoFrame of a canvas, five frames a second. */
function videoOf(library: Library, index: number): any {
  const timing = { timestamp: 200_000 * index + 7, duration: 199_999 };
  return new web.VideoFrame(canvasOf(library, scene(index)), timing);
}

function streamOf(frames: Iterable<any>): ReadableStream<any> {
  const iterator = frames[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
}

async function messageOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return "nothing thrown";
  } catch (error) {
    return String(error);
  }
}

/** All kinds of pictures that one scene can be, as frames: the checksum of each. */
export async function pictures(library: Library): Promise<Record<string, string>> {
  const frame = scene(3);
  const memory = (await library.KernelMemory.load())!;
  const out = memory.createFrame(frame.width, frame.height);
  const canvas = canvasOf(library, frame);
  const element = web.document.createElement("canvas");
  [element.width, element.height] = [frame.width, frame.height];
  element.getContext("2d").putImageData(library.toImageData(frame), 0, 0);
  const video = new web.VideoFrame(canvas, { timestamp: 0 });
  const found: Record<string, string> = {};
  const add = async (name: string, made: Frame | Promise<Frame>) => {
    found[name] = await sumOf((await made).bitmap);
  };
  await add("frame", frame);
  await add("ImageData", library.frameFrom(library.toImageData(frame)));
  await add("OffscreenCanvas", library.frameFrom(canvas));
  await add("canvas element", library.frameFrom(element));
  await add("ImageBitmap", library.frameFrom(await web.createImageBitmap(canvas)));
  await add("VideoFrame", library.frameFrom(video));
  await add("VideoFrame into kernel memory", library.frameFrom(video, { out }));
  await add("canvas into kernel memory", library.frameFrom(canvas, { out }));
  // From kernel memory onto a canvas, and back.
  await add("kernel memory", library.frameFrom(canvasOf(library, out)));
  video.close();
  return found;
}

/** The visible part of a VideoFrame in YUV, and what is refused. */
export async function videoFrames(library: Library): Promise<unknown> {
  const init = { format: "I420", codedWidth: 16, codedHeight: 8, timestamp: 0 };
  const yuv = new Uint8Array(16 * 8 * 3 / 2).fill(128);
  yuv.fill(235, 0, 64);
  const visibleRect = { x: 2, y: 2, width: 10, height: 6 };
  const video = new web.VideoFrame(yuv, { ...init, visibleRect });
  const { width, height, bitmap } = await library.frameFrom(video) as Frame;
  const rows = Array.from({ length: height }, (_, y) => bitmap[4 * y * width] > 200);
  video.close();
  const closed = await messageOf(() => library.frameFrom(video));
  const wide = new web.ImageData(2, 2, { colorSpace: "display-p3" });
  return { width, height, rows, closed, wide: await messageOf(() => library.frameFrom(wide)) };
}

/** VideoFrames that must be turned: what the library makes of each, and what the browser draws. */
export async function turnedVideoFrames(library: Library): Promise<[string, string][]> {
  const pairs: [string, string][] = [];
  for (const rotation of [0, 90, 180, 270]) {
    for (const flip of [false, true]) {
      const init = { timestamp: 0, rotation, flip };
      const video = new web.VideoFrame(canvasOf(library, scene(3)), init);
      const { displayWidth: width, displayHeight: height } = video;
      const context = new web.OffscreenCanvas(width, height).getContext("2d");
      context.drawImage(video, 0, 0);
      const { bitmap } = await library.frameFrom(video) as Frame;
      const { data } = context.getImageData(0, 0, width, height);
      pairs.push([await sumOf(bitmap), await sumOf(data)]);
      const out = streamOf([video]).pipeThrough(new library.BackgroundReplacer(ALL) as any);
      const replaced: any = (await out.getReader().read()).value;
      const sides = [replaced.displayWidth, replaced.displayHeight, replaced.rotation ?? 0];
      const replacedSum = await sumOf((await library.frameFrom(replaced) as Frame).bitmap);
      pairs.push([`${sides} ${replacedSum}`, `${width},${height},0 ${await sumOf(data)}`]);
      replaced.close();
    }
  }
  return pairs;
}

/** Everything is foreground. */
const ALL: ReplaceFramesOptions = {
  method: ({ width, height }) => ({
    width,
    height,
    data: new Uint8Array(width * height).fill(255),
  }),
};

/** A run over the web's pictures: the checksum, and whether VideoFrames were closed. */
export async function run(library: Library): Promise<{ sums: string[]; areClosed: boolean }> {
  const indices = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const frames = indices.map((i) => ({ number: i + 1, timestamp: i / 5 + 7e-6, ...scene(i) }));
  const videos = indices.map((i) => videoOf(library, i));
  const options = { method: "difference", background: "blur:4" };
  const sums = [];
  for (const source of [frames, videos]) sums.push(await sumOfRun(library, source, options));
  return { sums, areClosed: videos.every(({ format }) => format === null) };
}

/** The same through a BackgroundReplacer: what comes out beside what should. */
export async function replacer(library: Library): Promise<unknown> {
  const options = { method: "difference", background: "color:teal" };
  const indices = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const videos = indices.map((i) => videoOf(library, i));
  const out = streamOf(videos).pipeThrough(new library.BackgroundReplacer(options) as any);
  const found: string[] = [];
  const times: number[][] = [];
  const reader = out.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    const video: any = step.value;
    times.push([video.timestamp, video.duration]);
    found.push(await sumOf((await library.frameFrom(video) as Frame).bitmap));
    video.close();
  }
  const expected: string[] = [];
  for await (const { composite } of library.replaceFrames(indices.map(scene), options)) {
    expected.push(await sumOf(composite.bitmap));
  }
  return { found, expected, times, areClosed: videos.every(({ format }) => format === null) };
}

/** How a BackgroundReplacer ends when something fails, or enough has been seen. */
export async function endings(library: Library): Promise<unknown> {
  const made: any[] = [];
  const endless = function* () {
    for (let i = 0;; i++) {
      made.push(videoOf(library, i % 9));
      yield made.at(-1);
    }
  };
  const method = () => {
    throw new Error("blind");
  };
  const failing = new library.BackgroundReplacer({ method });
  const piping = messageOf(() => streamOf(endless()).pipeTo(failing.writable as any));
  const reading = messageOf(() => failing.readable.getReader().read());
  const both = [await piping, await reading];
  const seen = new library.BackgroundReplacer({ method: "tutorial" });
  const reader = streamOf(endless()).pipeThrough(seen as any).getReader();
  ((await reader.read()).value as any).close();
  await reader.cancel("enough");
  return { both, areClosed: made.every(({ format }) => format === null) };
}

/** A camera, the replacer, and a track for a call. */
export async function camera(library: Library): Promise<unknown> {
  const media = await web.navigator.mediaDevices.getUserMedia({
    video: { width: 320, height: 240 },
  });
  const [track] = media.getVideoTracks();
  const incoming = new web.MediaStreamTrackProcessor({ track });
  const outgoing = new web.MediaStreamTrackGenerator({ kind: "video" });
  const replacer = new library.BackgroundReplacer({ method: "difference", background: "blur:8" });
  const stopping = new AbortController();
  const { signal } = stopping;
  const piping = messageOf(() =>
    incoming.readable.pipeThrough(replacer).pipeTo(outgoing.writable, { signal })
  );
  const reader = new web.MediaStreamTrackProcessor({ track: outgoing }).readable.getReader();
  const sizes = [];
  for (let i = 0; i < 5; i++) {
    const { value: video } = await reader.read();
    sizes.push([video.visibleRect.width, video.visibleRect.height]);
    video.close();
  }
  stopping.abort(new Error("enough"));
  const end = await piping;
  track.stop();
  return { sizes, end };
}
