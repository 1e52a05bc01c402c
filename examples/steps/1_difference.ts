import { absdiff, type CustomMethodObject, type Frame, grayscale, threshold } from "../../mod.ts";

/** Foreground is what changed since the frame before: the tutorial's idea. */
export default {
  summary: "what changed since the frame before",
  create() {
    let previous: Frame | undefined;
    return (frame) => {
      const before = previous;
      previous = { ...frame, bitmap: frame.bitmap.slice() };
      if (before === undefined) return undefined;
      return threshold(grayscale(absdiff(before, frame)), 3);
    };
  },
} satisfies CustomMethodObject;
