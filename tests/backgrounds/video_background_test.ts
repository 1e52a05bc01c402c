import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type Background,
  type Fit,
  fitFrame,
  type Frame,
  type TimedFrame,
  UnsupportedMediaError,
  videoBackground,
} from "../../mod.ts";
import { frameOf, row } from "../helpers.ts";
import { timed } from "./helpers.ts";

/**
 * A video whose frames have these times and the levels 1, 2, 3…, all in one lent
 * buffer; counts what is opened, read and closed.
 */
function video(times: readonly number[], { width = 1, height = 1 } = {}) {
  const counts = { opened: 0, read: 0, closed: 0, mostOpen: 0 };
  const bitmap = new Uint8ClampedArray(4 * width * height);
  const open = () => {
    counts.opened++;
    counts.mostOpen = Math.max(counts.mostOpen, counts.opened - counts.closed);
    return Promise.resolve({
      async *[Symbol.asyncIterator](): AsyncGenerator<TimedFrame> {
        for (const [i, timestamp] of times.entries()) {
          counts.read++;
          await Promise.resolve();
          for (let p = 0; p < bitmap.length; p += 4) bitmap.set([i + 1, i + 1, i + 1, 255], p);
          yield { number: i + 1, timestamp, width, height, bitmap };
        }
        bitmap.fill(0);
      },
      [Symbol.asyncDispose]() {
        counts.closed++;
        return Promise.resolve();
      },
    });
  };
  return { open, counts };
}

async function levelsAt(background: Background, times: readonly number[]): Promise<number[]> {
  const levels: number[] = [];
  for (const [i, time] of times.entries()) {
    levels.push((await background.behind(timed(row([0]), i + 1, time), undefined)).bitmap[0]);
  }
  return levels;
}

const everyOf = (rate: number, count: number) => Array.from({ length: count }, (_, i) => i / rate);

