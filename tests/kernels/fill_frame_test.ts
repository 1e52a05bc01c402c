import { dropAlpha, fillFrame, type Rgba } from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";
import { assertTwin, frameAt, PLACES, SIZES } from "./twins.ts";

for (const place of PLACES) {
  Deno.test(`fillFrame() and dropAlpha() are equal by kernels and plainly on frames ${place}`, () => {
    for (const [width, height] of SIZES) {
      const what = { width, height };
      for (const color of [[1, 2, 3, 4], [255, 128, 0, 255], [0, 0, 0, 0]] satisfies Rgba[]) {
        const out = frameAt(place, noiseFrame(width, height, 2));
        assertTwin((_, { out }) => fillFrame(out!, color), out, { ...what, color });
      }
      const frame = frameAt(place, noiseFrame(width, height, 1));
      const out = frameAt(place, noiseFrame(width, height, 2));
      assertTwin((_, options) => dropAlpha(frame, options), out, what);
      const own = frameAt(place, frame);
      assertTwin((_, { out = own }) => dropAlpha(out, { out }), own, what);
    }
  });
}
