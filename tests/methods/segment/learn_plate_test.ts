import { assertEquals, assertThrows } from "@std/assert";
import { learnPlate, type LearnRule } from "../../../lib/methods/segment/learn_plate.ts";
import { createFrame, createGray, type Frame } from "../../../mod.ts";
import { lcgBytes } from "../../helpers.ts";

/** One pixel of that gray. */
const pixel = (level: number): Frame => ({
  width: 1,
  height: 1,
  bitmap: Uint8ClampedArray.of(level, level, level, 255),
});

/** What is known of one pixel, and how surely, after frames of these levels and mattes. */
function learnedOf(
  levels: readonly number[],
  mattes: readonly number[] = levels.map(() => 0),
  rule?: LearnRule,
): [plate: number, count: number] {
  const plate = createFrame(1, 1), counts = createGray(1, 1), matte = createGray(1, 1);
  levels.forEach((level, k) => {
    matte.data[0] = mattes[k];
    learnPlate(plate, counts, pixel(level), matte, rule);
  });
  return [plate.bitmap[0], counts.data[0]];
}

const times = (count: number, level: number) => new Array(count).fill(level);

Deno.test("learnPlate() takes the first colour as it is, opaque", () => {
  const plate = createFrame(1, 1), counts = createGray(1, 1);
  const clear = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(9, 80, 200, 0) };
  learnPlate(plate, counts, clear, createGray(1, 1));
  assertEquals([...plate.bitmap, ...counts.data], [9, 80, 200, 255, 1]);
});

Deno.test("learnPlate() learns the majority, whoever comes first", () => {
  assertEquals(learnedOf([200, 200, 90, 90, 90, 90, 90])[0], 90);
  assertEquals(learnedOf([90, 200, 90, 200, 90, 200, 90])[0], 90);
  assertEquals(learnedOf([90, 90, 90, 90, 200, 200]), [90, 2]);
});

Deno.test("learnPlate() ignores what is foreground", () => {
  assertEquals(learnedOf([90, 200, 200, 200], [0, 61, 255, 61]), [90, 1]);
  assertEquals(learnedOf([200], [255]), [0, 0]);
  // Up to 60 it is background.
  assertEquals(learnedOf([90, 200], [0, 60]), [90, 0]);
});

Deno.test("learnPlate() replaces a colour that was wrong at first, once as much speaks against it", () => {
  assertEquals(learnedOf([...times(4, 200), ...times(4, 90)]), [200, 0]);
  assertEquals(learnedOf([...times(4, 200), ...times(5, 90)]), [90, 1]);
});

Deno.test("learnPlate() counts to 255 and no further", () => {
  assertEquals(learnedOf(times(300, 90)), [90, 255]);
  assertEquals(learnedOf([...times(300, 90), 200]), [90, 254]);
});

Deno.test("learnPlate() takes a colour for the same if each channel is near", () => {
  assertEquals(learnedOf([100, 124])[1], 2);
  assertEquals(learnedOf([100, 125])[1], 0);
  assertEquals(learnedOf([100, 103], [0, 0], { nearest: 2 })[1], 0);
});

Deno.test("learnPlate() moves by the mean's step, rounded away from 0", () => {
  // Half of 10; a third of 7, and of 1.
  assertEquals(learnedOf([100, 110])[0], 105);
  assertEquals(learnedOf([100, 100, 107])[0], 103);
  assertEquals(learnedOf([100, 100, 93])[0], 97);
  assertEquals(learnedOf([100, 100, 101])[0], 101);
  // A part in most + 1 at least.
  assertEquals(learnedOf([...times(200, 100), 121])[0], 101);
  assertEquals(learnedOf([...times(200, 100), 122])[0], 102);
});

Deno.test("learnPlate() follows light that changes slowly, however well the colour is known", () => {
  const dusk = Array.from({ length: 100 }, (_, k) => 150 - (k >> 1));
  assertEquals(learnedOf([...times(255, 150), ...dusk]), [101, 255]);
});

Deno.test("learnPlate() comes to rest within noise's middle", () => {
  const noise = [...lcgBytes(200, 1)].map((byte) => 97 + byte % 7);
  const [level] = learnedOf(noise);
  assertEquals(Math.abs(level - 100) <= 2, true, `${level}`);
});

Deno.test("learnPlate() refuses other sizes and numbers out of range", () => {
  const [frame, gray] = [createFrame(2, 1), createGray(2, 1)];
  assertThrows(() => learnPlate(frame, gray, createFrame(1, 1), gray), RangeError, "learn a plate");
  const learn = (rule: LearnRule) => () => learnPlate(frame, gray, frame, gray, rule);
  assertThrows(learn({ most: 32 }), RangeError, "'most' must be a whole number from 1 to 31");
  assertThrows(learn({ most: 0 }), RangeError, "got 0");
  assertThrows(learn({ nearest: 256 }), RangeError, "'nearest'");
  assertThrows(learn({ surelyBackground: 1.5 }), RangeError, "'surelyBackground'");
});
