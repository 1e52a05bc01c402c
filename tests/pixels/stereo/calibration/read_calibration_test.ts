import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { readCalibration, stereoRectify } from "../../../../lib/pixels/mod.ts";

/** What OpenCV's example writes as intrinsics.yml, in fewer digits. */
const INTRINSICS = `%YAML:1.0
---
M1: !!opencv-matrix
   rows: 3
   cols: 3
   dt: d
   data: [ 500., 0., 3.195e+02, 0., 500., 2.395e+02, 0., 0., 1. ]
D1: !!opencv-matrix
   rows: 1
   cols: 5
   dt: d
   data: [ -2.5e-01, 5.0e-02, 0., 0.,
       1.0e-03 ]
M2: !!opencv-matrix
   rows: 3
   cols: 3
   dt: d
   data: [ 510., 0., 3.15e+02, 0., 510., 2.41e+02, 0., 0., 1. ]
D2: !!opencv-matrix
   rows: 1
   cols: 4
   dt: d
   data: [ -2.0e-01, 0., 0., 0. ]
`;

const EXTRINSICS = `%YAML:1.0
---
R: !!opencv-matrix
   rows: 3
   cols: 3
   dt: d
   data: [ 1., 0., 0., 0., 1., 0., 0., 0., 1. ]
T: !!opencv-matrix
   rows: 3
   cols: 1
   dt: d
   data: [ -6.0e+01, 0., 0. ]
`;

const size = { width: 640, height: 480 };

/** One YAML file, some of it replaced. */
const changed = (from: string | RegExp, to: string) =>
  INTRINSICS.concat(EXTRINSICS.slice(EXTRINSICS.indexOf("R:"))).replace(from, to);

Deno.test("readCalibration() reads intrinsics and extrinsics in two files and in one", () => {
  const two = readCalibration([INTRINSICS, EXTRINSICS], { size });
  assertEquals(two, readCalibration(changed("", ""), { size }));
  assertEquals(two.left.matrix, [500, 0, 319.5, 0, 500, 239.5, 0, 0, 1]);
  assertEquals(two.left.distortion, [-0.25, 0.05, 0, 0, 0.001]);
  assertEquals(two.right.distortion, [-0.2, 0, 0, 0]);
  assertEquals(two.size, size);
  assertEquals(two.right.projection[3], -60 * 505);
});

Deno.test("readCalibration() takes the size from the file in each way that files say it", () => {
  const text = changed("", "");
  const ways = [
    "size: [ 640, 480 ]\n",
    "image_size:\n   - 640\n   - 480\n",
    "image_width: 640\nimage_height: 480   # pixels\n",
    "imageSize: !!opencv-matrix\n   rows: 1\n   cols: 2\n   dt: i\n   data: [ 640, 480 ]\n",
  ];
  for (const way of ways) assertEquals(readCalibration(text + way).size, size, way);
});

Deno.test("readCalibration() takes the size from the file, not from the options", () => {
  const { size: found } = readCalibration(changed("", "") + "size: [ 320, 240 ]\n", { size });
  assertEquals(found, { width: 320, height: 240 });
});

Deno.test("readCalibration() reads lines that end as on Windows, lists with dashes, and skips the rest", () => {
  const text = changed("", "").replace(
    "[ -6.0e+01, 0., 0. ]",
    "\n      - -6.0e+01\n      - 0.\n      - 0.",
  );
  const more = `camera: "left: #1"\nflags: 0\nnote: ${"a".repeat(5000)}!\n` +
    `empty: !!opencv-matrix\n   rows: 0\n   cols: 0\n   dt: d\n   data: []\n` +
    `points: !!opencv-matrix\n   rows: 1\n   cols: 1\n   dt: "3d"\n   data: [ 1., 2., 3. ]\n` +
    `more:\n   rms: 0.5\n   M1: !!opencv-matrix\n      rows: 2\n      cols: 2\n      data: [ 1. ]\n`;
  const wanted = readCalibration(changed("", ""), { size });
  assertEquals(readCalibration(text + more, { size }), wanted);
  assertEquals(readCalibration((text + more).replaceAll("\n", "\r\n"), { size }), wanted);
});

