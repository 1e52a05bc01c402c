import { assertEquals } from "@std/assert";
import type { BodyLook } from "../../../lib/networks/people/body_network.ts";
import {
  addedPeople,
  anchorPeople,
  countNew,
  distinct,
  doubtfulParts,
} from "../../../lib/networks/people/newcomers.ts";
import { Person } from "../../../lib/networks/people/person.ts";
import { grayOf } from "../../helpers.ts";

const FRAME = { width: 200, height: 100 };

/** Somebody whose nose is there. */
function seen(x: number, y: number, { presence = 1, knees = 0 } = {}): Person {
  const circle = { x, y: y + 40, radius: 50 };
  const look: BodyLook = {
    ...{ logits: new Float32Array(1), side: 1, region: { left: 0, top: 0, width: 1, height: 1 } },
    ...{ presence, knees, nose: { x, y }, circle },
  };
  const person = new Person(circle, true, { left: 0, top: 0, ...FRAME });
  person.takeBody(look, FRAME, { knees: [0.2, 0.6] });
  return person;
}

/** Whom a finder finds, by the middle of the face. */
const found = (x: number, y: number) => ({
  score: 1,
  face: { left: x - 10, top: y - 10, width: 20, height: 20 },
  circle: { x, y: y + 38, radius: 55 },
});

Deno.test("addedPeople() knows people by their noses, however near they stand", () => {
  const known = [seen(80, 20)];
  assertEquals(addedPeople(known, [found(83, 22)], FRAME).length, 0);
  // Circles overlap by two thirds, and the region holds both faces.
  const [added, ...more] = addedPeople(known, [found(83, 22), found(100, 20)], FRAME);
  assertEquals(more, []);
  assertEquals(added.circle, found(100, 20).circle);
});

Deno.test("addedPeople() knows by circle and face whom the body network does not see", () => {
  assertEquals(addedPeople([seen(80, 20, { presence: 0.2 })], [found(90, 20)], FRAME).length, 0);
});

Deno.test("anchorPeople() looks where the finder has found somebody, unless a whole body is seen", () => {
  const [head, body] = [seen(80, 20), seen(150, 20, { knees: 1 })];
  anchorPeople([head, body], [found(82, 20), found(150, 22)], FRAME);
  assertEquals(head.circle, found(82, 20).circle);
  assertEquals(body.circle, { x: 150, y: 60, radius: 50 });
});

Deno.test("distinct() leaves out people who are others", () => {
  const [one, beside, same] = [seen(80, 20), seen(90, 20), seen(82, 21)];
  // All have the same region.
  assertEquals(distinct([one, beside, same]), [one, beside]);
  const unsure = seen(150, 20, { presence: 0 });
  assertEquals(distinct([one, unsure]), [one]);
});

Deno.test("doubtfulParts() are what was taken and nobody else has, unless it is settled", () => {
  const person = seen(30, 30);
  // 5 × 5 pixels of the frame are one of the matte and one of the body network's look.
  const boxed = (left: number, right: number) =>
    grayOf(
      Array.from({ length: 20 }, () =>
        Array.from({ length: 40 }, (_, x) => x >= left && x < right ? 255 : 0)),
    );
  const all = boxed(0, 16);
  boxed(24, 36).data.forEach((level, i) => all.data[i] ||= level);
  const logits = Float32Array.from({ length: 1600 }, (_, i) => i % 40 < 16 && i < 800 ? 5 : -5);
  const region = { left: 0, top: 0, width: 200, height: 200 };
  person.takeBody({ ...person.body!, logits, side: 40, region }, FRAME, { knees: [0.2, 0.6] });
  const place = { left: 0, top: 0, width: 40, height: 20 };
  const own = { ...all, data: all.data.slice() };
  const nobody = grayOf([[0]]);
  assertEquals(
    person.keepOwn(own, place, { width: 5, height: 5 }, FRAME, { sees: nobody }),
    undefined,
  );
  const [part, ...more] = doubtfulParts([person], own, FRAME, []);
  assertEquals(more, []);
  assertEquals(part.region, { left: 120, top: 0, width: 60, height: 100 });
  assertEquals(doubtfulParts([person], own, FRAME, [part.region]), []);
  assertEquals(doubtfulParts([person], boxed(0, 40), FRAME, []), []);
});

Deno.test("countNew() counts what a part adds to a matte", () => {
  const all = grayOf([[0, 200, 0], [0, 0, 0]]);
  const part = { left: 1, top: 0, ...grayOf([[255, 255], [127, 128]]) };
  assertEquals(countNew(all, part), 2);
});
