/**
 * Networks written by hand that take what is bright for a person, and keep a log.
 *
 * @module
 */

import type {
  InferenceSession,
  Tensor,
  TensorInfo,
} from "../../../lib/networks/inference_session.ts";
import { BodyNetwork } from "../../../lib/networks/people/body_network.ts";
import type { Pace, PersonSegmenter } from "../../../lib/networks/people/people_networks.ts";
import { PeopleSegmenter } from "../../../lib/networks/people/people_segmenter.ts";
import { PoseDetector } from "../../../lib/networks/people/pose_detector.ts";
import type { Segmenter } from "../../../lib/networks/segmenter.ts";
import { createFrame, type Frame, type Matte } from "../../../lib/raster/frame.ts";

/** A session that computes its outputs by a function. */
export function madeSession(
  side: number,
  outputs: readonly TensorInfo[],
  compute: (picture: Float32Array) => Float32Array[] | Promise<Float32Array[]>,
  onEnd: () => void = () => {},
): InferenceSession {
  return {
    inputs: [{ name: "picture", dims: [1, side, side, 3] }],
    outputs,
    async run({ picture }, wanted = outputs.map(({ name }) => name)) {
      const values = await compute(picture.data.slice());
      const all = outputs.map(({ name, dims }, i): [string, Tensor] => [
        name,
        { dims: dims as number[], data: values[i] },
      ]);
      return Object.fromEntries(all.filter(([name]) => wanted.includes(name)));
    },
    [Symbol.asyncDispose]() {
      onEnd();
      return Promise.resolve();
    },
  };
}

/** Where the first channel of a square picture is above a level: sides in parts of the picture, middle included. */
function boundsOf(picture: Float32Array, side: number, level: number) {
  let left = side, right = 0, top = side, bottom = 0;
  for (let i = 0; i < side * side; i++) {
    if (picture[3 * i] <= level) continue;
    const x = i % side, y = Math.floor(i / side);
    left = Math.min(left, x), right = Math.max(right, x + 1);
    top = Math.min(top, y), bottom = Math.max(bottom, y + 1);
  }
  if (right === 0) return undefined;
  const [width, height] = [(right - left) / side, (bottom - top) / side];
  return { x: (left + right) / 2 / side, y: (top + bottom) / 2 / side, width, height };
}

const BOXES = 2254;

/** What is bright in a square picture, in parts with dark columns between them. */
function columnsOf(picture: Float32Array, side: number, level: number): Float32Array[] {
  const isBright = Array.from({ length: side }, (_, x) => {
    for (let y = 0; y < side; y++) if (picture[3 * (y * side + x)] > level) return true;
    return false;
  });
  const parts: Float32Array[] = [];
  for (let x = 0; x < side; x++) {
    if (!isBright[x]) continue;
    if (!isBright[x - 1]) parts.push(new Float32Array(picture.length).fill(-1));
    for (let y = 0; y < side; y++) {
      parts.at(-1)![3 * (y * side + x)] = picture[3 * (y * side + x)];
    }
  }
  return parts;
}

/** Finds up to two people in a frame; a face is as wide as they are. */
export function madeDetector(log: string[]): PoseDetector {
  const outputs = [{ name: "boxes", dims: [1, BOXES, 12] }, {
    name: "scores",
    dims: [1, BOXES, 1],
  }];
  const session = madeSession(224, outputs, (picture) => {
    log.push("find");
    const boxes = new Float32Array(12 * BOXES), scores = new Float32Array(BOXES).fill(-9);
    columnsOf(picture, 224, 0).forEach((part, k) => {
      const { x, y, width, height } = boundsOf(part, 224, 0)!;
      // The two boxes of the first place, which is in the middle of 28 × 28 cells' first.
      const from = 0.5 / 28;
      scores[k] = 5;
      const radius = Math.max(width, height) / 2;
      const face = [x - from, y - height / 2 + width / 2 - from, width, width];
      const points = [x - from, y - from, x - from, y - radius - from, 0, 0, 0, 0];
      // Where it has no size, x and y are from the place on.
      boxes.set([...face, ...points].map((value) => 224 * value), 12 * k);
    });
    return [boxes, scores];
  }, () => log.push("disposed"));
  return new PoseDetector(session);
}

