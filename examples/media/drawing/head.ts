/** The head: a smiling face with freckles under long wavy hair. The pivot is the nape. */
import {
  clamp,
  coverage,
  cushion,
  ellipse,
  light,
  mixRgb,
  type Rgb,
  scaleRgb,
  smoothstep,
  smoothUnion,
  taper,
} from "./drawing.ts";
import { type Cutout, cutOut, type Paint } from "./cutout.ts";
import { fbm, hash, valueNoise } from "./noise.ts";
import { skinColor } from "./sweater.ts";

const hairDark: Rgb = [52, 26, 18];
const hairLight: Rgb = [196, 116, 62];

/** Face and the hair in front of it, without the neck. */
export function face(): Cutout {
  return cutOut([-78, -132, 78, 62], (paint, x, y) => {
    paintSkin(paint, x, y);
    paintEyes(paint, x, y);
    paintMouth(paint, x, y);
    const opening = faceOpening(x, y);
    const shadow = 0.5 * smoothstep(9, -1, -opening) * paint.alpha;
    paint.tint([96, 48, 36], clamp(shadow));
    const lock = Math.max(hairOutline(x, y), -opening);
    paintHair(paint, x, y, lock);
  });
}

/** The hair behind the neck. */
export function backHair(): Cutout {
  return cutOut([-78, -132, 78, 62], (paint, x, y) => {
    const mass = smoothUnion(ellipse(x, y + 58, 50, 56), ellipse(x, y + 6, 50, 44), 20);
    paintHair(paint, x, y, mass, 0.62);
  });
}

function skull(x: number, y: number): number {
  return smoothUnion(ellipse(x, y + 60, 38, 45), ellipse(x, y + 34, 28, 31), 16);
}

function paintSkin(paint: Paint, x: number, y: number): void {
  const nose = (u: number, v: number) =>
    4.5 * Math.exp(-((u / 4.2) ** 2) - ((v + 37) / 6) ** 2) +
    2.6 * Math.exp(-((u / 3.4) ** 2) - ((v + 50) / 13) ** 2);
  const sockets = (u: number, v: number) =>
    -2.2 * Math.exp(-(((Math.abs(u) - 16) / 9) ** 2) - ((v + 57) / 7) ** 2);
  const relief = (u: number, v: number) => cushion(skull(u, v), 34) + nose(u, v) + sockets(u, v);
  paint.over(skinColor(x, y, light(relief, x, y)), coverage(skull(x, y)));
  const cheek = Math.exp(-(((Math.abs(x) - 22) / 9) ** 2) - ((y + 34) / 8) ** 2);
  paint.tint([222, 104, 92], 0.34 * cheek);
  const nostril = Math.exp(-(((Math.abs(x) - 3.6) / 1.7) ** 2) - ((y + 31.6) / 1.1) ** 2);
  paint.tint([120, 56, 44], 0.7 * nostril);
  paint.tint([150, 84, 60], freckles(x, y));
}

/** One freckle at most in each small cell, over the nose and cheeks. */
function freckles(x: number, y: number): number {
  const cell = 4.4;
  const column = Math.floor(x / cell);
  const row = Math.floor(y / cell);
  if (hash(column, row, 50) > 0.62) return 0;
  const dx = x - (column + 0.12 + 0.76 * hash(column, row, 51)) * cell;
  const dy = y - (row + 0.12 + 0.76 * hash(column, row, 52)) * cell;
  const zone = Math.exp(-((x / 30) ** 4) - ((y + 41) / 12) ** 4);
  const size = 0.5 + 0.5 * hash(column, row, 53);
  return 0.6 * zone * coverage(Math.hypot(dx, dy) - size, 0.6);
}

