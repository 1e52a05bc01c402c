/** The room behind the figure: a plastered wall with a shelf and a patch of window light. */
import {
  type Canvas,
  coverage,
  light,
  mixRgb,
  paintCanvas,
  type Rgb,
  roundBox,
  scaleRgb,
  smoothstep,
} from "./drawing.ts";
import { fbm, hash, valueNoise } from "./noise.ts";

/** Books from left to right: width, height, colour. */
const books: readonly (readonly [width: number, height: number, color: Rgb])[] = [
  [15, 52, [92, 116, 112]],
  [11, 60, [196, 150, 92]],
  [18, 47, [150, 84, 74]],
  [9, 56, [222, 208, 182]],
  [14, 58, [84, 96, 124]],
  [12, 44, [176, 166, 130]],
];

/** A little out of focus, as a wall two metres behind the subject would be. */
const softness = 1.6;

/** Draws the wall for a clip of the given size. */
export function paintWall(width: number, height: number): Canvas {
  return paintCanvas(width, height, (x, y) => {
    let color = plaster(x, y);
    color = scaleRgb(color, 1 - 0.3 * shelfShadow(x, y));
    color = mixRgb(
      color,
      scaleRgb([255, 228, 168], 0.6 + 0.4 * (color[1] / 190)),
      0.62 * windowLight(x, y),
    );
    color = shelf(x, y, color);
    const fromCentre = Math.hypot(x / width - 0.5, y / height - 0.45);
    return scaleRgb(color, 1.03 - 0.42 * fromCentre ** 2);
  });
}

function plaster(x: number, y: number): Rgb {
  const trowel = (u: number, v: number) =>
    2.4 * fbm(u / 52 + 0.8 * valueNoise(u / 90, v / 90, 3), v / 34, 3, 11) +
    0.12 * valueNoise(u / 2.6, v / 2.6, 16);
  const stain = 0.05 * fbm(x / 130, y / 110, 4, 19);
  const fall = 1.06 - 0.16 * (x / 640) - 0.06 * (y / 360);
  return scaleRgb([198, 200, 188], fall * (light(trowel, x, y) + 0.04 + stain));
}

/** Sun through a window with glazing bars, thrown askew across the wall; 0–1. */
function windowLight(x: number, y: number): number {
  const u = (x - 500 + 0.42 * (y - 130)) / 84;
  const v = (y - 135 - 0.2 * (x - 500)) / 108;
  const pane = 1 - smoothstep(0.94, 1.04, Math.max(Math.abs(u), Math.abs(v)));
  const bars = smoothstep(0.02, 0.09, Math.abs(u)) * smoothstep(0.015, 0.07, Math.abs(v - 0.1));
  const leaves = smoothstep(-0.35, 0.35, fbm(x / 30, y / 22, 3, 23) + 0.34 - 0.4 * v);
  return pane * bars * (0.35 + 0.65 * leaves);
}

function shelf(x: number, y: number, behind: Rgb): Rgb {
  let color = behind;
  let left = 36;
  for (const [index, [bookWidth, bookHeight, cover]] of books.entries()) {
    const u = x - left - bookWidth / 2;
    const v = y - 118 + bookHeight / 2;
    const round = 1.05 - 0.35 * Math.abs(u / bookWidth) - 0.2 * (u / bookWidth);
    const band = Math.abs(Math.abs(v) - bookHeight * 0.34) < 2 ? 1.22 : 1;
    const worn = 1 + 0.08 * valueNoise(x / 2, y / 9, 30 + index);
    const edge = coverage(roundBox(u, v, bookWidth / 2, bookHeight / 2, 1.5), softness / 2);
    color = mixRgb(color, scaleRgb(cover, round * band * worn), edge);
    left += bookWidth + 0.5;
  }
  color = pot(x, y, color);
  const grain = 1 + 0.1 * fbm(x / 30, y / 1.8, 3, 37);
  const face = y < 121 ? 1.18 : 0.86;
  const board = coverage(roundBox(x - 118, y - 123, 104, 5.5, 1.5), softness);
  return mixRgb(color, scaleRgb([168, 124, 84], grain * face), board);
}

/** A clay pot with a bushy plant. */
function pot(x: number, y: number, behind: Rgb): Rgb {
  const u = x - 180;
  const taperedWidth = 15 - 0.14 * (y - 92);
  const clay = coverage(roundBox(u, y - 104, taperedWidth, 14, 2), softness);
  const rim = coverage(roundBox(u, y - 91, 18, 3.5, 2), softness);
  const round = 1.05 - 0.018 * (u + 5) - 0.0012 * u * u;
  const bush = Math.hypot(u / 30, (y - 64) / 27) + 0.42 * fbm(x / 9, y / 8, 2, 45) - 0.92;
  const leaf = 0.72 + 0.5 * fbm(x / 6, y / 5, 2, 47) + 0.12 * hash(x >> 2, y >> 2, 48) -
    0.008 * (u + y - 64);
  const green = mixRgb(behind, scaleRgb([92, 132, 84], leaf), coverage(bush, 0.12));
  return mixRgb(green, scaleRgb([186, 108, 76], round), Math.max(clay, rim));
}

function shelfShadow(x: number, y: number): number {
  return (1 - smoothstep(0, 26, Math.abs(y - 142) + 6)) *
    smoothstep(14, 40, x) * (1 - smoothstep(216, 240, x));
}
