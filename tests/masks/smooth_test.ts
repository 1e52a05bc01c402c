import { assertEquals } from "@std/assert";
import { plainPixels } from "../../mod.ts";
import { SmoothStage } from "../../lib/masks/smooth.ts";
import { grayOf, row } from "../helpers.ts";

/** What comes out for mattes of one pixel, before a picture of these levels. */
function smoothed(stage: SmoothStage, alphas: number[], levels: number[] = alphas.map(() => 50)) {
  const out: (number | undefined)[] = [];
  for (const [k, alpha] of alphas.entries()) {
    out.push(stage.push({ matte: grayOf([[alpha]]), frame: row([levels[k]]) })?.matte.data[0]);
  }
  for (let k = 0; k < stage.lookahead; k++) out.push(stage.flush()?.matte.data[0]);
  return out;
}

Deno.test("SmoothStage takes the mean over time where nothing moves", () => {
  const alphas = smoothed(new SmoothStage(1, 1, plainPixels), [0, 0, 255, 0, 0]);
  assertEquals(alphas, [undefined, 0, 85, 85, 85, 0]);
});

Deno.test("SmoothStage leaves no trail where something moves", () => {
  const alphas = smoothed(new SmoothStage(1, 1, plainPixels), [0, 0, 255, 0], [9, 9, 200, 9]);
  assertEquals(alphas, [undefined, 0, 0, 255, 0]);
});

Deno.test("SmoothStage of strength 0 changes nothing", () => {
  const alphas = smoothed(new SmoothStage(0, 2, plainPixels), [10, 200, 30]);
  assertEquals(alphas, [undefined, undefined, 10, 200, 30]);
});

Deno.test("SmoothStage without look-ahead looks back, and comes at once", () => {
  assertEquals(smoothed(new SmoothStage(1, 0, plainPixels), [0, 100, 100]), [0, 50, 100]);
});

Deno.test("SmoothStage counts a neighbour by its strength", () => {
  assertEquals(smoothed(new SmoothStage(0.5, 0, plainPixels), [0, 90]), [0, 60]);
});