Deno.test("videoBackground() of the frames' own rate shows a picture a frame", async () => {
  const { open, counts } = video(everyOf(25, 8));
  await using background = videoBackground(open);
  assertEquals(await levelsAt(background, everyOf(25, 8)), [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals(counts, { opened: 1, read: 8, closed: 1, mostOpen: 1 });
});

Deno.test("videoBackground() that is slower repeats pictures, that is faster leaves some out", async () => {
  await using slow = videoBackground(video(everyOf(10, 4)).open);
  assertEquals(await levelsAt(slow, everyOf(25, 10)), [1, 1, 1, 2, 2, 3, 3, 3, 4, 4]);
  await using fast = videoBackground(video(everyOf(60, 30)).open);
  assertEquals(await levelsAt(fast, everyOf(24, 9)), [1, 3, 6, 8, 11, 13, 16, 18, 21]);
});

for (const [rate, other] of [[30, 30], [30000 / 1001, 30000 / 1001], [24, 48], [25, 50]]) {
  Deno.test(`videoBackground() is steady though times are rounded to ms, ${rate}: ${other}`, async () => {
    const round = (times: number[]) => times.map((time) => Math.round(1000 * time) / 1000);
    const exact = everyOf(rate, 200);
    const faster = everyOf(other, 250 * Math.round(other / rate));
    const wanted = exact.map((_, i) => Math.round(other / rate) * i + 1);
    for (const [front, behind] of [[exact, round(faster)], [round(exact), faster]]) {
      await using background = videoBackground(video(behind).open);
      // Levels are bytes.
      assertEquals(await levelsAt(background, front), wanted.map((level) => Math.min(level, 255)));
    }
  });
}

Deno.test("videoBackground() shows the last picture whose time is not after the frame's", async () => {
  await using background = videoBackground(video([0, 0.1, 0.5, 0.55, 2]).open);
  const times = [0, 0.09, 0.1, 0.49, 0.5, 0.56, 1.99, 2];
  assertEquals(await levelsAt(background, times), [1, 1, 2, 2, 3, 4, 4, 5]);
});

Deno.test("videoBackground() shows the first picture until its time, and counts rounds from there", async () => {
  await using background = videoBackground(video([1, 1.5]).open);
  const times = [0, 0.5, 1, 1.4, 1.5, 1.9, 2, 2.5, 3];
  assertEquals(await levelsAt(background, times), [1, 1, 1, 1, 2, 2, 1, 2, 1]);
});

Deno.test("videoBackground() loops: each round is opened anew, after the last is closed", async () => {
  const { open, counts } = video([0, 0.25, 0.5, 0.75]);
  await using background = videoBackground(open);
  assertEquals(await levelsAt(background, everyOf(4, 10)), [1, 2, 3, 4, 1, 2, 3, 4, 1, 2]);
  // Each picture is shown until the next one is seen to be later: one is read ahead.
  assertEquals(counts, { opened: 3, read: 11, closed: 2, mostOpen: 1 });
});

Deno.test("videoBackground() stays in step over many rounds", async () => {
  await using background = videoBackground(video(everyOf(30000 / 1001, 7)).open);
  const levels = await levelsAt(background, everyOf(30000 / 1001, 7000));
  assertEquals(levels, levels.map((_, i) => i % 7 + 1));
});

Deno.test("videoBackground() opens no round before it is due", async () => {
  const { open, counts } = video([0, 1]);
  await using background = videoBackground(open);
  await levelsAt(background, [0, 1, 1.2, 1.9]);
  assertEquals(counts, { opened: 1, read: 2, closed: 1, mostOpen: 1 });
});

Deno.test("videoBackground() leaves out whole rounds", async () => {
  const { open, counts } = video([0, 0.25, 0.5, 0.75]);
  await using background = videoBackground(open);
  assertEquals(await levelsAt(background, [0, 1000.5, 1e6 + 0.25]), [1, 3, 2]);
  assertEquals(counts.opened, 3);
});

Deno.test("videoBackground() that begins late in a video", async () => {
  await using background = videoBackground(video(everyOf(10, 10)).open);
  assertEquals(await levelsAt(background, [0.75, 0.85]), [8, 9]);
});

Deno.test("videoBackground() keeps its picture should a frame's time fall", async () => {
  const { open, counts } = video(everyOf(10, 10));
  await using background = videoBackground(open);
  assertEquals(await levelsAt(background, [0.5, 0.1, 0, -1, 0.6]), [6, 6, 6, 6, 7]);
  assertEquals(counts.opened, 1);
});

for (const times of [[0], [5], [0, 0, 0], [3, 2, 1]]) {
  Deno.test(`videoBackground() of pictures at ${times} ends with the last, and reads once`, async () => {
    const { open, counts } = video(times);
    await using background = videoBackground(open);
    assertEquals((await levelsAt(background, [9, 10, 1e6])).at(-1), times.length);
    assertEquals(counts, { opened: 1, read: times.length, closed: 1, mostOpen: 1 });
  });
}

Deno.test("videoBackground() of an empty video is refused, and closed", async () => {
  const { open, counts } = video([]);
  await using background = videoBackground(open);
  await assertRejects(() => levelsAt(background, [0]), UnsupportedMediaError, "no frames");
  assertEquals([counts.opened, counts.closed], [1, 1]);
});

Deno.test("videoBackground() of a video that is empty in the second round is refused", async () => {
  const videos = [video([0, 1]), video([])];
  await using background = videoBackground(() => videos.shift()!.open());
  await assertRejects(() => levelsAt(background, [0, 1, 2]), UnsupportedMediaError, "no frames");
});

Deno.test("videoBackground() reads one picture ahead, and what is lent stays as it was", async () => {
  const { open, counts } = video([0, 1, 2, 3]);
  await using background = videoBackground(open);
  const shown = await background.behind(timed(row([0]), 1, 0.5), undefined);
  assertEquals([shown.bitmap[0], counts.read], [1, 2]);
});

for (const fit of ["stretch", "cover", "contain", "tile"] as const) {
  Deno.test(`videoBackground() fits "${fit}" when the picture or the size changes, no sooner`, async () => {
    const { open } = video([0, 1], { width: 3, height: 2 });
    await using background = videoBackground(open, { fit, fill: [9, 8, 7, 255] });
    const picture = (level: number) => frameOf([[level, level, level], [level, level, level]]);
    const behind = async (frame: Frame, time: number) =>
      await background.behind(timed(frame, 1, time), undefined);
    const square = frameOf([[0, 0], [0, 0]]);
    const options = { fill: [9, 8, 7, 255] } as const;
    const first = await behind(square, 0);
    assertEquals(first, fitFrame(picture(1), square, fit, options));
    // A mark that would be lost if the picture were fitted again.
    first.bitmap[0] = 77;
    assertStrictEquals(await behind(square, 0.5), first);
    assertEquals(first.bitmap[0], 77);
    assertEquals(await behind(square, 1), fitFrame(picture(2), square, fit, options));
    assertEquals(
      await behind(row([0, 0, 0]), 1.1),
      fitFrame(picture(2), row([0, 0, 0]), fit, options),
    );
    assertEquals(await behind(picture(0), 1.2), picture(2));
  });
}

Deno.test("videoBackground() closes what is open, once, in whatever state", async () => {
  const unopened = video([0]);
  await videoBackground(unopened.open)[Symbol.asyncDispose]();
  assertEquals(unopened.counts.opened, 0);
  const { open, counts } = video([0, 1, 2]);
  const background = videoBackground(open);
  await levelsAt(background, [0]);
  await background[Symbol.asyncDispose]();
  await background[Symbol.asyncDispose]();
  assertEquals([counts.opened, counts.closed], [1, 1]);
  await assertRejects(() => levelsAt(background, [0]), TypeError, "disposed");
});

Deno.test("videoBackground() disposed of while it opens closes what it gets", async () => {
  const { open, counts } = video([0, 1]);
  const opening = Promise.withResolvers<void>();
  const background = videoBackground(() => opening.promise.then(open));
  const shown = assertRejects(() => levelsAt(background, [0]), TypeError, "disposed");
  await background[Symbol.asyncDispose]();
  opening.resolve();
  await shown;
  assertEquals([counts.opened, counts.closed], [1, 1]);
});

Deno.test("videoBackground() passes on what opening and reading throw, and closes", async () => {
  await using missing = videoBackground(() => Promise.reject(new Error("no such file")));
  await assertRejects(() => levelsAt(missing, [0]), Error, "no such file");
  let closed = 0;
  const background = videoBackground(() =>
    Promise.resolve({
      // deno-lint-ignore require-yield
      async *[Symbol.asyncIterator](): AsyncGenerator<TimedFrame> {
        await Promise.reject(new Error("damaged"));
      },
      [Symbol.asyncDispose]: () => Promise.resolve(void closed++),
    })
  );
  await assertRejects(() => levelsAt(background, [0]), Error, "damaged");
  await background[Symbol.asyncDispose]();
  assertEquals(closed, 1);
});

Deno.test("videoBackground() refuses an unknown fit at once, and times that are none", async () => {
  const { open } = video([0, 1]);
  assertThrows(() => videoBackground(open, { fit: "fill" as Fit }), RangeError, "'fit' must be");
  await using background = videoBackground(open);
  for (const time of [NaN, Infinity]) {
    await assertRejects(() => levelsAt(background, [time]), RangeError, "'timestamp'");
  }
});
