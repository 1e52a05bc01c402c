/**
 * A method of your own in one file: what is far from a slow average of the room
 * is foreground. The average begins with the clean plate, if there is one.
 *
 *     deno run -A cli.ts video.mp4 beach.jpg --method examples/my_method.ts
 *     deno run -A cli.ts evaluate examples/media/labelled --method examples/my_method.ts
 */
import { type CustomMethodObject, grayscale } from "../mod.ts";

/** How much of each new frame goes into the average. */
const LEARNING_RATE = 0.02;
/** How far from the average, in gray levels, foreground is. */
const DISTANCE = 16;

export default {
  summary: "what is far from a slow average",
  create({ cleanPlate }) {
    let average = cleanPlate && Float32Array.from(grayscale(cleanPlate).data);
    return (frame) => {
      const luma = grayscale(frame);
      average ??= Float32Array.from(luma.data);
      for (let i = 0; i < average.length; i++) {
        const distance = luma.data[i] - average[i];
        average[i] += LEARNING_RATE * distance;
        luma.data[i] = Math.abs(distance) > DISTANCE ? 255 : 0;
      }
      return luma;
    };
  },
} satisfies CustomMethodObject;
