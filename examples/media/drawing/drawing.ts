/** Soft-edged drawing: signed distances, light on relief, and a canvas of float colours. */

/** sRGB, 0–255 a channel. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A picture under way: three floats a pixel, so that layers and noise round only once. */
export interface Canvas {
  width: number;
  height: number;
  colors: Float32Array;
}

/** A point of a drawing, in pixels; y grows downward. */
export type Point = readonly [x: number, y: number];

/** Makes a canvas and colours each pixel by its centre. */
export function paintCanvas(
  width: number,
  height: number,
  colorAt: (x: number, y: number) => Rgb,
): Canvas {
  const colors = new Float32Array(width * height * 3);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p += 3) {
      colors.set(colorAt(x + 0.5, y + 0.5), p);
    }
  }
  return { width, height, colors };
}

/** The canvas as packed opaque RGBA bytes. */
export function toRgba(canvas: Canvas): Uint8ClampedArray {
  const { colors } = canvas;
  const bytes = new Uint8ClampedArray((colors.length / 3) * 4);
  for (let c = 0, p = 0; c < colors.length; c += 3, p += 4) {
    bytes[p] = colors[c];
    bytes[p + 1] = colors[c + 1];
    bytes[p + 2] = colors[c + 2];
    bytes[p + 3] = 255;
  }
  return bytes;
}

/** Draws a stroke that tapers from one radius to another, its edge one pixel soft. */
export function drawStroke(
  canvas: Canvas,
  [from, to]: readonly [Point, Point],
  [startRadius, endRadius]: readonly [number, number],
  color: Rgb,
): void {
  const reach = Math.max(startRadius, endRadius) + 1;
  const left = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach));
  const right = Math.min(canvas.width, Math.ceil(Math.max(from[0], to[0]) + reach));
  const top = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach));
  const bottom = Math.min(canvas.height, Math.ceil(Math.max(from[1], to[1]) + reach));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const distance = taper(x + 0.5, y + 0.5, from, to, startRadius, endRadius);
      const alpha = coverage(distance, 0.6);
      const p = (y * canvas.width + x) * 3;
      for (let c = 0; c < 3; c++) {
        canvas.colors[p + c] += alpha * (color[c] - canvas.colors[p + c]);
      }
    }
  }
}

export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : value > high ? high : value;
}

export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

export function mixRgb(a: Rgb, b: Rgb, t: number): Rgb {
  return [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)];
}

export function scaleRgb(color: Rgb, factor: number): Rgb {
  return [color[0] * factor, color[1] * factor, color[2] * factor];
}

/** How much of a pixel a shape covers, from its signed distance (negative inside). */
export function coverage(distance: number, softness = 0.7): number {
  return 1 - smoothstep(-softness, softness, distance);
}

/** Signed distance to an ellipse; exact on the edge, close enough near it. */
export function ellipse(x: number, y: number, rx: number, ry: number): number {
  const outward = Math.hypot(x / rx, y / ry);
  const steepness = Math.hypot(x / (rx * rx), y / (ry * ry));
  return steepness === 0 ? -Math.min(rx, ry) : (outward * (outward - 1)) / steepness;
}

/** Signed distance to a box with rounded corners, centred on the origin. */
export function roundBox(x: number, y: number, halfWidth: number, halfHeight: number, r = 0) {
  const dx = Math.abs(x) - halfWidth + r;
  const dy = Math.abs(y) - halfHeight + r;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - r;
}

/** Signed distance to a capsule whose radius changes along the way: a limb, a finger, a stroke. */
export function taper(x: number, y: number, a: Point, b: Point, ra: number, rb: number): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  // The added crumb lets a stroke of no length be a dot instead of 0 / 0.
  const along = clamp(((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy + 1e-9));
  return Math.hypot(x - a[0] - along * dx, y - a[1] - along * dy) - mix(ra, rb, along);
}

/** Union of two distances with the crease between them filled over `radius` pixels. */
export function smoothUnion(a: number, b: number, radius: number): number {
  const blend = Math.max(radius - Math.abs(a - b), 0) / radius;
  return Math.min(a, b) - (blend * blend * radius) / 4;
}

/** Height of a shape blown up like a cushion: round within `radius` of the edge, flat beyond. */
export function cushion(distance: number, radius: number): number {
  const t = clamp(-distance / radius);
  return radius * Math.sqrt(t * (2 - t));
}

/** Brightness of a relief under a soft lamp at the upper left; level ground is about 0.95. */
export function light(height: (x: number, y: number) => number, x: number, y: number): number {
  const slopeX = height(x + 0.6, y) - height(x - 0.6, y);
  const slopeY = height(x, y + 0.6) - height(x, y - 0.6);
  const facing = (0.48 * slopeX + 0.56 * slopeY + 0.81) / Math.hypot(slopeX, slopeY, 1.2);
  return 0.5 + 0.66 * Math.max(facing, 0);
}
