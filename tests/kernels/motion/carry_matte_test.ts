import { assertEquals } from "@std/assert";
import type { Gray } from "../../../mod.ts";
import { carryMatte } from "../../../lib/pixels/mod.ts";
import { bytesOf, grayAt, memory, noiseGray, noiseMask, PLACES, SIZES } from "../twins.ts";

/** A picture of waves, moved. */
function waves(width: number, height: number, dx: number, dy: number): Gray {
  const gray = noiseGray(width, height, 5);
  gray.data.forEach((noise, i) => {
    const [x, y] = [i % width - dx, Math.floor(i / width) - dy];
    gray.data[i] = 128 + 60 * Math.sin(x / 3) + 60 * Math.cos(y / 4 + x / 9) + (noise & 7);
  });
  return gray;
}

/** A matte with soft edges and parts of one level. */
function blob(width: number, height: number): Gray {
  const gray = noiseGray(width, height, 2);
  gray.data.forEach((_, i) => {
    const [x, y] = [i % width - width / 2, Math.floor(i / width) - height / 2];
    gray.data[i] = 128 + 9 * (Math.min(width, height) / 3 - Math.hypot(x, y));
    if (x > width / 4) gray.data[i] = 0;
  });
  return gray;
}

for (const place of PLACES) {
  Deno.test(`carryMatte() of mattes ${place} equals the plain twin`, () => {
    for (const [width, height] of [...SIZES, [100, 7]]) {
      for (const [w, h] of [[width, height], [21, 9], [1, 1]]) {
        for (const [dx, dy] of [[0, 0], [2.3, -1.6], [-7, 4]]) {
          const from = waves(w, h, 0, 0), to = waves(w, h, dx, dy);
          for (const matte of [blob(width, height), noiseMask(width, height)]) {
            const wanted = carryMatte(matte, from, to);
            const placed = grayAt(place, matte), out = grayAt(place, noiseGray(width, height, 3));
            const { around } = bytesOf(out);
            const lumas = [grayAt(place, from), grayAt(place, to)] as const;
            carryMatte(placed, ...lumas, { out });
            const what = JSON.stringify({ width, height, w, h, dx, dy });
            assertEquals(bytesOf(out), { own: [...wanted.data], around }, what);
            assertEquals(carryMatte(placed, from, to), wanted, what);
            const { data } = carryMatte(placed, from, to, { out: placed });
            assertEquals(data.slice(), wanted.data);
          }
        }
      }
    }
  });
}

Deno.test("carryMatte() by a kernel gives all memory back but its output's", () => {
  const [matte, from, to] = [blob(64, 36), waves(32, 18, 0, 0), waves(32, 18, 1, 0)];
  const inside = [matte, from, to].map((gray) => grayAt("inside", gray));
  const before = memory.bytesInUse;
  carryMatte(inside[0], inside[1], inside[2]);
  carryMatte(inside[0], inside[1], inside[2], { out: inside[0] });
  assertEquals(memory.bytesInUse, before);
});
