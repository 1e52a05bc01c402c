/**
 * The primitives, plain and in SIMD, beside other JavaScript libraries and native
 * OpenCV, on 1080p, in turns in one sitting. Each library is given its own kind of
 * image beforehand, and a place for the result where it takes one; the SIMD twin's
 * rasters lie in the kernels' memory.
 *
 *     deno task bench [--runs 25] [--only resizeArea] [--json]
 *
 * OpenCV is timed in its own process, the call alone: with one thread, and with as
 * many as it takes by default; on RGBA, and on RGB, which is less to read and write.
 *
 * The libraries are fetched by this bench alone: specifiers are computed, and
 * the task keeps them out of deno.lock.
 */
import { parseArgs } from "node:util";
import {
  absdiff,
  boxBlur,
  chromaMatte,
  composite,
  connectedComponents,
  copyMasked,
  createDisparity,
  createFrame,
  createGray,
  createMask,
  createMatte,
  dilate,
  type Disparity,
  encodeJpeg,
  estimateForeground,
  feather,
  type Frame,
  gaussianBlur,
  type Gray,
  grayscale,
  guidedFilter,
  KernelMemory,
  lightWrap,
  type Matte,
  medianBlur,
  resizeArea,
  resizeLinear,
  type SemiGlobalMode,
  stereoBlockMatch,
  stereoSemiGlobal,
  suppressSpill,
  threshold,
} from "../../mod.ts";
import { remap, undistortRectifyMap, upsampleDisparity } from "../../lib/pixels/mod.ts";
import { noiseFrame } from "../helpers.ts";
import { openNative } from "./peers/native.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    runs: { type: "string", default: "25" },
    only: { type: "string", default: "" },
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
const matte = softDisc();
const opaque = [a, b].map(({ width, height, bitmap }) => {
  return { width, height, bitmap: bitmap.map((level, p) => p % 4 === 3 ? 255 : level) };
});
const frameOut = createFrame(WIDTH, HEIGHT);
const grayOut = createGray(WIDTH, HEIGHT);
const maskOut = createMask(WIDTH, HEIGHT);
const memory = (await KernelMemory.load())!;
const inKernels = {
  a: memory.createFrame(WIDTH, HEIGHT),
  b: memory.createFrame(WIDTH, HEIGHT),
  gray: memory.createGray(WIDTH, HEIGHT),
  mask: memory.createGray(WIDTH, HEIGHT),
  matte: memory.createGray(WIDTH, HEIGHT),
  opaque: opaque.map(() => memory.createFrame(WIDTH, HEIGHT)),
  clear: memory.createFrame(WIDTH, HEIGHT),
  frameOut: memory.createFrame(WIDTH, HEIGHT),
  grayOut: memory.createGray(WIDTH, HEIGHT),
};
inKernels.a.bitmap.set(a.bitmap);
inKernels.b.bitmap.set(b.bitmap);
inKernels.gray.data.set(gray.data);
inKernels.mask.data.set(mask.data);
inKernels.matte.data.set(matte.data);
opaque.forEach(({ bitmap }, i) => inKernels.opaque[i].bitmap.set(bitmap));

const matOf = ({ width, height, bitmap }: Frame) => {
  const mat = new cv.Mat(height, width, cv.CV_8UC4);
  mat.data.set(bitmap);
  return mat;
};
const [matA, matB] = [matOf(a), matOf(b)];
const [matOut, matGray, matMask] = [1, 2, 3].map(() => new cv.Mat());
cv.cvtColor(matA, matGray, cv.COLOR_RGBA2GRAY);
cv.threshold(matGray, matMask, 127, 255, cv.THRESH_BINARY);

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

class OwnTime {
  constructor(readonly milliseconds: number) {}
}

using native = await openNative(a, b);
const cv2 = (name: string, channels: readonly number[]): Contest =>
  Object.fromEntries(
    native.clocks.flatMap(({ threads, time }) =>
      channels.map((count) => {
        const kind = { 1: "gray", 3: "RGB", 4: "RGBA" }[count];
        return [`cv2 ${kind}, ${threads}`, async () => new OwnTime(await time(`${name} ${count}`))];
      })
    ),
  );

