import { assertEquals } from "@std/assert";
import { SampledFrames } from "../../../lib/methods/plate/sampled_frames.ts";
import { row } from "../../helpers.ts";

Deno.test("SampledFrames keeps evenly spaced frames, and copies of them", () => {
  const sampled = new SampledFrames(4);
  const lent = row([0]);
  for (let level = 0; level < 20; level++) {
    lent.bitmap.fill(level, 0, 3);
    sampled.add(lent);
  }
  const kept = sampled.frames.map(({ bitmap }) => bitmap[0]);
  assertEquals(kept, [0, 8, 16]);
});