function paintEyes(paint: Paint, x: number, y: number): void {
  const side = Math.abs(x);
  const u = side - 16;
  const v = y + 54;
  const opening = Math.max(ellipse(u, v - 2.4, 9.2, 7.6), ellipse(u, v + 2.2, 9.2, 7));
  const white = coverage(opening);
  paint.over(scaleRgb([244, 240, 234], 0.8 + 0.2 * smoothstep(-5, 1, v)), white);
  // Both eyes look the same way, so the irises follow x and not the mirrored side.
  const iris = Math.hypot(x - Math.sign(x) * 16 - 0.5, v);
  const ring = 0.8 + 0.25 * valueNoise(Math.atan2(v, u) * 5, iris, 60);
  paint.over(scaleRgb([70, 122, 96], ring), white * coverage(iris - 4.4));
  paint.over([24, 18, 18], white * coverage(iris - 2.1));
  const glint = Math.hypot(x - Math.sign(x) * 16 + 1.4, v + 1.6) - 0.9;
  paint.over([255, 255, 255], white * coverage(glint));
  const lid = Math.max(Math.abs(ellipse(u, v - 2.4, 9.2, 7.6)) - 0.9, v - 0.5);
  paint.over([58, 30, 26], 0.9 * coverage(lid));
  const crease = Math.abs(ellipse(u, v - 1.4, 10.6, 10)) - 0.3;
  paint.tint([140, 78, 62], 0.45 * coverage(Math.max(crease, v + 3), 1));
  const arch = y + 70 - 0.02 * (side - 19) ** 2;
  const brow = Math.max(Math.abs(arch) - 2.6 + 0.09 * (side - 8), Math.abs(side - 17) - 11);
  const hairs = 0.75 + 0.25 * valueNoise(side * 1.3 + arch, arch * 0.8, 61);
  paint.over([92, 50, 32], 0.85 * hairs * coverage(brow, 0.9));
}

function paintMouth(paint: Paint, x: number, y: number): void {
  const curve = (x / 15) ** 2;
  const upper = -22.5 - 2.6 * curve;
  const lower = -12.5 - 12.6 * curve;
  const opening = Math.max(upper - y, y - lower);
  const lips = Math.max(upper - 2.6 + 0.8 * Math.exp(-((x / 3) ** 2)) - y, y - lower - 3.4);
  const sheen = 1 + 0.16 * Math.exp(-((y - lower - 1.6) ** 2)) + 0.08 * valueNoise(x, y / 3, 62);
  paint.over(scaleRgb([196, 82, 82], sheen), 0.9 * coverage(Math.max(lips, Math.abs(x) - 16.5)));
  paint.over([110, 36, 42], coverage(opening));
  const teeth = Math.max(opening + 0.4, y + 16.4 + 4 * curve);
  const gaps = 1 - 0.14 * Math.exp(-((((x + 100.5) % 4) - 2) ** 2) * 5);
  paint.over(scaleRgb([246, 240, 228], gaps * (1.02 - 0.2 * curve)), coverage(teeth));
}

/** Everything the hair covers when seen from the front, wavy at the edge. */
function hairOutline(x: number, y: number): number {
  const wave = 3 * Math.sin(y / 9 + Math.sign(x)) * smoothstep(-90, -30, y);
  const side = Math.abs(x) + wave;
  const cap = ellipse(x, y + 62, 46, 54);
  const lock = taper(side, y, [40, -62], [47, -2], 15, 17);
  const tip = taper(side, y, [47, -2], [42, 44], 17, 5);
  return smoothUnion(cap, smoothUnion(lock, tip, 6), 12);
}

/** The face left free by a side parting. */
function faceOpening(x: number, y: number): number {
  const sweep = ellipse(x - 4, y + 40, 33, 50 - 0.22 * x);
  return smoothUnion(sweep, ellipse(x, y - 22, 27, 40), 10);
}

/** Strands fan out from the parting and curl on their way down. */
function paintHair(paint: Paint, x: number, y: number, outline: number, dim = 1): void {
  const alpha = coverage(outline + 1.2 * valueNoise(x / 2, y / 5, 40), 1);
  if (alpha === 0) return;
  const partingX = x - 10;
  const partingY = y + 122;
  const length = Math.hypot(partingX, partingY);
  const curl = 0.05 * Math.sin(length / 8 + 2 * Math.sign(partingX)) * smoothstep(30, 90, length);
  const fan = Math.atan2(partingX, partingY) + curl;
  const strands = 0.5 + 0.36 * fbm(fan * 26, length / 34, 2, 41) +
    0.42 * valueNoise(fan * 62, length / 22, 44);
  const sheen = 0.4 * Math.exp(-(((length - 46 - 6 * Math.sin(fan * 5)) / 14) ** 2));
  const shine = light((u, v) => cushion(hairOutline(u, v), 30), x, y) - 0.94;
  paint.over(
    scaleRgb(mixRgb(hairDark, hairLight, clamp(strands + sheen + shine - 0.08, 0, 1.15)), dim),
    alpha,
  );
}
