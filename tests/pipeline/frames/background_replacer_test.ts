import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { BackgroundReplacer, type BackgroundReplacerOptions } from "../../../mod.ts";
import { grayOf } from "../../helpers.ts";

/** A VideoFrame as far as it is used, where there is none. A browser's are tested in tests/web. */
class VideoFrameStandIn {
  static readonly open = new Set<VideoFrameStandIn>();
  readonly visibleRect: { width: number; height: number };
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly timestamp: number;
  readonly duration: number | null;
  readonly rotation: number;
  readonly bitmap: Uint8ClampedArray;

  constructor(bitmap: Uint8ClampedArray, init: Record<string, number>) {
    const { codedWidth: width, codedHeight: height } = init;
    this.visibleRect = { width, height };
    this.displayWidth = init.displayWidth ?? width;
    this.displayHeight = init.displayHeight ?? height;
    this.timestamp = init.timestamp;
    this.duration = init.duration ?? null;
    this.rotation = init.rotation ?? 0;
    this.bitmap = bitmap.slice();
    VideoFrameStandIn.open.add(this);
  }

  copyTo(destination: Uint8ClampedArray): Promise<unknown[]> {
    destination.set(this.bitmap);
    return Promise.resolve([]);
  }

  close(): void {
    VideoFrameStandIn.open.delete(this);
  }
}

if (!("VideoFrame" in globalThis)) Object.assign(globalThis, { VideoFrame: VideoFrameStandIn });

/** A frame of two pixels of its number's level, a fifth of a second after the last. */
function video(number: number): VideoFrameStandIn {
  const bitmap = Uint8ClampedArray.of(number, number, number, 255, 50, 50, 50, 255);
  const timing = { timestamp: 200_000 * number + 7, duration: 199_999 };
  const shown = { displayWidth: 3, displayHeight: 1, rotation: 180 };
  return new VideoFrameStandIn(bitmap, { codedWidth: 2, codedHeight: 1, ...timing, ...shown });
}

/** A stream of so many frames; tells what was read, and why it was cancelled. */
function camera(count: number) {
  const state = { read: 0, reason: undefined as unknown };
  const readable = new ReadableStream<VideoFrame>({
    pull(controller) {
      if (state.read === count) return controller.close();
      controller.enqueue(video(++state.read) as unknown as VideoFrame);
    },
    cancel: (reason) => void (state.reason = reason),
  }, { highWaterMark: 0 });
  return { readable, state };
}

const leftPixel = () => grayOf([[255, 0]]);

function replacerOf(options: Partial<BackgroundReplacerOptions> = {}) {
  return new BackgroundReplacer({ method: leftPixel, background: "color:#010203", ...options });
}

Deno.test("BackgroundReplacer: frames keep their time, duration and size, are turned upright, and closed", async () => {
  const { readable } = camera(4);
  // Two frames of look-ahead: the last ones come out after the stream has ended.
  const out = readable.pipeThrough(replacerOf({ refine: "smooth:1:2" }));
  const seen: number[][] = [];
  for await (const frame of out as unknown as ReadableStream<VideoFrameStandIn>) {
    const { timestamp, duration, displayWidth, displayHeight, rotation } = frame;
    const copy = new Uint8ClampedArray(8);
    await frame.copyTo(copy);
    seen.push([timestamp, duration!, displayWidth, displayHeight, rotation, ...copy]);
    frame.close();
  }
  // What was on the right.
  const left = [50, 50, 50, 255];
  const blue = [1, 2, 3, 255];
  const expected = [1, 2, 3, 4].map((i) => [200_000 * i + 7, 199_999, 3, 1, 0, ...left, ...blue]);
  assertEquals(seen, expected);
  assertEquals(VideoFrameStandIn.open.size, 0);
});