/** Sees the body of who is bright, so many times as large as what is to be seen of it. */
export function madeBody(log: string[], knees = 1, larger = 1): BodyNetwork {
  const outputs = [
    { name: "landmarks", dims: [1, 195] },
    { name: "presence", dims: [1, 1] },
    { name: "mask", dims: [1, 256, 256, 1] },
  ];
  const session = madeSession(256, outputs, (picture) => {
    log.push("body");
    const mask = Float32Array.from({ length: 65536 }, (_, i) => picture[3 * i] > 0.5 ? 8 : -8);
    const landmarks = new Float32Array(195);
    const bounds = boundsOf(picture, 256, 0.5);
    if (bounds !== undefined) {
      const { x, y, width, height } = bounds;
      landmarks.set([256 * x, 256 * (y - height / 2 + width / 2)], 0);
      landmarks.set([256 * x, 256 * y], 5 * 33);
      landmarks.set([256 * x, 256 * (y - larger * Math.max(width, height) / 2)], 5 * 34);
    }
    for (const knee of [25, 26]) landmarks[5 * knee + 3] = Math.log(knees / (1 - knees + 1e-6));
    return [landmarks, Float32Array.of(bounds === undefined ? 0 : 1), mask];
  }, () => log.push("disposed"));
  return new BodyNetwork(session);
}

/** Sees who is bright, on a grid of its own. */
export function madeLook(log: string[], name: string, side: number, delay = () => 0): Segmenter {
  return {
    async segment({ width, height, bitmap }) {
      log.push(name);
      const data = Uint8Array.from({ length: side * side }, (_, i) => {
        const x = Math.floor((i % side + 0.5) * width / side);
        const y = Math.floor((Math.floor(i / side) + 0.5) * height / side);
        return bitmap[4 * (y * width + x)];
      });
      const wait = delay();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return { width: side, height: side, data };
    },
    reset() {},
    [Symbol.asyncDispose]() {
      log.push("disposed");
      return Promise.resolve();
    },
  };
}

/** A segmenter of people with such networks, and what they were asked. */
export function madePeople(
  options: {
    knees?: number;
    larger?: number;
    whole?: number;
    delay?: () => number;
    looks?: readonly PersonSegmenter[];
    pace?: Pace;
  } = {},
): { segmenter: PeopleSegmenter; log: string[] } {
  const { knees = 1, larger, whole = 4, delay, looks = [], pace } = options;
  const log: string[] = [];
  const segmenter = new PeopleSegmenter({
    detector: madeDetector(log),
    body: madeBody(log, knees, larger),
    ofBodies: 0.5,
    wholeBodies: { knees: [0.05, 0.3], inside: [0.4, 0.6] },
    whole: madeLook(log, "whole", whole, delay),
    pace,
    looks: [{
      segmenter: madeLook(log, "close", 64, delay),
      isSquare: false,
      every: 1,
      surer: [0, 1],
      ofHeads: 1,
      ofBodies: 0.5,
    }, ...looks],
  });
  return { segmenter, log };
}

/** A dark frame with somebody bright in it. */
export function somebody(
  [left, top, right, bottom]: readonly number[] = [],
  width = 320,
  height = 180,
): Frame {
  const frame = createFrame(width, height);
  for (let y = top; y < bottom; y++) {
    frame.bitmap.fill(255, 4 * (y * width + left), 4 * (y * width + right));
  }
  return frame;
}

/** Where somebody small is in a frame of 320×180. */
export const SMALL = [100, 60, 116, 110];

/** Intersection over union of a matte and of what is bright. */
export function iou({ width, height, data }: Matte, frame: Frame): number {
  let both = 0, either = 0;
  for (let i = 0; i < data.length; i++) {
    const x = Math.floor((i % width + 0.5) * frame.width / width);
    const y = Math.floor((Math.floor(i / width) + 0.5) * frame.height / height);
    const isThere = frame.bitmap[4 * (y * frame.width + x)] > 0;
    if (isThere && data[i] >= 128) both++;
    if (isThere || data[i] >= 128) either++;
  }
  return either === 0 ? 1 : both / either;
}
