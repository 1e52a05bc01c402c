import type { Size } from "../../raster/frame.ts";

/**
 * A rectangle of a frame, in its pixels; it may reach beyond the frame.
 *
 * @category Networks
 */
export interface Region extends Size {
  /** Its first column. */
  readonly left: number;
  /** Its first row. */
  readonly top: number;
}

/**
 * A circle around a person, in a frame's pixels.
 *
 * @category Networks
 */
export interface Circle {
  /** Its centre, from the left. */
  readonly x: number;
  /** Its centre, from the top. */
  readonly y: number;
  /** Its radius. */
  readonly radius: number;
}

/**
 * The square around a circle.
 *
 * @param larger How many times as large as it had to be.
 */
export function squareAround({ x, y, radius }: Circle, larger = 1): Region {
  const half = larger * radius;
  return { left: x - half, top: y - half, width: 2 * half, height: 2 * half };
}

/** The circle within the square around a region. */
export function circleIn({ left, top, width, height }: Region): Circle {
  return { x: left + width / 2, y: top + height / 2, radius: Math.max(width, height) / 2 };
}

/** What two regions share; sides of 0 if nothing. */
export function intersection(a: Region, b: Region): Region {
  const left = Math.max(a.left, b.left), top = Math.max(a.top, b.top);
  const right = Math.min(a.left + a.width, b.left + b.width);
  const bottom = Math.min(a.top + a.height, b.top + b.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/**
 * A region and as much around it as makes it a square; the longer side stays where the frame is too small.
 *
 * @param region Whole pixels within the frame.
 * @param frame The frame's size.
 */
export function squareWithin({ left, top, width, height }: Region, frame: Size): Region {
  const side = Math.max(width, height);
  const across = Math.min(side, frame.width), down = Math.min(side, frame.height);
  const moved = (start: number, length: number, wanted: number, most: number) =>
    Math.min(Math.max(0, start - ((wanted - length) >> 1)), most - wanted);
  return {
    left: moved(left, width, across, frame.width),
    top: moved(top, height, down, frame.height),
    width: across,
    height: down,
  };
}

/** The least region that holds both. */
export function union(a: Region, b: Region): Region {
  const left = Math.min(a.left, b.left), top = Math.min(a.top, b.top);
  const right = Math.max(a.left + a.width, b.left + b.width);
  const bottom = Math.max(a.top + a.height, b.top + b.height);
  return { left, top, width: right - left, height: bottom - top };
}

/** All of a frame. */
export function regionOf({ width, height }: Size): Region {
  return { left: 0, top: 0, width, height };
}

/** The pixels of a region. */
export function areaOf({ width, height }: Size): number {
  return width * height;
}

/** Intersection over union. */
export function overlap(a: Region, b: Region): number {
  const shared = areaOf(intersection(a, b));
  return shared === 0 ? 0 : shared / (areaOf(a) + areaOf(b) - shared);
}

/** A region with so much more on each side, in parts of its width and height. */
export function widened({ left, top, width, height }: Region, by: number): Region {
  const across = by * width, down = by * height;
  return {
    left: left - across,
    top: top - down,
    width: width + 2 * across,
    height: height + 2 * down,
  };
}

/** The whole pixels that a region touches within a frame. */
export function clamped(region: Region, { width, height }: Size): Region {
  const left = Math.max(0, Math.floor(region.left)), top = Math.max(0, Math.floor(region.top));
  const right = Math.min(width, Math.ceil(region.left + region.width));
  const bottom = Math.min(height, Math.ceil(region.top + region.height));
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** Whether a region holds all of another. */
export function holds(outer: Region, inner: Region): boolean {
  return inner.left >= outer.left && inner.top >= outer.top &&
    inner.left + inner.width <= outer.left + outer.width &&
    inner.top + inner.height <= outer.top + outer.height;
}
