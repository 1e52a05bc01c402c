import { assertEquals } from "@std/assert";
import type { Disparity, Frame } from "../../../mod.ts";
import { upsampleDisparity } from "../../../lib/pixels/mod.ts";
import { noiseFrame } from "../../helpers.ts";
import { frameAt, memory, noiseGray, PLACES, plainly, SIZES } from "../twins.ts";

/** A map of steps, slopes and holes. */
function steps(width: number, height: number): Disparity {
  const { data } = noiseGray(width, height, 6);
  const disparity = Float32Array.from(data, (level, i) => {
    if (level < 20) return NaN;
    const x = i % width, y = Math.floor(i / width);
    return (x + 2 * y) % 11 < 4 ? 30 + x / 7 : 8 + level / 1000 + y / 3;
  });
  return { width, height, disparity };
}

/** A frame in which colours often come back, so that votes tie. */
function fewColors(width: number, height: number): Frame {
  const frame = noiseFrame(width, height, 8);
  frame.bitmap.forEach((level, p) => frame.bitmap[p] = p % 4 === 3 ? level : level & 0xc0);
  return frame;
}

for (const place of PLACES) {
  Deno.test(`upsampleDisparity() of frames ${place} equals the plain twin, to the bit`, () => {
    for (const [width, height] of [...SIZES, [50, 31]]) {
      for (const [w, h] of [[width, height], [7, 5], [26, 13], [1, 1], [1, 9]]) {
        for (const options of [{}, { radius: 1, slope: 0 }, { radius: 5, sigma: 90 }]) {
          const map = steps(w, h), frame = fewColors(width, height);
          const wanted = upsampleDisparity(map, frame, options);
          const placed = frameAt(place, frame);
          const found = upsampleDisparity(map, placed, options);
          assertEquals(found, wanted, JSON.stringify({ width, height, w, h, options }));
          assertEquals(plainly(() => upsampleDisparity(map, placed, options)), wanted);
        }
      }
    }
  });
}

Deno.test("upsampleDisparity() by a kernel writes where out lies, and gives all memory back", () => {
  const frame = frameAt("inside", fewColors(40, 30));
  const map = steps(20, 15);
  const out = { width: 40, height: 30, disparity: memory.createNumbers(1200) };
  // The plan of a resize stays in the memory for the next one.
  upsampleDisparity(map, frame, { out });
  out.disparity.fill(0);
  const before = memory.bytesInUse;
  upsampleDisparity(map, frame, { out });
  const wanted = plainly(() => upsampleDisparity(map, frame));
  assertEquals([...out.disparity], [...wanted.disparity]);
  assertEquals(memory.bytesInUse, before);
});
