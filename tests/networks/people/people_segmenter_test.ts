import { assert, assertEquals } from "@std/assert";
import { openStore } from "../../../lib/pipeline/mattes.ts";
import type { PersonSegmenter } from "../../../lib/networks/people/people_networks.ts";
import { PeopleSegmenter } from "../../../lib/networks/people/people_segmenter.ts";
import type { Segmenter } from "../../../lib/networks/segmenter.ts";
import { createMatte, type Frame } from "../../../lib/raster/frame.ts";
import {
  iou,
  madeBody,
  madeDetector,
  madeLook,
  madePeople,
  SMALL,
  somebody,
} from "./made_people.ts";

/** A segmenter of people whose look at the whole frame alone takes something for somebody, too. */
function peopleBeside(something: Frame): PeopleSegmenter {
  const log: string[] = [];
  const eyes = madeLook(log, "whole", 64);
  const whole: Segmenter = {
    segment: ({ bitmap, ...size }) =>
      eyes.segment({ ...size, bitmap: bitmap.map((level, i) => level | something.bitmap[i]) }),
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return new PeopleSegmenter({
    detector: madeDetector(log),
    body: madeBody(log),
    ofBodies: 0.5,
    wholeBodies: { knees: [0.05, 0.3], inside: [0.4, 0.6] },
    whole,
    looks: [{
      segmenter: madeLook(log, "close", 64),
      isSquare: false,
      every: 1,
      surer: [0, 1],
      ofHeads: 1,
      ofBodies: 0.5,
    }],
  });
}

Deno.test("PeopleSegmenter looks closer at somebody small", async () => {
  const { segmenter, log } = madePeople();
  await using _ = segmenter;
  const frame = somebody(SMALL);
  const matte = await segmenter.segment(frame);
  assertEquals([matte.width, matte.height], [320, 180]);
  // The whole look has 4 × 4 pixels, and sees nobody.
  assert(iou(matte, frame) > 0.9, `IoU ${iou(matte, frame)}`);
  // Whoever is new is looked at again when it is known where exactly they are.
  const finds = log.filter((word) => word === "find").length;
  // At first all of the frame is looked at, and six parts.
  assertEquals(finds, 7);
  const others = log.filter((word) => word !== "find");
  assertEquals(others.toSorted(), ["body", "close", "close", "whole"]);
});

Deno.test("PeopleSegmenter's mattes are at most 512 pixels long", async () => {
  const { segmenter } = madePeople();
  await using _ = segmenter;
  const { width, height } = await segmenter.segment(somebody(SMALL, 1024, 600));
  assertEquals([width, height], [512, 300]);
});

Deno.test("PeopleSegmenter follows who moves, and looks for more now and then", async () => {
  const { segmenter, log } = madePeople();
  await using _ = segmenter;
  for (let k = 0; k < 20; k++) {
    const frame = somebody([100 + 4 * k, 60, 116 + 4 * k, 110]);
    const matte = await segmenter.segment(frame);
    assert(iou(matte, frame) > 0.85, `frame ${k}: IoU ${iou(matte, frame)}`);
  }
  // Something changes: at frame 1 in all and in six parts, then each third in all, at the sixth in a part.
  assertEquals(log.filter((word) => word === "find").length, 14);
  assertEquals(log.filter((word) => word === "body").length, 20);
});

Deno.test("PeopleSegmenter asks the body network seldom where no knees can be seen", async () => {
  const { segmenter, log } = madePeople({ knees: 0.02, larger: 1.4 });
  await using _ = segmenter;
  // Most of the circle around the body is beside the picture.
  const frame = somebody([20, 10, 300, 180]);
  for (let k = 0; k < 18; k++) assert(iou(await segmenter.segment(frame), frame) > 0.9);
  assertEquals(log.filter((word) => word === "body").length, 2);
  // Nothing has changed around them either: in frames 0, with six parts, 8, and 16.
  assertEquals(log.filter((word) => word === "find").length, 9);
});

Deno.test("PeopleSegmenter asks it always where a desk hides the knees of somebody at a distance", async () => {
  const { segmenter, log } = madePeople({ knees: 0.02 });
  await using _ = segmenter;
  const frame = somebody(SMALL);
  for (let k = 0; k < 9; k++) await segmenter.segment(frame);
  assertEquals(log.filter((word) => word === "body").length, 9);
});

/** Takes what is bright for a person, looks at squares, and logs the sizes of what it was shown. */
function squareLook(every: number) {
  const sizes: string[] = [];
  const eyes = madeLook([], "square", 64);
  const segmenter: Segmenter = {
    segment(frame) {
      sizes.push(`${frame.width}×${frame.height}`);
      return eyes.segment(frame);
    },
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const look: PersonSegmenter = {
    segmenter,
    isSquare: true,
    every,
    surer: [0, 1],
    ofHeads: 1,
    ofBodies: 1,
  };
  return { look, sizes };
}

Deno.test("PeopleSegmenter shows a network the square around a person", async () => {
  const { look, sizes } = squareLook(1);
  const { segmenter } = madePeople({ looks: [look] });
  await using _ = segmenter;
  const frame = somebody(SMALL);
  for (let k = 0; k < 2; k++) assert(iou(await segmenter.segment(frame), frame) > 0.9);
  // The finder's square first, then what is 50 high and 30 % more on each side.
  assertEquals(sizes.slice(1), ["80×80", "80×80"]);
});

Deno.test("PeopleSegmenter carries what a network has seen that looks at each third frame", async () => {
  const { look, sizes } = squareLook(3);
  const { segmenter } = madePeople({ looks: [look] });
  await using _ = segmenter;
  const counts = [];
  for (let k = 0; k < 7; k++) {
    const frame = somebody([100 + k, 60, 116 + k, 110]);
    assert(iou(await segmenter.segment(frame), frame) > 0.85, `frame ${k}`);
    counts.push(sizes.length);
  }
  assertEquals(counts, [2, 2, 2, 3, 3, 3, 4]);
  // A glance goes without.
  await segmenter.glance(somebody(SMALL));
  assertEquals(sizes.length, 4);
});

Deno.test("PeopleSegmenter takes a network for as sure as it was told", async () => {
  const frame = somebody(SMALL);
  const matteOf = async (surer: PersonSegmenter["surer"]) => {
    const { look } = squareLook(1);
    // It is a little sure of nobody, everywhere but in a corner.
    const haze = createMatte(64, 64);
    haze.data.fill(96);
    haze.data[0] = 255;
    const hazy = { ...look.segmenter, segment: () => Promise.resolve(haze) };
    const { segmenter } = madePeople({
      looks: [{ ...look, segmenter: hazy, surer, ofBodies: 2 }],
    });
    await using _ = segmenter;
    return iou(await segmenter.segment(frame), frame);
  };
  const ious = [await matteOf([0, 1]), await matteOf([-4, 1]), await matteOf([0, 20])];
  assertEquals(ious.map((value) => value > 0.5), [true, false, false]);
});

Deno.test("PeopleSegmenter goes without a network of squares that sees nobody there", async () => {
  const { look } = squareLook(1);
  const blind = { ...look.segmenter, segment: () => Promise.resolve(createMatte(64, 64)) };
  const { segmenter } = madePeople({ looks: [{ ...look, segmenter: blind, ofBodies: 9 }] });
  await using _ = segmenter;
  const frame = somebody(SMALL);
  assert(iou(await segmenter.segment(frame), frame) > 0.9);
});

Deno.test("PeopleSegmenter disposes once of a network that has two tasks", async () => {
  const log: string[] = [];
  const both = madeLook(log, "both", 64);
  const segmenter = new PeopleSegmenter({
    detector: madeDetector([]),
    body: madeBody([]),
    ofBodies: 0.5,
    wholeBodies: { knees: [0.05, 0.3], inside: [0.4, 0.6] },
    whole: both,
    looks: [{
      segmenter: both,
      isSquare: false,
      every: 1,
      surer: [0, 1],
      ofHeads: 1,
      ofBodies: 0.5,
    }],
  });
  await segmenter[Symbol.asyncDispose]();
  assertEquals(log, ["disposed"]);
});

Deno.test("PeopleSegmenter finds who enters within three frames, and forgets who leaves", async () => {
  const { segmenter } = madePeople();
  await using _ = segmenter;
  const [empty, frame] = [somebody(), somebody(SMALL)];
  for (let k = 0; k < 5; k++) assertEquals(iou(await segmenter.segment(empty), empty), 1);
  const seen = [];
  for (let k = 0; k < 3; k++) seen.push(iou(await segmenter.segment(frame), frame));
  assert(seen[2] > 0.9, `IoU ${seen}`);
  for (let k = 0; k < 5; k++) assertEquals(iou(await segmenter.segment(empty), empty), 1);
});

Deno.test("PeopleSegmenter sees who enters beside others within three frames", async () => {
  const { segmenter } = madePeople();
  await using _ = segmenter;
  const alone = somebody(SMALL), both = somebody(SMALL);
  const other = somebody([230, 50, 250, 120]);
  for (let i = 0; i < both.bitmap.length; i++) both.bitmap[i] |= other.bitmap[i];
  // Whenever they enter.
  for (let before = 1; before < 7; before++) {
    segmenter.reset();
    for (let k = 0; k < before; k++) {
      assert(iou(await segmenter.segment(alone), alone) > 0.9, `frame ${k}`);
    }
    const seen = [];
    for (let k = 0; k < 3; k++) seen.push(iou(await segmenter.segment(both), both));
    assert(seen[2] > 0.9, `after ${before} frames: IoU ${seen}`);
  }
});

Deno.test("PeopleSegmenter finds at once who enters beside what only the whole look sees", async () => {
  const seenFirst = somebody([200, 20, 310, 170]), nobody = somebody();
  const large = [60, 30, 110, 150], frame = somebody(large), both = somebody(large);
  for (let i = 0; i < both.bitmap.length; i++) both.bitmap[i] |= seenFirst.bitmap[i];
  await using segmenter = peopleBeside(seenFirst);
  // Whenever they enter.
  for (let before = 1; before < 5; before++) {
    segmenter.reset();
    for (let k = 0; k < before; k++) {
      assert(iou(await segmenter.segment(nobody), seenFirst) > 0.9, `frame ${k}`);
    }
    const seen = iou(await segmenter.segment(frame), both);
    assert(seen > 0.9, `after ${before} frames: IoU ${seen}`);
  }
});

Deno.test("PeopleSegmenter takes away what only the close look takes for a person", async () => {
  const log: string[] = [];
  const eyes = madeLook(log, "close", 64);
  // It takes what is green for a person, too.
  const close: Segmenter = {
    segment: ({ bitmap, ...size }) =>
      eyes.segment({ ...size, bitmap: bitmap.map((level, i) => Math.max(level, bitmap[i + 1])) }),
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  await using segmenter = new PeopleSegmenter({
    detector: madeDetector(log),
    body: madeBody(log, 0.1),
    ofBodies: 0.5,
    wholeBodies: { knees: [0.2, 0.6] },
    whole: madeLook(log, "whole", 64),
    looks: [{
      segmenter: close,
      isSquare: false,
      every: 1,
      surer: [0, 1],
      ofHeads: 1,
      ofBodies: 0.5,
    }],
  });
  const frame = somebody([100, 40, 130, 140]);
  for (let y = 60; y < 120; y++) {
    for (let x = 134; x < 150; x++) frame.bitmap[4 * (y * 320 + x) + 1] = 255;
  }
  log.length = 0;
  for (let k = 0; k < 9; k++) {
    const matte = await segmenter.segment(frame);
    assert(iou(matte, frame) > 0.9, `frame ${k}: IoU ${iou(matte, frame)}`);
  }
  // What is furniture in one frame is so in the next ones.
  assert(log.filter((word) => word === "body").length <= 4, log.join());
});

Deno.test("PeopleSegmenter keeps who only the whole look sees", async () => {
  const { segmenter, log } = madePeople({ whole: 64 });
  await using _ = segmenter;
  // Too dark for the finder's and the body's networks, and a part of the frame.
  const frame = somebody([40, 20, 200, 180]);
  for (let i = 0; i < frame.bitmap.length; i++) if (frame.bitmap[i] > 0) frame.bitmap[i] = 230;
  log.length = 0;
  for (let k = 0; k < 3; k++) assert(iou(await segmenter.segment(frame), frame) > 0.9);
});

Deno.test("PeopleSegmenter takes no furniture for people beside somebody whom the finder knows", async () => {
  const furniture = somebody([200, 20, 310, 170]);
  await using segmenter = peopleBeside(furniture);
  const [person, nobody] = [somebody(SMALL), somebody()];
  for (let k = 0; k < 3; k++) assert(iou(await segmenter.segment(person), person) > 0.9);
  segmenter.reset();
  // Where the finder knows nobody, it may be somebody.
  assert(iou(await segmenter.segment(nobody), furniture) > 0.9);
});

Deno.test("PeopleSegmenter gives the same whenever its networks answer", async () => {
  const frames = Array.from({ length: 12 }, (_, k) => somebody([60 + 9 * k, 50, 90 + 9 * k, 120]));
  const run = async (delay?: () => number) => {
    const { segmenter } = madePeople(delay && { delay });
    await using _ = segmenter;
    // All are asked at once.
    return await Promise.all(frames.map((frame) => segmenter.segment(frame)));
  };
  let seed = 7;
  const random = () => (seed = seed * 16807 % 2147483647) % 4;
  assertEquals(await run(random), await run());
});

Deno.test("PeopleSegmenter.reset() forgets whom one followed; what was asked before goes on", async () => {
  const { segmenter } = madePeople({ delay: () => 2 });
  await using _ = segmenter;
  const [before, after] = [somebody(SMALL), somebody([200, 20, 260, 170])];
  const earlier = segmenter.segment(before);
  segmenter.reset();
  const later = segmenter.segment(after);
  assert(iou(await later, after) > 0.9);
  assert(iou(await earlier, before) > 0.9);
});

Deno.test("PeopleSegmenter.glance() looks for people at both ends, too", async () => {
  const { segmenter, log } = madePeople();
  await using _ = segmenter;
  await segmenter.glance(somebody(SMALL));
  assertEquals(log.filter((word) => word === "find").length, 3);
});

Deno.test("PeopleSegmenter.glance() leaves nothing behind", async () => {
  const { segmenter } = madePeople();
  const { segmenter: fresh } = madePeople();
  await using _ = segmenter;
  await using __ = fresh;
  await segmenter.glance(somebody([200, 20, 260, 170]));
  const frame = somebody(SMALL);
  assertEquals(await segmenter.segment(frame), await fresh.segment(frame));
});

Deno.test("PeopleSegmenter gives kernel memory back, and sees the same there", async () => {
  using store = await openStore();
  const frame = somebody(SMALL);
  using stored = store.takeFrame(frame);
  stored.bitmap.set(frame.bitmap);
  const { segmenter: plain } = madePeople();
  await using _ = plain;
  // What kernels keep for themselves is there from the first look on.
  await plain.segment(stored);
  plain.reset();
  const before = store.memory?.arena.bytesInUse;
  const { segmenter, log } = madePeople();
  assertEquals(await segmenter.segment(stored), await plain.segment(frame));
  await segmenter[Symbol.asyncDispose]();
  assertEquals(store.memory?.arena.bytesInUse, before);
  assertEquals(log.filter((word) => word === "disposed").length, 4);
});
