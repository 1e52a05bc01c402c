import { assertEquals } from "@std/assert";
import type { BodyLook } from "../../../lib/networks/people/body_network.ts";
import { Person, type WholeBodies } from "../../../lib/networks/people/person.ts";
import { grayOf } from "../../helpers.ts";

const UNIT = { width: 1, height: 1 };
const FRAME = { width: 200, height: 200 };
const RULE: WholeBodies = { knees: [0.05, 0.3], inside: [0.4, 0.6] };

Deno.test("Person.follow() keeps a region while it fits, and chooses one with 30 % around", () => {
  const person = new Person({ x: 100, y: 100, radius: 50 }, true);
  assertEquals(person.regionIn(FRAME), { left: 50, top: 50, width: 100, height: 100 });
  const seen = (left: number) =>
    grayOf(
      Array.from({ length: 20 }, () =>
        Array.from({ length: 60 }, (_, x) => x >= left && x < left + 20 ? 255 : 0)),
    );
  const place = { left: 80, top: 80, width: 60, height: 20 };
  person.follow(seen(20), place, UNIT, FRAME);
  const region = { left: 94, top: 74, width: 32, height: 32 };
  assertEquals(person.region, region);
  // Three more to the right: 15 % are left.
  person.follow(seen(23), place, UNIT, FRAME);
  assertEquals(person.region, region);
  person.follow(seen(24), place, UNIT, FRAME);
  assertEquals(person.region, { ...region, left: 98 });
});

Deno.test("Person is gone when not seen three times", () => {
  const person = new Person({ x: 10, y: 10, radius: 5 }, true);
  const place = { left: 0, top: 0, width: 2, height: 1 };
  for (const isGone of [false, false, true]) {
    person.follow(grayOf([[0, 127]]), place, UNIT, FRAME);
    assertEquals([person.isMissed, person.isGone], [true, isGone]);
  }
  person.follow(grayOf([[0, 128]]), place, UNIT, FRAME);
  assertEquals([person.isMissed, person.isGone], [false, false]);
});

Deno.test("Person of whom the body network was sure is gone when it has seen nobody three times", () => {
  const look = (presence: number): BodyLook => ({
    ...{ logits: new Float32Array(1), side: 1, region: { left: 0, top: 0, ...UNIT }, knees: 0 },
    ...{ presence, nose: { x: 0, y: 0 }, circle: { x: 10, y: 10, radius: 5 } },
  });
  const person = new Person({ x: 10, y: 10, radius: 5 }, true);
  person.takeBody(look(1), FRAME, RULE);
  for (const isGone of [false, false, true]) {
    person.takeBody(look(0.05), FRAME, RULE);
    assertEquals(person.isGone, isGone);
  }
  person.takeBody(look(1), FRAME, RULE);
  assertEquals(person.isGone, false);
  // A finder's error is one from the first look on.
  const nobody = new Person({ x: 10, y: 10, radius: 5 }, true);
  nobody.takeBody(look(0.05), FRAME, RULE);
  assertEquals(nobody.isGone, true);
});

Deno.test("Person.wholeness goes by knees, or by how far the circle around the body is in the picture", () => {
  const wholeness = (knees: number, y: number, radius: number) => {
    const person = new Person({ x: 100, y: 100, radius: 50 }, true);
    const circle = { x: 100, y, radius };
    const region = { left: 0, top: 0, width: 1, height: 1 };
    person.takeBody(
      { logits: new Float32Array(1), side: 1, region, presence: 1, knees, circle, nose: circle },
      FRAME,
      RULE,
    );
    return Math.round(100 * person.wholeness) / 100;
  };
  assertEquals(new Person({ x: 0, y: 0, radius: 1 }, true).wholeness, 0);
  // Half of the square is below the picture, or all of it, and then knees are to be seen or not.
  assertEquals([wholeness(0, 200, 50), wholeness(0, 260, 50)], [0.5, 0]);
  assertEquals([wholeness(0.175, 260, 50), wholeness(1, 260, 50)], [0.5, 1]);
  assertEquals([wholeness(0, 100, 50), wholeness(0, 100, 0)], [1, 0]);
});

Deno.test("Person.keepOwn() takes nothing from whom no finder has found, nor where that is not told", () => {
  const logits = Float32Array.from({ length: 400 }, (_, i) => i % 20 < 8 ? 5 : -5);
  const region = { left: 0, top: 0, width: 20, height: 20 };
  const rows = Array.from(
    { length: 20 },
    () => Array.from({ length: 20 }, (_, x) => x < 8 || x >= 14 ? 255 : 0),
  );
  const look: BodyLook = {
    ...{ logits, side: 20, region, presence: 1, knees: 0, nose: { x: 4, y: 2 } },
    circle: { x: 4, y: 10, radius: 10 },
  };
  const keptBy = (person: Person) => {
    const matte = grayOf(rows);
    person.keepOwn(matte, region, UNIT, FRAME, { sees: grayOf([[0]]) });
    return matte.data.filter((level) => level === 255).length;
  };
  const [group, person] = [false, true].map((isFound) => new Person(look.circle, isFound));
  for (const one of [group, person]) one.takeBody(look, FRAME, RULE);
  assertEquals([keptBy(group), keptBy(person)], [280, 160]);
  // Of a face that fills the picture the circle is far below it.
  person.circle = { ...look.circle, radius: 310 };
  assertEquals(keptBy(person), 280);
  person.circle = look.circle;
  person.keepAll(2);
  assertEquals([keptBy(person), keptBy(person), keptBy(person)], [280, 280, 160]);
});