const [eleven, anchor] = [new cv.Size(11, 11), new cv.Point(-1, -1)];
const matDisc = cv.getStructuringElement(cv.MORPH_ELLIPSE, eleven);
const clear = createFrame(WIDTH, HEIGHT);
/** A green screen. */
const SCREEN = [0, 177, 64, 255] as const;

/** Does the work once; or as timeOf() does, and gives an OwnTime. */
type Work = () => unknown;

type Contest = Record<string, Work>;

const contests: Record<string, Contest> = {
  absdiff: {
    plain: () => absdiff(a, b, { out: frameOut }),
    SIMD: () => absdiff(inKernels.a, inKernels.b, { out: inKernels.frameOut }),
    ...cv2("absdiff", [4, 3]),
    "opencv-js": () => cv.absdiff(matA, matB, matOut),
    "image-js (RGB)": () => ijA.subtract(ijB, { absolute: true }),
  },
  grayscale: {
    plain: () => grayscale(a, { out: grayOut }),
    SIMD: () => grayscale(inKernels.a, { out: inKernels.grayOut }),
    ...cv2("grayscale", [4, 3]),
    "opencv-js": () => cv.cvtColor(matA, matOut, cv.COLOR_RGBA2GRAY),
    "image-js (RGB)": () => ijA.grey(),
    "jimp (in place)": () => jimpA.greyscale(),
  },
  threshold: {
    plain: () => threshold(gray, 127, { out: maskOut }),
    SIMD: () => threshold(inKernels.gray, 127, { out: inKernels.grayOut }),
    ...cv2("threshold", [1]),
    "opencv-js": () => cv.threshold(matGray, matOut, 127, 255, cv.THRESH_BINARY),
    "image-js": () => ijGray.threshold({ threshold: 127 / 255 }),
    "jimp (RGBA, in place)": () => jimpB.threshold({ max: 127 }),
  },
  copyMasked: {
    plain: () => copyMasked(a, mask, { out: frameOut }),
    SIMD: () => copyMasked(inKernels.a, inKernels.mask, { out: inKernels.frameOut }),
    ...cv2("copyMasked", [4, 3]),
    "opencv-js": () => matA.copyTo(matB, matMask),
  },
  composite: {
    plain: () => composite(opaque[0], opaque[1], matte, { out: frameOut }),
    SIMD: () => {
      const [front, back] = inKernels.opaque;
      composite(front, back, inKernels.matte, { out: inKernels.frameOut });
    },
  },
  "composite over nothing": {
    plain: () => composite(opaque[0], clear, matte, { out: frameOut }),
    SIMD: () => {
      const { opaque: [front], clear, matte, frameOut: out } = inKernels;
      composite(front, clear, matte, { out });
    },
  },
  "chromaMatte, ycbcr": {
    plain: () => chromaMatte(a, SCREEN, { out: maskOut }),
    SIMD: () => chromaMatte(inKernels.a, SCREEN, { out: inKernels.grayOut }),
  },
  "chromaMatte, hsv": {
    plain: () => chromaMatte(a, SCREEN, { space: "hsv", out: maskOut }),
  },
  suppressSpill: {
    plain: () => suppressSpill(a, SCREEN, { out: frameOut }),
    SIMD: () => suppressSpill(inKernels.a, SCREEN, { out: inKernels.frameOut }),
  },
  "boxBlur, radius 5": {
    plain: () => boxBlur(gray, 5, { out: grayOut }),
    SIMD: () => boxBlur(inKernels.gray, 5, { out: inKernels.grayOut }),
    ...cv2("boxBlur", [1]),
    "opencv-js": () => cv.blur(matGray, matOut, eleven, anchor, cv.BORDER_REPLICATE),
  },
  "feather, radius 5": {
    plain: () => feather(matte, 5, { out: grayOut }),
    SIMD: () => feather(inKernels.matte, 5, { out: inKernels.grayOut }),
  },
  "dilate, ellipse of radius 5": {
    plain: () => dilate(gray, 5, { out: grayOut }),
    SIMD: () => dilate(inKernels.gray, 5, { out: inKernels.grayOut }),
    ...cv2("dilate", [1]),
    "opencv-js": () => cv.dilate(matGray, matOut, matDisc),
  },
  "medianBlur, radius 1": {
    plain: () => medianBlur(gray, 1, { out: grayOut }),
    SIMD: () => medianBlur(inKernels.gray, 1, { out: inKernels.grayOut }),
    ...cv2("medianBlur", [1]),
    "opencv-js": () => cv.medianBlur(matGray, matOut, 3),
  },
  "gaussianBlur, radius 5": {
    plain: () => gaussianBlur(gray, 5, { out: grayOut }),
    SIMD: () => gaussianBlur(inKernels.gray, 5, { out: inKernels.grayOut }),
    ...cv2("gaussianBlur", [1]),
    "opencv-js": () => cv.GaussianBlur(matGray, matOut, eleven, 0),
  },
  "guidedFilter by gray, radius 8": {
    plain: () => guidedFilter(matte, gray, 8, 0.001, { out: grayOut }),
    SIMD: () => {
      const { matte, gray, grayOut: out } = inKernels;
      guidedFilter(matte, gray, 8, 0.001, { out });
    },
    ...cv2("guidedFilter", [1]),
  },
  "guidedFilter by colour, radius 8": {
    plain: () => guidedFilter(matte, a, 8, 0.001, { out: grayOut }),
    SIMD: () => {
      const { matte, a, grayOut: out } = inKernels;
      guidedFilter(matte, a, 8, 0.001, { out });
    },
    ...cv2("guidedFilter", [3]),
  },
  "guidedFilter by colour, radius 8, subsample 4": {
    plain: () => guidedFilter(matte, a, 8, 0.001, { subsample: 4, out: grayOut }),
    SIMD: () => {
      const { matte, a, grayOut: out } = inKernels;
      guidedFilter(matte, a, 8, 0.001, { subsample: 4, out });
    },
  },
  connectedComponents: {
    plain: () => connectedComponents(matte),
    ...cv2("connectedComponents", [1]),
  },
  "stereoBlockMatch, 64 disparities": stereoMatching("stereoBlockMatch", stereoBlockMatch),
  "stereoSemiGlobal, 64 disparities": stereoMatching("stereoSemiGlobal", semiGlobally("sgbm")),
  "stereoSemiGlobal, three paths": stereoMatching("stereoSemiGlobal3", semiGlobally("3way")),
  remap: mapping(),
  "upsampleDisparity from 480×270": enlargingDisparity(480, 270),
  lightWrap: {
    plain: () => lightWrap(opaque[0], opaque[1], matte, 0.5, { out: frameOut }),
    SIMD: () => {
      const { opaque: [front, back], matte, frameOut: out } = inKernels;
      lightWrap(front, back, matte, 0.5, { out });
    },
  },
  estimateForeground: {
    plain: () => estimateForeground(opaque[0], matte, { out: frameOut }),
    SIMD: () => {
      const { opaque: [front], matte, frameOut: out } = inKernels;
      estimateForeground(front, matte, { out });
    },
  },
  "resizeArea to 640×360": {
    ...shrinking(640, 360),
    "image-js (bilinear)": () => ijA.resize({ width: 640, height: 360 }),
    "ImageScript (nearest)": () => scriptImage.clone().resize(640, 360),
  },
  "resizeArea to 960×540": shrinking(960, 540),
  "resizeArea to 1280×720": shrinking(1280, 720),
  "resizeArea 640×360 to 1080p": enlarging(640, 360),
  "resizeArea 1280×800 to 1080p": enlarging(1280, 800),
  "resizeArea gray to 1280×720": shrinking(1280, 720, "gray"),
  "resizeLinear gray 256×144 to 1080p": enlargingMatte(256, 144),
  encodeJpeg: {
    plain: () => encodeJpeg(a),
    "ImageScript (native, 4:4:4)": () => scriptImage.encodeJPEG(95),
  },
};

