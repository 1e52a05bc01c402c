/**
 * The plain primitives beside other JavaScript libraries, on 1080p, in turns in
 * one sitting. Each library is given its own kind of image beforehand, and a
 * place for the result where it takes one.
 *
 *     deno task bench [--runs 15] [--json]
 *
 * The libraries are fetched by this bench alone: specifiers are computed, and
 * the task keeps them out of deno.lock.
 */
import { parseArgs } from "node:util";
import {
  absdiff,
  copyMasked,
  createFrame,
  createGray,
  createMask,
  encodeJpeg,
  type Frame,
  grayscale,
  resizeArea,
  threshold,
} from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    runs: { type: "string", default: "15" },
    json: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const WIDTH = 1920;
const HEIGHT = 1080;

// deno-lint-ignore no-explicit-any -- four libraries, each with types of its own, or none
const load = (spec: string): Promise<any> => import(`npm:${spec}`);
const [openCvModule, imageJs, jimp, imageScript] = await Promise.all(
  ["@techstark/opencv-js@4.12.0-release.1", "image-js@1.7.0", "jimp@1.6.1", "imagescript@1.3.1"]
    .map(load),
);
const cv = openCvModule.default;
// The module has a `then` that gives itself: it must not be awaited.
if (cv.Mat === undefined) {
  await new Promise<void>((resolve) => cv.onRuntimeInitialized = () => resolve());
}

const a = noiseFrame(WIDTH, HEIGHT, 1);
const b = noiseFrame(WIDTH, HEIGHT, 2);
const gray = grayscale(a);
const mask = threshold(gray, 127);
const frameOut = createFrame(WIDTH, HEIGHT);
const grayOut = createGray(WIDTH, HEIGHT);
const maskOut = createMask(WIDTH, HEIGHT);
const small = { width: 640, height: 360 };
const smallOut = createFrame(small.width, small.height);

const matOf = ({ width, height, bitmap }: Frame) => {
  const mat = new cv.Mat(height, width, cv.CV_8UC4);
  mat.data.set(bitmap);
  return mat;
};
const [matA, matB, matOut, matGray, matMask, matSmall] = [
  matOf(a),
  matOf(b),
  new cv.Mat(),
  new cv.Mat(),
  new cv.Mat(),
  new cv.Mat(),
];
cv.cvtColor(matA, matGray, cv.COLOR_RGBA2GRAY);
cv.threshold(matGray, matMask, 127, 255, cv.THRESH_BINARY);
const smallSize = new cv.Size(small.width, small.height);

const imageJsOf = ({ width, height, bitmap }: Frame) =>
  new imageJs.Image(width, height, {
    colorModel: "RGB",
    data: Uint8Array.from(bitmap.filter((_, p) => p % 4 !== 3)),
  });
const [ijA, ijB] = [imageJsOf(a), imageJsOf(b)];
const ijGray = ijA.grey();
const jimpImage = () =>
  new jimp.Jimp({ width: WIDTH, height: HEIGHT, data: Uint8Array.from(a.bitmap) });
const [jimpA, jimpB] = [jimpImage(), jimpImage()];
const scriptImage = new imageScript.Image(WIDTH, HEIGHT);
scriptImage.bitmap.set(a.bitmap);

type Contest = Record<string, () => unknown>;
const contests: Record<string, Contest> = {
  absdiff: {
    backdrop: () => absdiff(a, b, { out: frameOut }),
    "opencv-js": () => cv.absdiff(matA, matB, matOut),
    "image-js (RGB)": () => ijA.subtract(ijB, { absolute: true }),
  },
  grayscale: {
    backdrop: () => grayscale(a, { out: grayOut }),
    "opencv-js": () => cv.cvtColor(matA, matOut, cv.COLOR_RGBA2GRAY),
    "image-js (RGB)": () => ijA.grey(),
    "jimp (in place)": () => jimpA.greyscale(),
  },
  threshold: {
    backdrop: () => threshold(gray, 127, { out: maskOut }),
    "opencv-js": () => cv.threshold(matGray, matOut, 127, 255, cv.THRESH_BINARY),
    "image-js": () => ijGray.threshold({ threshold: 127 / 255 }),
    "jimp (RGBA, in place)": () => jimpB.threshold({ max: 127 }),
  },
  copyMasked: {
    backdrop: () => copyMasked(a, mask, { out: frameOut }),
    "opencv-js": () => matA.copyTo(matB, matMask),
  },
  "resizeArea to 640×360": {
    backdrop: () => resizeArea(a, small, { out: smallOut }),
    "opencv-js": () => cv.resize(matA, matSmall, smallSize, 0, 0, cv.INTER_AREA),
    "image-js (bilinear)": () => ijA.resize(small),
    "ImageScript (nearest)": () => scriptImage.clone().resize(small.width, small.height),
  },
  "resizeArea 640×360 to 1080p": {
    backdrop: () => resizeArea(smallOut, a, { out: frameOut }),
    "opencv-js": () => cv.resize(matSmall, matOut, new cv.Size(WIDTH, HEIGHT), 0, 0, cv.INTER_AREA),
  },
  encodeJpeg: {
    backdrop: () => encodeJpeg(a),
    "ImageScript (native, 4:4:4)": () => scriptImage.encodeJPEG(95),
  },
};

const rows: { operation: string; library: string; milliseconds: number; ratio: number }[] = [];
for (const [operation, contest] of Object.entries(contests)) {
  const times: Record<string, number[]> = {};
  for (let turn = -2; turn < runs; turn++) {
    for (const [library, work] of Object.entries(contest)) {
      const start = performance.now();
      await work();
      // Two turns to warm up.
      if (turn >= 0) (times[library] ??= []).push(performance.now() - start);
    }
  }
  const median = (list: number[]) => list.toSorted((x, y) => x - y)[list.length >> 1];
  const ours = median(times.backdrop);
  for (const [library, list] of Object.entries(times)) {
    const milliseconds = median(list);
    rows.push({ operation, library, milliseconds, ratio: milliseconds / ours });
  }
}

if (values.json) console.log(JSON.stringify({ runs, rows }));
else {
  for (const { operation, library, milliseconds, ratio } of rows) {
    const isOurs = library === "backdrop";
    const name = isOurs ? operation : `  ${library}`;
    const against = isOurs ? "" : `${ratio.toFixed(2)}× our time`;
    console.log(`${name.padEnd(32)}${milliseconds.toFixed(2).padStart(8)} ms  ${against}`);
  }
}
