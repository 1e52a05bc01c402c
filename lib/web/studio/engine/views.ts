import { createFrameBeside, createGrayBeside, release } from "../../../memory/beside.ts";
import { memoryOf } from "../../../memory/kernel_memory.ts";
import { grayscale } from "../../../pixels/color/grayscale.ts";
import { threshold } from "../../../pixels/color/threshold.ts";
import { absdiff } from "../../../pixels/motion/absdiff.ts";
import type { Frame, Gray, Matte } from "../../../raster/frame.ts";
import type { Shown, View } from "../protocol.ts";
import type { Picture } from "./canvas_painter.ts";

/** What a frame's views are made of. */
export interface ViewSource {
  readonly frame: Frame;
  readonly matte: Matte;
  readonly composite: Frame;
}

/** Up to this level of a matte a pixel of its mask is background. */
const HALF = 127;

/** The steps from a frame to its composite, made with the library's own primitives where they are shown. */
export class Views implements Disposable {
  /** What differs is told from this: the frame before, or a clean plate. */
  #before: Frame | undefined;
  #plate: Frame | undefined;
  #difference: Frame | undefined;
  #gray: Gray | undefined;
  #mask: Gray | undefined;

  /**
   * Compare with a picture of the empty room from now on.
   *
   * @param plate The picture; `undefined`: with the frame before.
   */
  compareWith(plate: Frame | undefined): void {
    this.#plate = plate;
  }

  /**
   * Make what is shown of a frame.
   *
   * @param source The frame and what became of it.
   * @param shown What is shown.
   * @returns The picture, and the one left of the line; valid until the next call.
   */
  of(source: ViewSource, { view, beside }: Shown): readonly [Picture, Picture?] {
    const wanted = beside === undefined ? [view] : [view, beside];
    if (!this.#fits(source.frame)) this[Symbol.dispose]();
    const isCompared = wanted.includes("difference") || wanted.includes("gray");
    if (isCompared) this.#compare(source.frame, wanted.includes("gray"));
    else this.#forget();
    const [picture, other] = wanted.map((one) => this.#picture(one, source));
    return [picture, other];
  }

  #picture(view: View, { frame, matte, composite }: ViewSource): Picture {
    switch (view) {
      case "input":
        return frame;
      case "difference":
        return this.#difference!;
      case "gray":
        return this.#gray!;
      case "mask":
        this.#mask ??= createGrayBeside(frame);
        return threshold(matte, HALF, { out: this.#mask });
      case "matte":
        return matte;
      case "composite":
        return composite;
    }
  }

  #compare(frame: Frame, withGray: boolean): void {
    const plate = this.#plate?.width === frame.width && this.#plate.height === frame.height
      ? this.#plate
      : undefined;
    this.#difference ??= createFrameBeside(frame);
    // To the first frame nothing is compared.
    absdiff(frame, plate ?? this.#before ?? frame, { out: this.#difference });
    if (withGray) {
      this.#gray ??= createGrayBeside(frame);
      grayscale(this.#difference, { out: this.#gray });
    }
    this.#before ??= createFrameBeside(frame);
    this.#before.bitmap.set(frame.bitmap);
  }

  #fits({ width, height, bitmap }: Frame): boolean {
    for (const one of [this.#difference, this.#mask]) {
      if (one === undefined) continue;
      const bytes = "bitmap" in one ? one.bitmap : one.data;
      if (one.width !== width || one.height !== height || memoryOf(bytes) !== memoryOf(bitmap)) {
        return false;
      }
    }
    return true;
  }

  #forget(): void {
    release(this.#before);
    this.#before = undefined;
  }

  /** Let the rasters go. */
  [Symbol.dispose](): void {
    release(this.#before, this.#difference, this.#gray, this.#mask);
    this.#before =
      this.#difference =
      this.#gray =
      this.#mask =
        undefined;
  }
}
