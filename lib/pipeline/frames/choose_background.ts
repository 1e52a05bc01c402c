import {
  type Background,
  blurBackground,
  colorBackground,
  parseBackground,
  pictureBackground,
  transparentBackground,
} from "../../backgrounds/mod.ts";
import { type Fit, fits } from "../../pixels/resize/fit_frame.ts";
import { dropAlpha } from "../../pixels/compose/drop_alpha.ts";
import { frameFrom } from "../../raster/frame_from.ts";
import type { Frame } from "../../raster/frame.ts";
import type { WebStill } from "../../raster/web_types.ts";

/**
 * What is behind: a word ("blur:24", "color:teal", "transparent"), a picture, or a background.
 *
 * @category In one call
 */
export type BackgroundLike = string | Frame | WebStill | Background;

/**
 * Find what is behind, and check it.
 *
 * @param choice A word, a picture, whose alpha is dropped, or a background.
 * @param fit How a picture of another shape fills the frame.
 * @returns Makes the background. One that was given stays its maker's.
 * @throws {RangeError} If what follows "color:" or "blur:" is wrong, or `fit` is unknown.
 * @throws {TypeError} If it is none of these.
 */
export function chooseBackground(
  choice: BackgroundLike,
  fit: Fit = "cover",
): () => Background {
  if (!fits.includes(fit)) {
    const got = `got '${fit}'`;
    throw new RangeError(`Cannot replace backgrounds: 'fit' must be ${fits.join(", ")}, ${got}`);
  }
  if (isBackground(choice)) {
    return () => ({
      isStill: choice.isStill ?? false,
      behind: (frame, matte) => choice.behind(frame, matte),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  }
  if (typeof choice !== "string") {
    const picture = dropAlpha(frameFrom(choice));
    return () => pictureBackground(picture, { fit });
  }
  const word = parseBackground(choice);
  switch (word.kind) {
    case "blur":
      return () => blurBackground({ radius: word.radius });
    case "color":
      return () => colorBackground(word.color);
    case "transparent":
      return () => transparentBackground();
  }
  throw new TypeError(
    `Cannot replace backgrounds: 'background' must be a picture, "blur:24", "color:teal" or ` +
      `"transparent", got "${choice}"; files are read by replaceBackground()`,
  );
}

function isBackground(choice: BackgroundLike): choice is Background {
  return typeof choice === "object" && choice !== null && "behind" in choice;
}