/** Match eyes of noise, of which the right one lies 20 pixels to the left. */
function stereoMatching(
  name: string,
  match: (left: Gray, right: Gray, options: { out: Disparity }) => void,
): Contest {
  const left = boxBlur(gray, 1);
  const right = createGray(WIDTH, HEIGHT);
  right.data.set(left.data.subarray(20));
  const out = createDisparity(WIDTH, HEIGHT);
  const inside = [left, right].map(({ data }) => {
    const eye = memory.createGray(WIDTH, HEIGHT);
    eye.data.set(data);
    return eye;
  });
  const insideOut = { ...out, disparity: memory.createNumbers(WIDTH * HEIGHT) };
  return {
    plain: () => match(left, right, { out }),
    SIMD: () => match(inside[0], inside[1], { out: insideOut }),
    ...cv2(name, [1]),
  };
}

/** Undo the distortion of a lens. */
function mapping(): Contest {
  const matrix = [1600, 0, WIDTH / 2, 0, 1600, HEIGHT / 2, 0, 0, 1];
  const rotation = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const camera = { matrix, distortion: [-0.28, 0.07, 0, 0], rotation, projection: matrix };
  const map = undistortRectifyMap(camera, { width: WIDTH, height: HEIGHT });
  const [x, y] = [map.x, map.y].map((places) => {
    const inside = memory.createNumbers(places.length);
    inside.set(places);
    return inside;
  });
  return {
    plain: () => remap(a, map, { out: frameOut }),
    SIMD: () => remap(inKernels.a, { ...map, x, y }, { out: inKernels.frameOut }),
    ...cv2("remap", [4, 3]),
  };
}

