/** A beach on a warm late afternoon: sky, sea, sand and a palm, all from noise. */
import {
  type Canvas,
  clamp,
  coverage,
  light,
  mix,
  mixRgb,
  paintCanvas,
  type Point,
  type Rgb,
  scaleRgb,
  smoothstep,
} from "./drawing.ts";
import { fbm, hash, valueNoise } from "./noise.ts";
import { drawGrass, drawPalm, palmShadow } from "./plants.ts";

/** The picture's size; everything below is placed in these pixels. */
const width = 1280;
const height = 800;
const horizon = 372;
const sun: Point = [330, 236];

const sunlight: Rgb = [255, 236, 190];

/** Draws the beach. */
export function paintBeach(): Canvas {
  const canvas = paintCanvas(width, height, (x, y) => {
    if (y < horizon) return sky(x, y);
    const shore = shoreDistance(x, y);
    const color = shore < 0 ? sea(x, y, shore) : sand(x, y, shore);
    const haze = Math.exp(-(y - horizon) / 9);
    return mixRgb(foam(x, y, shore, color), [238, 214, 190], 0.55 * haze);
  });
  drawPalm(canvas);
  drawGrass(canvas);
  return canvas;
}

function sky(x: number, y: number): Rgb {
  const up = 1 - y / horizon;
  const air = mixRgb([252, 214, 172], [70, 140, 204], smoothstep(-0.1, 0.95, up) ** 0.8);
  const away = Math.hypot(x - sun[0], y - sun[1]);
  const glow = 0.75 * Math.exp(-away / 70) + 0.4 * Math.exp(-away / 300);
  const lit = mixRgb(air, sunlight, clamp(glow));
  const clouded = clouds(x, y, away, lit);
  return mixRgb(clouded, [255, 252, 236], coverage(away - 30, 5));
}

/** Clouds on a flat ceiling: their noise shrinks towards the horizon. */
function clouds(x: number, y: number, sunDistance: number, behind: Rgb): Rgb {
  const depth = 150 / (horizon + 46 - y);
  const u = (x - 640) * depth / 150 + 11;
  const v = depth * 4.2;
  const bend = 0.5 * fbm(u * 0.9, v * 0.9, 2, 201);
  const thick = fbm(u + bend, v * 1.5 + bend, 6, 203) + 0.02;
  const cover = smoothstep(0.02, 0.4, thick);
  const below = fbm(u + bend + 0.12, v * 1.5 + bend - 0.2, 4, 203);
  const shade = clamp(0.62 + 1.1 * (thick - below) + 0.2 * (1 - thick));
  const warm = mixRgb([255, 250, 240], [255, 222, 176], Math.exp(-sunDistance / 360));
  const color = mixRgb([176, 166, 186], warm, shade);
  const fade = smoothstep(0, 70, horizon - y);
  return mixRgb(behind, color, 0.9 * cover * (0.35 + 0.65 * fade));
}

/** Pixels below the water's edge; negative on the water. */
function shoreDistance(x: number, y: number): number {
  const edge = 548 + 0.07 * (x - 640) + 26 * Math.sin(x / 230 + 0.6) + 14 * fbm(x / 120, 3, 3, 61);
  return y - edge;
}

function sea(x: number, y: number, shore: number): Rgb {
  const depth = (y - horizon) / (548 - horizon);
  const far = 1 / (0.03 + depth);
  const swell = (u: number, v: number) => {
    const rows = 26 / (0.06 + (v - horizon) / 176);
    return fbm((u - sun[0]) / (26 + 120 * depth), rows, 3, 81) * (3 + 7 * depth);
  };
  const relief = light(swell, x, y) - 0.95;
  const deep = mixRgb([40, 108, 150], [46, 158, 170], smoothstep(0.05, 0.75, depth));
  const shallow = mixRgb(deep, [156, 214, 192], smoothstep(-120, -6, shore));
  const column = Math.exp(-(((x - sun[0]) / (50 + 150 * depth)) ** 2));
  const sparkle = valueNoise((x - sun[0]) / (3 + 7 * depth), far * 9 + y / 3, 91) + 0.5 * relief;
  const glint = smoothstep(0.62 - 0.62 * column, 0.95 - 0.4 * column, sparkle);
  const water = scaleRgb(shallow, 1 + 0.55 * relief);
  return mixRgb(
    mixRgb(water, sunlight, 0.3 * column),
    [255, 246, 220],
    0.85 * glint * (0.14 + column),
  );
}

/** White lines where waves break, and the lace the last one left on the sand. */
function foam(x: number, y: number, shore: number, under: Rgb): Rgb {
  // Where between the horizon (0) and the water's edge (1): far waves lie flatter.
  const share = (y - horizon) / (y - shore - horizon);
  let white = 0;
  for (const [line, thickness, seed] of waves) {
    const wander = 13 * line * fbm(x / 90, seed, 3, seed);
    const bent = (share - line) * 176 + wander;
    const body = bent > 0 ? bent / (0.35 * thickness) : -bent / thickness;
    const lace = 0.5 + 0.8 * fbm(x / 13, y / 5, 3, 111);
    const here = smoothstep(-0.35, 0.2, fbm(x / 170, seed, 2, seed + 5) + (line > 0.9 ? 1 : 0));
    white = Math.max(white, here * smoothstep(0.1, 0.75, lace * Math.exp(-body * body) * 1.5));
  }
  return mixRgb(under, [252, 250, 244], 0.92 * white);
}

/** Breakers: where they stand between horizon and shore, how thick they are, their seed. */
const waves: readonly (readonly [line: number, thickness: number, seed: number])[] = [
  [0.98, 13, 105],
  [0.74, 9, 155],
  [0.52, 5, 199],
  [0.36, 3, 230],
];

function sand(x: number, y: number, shore: number): Rgb {
  const near = (y - 500) / 300;
  const ripples = (u: number, v: number) => {
    const row = 46 * Math.log(v - 420);
    const wander = 2.6 * fbm(u / 210, row / 16, 3, 131);
    return (0.8 + 2.4 * near) * Math.sin(row * 0.95 + wander * 2 + u / 190) *
        smoothstep(-0.35, 0.4, fbm(u / 190, row / 11, 2, 133)) +
      (1 + 4 * near) * fbm(u / 44, row / 2.4, 5, 135);
  };
  const wet = 1 - smoothstep(10, 62, shore + 14 * fbm(x / 80, 1, 2, 137));
  const relief = mix(light(ripples, x, y), 0.95, wet) + 0.05;
  const grain = 0.1 * (hash(x | 0, y | 0, 141) - 0.5) + 0.06 * valueNoise(x / 2.2, y / 1.6, 142);
  const dry = scaleRgb([234, 204, 158], relief * (1 + grain));
  const mirror = mixRgb([176, 146, 118], [236, 206, 172], 0.5 + 0.3 * fbm(x / 120, y / 14, 2, 143));
  const color = mixRgb(dry, mirror, 0.85 * wet);
  return mixRgb(color, scaleRgb(color, 0.62), 0.8 * palmShadow(x, y));
}
