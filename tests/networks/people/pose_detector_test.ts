import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { ModelError } from "../../../lib/errors.ts";
import { PoseDetector } from "../../../lib/networks/people/pose_detector.ts";
import { createFrame } from "../../../lib/raster/frame.ts";
import { madeSession } from "./made_people.ts";

const OUTPUTS = [{ name: "boxes", dims: [1, 2254, 12] }, { name: "scores", dims: [1, 2254, 1] }];

/** A detector that gives some boxes: their number, score and the twelve numbers. */
function giving(...given: readonly (readonly [box: number, score: number, numbers: number[]])[]) {
  return new PoseDetector(madeSession(224, OUTPUTS, () => {
    const boxes = new Float32Array(12 * 2254), scores = new Float32Array(2254).fill(-9);
    for (const [k, score, numbers] of given) {
      scores[k] = score;
      boxes.set(numbers, 12 * k);
    }
    return [boxes, scores];
  }));
}

/** The first of two boxes in the middle of 28 × 28 places, whose centre is at 14.5 / 28. */
const MIDDLE = 2 * (14 * 28 + 14);

Deno.test("PoseDetector.find() gives a face and a circle in the frame's pixels", async () => {
  // From the place: face 4 left and as high, 16 × 32; hips 8 lower, rim 56 above those.
  await using detector = giving([MIDDLE, 3, [-4, -4, 16, 32, 0, 8, 0, -48, 0, 0, 0, 0]]);
  const [person, ...more] = await detector.find(createFrame(448, 224));
  assertEquals(more, []);
  const { face, circle, score } = person;
  // The place is at 116 of 224: at 232 of the 448 across, and 112 less down, where bars are.
  assertEquals([circle.x, circle.y, circle.radius].map(Math.round), [232, 136, 112]);
  assertEquals([face.left, face.top, face.width, face.height].map(Math.round), [208, 80, 32, 64]);
  assertAlmostEquals(score, 1 / (1 + Math.exp(-3)), 1e-9);
});

Deno.test("PoseDetector.find() takes the mean of boxes of one face, by how sure they are", async () => {
  const box = (x: number) => [x, 0, 40, 40, x, 0, x, -50, 0, 0, 0, 0];
  await using detector = giving([MIDDLE, 20, box(0)], [MIDDLE + 1, 20, box(8)], [0, 4, box(0)]);
  const found = await detector.find(createFrame(224, 224));
  // Two in the middle are one person, the one in the corner another.
  assertEquals(found.map(({ circle }) => [circle.x, circle.y].map(Math.round)), [[120, 116], [
    4,
    4,
  ]]);
});

Deno.test("PoseDetector.find() gives nobody below its threshold", async () => {
  await using detector = giving([MIDDLE, Math.log(0.39 / 0.61), [
    0,
    0,
    40,
    40,
    0,
    0,
    0,
    -50,
    0,
    0,
    0,
    0,
  ]]);
  assertEquals(await detector.find(createFrame(9, 7)), []);
});

Deno.test("PoseDetector.find() refuses another network", async () => {
  const outputs = [{ name: "boxes", dims: [1, 2, 4] }];
  await using detector = new PoseDetector(madeSession(224, outputs, () => [new Float32Array(8)]));
  await assertRejects(() => detector.find(createFrame(9, 7)), ModelError, "no pose detector");
});
