import { noiseFrame } from "../helpers.ts";
import { assertTwin, frameAt, PLACES, SIZES } from "./twins.ts";

for (const place of PLACES) {
  Deno.test(`mirror() is equal by the kernel and plainly on frames ${place}`, () => {
    for (const [width, height] of SIZES) {
      const what = { width, height };
      const frame = frameAt(place, noiseFrame(width, height, 1));
      const out = frameAt(place, noiseFrame(width, height, 2));
      assertTwin((by, options) => by.mirror(frame, options), out, what);
      const own = frameAt(place, frame);
      assertTwin((by, { out = own }) => by.mirror(out, { out }), own, { ...what, inPlace: true });
    }
  });
}
