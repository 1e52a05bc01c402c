import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { stereoRectify, undistortRectifyMap } from "../../../../lib/pixels/mod.ts";

const camera = { matrix: [500, 0, 319.5, 0, 500, 239.5, 0, 0, 1], distortion: [] };
const size = { width: 640, height: 480 };
const straight = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** A turn about the vertical axis. */
const turned = (angle: number) => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c, 0, s, 0, 1, 0, -s, 0, c];
};

/** Where a camera shows a place of the room. */
function shown(projection: readonly number[], place: readonly number[]): [number, number] {
  const [x, y, w] = [0, 4, 8].map((row) => {
    const [a, b, c, d] = projection.slice(row, row + 4);
    return a * place[0] + b * place[1] + c * place[2] + d;
  });
  return [x / w, y / w];
}

/** `matrix · place`. */
const moved = (matrix: readonly number[], place: readonly number[]) =>
  [0, 3, 6].map((row) =>
    matrix[row] * place[0] + matrix[row + 1] * place[1] + matrix[row + 2] * place[2]
  );

Deno.test("stereoRectify() turns both cameras until a place lies in one row, at its disparity", () => {
  const pose = { rotation: turned(0.1), translation: [-0.1, 0.01, 0.02] };
  const found = stereoRectify(camera, camera, pose, size);
  for (const place of [[0.2, -0.1, 2], [-0.5, 0.3, 1], [0, 0, 9]]) {
    const second = moved(pose.rotation, place).map((value, i) => value + pose.translation[i]);
    const [x1, y1] = shown(found.projection1, moved(found.rotation1, place));
    const turn = moved(found.rotation2, second);
    const [x2, y2] = shown(
      [...found.projection2.slice(0, 3), 0, ...found.projection2.slice(4)],
      turn,
    );
    assertAlmostEquals(y1, y2, 1e-9);
    // Q takes pixel and disparity back to the place.
    const q = found.reprojection;
    const w = q[14] * (x1 - x2) + q[15];
    const back = [(x1 + q[3]) / w, (y1 + q[7]) / w, q[11] / w];
    moved(found.rotation1, place).forEach((value, i) => assertAlmostEquals(back[i], value, 1e-9));
  }
});

Deno.test("stereoRectify() makes a rotation that is rounded one again", () => {
  const rounded = turned(0.1).map((value) => Number(value.toFixed(3)));
  const pose = { rotation: rounded, translation: [-0.1, 0, 0] };
  const { rotation1: r } = stereoRectify(camera, camera, pose, size);
  assertAlmostEquals(r[0] * r[0] + r[3] * r[3] + r[6] * r[6], 1, 1e-12);
  assertAlmostEquals(r[0] * r[1] + r[3] * r[4] + r[6] * r[7], 0, 1e-12);
});

Deno.test("stereoRectify() with alpha 0 shows nothing from outside, with alpha 1 all", () => {
  const bent = { ...camera, distortion: [-0.2, 0.05, 0, 0] };
  const pose = { rotation: straight, translation: [-0.1, 0, 0] };
  const outside = [0, 1].map((alpha) => {
    const { rotation1: rotation, projection1: projection } = stereoRectify(bent, bent, pose, size, {
      alpha,
    });
    const { x, y } = undistortRectifyMap({ ...bent, rotation, projection }, size);
    return x.filter((value, i) => !(value >= -1 && value <= 640 && y[i] >= -1 && y[i] <= 480))
      .length;
  });
  assertEquals(outside[0], 0);
  assertEquals(outside[1] > 1000, true);
});

Deno.test("stereoRectify() leaves the principal points apart where infinity needs no disparity of 0", () => {
  const other = { ...camera, matrix: [500, 0, 329.5, 0, 500, 239.5, 0, 0, 1] };
  const pose = { rotation: straight, translation: [-0.1, 0, 0] };
  const options = { isZeroAtInfinity: false };
  const { projection1, projection2 } = stereoRectify(camera, other, pose, size, options);
  assertAlmostEquals(projection2[2] - projection1[2], 10, 1e-4);
});

Deno.test("stereoRectify() refuses cameras at one place", () => {
  const pose = { rotation: straight, translation: [0, 0, 0] };
  assertThrows(
    () => stereoRectify(camera, camera, pose, size),
    RangeError,
    "'translation' must be",
  );
});
