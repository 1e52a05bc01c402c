/** A green screen behind the figure: cloth with soft folds, lit from the upper left. */
import { type Canvas, paintCanvas, scaleRgb } from "./drawing.ts";
import { fbm } from "./noise.ts";

/** Draws the screen for a clip of the given size. */
export function paintScreen(width: number, height: number): Canvas {
  return paintCanvas(width, height, (x, y) => {
    const fold = 0.09 * fbm(x / 44 + 0.3 * fbm(y / 120, x / 200, 2, 53), y / 420, 2, 51);
    const weave = 0.02 * fbm(x / 2.2, y / 2.2, 1, 57);
    const fromLamp = Math.hypot(x / width - 0.3, y / height - 0.3);
    return scaleRgb([34, 170, 78], 1.08 - 0.3 * fromLamp ** 2 + fold + weave);
  });
}