/** A disc at 40 pixels before a slope. */
function enlargingDisparity(width: number, height: number): Contest {
  const disparity = Float32Array.from({ length: width * height }, (_, i) => {
    const x = i % width - width / 2, y = Math.floor(i / width) - height / 2;
    return Math.hypot(x, y) < height / 3 ? 40 : 10 + x / width;
  });
  const map = { width, height, disparity };
  const out = createDisparity(WIDTH, HEIGHT);
  const insideOut = { ...out, disparity: memory.createNumbers(WIDTH * HEIGHT) };
  return {
    plain: () => upsampleDisparity(map, a, { out }),
    SIMD: () => upsampleDisparity(map, inKernels.a, { out: insideOut }),
  };
}

/** By blocks of 5. */
function semiGlobally(mode: SemiGlobalMode) {
  const options = { numDisparities: 64, blockSize: 5, p1: 200, p2: 800, mode };
  return (left: Gray, right: Gray, { out }: { out: Disparity }) =>
    stereoSemiGlobal(left, right, { ...options, out });
}

/** A third of the picture, with an edge of 12 pixels. */
function softDisc(): Matte {
  const disc = createMatte(WIDTH, HEIGHT);
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      const inside = 470 - Math.hypot(x - WIDTH / 2, y - HEIGHT / 2);
      disc.data[i] = 255 * Math.min(Math.max(inside / 12, 0), 1);
    }
  }
  return disc;
}

/** From 1080p to a smaller size. */
function shrinking(width: number, height: number, kind: "frame" | "gray" = "frame"): Contest {
  const isGray = kind === "gray";
  const size = { width, height };
  const out = isGray ? createGray(width, height) : createFrame(width, height);
  const kernelsOut = isGray ? memory.createGray(width, height) : memory.createFrame(width, height);
  const [source, kernelsSource] = isGray ? [gray, inKernels.gray] : [a, inKernels.a];
  const [mat, matSmall, matSize] = [
    isGray ? matGray : matA,
    new cv.Mat(),
    new cv.Size(width, height),
  ];
  return {
    plain: () => resizeArea(source, size, { out }),
    SIMD: () => resizeArea(kernelsSource, size, { out: kernelsOut }),
    ...cv2(`shrink ${width}`, isGray ? [1] : [4, 3]),
    "opencv-js": () => cv.resize(mat, matSmall, matSize, 0, 0, cv.INTER_AREA),
  };
}

/** From a smaller size to 1080p. */
function enlarging(width: number, height: number): Contest {
  const small = resizeArea(a, { width, height });
  const kernelsSmall = memory.createFrame(width, height);
  kernelsSmall.bitmap.set(small.bitmap);
  const [matSmall, matSize] = [matOf(small), new cv.Size(WIDTH, HEIGHT)];
  return {
    plain: () => resizeArea(small, a, { out: frameOut }),
    SIMD: () => resizeArea(kernelsSmall, a, { out: inKernels.frameOut }),
    ...cv2(`enlarge ${width}`, [4, 3]),
    "opencv-js": () => cv.resize(matSmall, matOut, matSize, 0, 0, cv.INTER_AREA),
  };
}

