import { assertEquals, assertStrictEquals } from "@std/assert";
import { FrameDelay } from "../../lib/pipeline/frame_delay.ts";
import { numbered, row } from "../helpers.ts";

const timed = (number: number, level = number) => ({
  ...numbered(number, row([level])),
  timestamp: number / 25,
});

Deno.test("FrameDelay of 0 lets a frame through as it is", () => {
  const frame = timed(1);
  const delay = new FrameDelay(0);
  assertStrictEquals(delay.exchange(frame), frame);
  assertEquals([...delay.rest()], []);
});

Deno.test("FrameDelay gives each frame later, with the pixels it had", () => {
  const delay = new FrameDelay(2);
  const lent = timed(1, 11);
  assertEquals(delay.exchange(lent), undefined);
  lent.bitmap.fill(0);
  assertEquals(delay.exchange(timed(2)), undefined);
  assertEquals(delay.exchange(timed(3)), timed(1, 11));
  assertEquals(delay.exchange(timed(4)), timed(2));
  assertEquals([...delay.rest()], [timed(3), timed(4)]);
  assertEquals([...delay.rest()], []);
});
