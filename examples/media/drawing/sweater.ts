/** The body: a Fair Isle jumper knitted stitch by stitch, its sleeves, and the waving hand. */
import {
  clamp,
  coverage,
  cushion,
  light,
  mixRgb,
  type Point,
  type Rgb,
  roundBox,
  scaleRgb,
  smoothstep,
  smoothUnion,
  taper,
} from "./drawing.ts";
import { type Cutout, cutOut, type Paint } from "./cutout.ts";
import { fbm, hash, valueNoise } from "./noise.ts";

const red: Rgb = [186, 52, 58];
const navy: Rgb = [44, 58, 96];
const cream: Rgb = [240, 226, 200];
const mustard: Rgb = [226, 168, 62];
const skin: Rgb = [234, 180, 148];
const skinShade: Rgb = [150, 84, 66];

const stitchWidth = 6.4;
const stitchHeight = 5.2;

/** Skin under a light of the given brightness: mottled, and redder where it is dark. */
export function skinColor(x: number, y: number, brightness: number): Rgb {
  const mottle = 0.05 * fbm(x / 5, y / 5, 2, 71) + 0.1 * valueNoise(x / 2.1, y / 2.1, 74);
  return mixRgb(skinShade, scaleRgb(skin, 1.12), clamp((brightness + mottle - 0.45) / 0.7, 0, 1.2));
}

/** The chest and the neck; the pivot is the base of the neck. */
export function torso(): Cutout {
  const chest = (x: number, y: number) => {
    const halfWidth = 82 - 14 * smoothstep(40, 170, y);
    const trunk = roundBox(x, y - 150, halfWidth, 132, 34);
    const shoulders = taper(Math.abs(x), y, [0, 20], [70, 38], 22, 24);
    return smoothUnion(trunk, shoulders, 24);
  };
  const relief = (x: number, y: number) =>
    cushion(chest(x, y), 62) + 5 * fbm(x / 34 + 0.4 * Math.sin(y / 30), y / 60, 2, 21);
  return cutOut([-116, -46, 116, 230], (paint, x, y) => {
    paintNeck(paint, x, y);
    paint.over(scaleRgb(knit(x, y - 2), light(relief, x, y)), coverage(chest(x, y)));
    paintCollar(paint, x, y);
  });
}

/** The upper half of the waving arm; the pivot is the shoulder. */
export function upperArm(end: Point): Cutout {
  return cutOut([-40, -50, 124, 60], (paint, x, y) => {
    paintSleeve(paint, [x, y], [[0, 0], end], [27, 20]);
  });
}

/** The arm that hangs at the side; the pivot is the shoulder. */
export function restingArm(): Cutout {
  return cutOut([-70, -40, 50, 240], (paint, x, y) => {
    paintSleeve(paint, [x, y], [[0, 0], [-22, 232]], [27, 19]);
  });
}

/** Forearm, cuff and open hand, pointing up; the pivot is the elbow. */
export function forearm(): Cutout {
  const cuff = (x: number, y: number) => roundBox(x - 2, y + 80, 16.5, 9, 5);
  return cutOut([-48, -172, 60, 34], (paint, x, y) => {
    paintHand(paint, x - 2, y + 84);
    paintSleeve(paint, [x, y], [[0, 0], [2, -72]], [20.5, 16]);
    const ribs = 0.96 + 0.31 * Math.cos(x * 1.55);
    const brightness = ribs * light((u, v) => cushion(cuff(u, v), 14), x, y);
    paint.over(scaleRgb(navy, brightness), coverage(cuff(x, y)));
  });
}

/** A ribbed roll-neck: bare skin would be too even for frame differences to see. */
function paintCollar(paint: Paint, x: number, y: number): void {
  const bow = 0.012 * x * x;
  const tube = (u: number, v: number) => roundBox(u, v + 2 + bow, 27 + 0.14 * v, 13, 8);
  const ribs = 1 + 0.34 * Math.cos(18.6 * Math.asin(clamp(x / 29, -1, 1)));
  const wool = 0.2 * fbm(x / 1.8, y / 2.6, 2, 12);
  const brightness = (ribs + wool) * light((u, v) => cushion(tube(u, v), 16), x, y);
  paint.over(scaleRgb(navy, brightness), coverage(tube(x, y)));
}

function paintNeck(paint: Paint, x: number, y: number): void {
  const neck = (u: number, v: number) => taper(u, v, [0, -34], [0, 6], 18, 24);
  const shadow = 0.42 * smoothstep(4, -24, y + 0.3 * x);
  const brightness = light((u, v) => cushion(neck(u, v), 20), x, y) - shadow;
  paint.over(skinColor(x, y, brightness), coverage(neck(x, y)));
}

