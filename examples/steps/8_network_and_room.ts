import {
  absdiff,
  copyMasked,
  createEstimator,
  createFrame,
  createMask,
  type CustomMethodObject,
  dilate,
  type Frame,
  grayscale,
  invertMask,
  type Mask,
  resizeLinear,
  threshold,
} from "../../mod.ts";

/** Foreground is what the network is sure of; where it is not, the room decides. */
export default {
  summary: "what a network takes for a person, corrected by the room",
  needsNetwork: true,
  create({ openSegmenter }) {
    const open = openSegmenter!;
    let opening: ReturnType<typeof open> | undefined;
    const matteOf = async (frame: Frame) => {
      const segmenter = await (opening ??= open(frame));
      return resizeLinear(await segmenter.segment(frame), frame);
    };
    let [room, known]: [Frame?, Mask?] = [];
    return {
      ...createEstimator(async (frame) => {
        const matte = await matteOf(frame);
        if (room === undefined || known === undefined) return matte;
        const differs = threshold(grayscale(absdiff(room, frame)), 20);
        for (let i = 0; i < matte.data.length; i++) {
          const isUnsure = matte.data[i] > 25 && matte.data[i] < 230;
          if (isUnsure && known.data[i] > 0) matte.data[i] = differs.data[i];
        }
        return matte;
      }),
      async survey(frames) {
        for await (const frame of frames) {
          if (frame.number % 5 !== 1) continue;
          room ??= createFrame(frame.width, frame.height);
          known ??= createMask(frame.width, frame.height);
          const nobody = invertMask(dilate(threshold(await matteOf(frame), 25), 8));
          copyMasked(frame, nobody, { out: room });
          for (let i = 0; i < known.data.length; i++) known.data[i] |= nobody.data[i];
        }
      },
      async [Symbol.dispose]() {
        await (await opening)?.[Symbol.asyncDispose]();
      },
    };
  },
} satisfies CustomMethodObject;
