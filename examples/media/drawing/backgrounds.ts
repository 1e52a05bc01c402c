/** Two pictures to sit in front of: a room with a lamp in the evening, and mountains at dusk. */
import {
  type Canvas,
  clamp,
  coverage,
  ellipse,
  light,
  mix,
  mixRgb,
  paintCanvas,
  type Rgb,
  roundBox,
  scaleRgb,
  smoothstep,
} from "./drawing.ts";
import { fbm, hash, valueNoise } from "./noise.ts";

/** The pictures' size; everything below is placed in these pixels. */
const width = 1280;
const height = 720;

const skirting = 612;

/** Draws the room. */
export function paintRoom(): Canvas {
  return paintCanvas(width, height, (x, y) => {
    let color = y < skirting ? roomWall(x, y) : floor(x, y);
    color = pictureFrame(x, y, color);
    color = shelves(x, y, color);
    color = plant(x, y, color);
    color = lamp(x, y, color);
    const fromCentre = Math.hypot(x / width - 0.5, y / height - 0.45);
    return scaleRgb(color, 1.04 - 0.36 * fromCentre ** 2);
  });
}

const lampAt = { x: 1076, y: 236 };

/** Warm light of the lamp on what is behind it: up and down through the shade, 0–1. */
function lampGlow(x: number, y: number): number {
  const dx = Math.abs(x - lampAt.x), dy = Math.abs(y - lampAt.y);
  const cone = smoothstep(1.55, 0.5, dx / (dy + 60)) * smoothstep(20, 110, dy);
  return clamp(0.3 + cone) * Math.exp(-Math.hypot(dx * 0.8, dy) / 320);
}

function roomWall(x: number, y: number): Rgb {
  const trowel = (u: number, v: number) =>
    2 * fbm(u / 90 + 0.7 * valueNoise(u / 150, v / 150, 3), v / 60, 3, 311) +
    0.12 * valueNoise(u / 3, v / 3, 316);
  const relief = light(trowel, x, y) + 0.05 + 0.04 * fbm(x / 220, y / 190, 3, 319);
  const wall = scaleRgb([112, 134, 138], relief * (0.95 - 0.12 * (y / height)));
  const lit = mixRgb(wall, scaleRgb([255, 220, 160], 0.55 + 0.45 * relief), 0.9 * lampGlow(x, y));
  const board = coverage(skirting - 34 - y, 1);
  const edge = 0.86 + 0.14 * smoothstep(skirting - 34, skirting - 26, y);
  return mixRgb(lit, scaleRgb(mixRgb([196, 198, 190], lit, 0.35), edge), board);
}

function floor(x: number, y: number): Rgb {
  // Boards that run towards the vanishing point above the middle.
  const depth = 220 / (y - skirting + 90);
  const across = (x - 640) * depth / 62;
  const board = Math.floor(across);
  const grain = fbm(across * 9, depth * 9 + board * 3.7, 4, 331 + (board & 7));
  const tone = 0.82 + 0.16 * hash(board, 3, 337) + 0.12 * grain;
  const seam = 1 - 0.4 * smoothstep(0.06, 0.02, Math.abs(across - Math.round(across)));
  const shadow = 0.6 + 0.4 * smoothstep(0, 26, y - skirting);
  const wood = scaleRgb([150, 106, 70], tone * seam * shadow);
  const pool = Math.exp(-(((x - lampAt.x) / 250) ** 2) - ((y - 690) / 90) ** 2);
  return mixRgb(wood, [255, 214, 150], 0.28 * pool);
}

/** A small picture of hills in a thin frame. */
function pictureFrame(x: number, y: number, behind: Rgb): Rgb {
  const u = x - 792, v = y - 214;
  const shadow = coverage(roundBox(u - 7, v - 10, 104, 76, 3), 12);
  let color = scaleRgb(behind, 1 - 0.3 * shadow);
  color = mixRgb(color, [64, 48, 38], coverage(roundBox(u, v, 102, 74, 2), 0.8));
  color = mixRgb(color, [236, 230, 216], coverage(roundBox(u, v, 95, 67, 1), 0.8));
  const far = 8 + 10 * fbm(u / 34, 1, 2, 341), near = 26 + 9 * fbm(u / 40, 2, 2, 343);
  const sun = coverage(ellipse(u - 26, v + 16, 13, 13), 0.8);
  let print: Rgb = mixRgb([238, 214, 180], [222, 128, 88], sun);
  print = mixRgb(print, [122, 142, 140], coverage(far - v, 0.8));
  print = mixRgb(print, [62, 86, 88], coverage(near - v, 0.8));
  return mixRgb(color, print, coverage(roundBox(u, v, 76, 48), 0.8));
}

