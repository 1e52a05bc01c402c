import { assertEquals, assertThrows } from "@std/assert";
import { createGray, expose, type Gray, grayscale } from "../../../mod.ts";
import {
  alignPictures,
  type Homography,
  mapPoint,
  refineHomography,
  warpPerspective,
} from "../../../lib/pixels/mod.ts";
import { handHeld, roomOf } from "./room.ts";

const room = roomOf(320, 200, 1);
const gray = grayscale(room);

/** The largest distance between two maps at the corners, in pixels. */
function distance(a: Homography, b: Homography): number {
  return Math.max(
    ...[[0, 0], [319, 0], [319, 199], [0, 199]].map(([x, y]) => {
      const [p, q] = [a, b].map((map) => mapPoint(map, { x, y }));
      return Math.hypot(p.x - q.x, p.y - q.y);
    }),
  );
}

function seenBy(pose: Homography): Gray {
  return grayscale(warpPerspective(room, pose));
}

for (
  const hand of [{ turn: 3 }, { zoom: 1.05 }, { zoom: 0.95 }, { right: 16 }, { tilt: 0.02 }, {
    turn: -2,
    zoom: 1.03,
    right: -9,
    tilt: 0.01,
  }]
) {
  Deno.test(`alignPictures() finds ${JSON.stringify(hand)} to a fifth of a pixel`, () => {
    const pose = handHeld(room, hand);
    const found = alignPictures(gray, seenBy(pose))!;
    assertEquals(distance(found, pose) < 0.2, true, `${distance(found, pose)}`);
  });
}

Deno.test("alignPictures() does not mind somebody before a part, nor another exposure", () => {
  const pose = handHeld(room, { turn: 2, right: 5 });
  const other = warpPerspective(room, pose);
  const channel = { gain: 0.8, offset: 20 };
  expose(other, [channel, channel, channel], { out: other });
  for (let y = 60; y < 200; y++) other.bitmap.fill(30, 4 * (320 * y + 90), 4 * (320 * y + 230));
  const found = alignPictures(gray, grayscale(other))!;
  assertEquals(distance(found, pose) < 0.3, true, `${distance(found, pose)}`);
});

Deno.test("alignPictures() looks only where the mask says", () => {
  const pose = handHeld(room, { right: 4 });
  const other = seenBy(pose);
  // The left half shows the room unmoved.
  const mask = createGray(320, 200);
  for (let y = 0; y < 200; y++) {
    const at = 320 * y;
    other.data.set(gray.data.subarray(at, at + 160), at);
    mask.data.fill(255, at + 165, at + 320);
  }
  const found = alignPictures(gray, other, { mask })!;
  const { x } = mapPoint(found, { x: 240, y: 100 });
  assertEquals(Math.abs(x - 244) < 0.2, true, `${x}`);
});

Deno.test("alignPictures() finds nothing between two rooms, on a bare wall or on a pixel", () => {
  assertEquals(alignPictures(gray, grayscale(roomOf(320, 200, 2))), undefined);
  assertEquals(alignPictures(createGray(64, 64), createGray(64, 64)), undefined);
  assertEquals(alignPictures(createGray(1, 1), createGray(1, 1)), undefined);
  assertThrows(() => alignPictures(gray, createGray(1, 1)), RangeError);
});

Deno.test("refineHomography() mends what is a pixel off, and gives none on a bare wall", () => {
  const pose = handHeld(room, { turn: 1, zoom: 1.01 });
  const start: Homography = [pose[0], pose[1], pose[2] + 1, ...pose.slice(3)] as never;
  const found = refineHomography(gray, seenBy(pose), start)!;
  assertEquals(distance(found, pose) < 0.2, true, `${distance(found, pose)}`);
  const wall = createGray(5, 5);
  assertEquals(refineHomography(wall, wall, pose), undefined);
});
