import { createFrame, type Frame, type Size } from "../../raster/frame.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Tensor } from "../inference.ts";
import { inputSize } from "./input_size.ts";
import type { ModelSpec } from "./model_spec.ts";

/** Makes frames into what a network takes. */
export class NetworkInput {
  readonly #spec: ModelSpec;
  /** The numbers for the levels 0–255, for red, green and blue. */
  readonly #tables: readonly Float32Array[];
  #stretched: Frame | undefined;

  /**
   * Something that has not seen a frame.
   *
   * @param spec What the network takes.
   */
  constructor(spec: ModelSpec) {
    this.#spec = spec;
    this.#tables = spec.mean.map((mean, channel) =>
      Float32Array.from({ length: 256 }, (_, level) => (level - mean) / spec.std[channel])
    );
  }

  /**
   * Stretch a frame to the network's size.
   *
   * Its proportions are not kept where the network's are others: bars at the sides or above would
   * keep them, but cost resolution, and measured on video the masks are worse.
   *
   * @param frame The frame.
   * @returns The size that the network will see.
   */
  take(frame: Frame): Size {
    const size = this.#spec.size ?? inputSize(frame, this.#spec.reference);
    const { width, height } = size;
    if (this.#stretched?.width !== width || this.#stretched.height !== height) {
      this.#stretched = createFrame(width, height);
    }
    resizeArea(frame, size, { out: this.#stretched });
    return size;
  }

  /**
   * Write the frame that was taken as numbers.
   *
   * @param isMirrored Whether left becomes right.
   * @param data Where to, if not to a new place: three numbers a pixel.
   * @returns The numbers for the network.
   */
  tensor(isMirrored: boolean, data?: Float32Array): Tensor {
    const { width, height, bitmap } = this.#stretched!;
    const numbers = data?.length === 3 * width * height
      ? data
      : new Float32Array(3 * width * height);
    const isPlanar = this.#spec.layout === "nchw";
    for (let channel = 0; channel < 3; channel++) {
      const table = this.#tables[channel];
      const place = this.#spec.channels === "rgb" ? channel : 2 - channel;
      const stride = isPlanar ? 1 : 3;
      let i = isPlanar ? place * width * height : place;
      for (let y = 0; y < height; y++) {
        let p = 4 * (y * width + (isMirrored ? width - 1 : 0)) + channel;
        const step = isMirrored ? -4 : 4;
        for (let x = 0; x < width; x++, p += step, i += stride) numbers[i] = table[bitmap[p]];
      }
    }
    return { dims: isPlanar ? [1, 3, height, width] : [1, height, width, 3], data: numbers };
  }
}
