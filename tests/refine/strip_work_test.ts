import { assertEquals } from "@std/assert";
import { createFrame, type Gray, type Pixels, SimdPixels } from "../../mod.ts";
import { spatialStage } from "../../lib/refine/refine_stage.ts";
import { parseRefinement } from "../../lib/refine/refinement.ts";
import { lcgBytes } from "../helpers.ts";

/** So large that it is worked on in strips, and no multiple of 4 high. */
const [WIDTH, HEIGHT] = [2048, 2051];

function picture(): { matte: Gray; frame: ReturnType<typeof createFrame> } {
  const frame = createFrame(WIDTH, HEIGHT);
  const noise = lcgBytes(WIDTH * HEIGHT, 5);
  for (let i = 0; i < noise.length; i++) frame.bitmap.fill(noise[i] & (i >> 14), 4 * i, 4 * i + 3);
  return { frame, matte: { width: WIDTH, height: HEIGHT, data: noise } };
}

function copyOf({ width, height, data }: Gray): Gray {
  return { width, height, data: data.slice() };
}

for (
  const text of [
    ...["erode:9", "dilate:20:rect", "open:12", "close:7:cross", "median:2", "median:9", "blur:30"],
    ...["gaussian:6", "threshold:99", "guided:9:0.001", "guided:21:0.001:2", "guided:22:0.0001:4"],
  ]
) {
  Deno.test(`spatialStage() gives turns within ${text} of a large matte, and the same matte`, async () => {
    const pixels: Pixels = await SimdPixels.load();
    const { matte, frame } = picture();
    const [step] = parseRefinement(text);
    const wanted = spatialStage(step, pixels).push({ matte: copyOf(matte), frame })!;
    const steps = spatialStage(step, pixels).pushInSteps!({ matte: copyOf(matte), frame });
    let turns = 0;
    let result = steps.next();
    for (; !result.done; result = steps.next()) turns++;
    assertEquals(turns > 1, true);
    // Without assertEquals, which would print four million numbers.
    assertEquals(result.value!.matte.data.every((v, i) => v === wanted.matte.data[i]), true);
  });
}
