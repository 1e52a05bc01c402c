import { assert, assertEquals, assertThrows } from "@std/assert";
import { PlateGuide } from "../../../lib/methods/segment/plate_guide.ts";
import { RoomLearner } from "../../../lib/methods/segment/room_learner.ts";
import { createFrame, createMatte, type Frame } from "../../../mod.ts";
import { type Block, room, shareOf, SHIRT, SLEEVE, truthOf } from "../rooms.ts";

const size = { width: 320, height: 180 };
const nobody = createMatte(size.width, size.height);

/** Where posts stand, so that no shift but one makes them fit. */
const NEARER = [6, 22, 45, 61, 92, 113, 140, 171, 187, 214, 246, 263, 297];
const FARTHER = [11, 37, 52, 83, 99, 133, 149, 182, 211, 228, 259, 290, 305];

/** Two rows of posts before a wall, of which the upper one is nearer to a camera that has slid. */
function shelf(slide: number, blocks: readonly Block[] = []): Frame {
  const frame = room([], size);
  const color = [200, 190, 180, 255] as const;
  const post = (x: number, y: number): Block => ({ x, y, width: 7, height: 60, color });
  const nearer = NEARER.map((x) => post(x + slide, 10));
  const farther = FARTHER.map((x) => post(x - slide, 95));
  for (const { x, y, width, height, color } of [...nearer, ...farther, ...blocks]) {
    for (let v = y; v < Math.min(size.height, y + height); v++) {
      for (let u = Math.max(0, x); u < Math.min(size.width, x + width); u++) {
        frame.bitmap.set(color, 4 * (v * size.width + u));
      }
    }
  }
  return frame;
}

/** How many pixels of a learner's plate are not those of a picture. */
function differing({ room: { plate, counts } }: RoomLearner, picture: Frame): number {
  const isKnown = (i: number) => counts.data[i] >= 3;
  const differs = (i: number) => {
    const [p, a, b] = [4 * i, plate.bitmap, picture.bitmap];
    return Math.max(...[0, 1, 2].map((c) => Math.abs(a[p + c] - b[p + c]))) > 24;
  };
  return counts.data.filter((_, i) => isKnown(i) && differs(i)).length;
}

function learned(slides: readonly number[]): RoomLearner {
  const learner = new RoomLearner(shelf(0));
  for (const slide of slides) learner.learn(shelf(slide), nobody);
  return learner;
}

Deno.test("RoomLearner learns the place that most looks have seen, and nothing of another", () => {
  const places: [slides: number[], place: number][] = [
    [[0, 0, 0, 0], 0],
    [[0, 0, 0, 0, 6], 0],
    [[6, 0, 0, 0, 0, 0], 0],
    [[12, 6, 0, 0, 0, 0], 0],
    [[0, 0, 6, 6, 6, 6, 6, 6], 6],
  ];
  for (const [slides, place] of places) {
    using learner = learned(slides);
    assertEquals(learner.isMixed, false, `${slides}`);
    assertEquals(differing(learner, shelf(place)), 0, `${slides}`);
    assert(learner.room.counts.data.every((count) => count >= 3), `${slides}`);
  }
});

Deno.test("RoomLearner tells that a room was seen from several places", () => {
  using learner = learned([0, 6, 12, 18, 24, 30]);
  assertEquals(learner.isMixed, true);
  // What they agree about is known: the wall.
  const { counts } = learner.room;
  assert(counts.data.filter((count) => count >= 3).length > 0.5 * counts.data.length);
  learner.forget();
  for (let i = 0; i < 3; i++) learner.learn(shelf(12), nobody);
  assertEquals([learner.isMixed, differing(learner, shelf(12))], [false, 0]);
});

Deno.test("RoomLearner learns a camera that shakes, and a wall without edges, as one place", () => {
  const wall = (level: number) => {
    const frame = createFrame(64, 48);
    frame.bitmap.fill(level);
    return frame;
  };
  using learner = new RoomLearner(wall(100));
  for (const level of [100, 100, 100, 104]) learner.learn(wall(level), createMatte(64, 48));
  assertEquals(learner.isMixed, false);
  const busy = (pan: number) => room([], { isBusy: true, pan });
  using shaken = new RoomLearner(busy(0));
  for (const pan of [0, 1, 0, 1]) shaken.learn(busy(pan), createMatte(64, 48));
  assertEquals(shaken.isMixed, false);
});

Deno.test("RoomLearner refuses looks of another size", () => {
  using learner = new RoomLearner(createFrame(4, 3));
  assertThrows(() => learner.learn(createFrame(5, 3), createMatte(5, 3)), RangeError);
  assertThrows(() => learner.learn(createFrame(4, 3), createMatte(4, 4)), RangeError);
});

const body: Block = { x: 130, y: 30, width: 60, height: 150, color: SHIRT };
const sleeve: Block = { x: 190, y: 75, width: 24, height: 16, color: SLEEVE };

/** A look's camera and where somebody is in it. */
type Look = readonly [slide: number, x: number];

/** What a plate that was learned from looks adds to whom the network sees, in a frame from a place. */
function added(looks: readonly Look[], slide: number, seen: Block, unseen: Block[] = []): number {
  using guide = new PlateGuide(shelf(0));
  for (const [place, x] of looks) {
    guide.learn(shelf(place, [{ ...body, x }]), truthOf([{ ...body, x }], size));
  }
  guide.settle();
  const small = truthOf([seen], size);
  const matte = { ...small, data: small.data.slice() };
  guide.correct(shelf(slide, [seen, ...unseen]), matte, small);
  return shareOf(matte.data) - shareOf(small.data);
}

const looksAt = (count: number, ...look: Look) => Array.from({ length: count }, () => look);

Deno.test("PlateGuide adds nothing of a shelf before which the camera has slid", () => {
  // What is behind somebody was seen from another place only, until somebody leans aside.
  const looks = [...looksAt(4, 6, 220), ...looksAt(8, 0, 130)];
  for (const x of [130, 150, 165, 110]) {
    const share = added(looks, 0, { ...body, x });
    assert(share <= 0, `${x}: ${share}`);
  }
});

Deno.test("PlateGuide completes a sleeve where the camera stands still, also after it has slid", () => {
  const whole = sleeve.width * sleeve.height / (size.width * size.height);
  for (const looks of [looksAt(4, 0, 90), [...looksAt(2, 12, 220), ...looksAt(6, 0, 90)]]) {
    const share = added(looks, 0, body, [sleeve]);
    assert(share > 0.9 * whole && share < 1.1 * whole, `${share / whole}`);
  }
});