const books: readonly (readonly [width: number, height: number, color: Rgb])[] = [
  [26, 88, [92, 116, 112]],
  [19, 102, [196, 150, 92]],
  [31, 80, [150, 84, 74]],
  [16, 96, [222, 208, 182]],
  [24, 98, [84, 96, 124]],
  [21, 76, [176, 166, 130]],
  [28, 92, [120, 70, 64]],
  [17, 84, [206, 188, 150]],
];

/** Two boards on the wall, books on both, a bowl on the lower. */
function shelves(x: number, y: number, behind: Rgb): Rgb {
  let color = behind;
  for (const [top, first, from] of [[206, 0, 120], [372, 3, 214]] as const) {
    const u = x - 270, v = y - top;
    color = scaleRgb(color, 1 - 0.32 * coverage(roundBox(u - 6, v - 20, 196, 12, 6), 14));
    let left = from;
    for (let k = 0; k < 5; k++) {
      const [wide, tall, cover] = books[(first + k) % books.length];
      const inside = coverage(
        roundBox(x - left - wide / 2, v + 7 + tall / 2, wide / 2 - 0.7, tall / 2, 2),
      );
      const round = 0.72 + 0.36 * Math.sin(Math.PI * clamp((x - left) / wide));
      const label = Math.abs(v + 7 + tall * 0.72) < 5 ? 1.22 : 1;
      color = mixRgb(color, scaleRgb(cover, 0.84 * round * label), inside);
      left += wide;
    }
    const grain = 0.9 + 0.14 * fbm(u / 60, v / 3, 3, 351);
    const face = v < -3 ? 1.25 : 0.95;
    color = mixRgb(
      color,
      scaleRgb([138, 98, 64], grain * face),
      coverage(roundBox(u, v, 194, 7, 2)),
    );
  }
  const bowl = Math.max(ellipse(x - 392, y - 150, 44, 48), 150 - y + 6);
  const shade = 0.7 + 0.5 * clamp((420 - x) / 90);
  return mixRgb(color, scaleRgb([188, 172, 156], shade), coverage(bowl));
}

/** Leaves in a pot on the floor at the left. */
function plant(x: number, y: number, behind: Rgb): Rgb {
  let color = behind;
  const dark = coverage(ellipse(x - 120, y - 668, 92, 18), 12);
  color = scaleRgb(color, 1 - 0.45 * dark);
  for (let k = 0; k < 15; k++) {
    const turn = (k / 14 - 0.5) * 2.5 + 0.2 * (hash(k, 1, 361) - 0.5);
    const long = 190 + 90 * hash(k, 2, 361);
    // Along the leaf, which bends outward, and across it.
    const dx = x - 112, dy = 590 - y;
    const bend = turn + 0.0012 * turn * Math.hypot(dx, dy);
    const along = dx * Math.sin(bend) + dy * Math.cos(bend);
    const across = dx * Math.cos(bend) - dy * Math.sin(bend);
    const t = along / long;
    if (t <= 0 || t >= 1) continue;
    const half = 21 * Math.sin(Math.PI * t ** 0.8) + 1.5;
    const vein = 1 - 0.25 * smoothstep(2.4, 0.6, Math.abs(across));
    const tone = (0.62 + 0.4 * hash(k, 3, 361)) * (across > 0 ? 1.14 : 0.9) * vein *
      (0.6 + 0.5 * t);
    const leaf = scaleRgb([86, 132, 84], tone);
    color = mixRgb(color, leaf, coverage(Math.abs(across) - half));
  }
  const slope = 54 - 0.12 * (y - 580);
  const pot = Math.max(Math.abs(x - 112) - slope, 580 - y, y - 674);
  const side = 0.66 + 0.42 * Math.cos((x - 92) / 52);
  const rim = y < 596 ? 1.12 : 1;
  return mixRgb(color, scaleRgb([202, 190, 176], side * rim), coverage(pot));
}