Deno.test("readCalibration() reads matrices of XML, and skips comments and texts", () => {
  const matrix = (key: string, rows: number, cols: number, data: string) =>
    `<${key} type_id="opencv-matrix"><rows>${rows}</rows><cols>${cols}</cols><dt>d</dt>` +
    `<data>\n  ${data}</data></${key}>`;
  const camera = "500. 0. 319.5 0. 500.\n 239.5 0. 0. 1.";
  const text = `<?xml version="1.0"?><!-- <M1>1</M1> -->
<opencv_storage><calibration_time>"Mon &lt;1&gt;"</calibration_time>
${matrix("M1", 3, 3, camera)}${matrix("M2", 3, 3, camera)}
${matrix("R", 3, 3, "1. 0. 0. 0. 1. 0. 0. 0. 1.")}${matrix("T", 3, 1, "-0.1 0. 0.")}
<size>640 480</size></opencv_storage>`;
  const { left, right, reprojection } = readCalibration(text);
  assertEquals(left.distortion, []);
  assertEquals(right.projection.slice(0, 4), [500, 0, 319.5, -50]);
  assertEquals(reprojection.slice(8), [0, 0, 0, 500, 0, 0, 10, 0]);
});

Deno.test("readCalibration() takes rectified cameras as they stand, and then needs no size", () => {
  const matrices = {
    M1: [[500, 0, 320], [0, 500, 240], [0, 0, 1]],
    M2: [[500, 0, 320], [0, 500, 240], [0, 0, 1]],
    R1: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    R2: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    P1: [[400, 0, 300, 0], [0, 400, 200, 0], [0, 0, 1, 0]],
    P2: [[400, 0, 310, -40], [0, 400, 200, 0], [0, 0, 1, 0]],
  };
  const found = readCalibration(JSON.stringify(matrices));
  assertEquals(found.size, undefined);
  assertEquals(found.left.projection, matrices.P1.flat());
  // Without Q it follows from P1 and P2: 100 = (cx − cx′) / −shift.
  assertEquals(found.reprojection.slice(0, 12), [1, 0, 0, -300, 0, 1, 0, -200, 0, 0, 0, 400]);
  assertEquals(found.reprojection.slice(12), [0, 0, 10, 100]);
});

Deno.test("readCalibration() takes cameras that are 3 units or more apart to be in millimetres", () => {
  const text = changed("", "");
  assertEquals(readCalibration(text, { size }).unit, 0.001);
  assertEquals(readCalibration(text.replace("-6.0e+01", "-0.06"), { size }).unit, 1);
  assertEquals(readCalibration(text, { size, unit: 0.025 }).unit, 0.025);
});

Deno.test("readCalibration() cuts what it computes by alpha, as stereoRectify() does", () => {
  const { left, right } = readCalibration(changed("", ""), { size });
  const pose = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [-60, 0, 0] };
  const { projection1 } = stereoRectify(left, right, pose, size, { alpha: 0 });
  const cut = readCalibration(changed("", ""), { size, alpha: 0 });
  assertEquals(cut.left.projection, projection1);
  assertNotEquals(left.projection, projection1);
});

Deno.test("readCalibration() says in one line what is wrong with a file", () => {
  const cases: [text: string, words: string][] = [
    ["", "got nothing"],
    ["P5 640 480", 'must be YAML, XML or JSON as OpenCV writes it, got "P5 640 480"'],
    ["<html></html>", "must have its matrices in <opencv_storage>"],
    ["{ M1: 3 }", "'text' must be JSON"],
    [changed("M2:", "N2:"), "'M2' must be a matrix of 3 × 3, got none among M1, D1, N2, D2, R, T"],
    [changed("T:", "S:"), "'T' must be a matrix of 3 × 1, got none"],
    [changed("rows: 3", "rows: 2"), "'M1' must hold 2 × 3 numbers, got 9"],
    [changed(/R:[^]*?1\. \]/, "R: [ 0.1, 0.2, 0.3 ]"), "'R' must be a matrix of 3 × 3, got 3 × 1"],
    [
      changed("cols: 4", "cols: 3").replace("0., 0., 0. ]", "0., 0. ]"),
      "'D2' must have 4, 5, 8, 12",
    ],
    [changed("500.", ".Nan"), "'M1' must have finite numbers, got NaN"],
    [changed("500.", "-500."), "'M1' must have focal lengths above 0, got -500 and 500"],
    [changed("-6.0e+01", "6.0e+01"), "got one to its left: exchange the cameras"],
    [changed("-6.0e+01, 0.", "0., -6.0e+01"), "got one above or below it"],
  ];
  for (const [text, words] of cases) {
    const error = assertThrows(() => readCalibration(text, { size }), RangeError, words);
    assertEquals(error.message.split("\n").length, 1, error.message);
  }
  const words = "'size' must be there, since R1, R2, P1 and P2 are not";
  assertThrows(() => readCalibration(changed("", "")), RangeError, words);
});
