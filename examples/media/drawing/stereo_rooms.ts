/**
 * Rooms with two people, seen by two eyes: the near one is the foreground, the one behind a sofa belongs to
 * the room. Walls and people are slanted and round, so that disparities are fractions of a pixel.
 *
 * @module
 */

import { exposureTimes } from "./camera.ts";
import { type Cutout, place, type Placement } from "./cutout.ts";
import {
  type Canvas,
  clamp,
  coverage,
  cushion,
  light,
  mixRgb,
  paintCanvas,
  type Rgb,
  roundBox,
  scaleRgb,
  smoothstep,
} from "./drawing.ts";
import { type Figure, makeFigure, pose } from "./figure.ts";
import {
  addLayer,
  type DisparityAt,
  emptyLayer,
  layDisparity,
  type Layer,
  layOver,
  leftView,
  matteOf,
  opaqueLayer,
  paintLayer,
  rightView,
} from "./layers.ts";
import { fbm, hash, valueNoise } from "./noise.ts";
import { paintWall } from "./wall.ts";

/** The pictures' size, the left eye's and the right one's. */
export const view = { width: 640, height: 360 };
export const frameRate = 25;
export const frameCount = 40;
/** No disparity is larger. */
export const mostDisparity = 64;

/** As wide as both eyes together see. */
const wide = view.width + mostDisparity + 8;
const { height } = view;

/** What a layer looks like, and how near it is. */
interface Thing {
  readonly layer: Layer;
  readonly disparityAt: DisparityAt;
}

/** How somebody moves. */
interface Walk {
  /** How far she is to the right of where the figure was drawn, in pixels. */
  readonly shift: (seconds: number) => number;
  /** How near her edges are. */
  readonly disparity: (seconds: number) => number;
  /** How many seconds of the figure's motion pass in one. */
  readonly pace: number;
}

/** A room and who is in it. */
interface Room {
  readonly wall: () => Canvas;
  readonly wallDisparity: DisparityAt;
  /** What stands before the wall, behind the other person. */
  readonly farThings: () => Thing[];
  /** What stands between both people. */
  readonly middleThings: () => Thing[];
  readonly far: Walk;
  readonly near: Walk;
  /** The right eye's exposure, where the left one's is 1. */
  readonly gain: number;
}

/** A frame of a room: what both eyes see, and what is so. */
export interface StereoFrame {
  readonly left: Canvas;
  readonly right: Canvas;
  /** How much of each of the left eye's pixels the near person covers, in gray bytes. */
  readonly matte: Uint8ClampedArray;
  /** Each of the left eye's pixels, in pixels. */
  readonly disparity: Float32Array;
}

/** The rooms by name. */
export const rooms: Readonly<Record<string, Room>> = {
  // She sways; the plastered wall comes nearer to the right.
  sway: {
    wall: () => paintWall(wide, height),
    wallDisparity: (x) => 8 + 10 * x / view.width,
    farThings: () => [cabinet(30, 178, 21)],
    middleThings: () => [sofa(430, 160, 25)],
    far: { shift: (seconds) => 352 - 12 * seconds, disparity: () => 18.5, pace: 0.5 },
    near: { shift: () => 0, disparity: () => 42, pace: 1 },
    gain: 1.05,
  },
  // She walks through, before a wallpaper that comes nearer to the left, and a floor.
  walk: {
    wall: papered,
    wallDisparity: (x, y) => Math.max(20 - 9 * x / view.width, 20 + 0.11 * (y - 282)),
    farThings: () => [cabinet(478, 190, 17.4)],
    middleThings: () => [sofa(90, 190, 29)],
    far: { shift: (seconds) => 10 + 10 * seconds, disparity: () => 22.7, pace: 0.4 },
    near: { shift: (seconds) => -330 + 420 * seconds, disparity: () => 51.5, pace: 1 },
    gain: 0.95,
  },
  // She comes nearer, before bricks that lean.
  near: {
    wall: bricks,
    wallDisparity: (x, y) => 6.2 + 0.018 * y + 0.004 * x,
    farThings: () => [cabinet(250, 150, 14)],
    middleThings: () => [sofa(470, 150, 22)],
    far: { shift: (seconds) => 372 + 20 * seconds, disparity: () => 16.1, pace: 0.6 },
    near: {
      shift: (seconds) => -40 * seconds,
      disparity: (seconds) => 31 + 15 * seconds,
      pace: 0.8,
    },
    gain: 1.1,
  },
};

/**
 * The frames of a room, in order.
 *
 * @param room The room.
 * @param count How many.
 */