/** A floor lamp with a shade of cloth. */
function lamp(x: number, y: number, behind: Rgb): Rgb {
  const u = x - lampAt.x, v = y - lampAt.y;
  let color = behind;
  color = scaleRgb(color, 1 - 0.4 * coverage(ellipse(u, y - 674, 80, 14), 10));
  const pole = Math.max(Math.abs(u) - 3.5, -v, y - 668);
  color = mixRgb(color, scaleRgb([86, 70, 54], 0.9 + 0.4 * clamp(-u / 4)), coverage(pole));
  color = mixRgb(color, [74, 60, 48], coverage(ellipse(u, y - 668, 52, 9)));
  const cloth = Math.max(Math.abs(u) - (74 + 0.32 * v), Math.abs(v) - 58);
  const weave = 0.96 + 0.06 * valueNoise(x / 1.6, y / 1.6, 371);
  const hot = Math.exp(-((u / 62) ** 2) - ((v + 4) / 64) ** 2);
  const shade = scaleRgb(mixRgb([226, 176, 116], [255, 240, 204], hot), weave);
  return mixRgb(color, shade, coverage(cloth, 1));
}

/** Ranges of mountains from far to near: height of the crest, how rough, seed, colour. */
const ranges: readonly (readonly [crest: number, rough: number, seed: number, color: Rgb])[] = [
  [392, 84, 411, [176, 128, 150]],
  [446, 92, 423, [132, 98, 138]],
  [510, 88, 437, [90, 72, 116]],
  [580, 74, 449, [54, 48, 86]],
  [656, 56, 457, [26, 28, 54]],
];

/** Draws the mountains. */
export function paintDusk(): Canvas {
  return paintCanvas(width, height, (x, y) => {
    let color = duskSky(x, y);
    for (const [crest, rough, seed, shade] of ranges) {
      const ridge = 1 - Math.abs(fbm(x / (3.1 * rough), seed, 5, seed)) * 1.6;
      const edge = crest + rough * (0.5 - ridge) + 6 * fbm(x / 22, seed, 3, seed + 1);
      const below = y - edge;
      if (below < -40) continue;
      // Mist lies in the valleys, and trees stand on what is near.
      const mist = smoothstep(10, 150, below) * (seed < 449 ? 0.62 : 0.25);
      const trees = seed < 449 ? 0 : treeTops(x, seed);
      const hazy = mixRgb(shade, [238, 176, 160], mist);
      const slope = 1 + 0.1 * fbm(x / 26 + below / 40, below / 30, 4, seed + 2);
      color = mixRgb(color, scaleRgb(hazy, slope), coverage(-below - trees, 1));
    }
    return color;
  });
}

/** How far firs stand above a crest. */
function treeTops(x: number, seed: number): number {
  let most = 0;
  for (const step of [9, 14]) {
    const cell = Math.floor(x / step);
    for (let near = cell - 1; near <= cell + 1; near++) {
      const tall = (10 + 16 * hash(near, step, seed)) * step / 12;
      const away = Math.abs(x - (near + 0.2 + 0.6 * hash(near, step + 1, seed)) * step);
      most = Math.max(most, tall - 3.4 * away);
    }
  }
  return most;
}

function duskSky(x: number, y: number): Rgb {
  const up = 1 - y / 470;
  const low = mixRgb([255, 190, 132], [232, 124, 128], smoothstep(0, 0.32, up));
  const air = mixRgb(
    low,
    mixRgb([104, 84, 148], [28, 38, 84], smoothstep(0.55, 1, up)),
    smoothstep(0.22, 0.72, up),
  );
  const away = Math.hypot(x - 860, (y - 400) * 1.5);
  const lit = mixRgb(air, [255, 224, 170], 0.75 * Math.exp(-away / 190));
  const thick = fbm(x / 330 + 3, y / 52 + 0.3 * fbm(x / 200, y / 90, 2, 471), 5, 473);
  const cover = smoothstep(0.06, 0.42, thick) * smoothstep(0, 0.2, up) * 0.75;
  const cloud = mixRgb([255, 168, 140], [150, 92, 140], smoothstep(0.1, 0.75, up));
  const clouded = mixRgb(lit, cloud, cover);
  return stars(x, y, up, clouded);
}

function stars(x: number, y: number, up: number, behind: Rgb): Rgb {
  const cell = 26;
  const column = Math.floor(x / cell), row = Math.floor(y / cell);
  if (hash(column, row, 481) < 0.62) return behind;
  const dx = x - (column + 0.2 + 0.6 * hash(column, row, 482)) * cell;
  const dy = y - (row + 0.2 + 0.6 * hash(column, row, 483)) * cell;
  const size = mix(0.5, 1.25, hash(column, row, 484) ** 3);
  const bright = smoothstep(0.5, 0.95, up) * (0.35 + 0.6 * hash(column, row, 485));
  return mixRgb(behind, [255, 246, 232], bright * coverage(Math.hypot(dx, dy) - size, 0.8));
}