Deno.test("BackgroundReplacer: no more is read than is asked for", async () => {
  const { readable, state } = camera(100);
  const reader = readable.pipeThrough(replacerOf()).getReader();
  for (const number of [1, 2]) {
    const { value } = await reader.read();
    assertEquals(value!.timestamp, 200_000 * number + 7);
    value!.close();
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(state.read <= 3, true);
  await reader.cancel("enough");
  assertEquals([state.reason, VideoFrameStandIn.open.size], ["enough", 0]);
});

Deno.test("BackgroundReplacer: what the method throws ends both sides", async () => {
  const failure = new Error("blind");
  const { readable, state } = camera(100);
  const create = () => ({ number }: { number: number }) => {
    if (number === 2) throw failure;
    return leftPixel();
  };
  const replacer = replacerOf({ method: { create } });
  const piping = readable.pipeTo(replacer.writable);
  const reader = replacer.readable.getReader();
  (await reader.read()).value!.close();
  const error = await assertRejects(() => reader.read(), Error, "failed at frame 2: blind");
  assertStrictEquals(error.cause, failure);
  assertStrictEquals(await assertRejects(() => piping), error);
  assertStrictEquals(state.reason, error);
  assertEquals(VideoFrameStandIn.open.size, 0);
});

Deno.test("BackgroundReplacer: what the source throws comes out", async () => {
  const failure = new Error("unplugged");
  const readable = new ReadableStream({ pull: (controller) => controller.error(failure) });
  const reader = readable.pipeThrough(replacerOf()).getReader();
  assertStrictEquals(await assertRejects(() => reader.read()), failure);
});

Deno.test("BackgroundReplacer: a signal ends both sides, also between frames", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const replacer = replacerOf({ signal: controller.signal });
  const writer = replacer.writable.getWriter();
  const reading = replacer.readable.getReader().read();
  controller.abort(reason);
  assertStrictEquals(await assertRejects(() => reading), reason);
  assertStrictEquals(await assertRejects(() => writer.closed), reason);
  const late = replacerOf({ signal: controller.signal });
  assertStrictEquals(await assertRejects(() => late.readable.getReader().read()), reason);
  assertStrictEquals(await assertRejects(() => late.writable.getWriter().closed), reason);
});

Deno.test("BackgroundReplacer: whoever writes may give up, and the frame that waits is closed", async () => {
  const replacer = replacerOf();
  const writer = replacer.writable.getWriter();
  const writing = writer.write(video(1) as never);
  await new Promise((resolve) => setTimeout(resolve, 0));
  const reason = new Error("over");
  await Promise.allSettled([writer.abort(reason), writing]);
  assertStrictEquals(await assertRejects(() => replacer.readable.getReader().read()), reason);
  assertEquals(VideoFrameStandIn.open.size, 0);
});

Deno.test("BackgroundReplacer: a stream without frames ends", async () => {
  const reader = camera(0).readable.pipeThrough(replacerOf()).getReader();
  assertEquals((await reader.read()).done, true);
});

Deno.test("BackgroundReplacer: an unknown option is refused at once", () => {
  const options = { method: "average", backgroud: "blur" } as BackgroundReplacerOptions;
  const says = "there is no option 'backgroud' (Did you mean 'background'?)";
  assertThrows(() => new BackgroundReplacer(options), TypeError, says);
});

Deno.test("BackgroundReplacer, live: never keeps who writes waiting, takes the newest, closes the others", async () => {
  const replacer = replacerOf({ live: true });
  const writer = replacer.writable.getWriter();
  const reader = replacer.readable.getReader();
  const seen: number[][] = [];
  for (const numbers of [[1], [2, 3, 4], [5]]) {
    for (const number of numbers) await writer.write(video(number) as never);
    const { value } = await reader.read();
    const { timestamp, duration, displayWidth } = value as unknown as VideoFrameStandIn;
    seen.push([timestamp, duration!, displayWidth]);
    value!.close();
  }
  assertEquals(seen, [1, 4, 5].map((number) => [200_000 * number + 7, 199_999, 3]));
  await writer.close();
  assertEquals((await reader.read()).done, true);
  assertEquals(VideoFrameStandIn.open.size, 0);
});

Deno.test("BackgroundReplacer, live: options change, frames too, and a failure shows the background", async () => {
  const lines: string[] = [];
  const create = () => ({ number }: { number: number }) => {
    if (number === 3) throw new Error("blind");
    return leftPixel();
  };
  const onFailure = (line: string) => void lines.push(line);
  const replacer = replacerOf({ live: true, method: { create }, onFailure });
  const writer = replacer.writable.getWriter();
  const reader = replacer.readable.getReader();
  const pixelsOf = async (number: number) => {
    await writer.write(video(number) as never);
    const frame = (await reader.read()).value as unknown as VideoFrameStandIn;
    frame.close();
    return [frame.bitmap[0], frame.bitmap[4]];
  };
  assertEquals(await pixelsOf(1), [50, 1]);
  await replacer.change({ background: "color:#202020" });
  assertEquals(await pixelsOf(2), [50, 32]);
  assertEquals(await pixelsOf(3), [32, 32]);
  assertEquals(lines.length, 1);
  const reason = new Error("over");
  await writer.abort(reason);
  assertStrictEquals(await assertRejects(() => reader.read()), reason);
  assertEquals(VideoFrameStandIn.open.size, 0);
  await assertRejects(() => replacerOf().change({}), TypeError, "live");
});
