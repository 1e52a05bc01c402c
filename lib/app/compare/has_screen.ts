import { hueOf } from "../../pixels/key/chroma_matte.ts";
import { screenColor } from "../../pixels/key/screen_color.ts";
import type { Frame } from "../../raster/frame.ts";

/** Screens are green or blue, in degrees; walls, wood and skin are not. */
const SCREEN_HUES: readonly [least: number, most: number] = [80, 260];

/** How colourful a screen is at least: the spread of its channels, in levels. */
const LEAST_SPREAD = 50;

/**
 * Whether a frame's border is a green or blue screen's, and not only the most frequent hue of a room.
 *
 * @example A green screen, and a wall of wood
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame, fillFrame } from "../../../mod.ts";
 *
 * const wall = (red: number, green: number, blue: number) =>
 *   fillFrame(createFrame(8, 8), [red, green, blue, 255]);
 * assertEquals([hasScreen(wall(0, 177, 64)), hasScreen(wall(144, 112, 74))], [true, false]);
 * ```
 *
 * @param frame The frame.
 */
export function hasScreen(frame: Frame): boolean {
  const color = screenColor(frame);
  if (color === undefined) return false;
  const [r, g, b] = color;
  const hue = 60 * hueOf(r, g, b);
  const [least, most] = SCREEN_HUES;
  return Math.max(r, g, b) - Math.min(r, g, b) >= LEAST_SPREAD && hue >= least && hue <= most;
}
