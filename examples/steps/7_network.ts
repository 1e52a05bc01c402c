import { createEstimator, type CustomMethodObject, resizeLinear } from "../../mod.ts";

/** Foreground is what a neural network takes for a person. */
export default {
  summary: "what a network takes for a person",
  needsNetwork: true,
  create({ openSegmenter }) {
    const open = openSegmenter!;
    let opening: ReturnType<typeof open> | undefined;
    return {
      ...createEstimator(async (frame) => {
        const segmenter = await (opening ??= open(frame));
        return resizeLinear(await segmenter.segment(frame), frame);
      }),
      async [Symbol.dispose]() {
        await (await opening)?.[Symbol.asyncDispose]();
      },
    };
  },
} satisfies CustomMethodObject;
