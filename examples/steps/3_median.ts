import {
  absdiff,
  createEstimator,
  type CustomMethodObject,
  type Frame,
  grayscale,
  temporalMedian,
  threshold,
} from "../../mod.ts";

/** Foreground is what differs from the room, which is what is there most of the time. */
export default {
  summary: "what differs from the median of the video",
  create() {
    let room: Frame | undefined;
    const maskOf = (frame: Frame) => room && threshold(grayscale(absdiff(room, frame)), 20);
    return {
      ...createEstimator(maskOf),
      async survey(frames) {
        const samples: Frame[] = [];
        for await (const frame of frames) {
          if (frame.number % 5 === 1) samples.push({ ...frame, bitmap: frame.bitmap.slice() });
        }
        room = temporalMedian(samples);
      },
    };
  },
} satisfies CustomMethodObject;
