import { feather, type Frame, type Matte } from "../../../mod.ts";
import { noiseFrame } from "../../helpers.ts";
import {
  assertTwin,
  frameAt,
  grayAt,
  memory,
  noiseGray,
  noiseMask,
  PLACES,
  primitives,
  SIZES,
} from "../twins.ts";
import { assertEquals, assertStrictEquals } from "@std/assert";

/** Mattes with much that is partial, with little, with nothing, and all of one level. */
function mattesOf(width: number, height: number): Matte[] {
  const noise = noiseGray(width, height, 3);
  const even = (level: number) => ({ ...noise, data: new Uint8Array(width * height).fill(level) });
  const mask = noiseMask(width, height);
  const hard = { ...mask, data: mask.data.map((level) => level === 0 ? 0 : 255) };
  const dot = even(255);
  dot.data[width * height - 1] = 254;
  return [noise, mask, hard, feather(hard, 3), dot, even(0), even(1), even(254), even(255)];
}

const sizes = [...SIZES, [67, 41], [1, 70]] as [number, number][];

for (const place of PLACES.slice(1)) {
  Deno.test(`estimateForeground() of frames ${place} equals the plain twin bit for bit`, () => {
    for (const [width, height] of sizes) {
      mattesOf(width, height).forEach((matte, k) => {
        const placed = { frame: frameAt(place, noiseFrame(width, height, 1)) };
        const alphas = grayAt(place, matte);
        for (const outPlace of PLACES) {
          const out: Frame = frameAt(outPlace, noiseFrame(width, height, 2));
          assertTwin<Frame>(
            (by, options) => by.estimateForeground(placed.frame, alphas, options),
            out,
            [width, height, k, outPlace],
          );
        }
      });
    }
  });
}

Deno.test("estimateForeground() of a frame in the kernels' memory may write into it", () => {
  const frame = noiseFrame(97, 61, 4);
  const matte = feather(noiseMask(97, 61), 4);
  const wanted = primitives.estimateForeground(frame, matte);
  const out = frameAt("inside", frame);
  assertStrictEquals(primitives.estimateForeground(out, grayAt("inside", matte), { out }), out);
  assertEquals([...out.bitmap], [...wanted.bitmap]);
});

Deno.test("estimateForeground() gives all kernel memory back that it took", () => {
  const frame = frameAt("inside", noiseFrame(97, 61, 4));
  const matte = grayAt("inside", feather(noiseMask(97, 61), 4));
  const before = memory.bytesInUse;
  primitives.estimateForeground(frame, matte, { out: frame });
  assertEquals(memory.bytesInUse, before);
});
