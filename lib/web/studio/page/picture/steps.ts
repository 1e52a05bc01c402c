/**
 * What each step shows, in plain words: the tutorial, beside the picture.
 *
 * @module
 */

import type { MethodName } from "../../../../methods/settings/method_settings.ts";
import type { View } from "../../protocol.ts";

/** What the tabs are called. */
export const viewTitles: Readonly<Record<View, string>> = {
  input: "Input",
  difference: "Difference",
  gray: "Gray",
  mask: "Mask",
  matte: "Matte",
  composite: "Composite",
};

/** What a frame is compared with. */
const COMPARED: Readonly<Partial<Record<MethodName, string>>> = {
  tutorial: "the frame before",
  difference: "an earlier frame",
  "clean-plate": "the picture of the empty room",
  average: "the average of what was seen so far",
  mog2: "what the pixel usually looks like, as a mixture of Gaussians",
  knn: "earlier values of the same pixel",
  chroma: "the screen’s colour",
};

/** How a method without a threshold comes to a mask. */
const MASKS: Readonly<Partial<Record<MethodName, string>>> = {
  mog2: "Foreground is what no Gaussian of the pixel’s background explains.",
  knn: "Foreground is what few earlier values of the pixel are near to.",
  chroma: "Foreground is what is far enough from the screen’s colour.",
  segment: "What the network takes for a person: it was trained on many pictures of people.",
};

/**
 * What a step shows, with a method.
 *
 * @param view The step.
 * @param method The method.
 */
export function explain(view: View, method: MethodName): string {
  const compared = COMPARED[method];
  switch (view) {
    case "input":
      return "The frame as the camera or the file gives it.";
    case "difference":
      return compared === undefined
        ? "This method compares nothing: a network looks at each frame by itself."
        : `Each pixel against ${compared}: |a − b|. What stands still goes black.`;
    case "gray":
      return compared === undefined
        ? "How sure the network is that a pixel belongs to a person: white is certain."
        : "The difference as one number a pixel. Gray is what the threshold looks at.";
    case "mask":
      return MASKS[method] ??
        "What differs by more than the threshold is foreground, white. The rest is background, black.";
    case "matte":
      return "The mask after refining: specks go, holes close, it is steady over time, and its edge is soft.";
    case "composite":
      return "The result: α · frame + (1 − α) · background, with the matte as α.";
  }
}
