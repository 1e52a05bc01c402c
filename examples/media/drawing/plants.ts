/** What grows on the beach: a coconut palm and a tuft of grass, drawn stroke by stroke. */
import {
  type Canvas,
  drawStroke,
  mix,
  mixRgb,
  type Point,
  type Rgb,
  scaleRgb,
  smoothstep,
} from "./drawing.ts";
import { hash } from "./noise.ts";

/** Where the palm stands, in the beach's pixels. */
const crown: Point = [1010, 186];
const foot: Point = [1168, 742];

/** The trunk's shade: the sun stands behind it, so it falls towards us. */
export function palmShadow(x: number, y: number): number {
  const along = y - foot[1] + 8;
  const middle = foot[0] + 1.75 * along;
  const width = 22 + 0.1 * along;
  return smoothstep(-14, 4, along) * (1 - smoothstep(width - 9, width + 9, Math.abs(x - middle)));
}

/** Draws the palm over what is there. */
export function drawPalm(canvas: Canvas): void {
  // Hindmost first: the fronds that point up stand behind the trunk's top.
  for (let frond = 0; frond < 7; frond++) drawFrond(canvas, frond, mix(-0.95, -0.05, frond / 6));
  drawTrunk(canvas);
  for (const [frond, turn] of [-1.14, 0.12, -1.02, 0.01, -0.66].entries()) {
    drawFrond(canvas, 20 + frond, turn);
  }
  for (const [x, y] of [[-15, 12], [13, 14], [-2, 20]]) {
    const center: Point = [crown[0] + x, crown[1] + y];
    const shine: Point = [center[0] - 4, center[1] - 4];
    drawStroke(canvas, [center, center], [12, 12], [92, 62, 40]);
    drawStroke(canvas, [shine, shine], [5, 5], [138, 98, 62]);
  }
}

/** Stacked rings, dark at each scar and lit from the sun's side. */
function drawTrunk(canvas: Canvas): void {
  const rings = 76;
  let before = foot;
  for (let ring = 1; ring <= rings; ring++) {
    const t = ring / rings;
    const bow = 26 * Math.sin(Math.PI * t);
    const here: Point = [mix(foot[0], crown[0], t ** 0.62) + bow, mix(foot[1], crown[1], t)];
    const radius = mix(21, 11, t ** 0.7) + (ring % 2 ? 1.2 : -0.4);
    const tone = 0.82 + 0.3 * hash(ring, 0, 161) - (ring % 2 ? 0 : 0.16);
    for (const [shift, size, color] of trunkBands) {
      const offset = shift * radius;
      const from: Point = [before[0] + offset, before[1]];
      const to: Point = [here[0] + offset, here[1]];
      drawStroke(canvas, [from, to], [size * radius, size * radius], scaleRgb(color, tone));
    }
    before = here;
  }
}

/** The trunk's roundness, dark to light: shift and size in radii, colour. */
const trunkBands: readonly (readonly [shift: number, size: number, color: Rgb])[] = [
  [0, 1, [84, 60, 48]],
  [-0.14, 0.82, [112, 82, 62]],
  [-0.34, 0.58, [146, 110, 80]],
  [-0.54, 0.34, [190, 148, 106]],
];

/** A rib that rises and bows under its weight, leaflets down both sides; `turn` × π points it. */
function drawFrond(canvas: Canvas, frond: number, turn: number): void {
  const heading = Math.PI * turn + 0.12 * (hash(frond, 1, 171) - 0.5);
  const reach = 190 + 60 * hash(frond, 2, 171);
  const droop = 70 + 60 * hash(frond, 3, 171) + 60 * Math.abs(Math.cos(heading));
  const ribAt = (t: number): Point => [
    crown[0] + reach * t * Math.cos(heading) * (1.1 - 0.1 * t),
    crown[1] + reach * 0.85 * t * Math.sin(heading) + droop * t * t,
  ];
  const steps = 64;
  for (let step = 1; step <= steps; step++) {
    const t = step / steps;
    const root = ribAt(t);
    const [beforeX, beforeY] = ribAt(t - 1 / steps);
    const pace = Math.hypot(root[0] - beforeX, root[1] - beforeY);
    const ahead = [(root[0] - beforeX) / pace, (root[1] - beforeY) / pace];
    const fresh = mixRgb([46, 92, 46], [164, 172, 78], 0.75 * hash(frond, 4, 171) * t);
    drawStroke(canvas, [[beforeX, beforeY], root], [2.6 - 1.6 * t, 2.4 - 1.6 * t], [136, 130, 70]);
    for (const side of [-1, 1]) {
      const long = (62 * Math.sin(Math.PI * (0.1 + 0.8 * t)) + 8) *
        (0.8 + 0.4 * hash(step, side, 191 + frond));
      const tip: Point = [
        root[0] + long * (0.66 * ahead[0] - 0.5 * side * ahead[1]),
        root[1] + long * (0.66 * ahead[1] + 0.5 * side * ahead[0] + 0.34),
      ];
      const tone = 0.72 + 0.45 * hash(2 * step + side, frond, 181);
      drawStroke(canvas, [root, tip], [2.4, 0.3], scaleRgb(fresh, tone));
    }
  }
}

/** Beach grass in the near left corner. */
export function drawGrass(canvas: Canvas): void {
  for (let blade = 0; blade < 420; blade++) {
    const depth = blade / 420;
    const x = 250 * hash(blade, 0, 211) ** 1.6 - 20;
    const y = mix(720, 830, depth) + 0.1 * x;
    const tall = mix(44, 104, hash(blade, 1, 211)) * (1 - x / 420);
    const bow = 46 * (hash(blade, 2, 211) - 0.35);
    const color = mixRgb([84, 100, 52], [206, 190, 110], hash(blade, 3, 211));
    const middle: Point = [x + bow * 0.3, y - tall * 0.6];
    drawStroke(canvas, [[x, y], middle], [2.1, 1.6], color);
    drawStroke(canvas, [middle, [x + bow, y - tall]], [1.6, 0.3], color);
  }
}
