import { FrameStore, type StoredFrame } from "../../memory/frame_store.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { keep } from "../../moments/moment.ts";
import type { Segmenter } from "../../networks/segmenter.ts";
import type { Frame, Matte, NumberedFrame } from "../../raster/frame.ts";

/** So many frames of a survey are looked at; if there are more, each fourth of the others. */
export const GLANCED = 32;
const GLANCE_STEP = 4;

/** So many of them are looked at while the one before is learned from. */
const AHEAD = 1;

/** Who looks at a survey's frames, and who learns from them. */
export interface Glancing {
  /** The network that suits a frame; may refuse it. */
  segmenterFor(frame: Frame): Promise<Segmenter>;
  /** Learn from a frame, and where it shows somebody; both are lent. */
  learn(frame: Frame, matte: Matte): void;
}

/**
 * Let a network look at the frames of a survey, and learn from what it sees.
 *
 * @param frames All of them, or some evenly spaced ones.
 * @param glancing Who looks, and who learns.
 * @throws What the frames, the network or who learns throws; then nobody looks at a frame any more.
 */
export async function glanceAtFrames(
  frames: AsyncIterable<NumberedFrame>,
  { segmenterFor, learn }: Glancing,
): Promise<void> {
  let seen = 0;
  let store: FrameStore | undefined;
  const glances: { frame: StoredFrame; matte: Promise<Matte> }[] = [];
  const learnFirst = async () => {
    const { frame: stored, matte } = glances.shift()!;
    using frame = stored;
    learn(frame, await matte);
  };
  try {
    for await (const frame of frames) {
      const segmenter = await segmenterFor(frame);
      if (seen++ >= GLANCED && seen % GLANCE_STEP !== 0) continue;
      // The next one may show something else: it is some way off.
      segmenter.reset();
      // Where the frames lie: there the room will lie, too.
      store ??= new FrameStore(memoryOf(frame.bitmap));
      const kept = keep(frame, store);
      const matte = segmenter.glance?.(kept) ?? segmenter.segment(kept);
      // Whoever waits for it will be told.
      matte.catch(() => {});
      glances.push({ frame: kept, matte });
      if (glances.length > AHEAD) await learnFirst();
    }
    while (glances.length > 0) await learnFirst();
  } finally {
    // Frames must stay until nobody looks at them any more.
    await Promise.allSettled(glances.map(({ matte }) => matte));
    for (const { frame } of glances) frame.release();
    store?.[Symbol.dispose]();
  }
}
