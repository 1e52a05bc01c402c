import { createFrameBeside, createNumbersBeside, release } from "../../memory/beside.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { numbersOfFrame } from "../../pixels/color/numbers_of_frame.ts";
import type { PicturePart } from "../../raster/picture_part.ts";
import { resizePart } from "../../pixels/resize/resize_part.ts";
import type { Frame, Size } from "../../raster/frame.ts";
import type { Tensor } from "../inference_session.ts";
import { inputSize } from "./input_size.ts";
import type { InputSpec } from "./model_spec_types.ts";

/** Makes frames into what a network takes. */
export class NetworkInput implements Disposable {
  readonly #spec: InputSpec;
  /** The last frame in the network's size, where that frame lies. */
  #stretched: Frame | undefined;
  /** Numbers of that size, in the same place. */
  #numbers: Float32Array | undefined;

  /**
   * Something that has not seen a frame.
   *
   * @param spec What the network takes.
   */
  constructor(spec: InputSpec) {
    this.#spec = spec;
  }

  /**
   * Stretch a part of a frame to the network's size.
   *
   * Its proportions are not kept where the network's are others: bars at the sides or above would
   * keep them, but cost resolution, and measured on video the masks are worse.
   *
   * @param frame The frame.
   * @param part Whole pixels within it.
   * @returns The size that the network will see.
   */
  take(frame: Frame, part: PicturePart): Size {
    const size = this.#spec.size ?? inputSize(part, this.#spec.reference);
    const { width, height } = size;
    const last = this.#stretched;
    const isFitting = last !== undefined && last.width === width && last.height === height &&
      memoryOf(last.bitmap) === memoryOf(frame.bitmap);
    if (!isFitting) {
      this[Symbol.dispose]();
      this.#stretched = createFrameBeside(frame, size);
    }
    resizePart(frame, part, this.#stretched!);
    return size;
  }

  /**
   * Write the frame that was taken as numbers, in a place that the next call takes again.
   *
   * @param isMirrored Whether left becomes right.
   * @returns The numbers for the network.
   */
  lentTensor(isMirrored: boolean): Tensor {
    const { width, height } = this.#stretched!;
    this.#numbers ??= createNumbersBeside(this.#stretched!, 3 * width * height);
    return this.tensor(isMirrored, this.#numbers);
  }

  /**
   * Write the frame that was taken as numbers.
   *
   * @param isMirrored Whether left becomes right.
   * @param out Where to, if not to a new place: three numbers a pixel.
   * @returns The numbers for the network.
   */
  tensor(isMirrored: boolean, out?: Float32Array): Tensor {
    const { width, height } = this.#stretched!;
    const { layout, channels, mean, std } = this.#spec;
    const isPlanar = layout === "nchw";
    const numbers = numbersOfFrame(this.#stretched!, {
      mean,
      std,
      channels,
      isPlanar,
      isMirrored,
      out,
    });
    return { dims: isPlanar ? [1, 3, height, width] : [1, height, width, 3], data: numbers };
  }

  /** Give the memory of the last frame back. */
  [Symbol.dispose](): void {
    release(this.#stretched, this.#numbers);
    this.#stretched = this.#numbers = undefined;
  }
}