/** A network's matte to 1080p. */
function enlargingMatte(width: number, height: number): Contest {
  const small = resizeArea(matte, { width, height });
  const kernelsSmall = memory.createGray(width, height);
  kernelsSmall.data.set(small.data);
  const [matSmall, matSize] = [new cv.Mat(height, width, cv.CV_8UC1), new cv.Size(WIDTH, HEIGHT)];
  matSmall.data.set(small.data);
  return {
    plain: () => resizeLinear(small, matte, { out: grayOut }),
    SIMD: () => resizeLinear(kernelsSmall, matte, { out: inKernels.grayOut }),
    "opencv-js": () => cv.resize(matSmall, matOut, matSize, 0, 0, cv.INTER_LINEAR),
  };
}

/**
 * Milliseconds of the last of some calls in a row: as many as fit into 30 ms, at most 10. The
 * first find the caches full of another library's pictures.
 */
async function timeOf(work: Work): Promise<number> {
  const begin = performance.now();
  for (let call = 1;; call++) {
    const start = performance.now();
    const own = await work();
    if (own instanceof OwnTime) return own.milliseconds;
    const end = performance.now();
    if (call === 10 || end - begin > 30) return end - start;
  }
}

/** V8 takes some dozen calls until the best of its compilers has seen what they call in turn. */
async function warmUp(work: Work): Promise<void> {
  const end = performance.now() + 2000;
  for (let turn = 0; turn < 60 && performance.now() < end; turn++) await work();
}

interface Row {
  operation: string;
  library: string;
  /** Milliseconds: the median, and between which a half of the runs lie. */
  median: number;
  quartiles: [number, number];
  /** Our times as multiples of this one. */
  plain: number;
  simd?: number;
}

async function hold(operation: string, contest: Contest): Promise<Row[]> {
  const times: Record<string, number[]> = {};
  for (const work of Object.values(contest)) await warmUp(work);
  for (let turn = 0; turn < runs; turn++) {
    for (const [library, work] of Object.entries(contest)) {
      (times[library] ??= []).push(await timeOf(work));
    }
  }
  const sorted = Object.entries(times).map(([library, list]) => ({
    library,
    at: (share: number) => list.toSorted((x, y) => x - y)[Math.floor(share * list.length)],
  }));
  const ours = Object.fromEntries(sorted.map(({ library, at }) => [library, at(0.5)]));
  return sorted.map(({ library, at }) => ({
    operation,
    library,
    median: at(0.5),
    quartiles: [at(0.25), at(0.75)],
    plain: ours.plain / at(0.5),
    ...ours.SIMD === undefined ? {} : { simd: ours.SIMD / at(0.5) },
  }));
}

const rows: Row[] = [];
for (const [operation, contest] of Object.entries(contests)) {
  if (operation.includes(values.only)) rows.push(...await hold(operation, contest));
}

if (values.json) console.log(JSON.stringify({ runs, openCv: native.version, rows }, null, 2));
else {
  console.log(`1920×1080, medians of ${runs} runs (and their middle half); ${native.version}`);
  console.log("our times as multiples of each: above 1 we are slower\n");
  const columns = ["milliseconds", "middle half", "plain", "SIMD"];
  const widths = [14, 18, 10, 10];
  const line = (name: string, cells: readonly string[]) =>
    console.log(name.padEnd(32) + cells.map((cell, i) => cell.padStart(widths[i])).join(""));
  let last = "";
  for (const { operation, library, median, quartiles, plain, simd } of rows) {
    if (operation !== last) line(last === "" ? operation : `\n${operation}`.padEnd(33), columns);
    last = operation;
    const [low, high] = quartiles.map((time) => time.toFixed(2));
    const ratio = (times?: number) => times === undefined ? "" : `${times.toFixed(2)}×`;
    line(`  ${library}`, [median.toFixed(2), `${low}–${high}`, ratio(plain), ratio(simd)]);
  }
}