/** A knitted tube between two points, its rows running around it. */
function paintSleeve(
  paint: Paint,
  [x, y]: Point,
  [from, to]: readonly [Point, Point],
  [startRadius, endRadius]: readonly [number, number],
): void {
  const distance = taper(x, y, from, to, startRadius, endRadius);
  const alpha = coverage(distance);
  if (alpha === 0) return;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const axisX = (to[0] - from[0]) / length;
  const axisY = (to[1] - from[1]) / length;
  const along = (x - from[0]) * axisX + (y - from[1]) * axisY;
  const across = (y - from[1]) * axisX - (x - from[0]) * axisY;
  const relief = (u: number, v: number) =>
    cushion(taper(u, v, from, to, startRadius, endRadius), 24) +
    4 * fbm(u / 20, v / 14, 2, 33);
  paint.over(scaleRgb(knit(across, along + 40), light(relief, x, y)), alpha);
}

/** Colour of the knitting at a point: V-shaped stitches, dark between the strands. */
function knit(x: number, y: number): Rgb {
  const column = Math.floor(x / stitchWidth);
  const acrossStitch = x / stitchWidth - column - 0.5;
  const climb = y / stitchHeight + 1.1 * Math.abs(acrossStitch);
  const row = Math.floor(climb);
  const strand = 1 - Math.abs(2 * (climb - row) - 1) ** 2.2;
  const leg = 1 - Math.abs(4 * Math.abs(acrossStitch) - 1) ** 2.6;
  const wool = 0.3 * (hash(column, row, 5) - 0.5) + 0.13 * fbm(x / 1.7, y / 1.7, 2, 9);
  return scaleRgb(yarn(column, row), 0.5 + 0.38 * strand + 0.32 * leg + wool);
}

/** The pattern: which yarn makes the stitch. */
function yarn(column: number, row: number): Rgb {
  const across = ((column % 8) + 8) % 8;
  const step = ((row % 30) + 30) % 30;
  if (step === 0 || step === 14) return across % 2 ? cream : red;
  if (step === 1 || step === 13) return cream;
  if (step === 2 || step === 12) return across % 2 ? cream : navy;
  if (step > 2 && step < 12) {
    const diamond = Math.abs(across - 4) + Math.abs(step - 7);
    if (diamond === 0) return mustard;
    return diamond === 3 || diamond === 4 || diamond > 7 ? cream : diamond < 3 ? red : navy;
  }
  if (step === 22) return across % 4 < 2 ? mustard : red;
  return (row % 4 === 0 && across % 4 === 1) ? cream : red;
}

/** An open palm towards us, fingers up; the origin is the wrist, the thumb is at the left. */
function paintHand(paint: Paint, x: number, y: number): void {
  const distance = hand(x, y);
  const alpha = coverage(distance);
  if (alpha === 0) return;
  const relief = (u: number, v: number) => cushion(hand(u, v), 7) - creases(u, v);
  const brightness = light(relief, x, y);
  paint.over(skinColor(x + 90, y, brightness), alpha);
  const blush = Math.exp(-(((x + 12) / 9) ** 2) - ((y + 22) / 9) ** 2) +
    Math.exp(-(((x - 12) / 8) ** 2) - ((y + 20) / 12) ** 2) + smoothstep(-58, -76, y);
  paint.tint([222, 120, 104], 0.22 * clamp(blush) * alpha);
}

const fingers: readonly (readonly [from: Point, to: Point, radius: number])[] = [
  [[-13, -36], [-22, -63], 5.6],
  [[-4.5, -40], [-7, -72], 5.9],
  [[4.5, -39], [7.5, -70], 5.6],
  [[13, -33], [21, -56], 4.8],
  [[-13, -16], [-33, -36], 6],
];

function hand(x: number, y: number): number {
  const palm = roundBox(x - 0.5 - 0.04 * y, y + 22, 18.5, 21, 13);
  let distance = smoothUnion(palm, taper(x, y, [0, 10], [0, -12], 13, 14), 8);
  for (const [from, to, radius] of fingers) {
    distance = smoothUnion(distance, taper(x, y, from, to, radius + 0.6, radius - 0.8), 4);
  }
  return distance;
}

/** Depth of the palm's three lines. */
function creases(x: number, y: number): number {
  const heart = y + 31 + (x < -12 ? 0 : 0.011 * (x + 12) ** 2) - 0.25 * x;
  const head = y + 24 - 0.008 * (x + 14) ** 2;
  const life = Math.hypot(x + 16, y + 12) - 15;
  const lines = Math.exp(-heart * heart) + Math.exp(-head * head) + Math.exp(-life * life);
  return 1.1 * lines * coverage(Math.hypot(x / 15, (y + 23) / 17) * 15 - 14, 3);
}
