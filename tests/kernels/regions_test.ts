import { assertEquals } from "@std/assert";
import { voteEdges } from "../../lib/pixels/mod.ts";
import {
  connectedComponents,
  createFrame,
  fillHoles,
  type Frame,
  type Gray,
  keepLargest,
  removeSmaller,
} from "../../mod.ts";
import { bytesOf, frameAt, grayAt, noiseGray, noiseMask, type Place, SIZES } from "./twins.ts";

/** Rows of stripes, which are as many runs as there can be, and what ends at a vector's side. */
const stripes = (width: number, height: number, first: number): Gray => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => (i % width & 1) === first ? 255 : 0),
});

const blank = (width: number, height: number, level: number): Gray => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(level),
});

for (const place of ["inside", "inside, unaligned"] satisfies Place[]) {
  Deno.test(`Regions of masks ${place} equal the plain twins bit for bit`, () => {
    for (const [width, height] of [...SIZES, [128, 9], [300, 41]] as [number, number][]) {
      const masks = [
        noiseGray(width, height, 5),
        noiseMask(width, height),
        blank(width, height, 255),
        blank(width, height, 0),
        stripes(width, height, 0),
        stripes(width, height, 1),
      ];
      masks.forEach((mask, k) => {
        for (const level of [1, 128, 255]) {
          for (const connectivity of [4, 8] as const) {
            const options = { level, connectivity };
            const what = JSON.stringify([width, height, k, level, connectivity]);
            const fast = connectedComponents(grayAt(place, mask), options);
            assertEquals(fast, connectedComponents(mask, options), what);
            const work = [
              (from: Gray, out?: Gray) => keepLargest(from, { ...options, ...(out && { out }) }),
              (from: Gray, out?: Gray) =>
                removeSmaller(from, 3, { ...options, ...(out && { out }) }),
              (from: Gray, out?: Gray) =>
                fillHoles(from, { ...options, closedBottom: true, ...(out && { out }) }),
            ];
            for (const one of work) {
              const placed = grayAt(place, mask);
              const { around } = bytesOf(placed);
              one(placed, placed);
              assertEquals(bytesOf(placed), { own: [...one(mask).data], around }, what);
            }
          }
        }
      });
    }
  });
}

for (const place of ["inside", "inside, unaligned"] satisfies Place[]) {
  Deno.test(`voteEdges() of frames ${place} equals the plain twin bit for bit`, () => {
    for (const [width, height] of [[1, 1], [7, 3], [64, 40], [101, 67]] as [number, number][]) {
      const frame = noiseFrameOf(width, height);
      for (
        const mask of [stripes(width, height, 0), noiseMask(width, height), half(width, height)]
      ) {
        for (
          const options of [
            {},
            { radius: 1, reach: 16, deviation: 20, unsure: noiseMask(width, height) },
            { radius: 3, deviation: 255 },
          ]
        ) {
          const plain = voteEdges(mask, frame, options);
          const out = grayAt(place, blank(width, height, 7));
          const { around } = bytesOf(out);
          voteEdges(grayAt(place, mask), frameAt(place, frame), { ...options, out });
          assertEquals(bytesOf(out), { own: [...plain.data], around });
        }
      }
    }
  });
}

/** Foreground on the left. */
const half = (width: number, height: number): Gray => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => i % width < width / 2 ? 255 : 0),
});

/** Colours that are alike in stripes. */
function noiseFrameOf(width: number, height: number): Frame {
  const frame = createFrame(width, height);
  const { data } = noiseGray(width, height, 3);
  for (let i = 0; i < data.length; i++) {
    const base = i % width < width / 2 + 2 ? 40 : 150;
    frame.bitmap.set([base + (data[i] >> 4), base, base + (data[i] >> 3), 255], 4 * i);
  }
  return frame;
}
