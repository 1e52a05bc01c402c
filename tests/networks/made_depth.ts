import { grayscale } from "../../lib/pixels/color/grayscale.ts";
import type { DepthNetwork, OpenDepth } from "../../lib/networks/mod.ts";

/** Opens a network that takes what is bright for near. */
export const openBrightIsNear: OpenDepth = () => Promise.resolve(brightIsNear);

const brightIsNear: DepthNetwork = {
  look(frame) {
    const { width, height, data } = grayscale(frame);
    const disparity = Float32Array.from(data, (level) => level > 100 ? 0.9 : 0.1);
    return Promise.resolve({ width, height, disparity });
  },
  reset() {},
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
