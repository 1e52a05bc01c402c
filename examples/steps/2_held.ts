import { absdiff, type CustomMethodObject, type Frame, grayscale, threshold } from "../../mod.ts";

/** Frames between the two that are compared, and frames that a pixel stays foreground. */
const [APART, HELD] = [3, 12];

/** Foreground is what changed a moment ago, too. */
export default {
  summary: "what changed within the last twelve frames",
  create() {
    const earlier: Frame[] = [];
    let changedAt: Int32Array | undefined;
    return (frame) => {
      earlier.push({ ...frame, bitmap: frame.bitmap.slice() });
      if (earlier.length <= APART) return undefined;
      const mask = threshold(grayscale(absdiff(earlier.shift()!, frame)), 10);
      changedAt ??= new Int32Array(mask.data.length).fill(-HELD);
      for (let i = 0; i < mask.data.length; i++) {
        if (mask.data[i] > 0) changedAt[i] = frame.number;
        mask.data[i] = frame.number - changedAt[i] < HELD ? 255 : 0;
      }
      return mask;
    };
  },
} satisfies CustomMethodObject;
