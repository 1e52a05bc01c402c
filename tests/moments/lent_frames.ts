/**
 * What tests of moments share: videos as decoders have them.
 *
 * @module
 */

import type { TimedFrame } from "../../mod.ts";
import type { FrameStore, LentFrame } from "../../lib/pixels/mod.ts";
import { row } from "../helpers.ts";

/** What a video did. */
export interface VideoState {
  /** How many frames were asked for. */
  read: number;
  isClosed: boolean;
}

/**
 * A video of two pixels, each of one of these levels.
 *
 * @param levels A level a frame.
 * @param store Where its frames lie, with owners; left out, they lie in one array.
 */
export function video(levels: readonly number[], store?: FrameStore) {
  const state: VideoState = { read: 0, isClosed: false };
  const buffer = row([0, 0]);
  async function* frames(): AsyncGenerator<TimedFrame & LentFrame> {
    try {
      for (const [i, level] of levels.entries()) {
        await Promise.resolve();
        state.read++;
        const place = { number: i + 1, timestamp: i / 10, width: 2, height: 1 };
        const { bitmap } = row([level, level]);
        if (store === undefined) {
          buffer.bitmap.set(bitmap);
          yield { ...place, bitmap: buffer.bitmap };
        } else {
          using stored = store.takeFrame(place);
          stored.bitmap.set(bitmap);
          yield { ...place, bitmap: stored.bitmap, stored };
        }
      }
    } finally {
      state.isClosed = true;
    }
  }
  return { state, frames: frames() };
}
