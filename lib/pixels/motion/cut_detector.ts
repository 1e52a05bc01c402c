import type { Frame } from "../../raster/frame.ts";

/** The picture is looked at in so many places along each side. */
const PLACES = 48;

/** Mean change of luma, in levels, that no movement in one scene makes. */
const MOST = 28;

/** Tells where a video cuts to another scene: hardly any place looks as it did in the frame before. */
export class CutDetector {
  #before: Uint8Array | undefined;

  /**
   * Take the next frame.
   *
   * @param frame The frame.
   * @returns Whether it belongs to another scene than the one before; `false` for the first.
   */
  isCut(frame: Frame): boolean {
    const now = lumaInPlaces(frame);
    const before = this.#before;
    this.#before = now;
    if (before === undefined || before.length !== now.length) return false;
    let sum = 0;
    for (let i = 0; i < now.length; i++) sum += Math.abs(now[i] - before[i]);
    return sum > MOST * now.length;
  }

  /** Forget the last frame. */
  reset(): void {
    this.#before = undefined;
  }
}

function lumaInPlaces({ width, height, bitmap }: Frame): Uint8Array {
  const stepX = Math.max(1, Math.floor(width / PLACES));
  const stepY = Math.max(1, Math.floor(height / PLACES));
  const columns = Math.ceil(width / stepX);
  const luma = new Uint8Array(columns * Math.ceil(height / stepY));
  for (let y = 0, i = 0; y < height; y += stepY) {
    for (let x = 0; x < width; x += stepX, i++) {
      const p = 4 * (y * width + x);
      luma[i] = (77 * bitmap[p] + 150 * bitmap[p + 1] + 29 * bitmap[p + 2]) >> 8;
    }
  }
  return luma;
}