export function* stereoFrames(room: Room, count: number = frameCount): Generator<StereoFrame> {
  const figure = makeFigure();
  const wall = { layer: opaqueLayer(room.wall()), disparityAt: room.wallDisparity };
  const [behind, between] = [[wall, ...room.farThings()], room.middleThings()].map(seen);
  for (let index = 0; index < count; index++) {
    const [far, near] = seen([
      {
        layer: otherColours(halved(person(figure, room.far, index, 2))),
        disparityAt: roundness(room.far, index, 2),
      },
      { layer: person(figure, room.near, index, 1), disparityAt: roundness(room.near, index, 1) },
    ]);
    yield composed([...behind, far, ...between, near]);
  }
}

/** A thing as both eyes see it. */
interface Seen {
  readonly left: Layer;
  readonly right: Layer;
  readonly disparityAt: DisparityAt;
}

function seen(things: readonly Thing[]): Seen[] {
  return things.map(({ layer, disparityAt }) => ({
    left: leftView(layer, view.width),
    right: rightView(layer, view.width, disparityAt),
    disparityAt,
  }));
}

/** From the back to the front. */
function composed(things: readonly Seen[]): StereoFrame {
  const [left, right] = [0, 1].map(() => emptyLayer(view.width, height));
  const disparity = new Float32Array(view.width * height);
  for (const thing of things) {
    layOver(left, thing.left);
    layOver(right, thing.right);
    layDisparity(disparity, thing.left, thing.disparityAt);
  }
  return { left, right, disparity, matte: matteOf(things[things.length - 1].left) };
}

/** Somebody in a frame, `scale` times as large as she is to be. */
function person(figure: Figure, { shift, pace }: Walk, index: number, scale: 1 | 2): Layer {
  const size = [scale * wide, scale * height] as const;
  const frame = emptyLayer(...size);
  const down = scale === 1 ? 0 : 250;
  const times = exposureTimes(index, frameRate);
  for (const seconds of times) {
    const instant = emptyLayer(...size);
    const pieces = moved(pose(figure, pace * seconds), [scale * shift(seconds), down]);
    for (const { cutout, placement } of pieces) place(instant, cutout, placement);
    addLayer(frame, instant, 1 / times.length);
  }
  return frame;
}

function moved(
  pieces: { cutout: Cutout; placement: Placement }[],
  [right, down]: readonly [number, number],
) {
  return pieces.map(({ cutout, placement: { pivot: [x, y], angle } }) => (
    { cutout, placement: { pivot: [x + right, y + down] as const, angle } }
  ));
}

/** Her middle is nearer than her sides, and she leans towards us. */
function roundness({ shift, disparity }: Walk, index: number, scale: number): DisparityAt {
  const seconds = index / frameRate;
  const middle = shift(seconds) + 282 / scale;
  const near = disparity(seconds);
  const radius = 130 / scale;
  const [rise, slant] = [5 / scale ** 2, 0.008 / scale];
  return (x, y) => near + slant * (y - 200) + rise * Math.max(0, 1 - ((x - middle) / radius) ** 2);
}

/** A layer at half its size. */
function halved({ width, height: rows, colors, alpha }: Layer): Layer {
  const half = emptyLayer(width / 2, rows / 2);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * width + x;
      if (alpha[from] === 0) continue;
      const to = (y >> 1) * half.width + (x >> 1);
      half.alpha[to] += alpha[from] / 4;
      for (let c = 0; c < 3; c++) half.colors[3 * to + c] += colors[3 * from + c] / 4;
    }
  }
  return half;
}

/** The other person is drawn as the same figure: she has gray hair, and dark clothes of wool. */
function otherColours(layer: Layer): Layer {
  const { colors } = layer;
  for (let p = 0; p < colors.length; p += 3) {
    const luma = 0.3 * colors[p] + 0.59 * colors[p + 1] + 0.11 * colors[p + 2];
    for (let c = 0; c < 3; c++) {
      colors[p + c] = [0.72, 0.78, 0.86][c] * (0.75 * luma + 0.25 * colors[p + c]);
    }
  }
  return layer;
}

