import type { Mask } from "../../raster/frame.ts";
import { assertChoice, assertOption, COUNT } from "../../raster/option_checks.ts";

/**
 * The neighbourhood of a pixel that counts: a disc, a square, or a row and a column.
 *
 * @category Primitives: filters
 */
export type ElementShape = "ellipse" | "rect" | "cross";

const ELEMENT_SHAPES: readonly ElementShape[] = ["ellipse", "rect", "cross"];

/**
 * The neighbourhood that {@linkcode dilate} and its kin look at, as a picture.
 *
 * A disc's rows are as wide as a circle of this radius through the outermost
 * pixels' centres, rounded: for radius 1 it is the cross.
 *
 * @example A small disc
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { data } = structuringElement("ellipse", 2);
 * const rows = Array.from({ length: 5 }, (_, y) => data.subarray(5 * y, 5 * y + 5).join(""));
 * assertEquals(rows, ["00100", "11111", "11111", "11111", "00100"]);
 * ```
 *
 * @param shape The shape.
 * @param radius Its reach in pixels: the side is `2 · radius + 1`.
 * @returns A square mask: 1 inside, 0 outside.
 * @throws {RangeError} If the radius is not a whole number of at least 0, or there is no such shape.
 * @see OpenCV `cv::getStructuringElement` with both sides `2 · radius + 1`: equal for every radius.
 * @category Primitives: filters
 */
export function structuringElement(shape: ElementShape, radius: number): Mask {
  assertElement("make an element", shape, radius);
  const side = 2 * radius + 1;
  const data = new Uint8Array(side * side);
  const halves = halfWidths(shape, radius);
  for (let y = 0; y < side; y++) {
    const half = halves[Math.abs(y - radius)];
    const middle = y * side + radius;
    data.fill(1, middle - half, middle + half + 1);
  }
  return { width: side, height: side, data };
}

/**
 * How far an element's rows reach to either side.
 *
 * @returns By the distance from its middle row, 0 to `radius`: they never grow.
 */
export function halfWidths(shape: ElementShape, radius: number): Int32Array {
  return Int32Array.from({ length: radius + 1 }, (_, dy) => {
    if (shape === "rect" || dy === 0) return radius;
    if (shape === "cross") return 0;
    // OpenCV's order of operations; a whole number's root is never half-way between two.
    return Math.round(radius * Math.sqrt((radius * radius - dy * dy) * (1 / (radius * radius))));
  });
}

/**
 * Check an element's shape and radius.
 *
 * @param action What the caller is about to do, for the message.
 * @throws {RangeError} If one of them is none.
 */
export function assertElement(action: string, shape: ElementShape, radius: number): void {
  assertOption(action, "radius", radius, COUNT);
  assertChoice(action, "shape", shape, ELEMENT_SHAPES);
}