/** A wooden cabinet with two doors that stands on the ground, its right side nearer. */
function cabinet(left: number, top: number, near: number): Thing {
  const [halfWidth, halfHeight] = [62, (height + 40 - top) / 2];
  const layer = paintLayer(wide, height, (x, y) => {
    const u = x - left - halfWidth;
    const v = y - top - halfHeight;
    const alpha = coverage(roundBox(u, v, halfWidth, halfHeight, 3));
    if (alpha === 0) return [[0, 0, 0], 0];
    const door = roundBox(Math.abs(u) - halfWidth / 2, v - 6, halfWidth / 2 - 5, halfHeight - 14);
    const groove = 1 - 0.4 * coverage(Math.abs(door) - 0.6, 1);
    const knob = coverage(Math.hypot(Math.abs(u) - 8, v + 20) - 3.5);
    const grain = 1 + 0.28 * fbm(x / 5, y / 60, 4, 301) + 0.1 * valueNoise(x / 2, y / 3, 302);
    const wood = scaleRgb([156, 112, 74], grain * groove * (1.05 - 0.002 * u));
    return [mixRgb(wood, [214, 190, 130], knob), alpha];
  });
  return { layer, disparityAt: (x) => near + 0.012 * (x - left) };
}

/** A sofa; the ground before it is nearer than its back. */
function sofa(left: number, halfWidth: number, near: number): Thing {
  const top = 252;
  const layer = paintLayer(wide, height, (x, y) => {
    const u = x - left - halfWidth / 2;
    const shape = (a: number, b: number) => roundBox(a, b - top - 80, halfWidth / 2 + 30, 80, 26);
    const alpha = coverage(shape(u, y));
    if (alpha === 0) return [[0, 0, 0], 0];
    const relief = (a: number, b: number) =>
      cushion(shape(a, b), 22) + 3 * fbm(a / 30, b / 22, 3, 311) -
      2 * smoothstep(3, 0, Math.abs(a));
    const weave = 1 + 0.16 * valueNoise(x / 1.7, y / 1.7, 312) + 0.12 * fbm(x / 9, y / 9, 2, 313);
    return [scaleRgb([96, 116, 128], weave * light(relief, u, y)), alpha];
  });
  return { layer, disparityAt: (_, y) => near + 0.012 * (y - top) };
}

/** A wallpaper of leaves that repeat, as wallpapers do, over plaster that does not; then boards. */
function papered(): Canvas {
  const period = 38;
  return paintCanvas(wide, height, (x, y) => {
    if (y > 282) return boards(x, y);
    const row = Math.floor(y / period);
    const u = ((x + (row % 2) * period / 2) % period) / period - 0.5;
    const v = y / period - row - 0.5;
    const leaf = Math.hypot(u * 2.6 + 0.9 * v, v * 1.25) - 0.42;
    const vein = Math.exp(-(((u * 2.6 + 0.9 * v) / 0.07) ** 2));
    const paper = scaleRgb([206, 196, 170], 1 + 0.09 * fbm(x / 26, y / 26, 4, 321));
    const green = scaleRgb([112, 140, 112], 1 + 0.35 * vein + 0.2 * fbm(x / 7, y / 7, 3, 322));
    const rough = 1 + 0.05 * valueNoise(x / 1.9, y / 1.9, 323);
    return scaleRgb(mixRgb(paper, green, coverage(leaf, 0.05)), rough * (1.05 - 0.0004 * y));
  });
}

function boards(x: number, y: number): Rgb {
  const board = Math.floor((y - 282) / 16);
  const along = x + 190 * hash(board, 0, 331);
  const plank = Math.floor(along / 170);
  const gap = coverage(Math.abs((y - 282) - 16 * Math.round((y - 282) / 16)) - 0.6, 0.8);
  const grain = 1 + 0.22 * fbm(x / 34, y / 2.6 + 40 * plank, 4, 332);
  const tone = 0.85 + 0.3 * hash(plank, board, 333);
  return scaleRgb([150, 110, 78], grain * tone * (1 - 0.45 * gap));
}

/** Bricks, none like another. */
function bricks(): Canvas {
  const [long, high] = [46, 17];
  return paintCanvas(wide, height, (x, y) => {
    const row = Math.floor(y / high);
    const along = x + (row % 2) * long / 2 + 3 * valueNoise(x / 60, y / 30, 341);
    const column = Math.floor(along / long);
    const edge = roundBox(along - (column + 0.5) * long, y - (row + 0.5) * high, 21.5, 7.2, 2);
    const tone = 0.78 + 0.4 * hash(column, row, 342);
    const worn = 1 + 0.2 * fbm(x / 8, y / 8, 4, 343) + 0.07 * valueNoise(x / 1.8, y / 1.8, 344);
    const mortar = scaleRgb([176, 170, 160], 1 + 0.12 * fbm(x / 3, y / 3, 2, 345));
    const brick = scaleRgb([158, 92, 74], clamp(tone * worn, 0.3, 1.5));
    return mixRgb(mortar, brick, coverage(edge, 1));
  });
}
