import { createFrameBeside, createGrayBeside, release } from "../memory/beside.ts";
import { joinEyes } from "../pixels/stereo/join_eyes.ts";
import { splitMaps } from "../pixels/stereo/eye_maps.ts";
import { type Eyes, eyeSize, splitEyes, type StereoLayout } from "../pixels/stereo/split_eyes.ts";
import type { Frame, Matte } from "../raster/frame.ts";
import type { Background } from "./background.ts";

/**
 * A background for frames that have what both eyes see: behind each eye's half there is the whole of it,
 * at no distance from the screen. A frame's depth has both eyes' maps, too, each in its half.
 *
 * @param background What is behind one eye; it is disposed of with the result.
 * @param layout How both eyes lie in a frame.
 * @returns What is behind both.
 * @category Backgrounds
 */
export function bothEyes(background: Background, layout: StereoLayout): Background {
  let kept: Buffers | undefined;
  return {
    isStill: background.isStill ?? false,
    async behind(frame, matte) {
      const buffers = kept ??= buffersFor(frame, layout);
      const { eyes, halves, behind, out } = buffers;
      splitEyes(frame, layout, { out: eyes });
      if (matte !== undefined) splitEyes(matte, layout, { out: halves });
      const { number, timestamp } = frame;
      const maps = frame.depth && splitMaps(frame.depth, layout);
      for (const side of ["left", "right"] as const) {
        const { width, height, bitmap } = eyes[side];
        const depth = maps?.[side];
        const one = { number, timestamp, width, height, bitmap, ...(depth && { depth }) };
        const shown = await background.behind(one, matte && halves[side]);
        behind[side].bitmap.set(shown.bitmap);
      }
      return joinEyes(behind.left, behind.right, layout, out);
    },
    async [Symbol.asyncDispose]() {
      if (kept !== undefined) {
        const { eyes, halves, behind, out } = kept;
        const both = [eyes, behind].flatMap(({ left, right }) => [left, right]);
        release(...both, halves.left, halves.right, out);
      }
      kept = undefined;
      await background[Symbol.asyncDispose]();
    },
  };
}

interface Buffers {
  readonly eyes: Eyes<Frame>;
  readonly halves: Eyes<Matte>;
  readonly behind: Eyes<Frame>;
  readonly out: Frame;
}

function buffersFor(frame: Frame, layout: StereoLayout): Buffers {
  const size = eyeSize(frame, layout);
  const both = <Raster>(create: () => Raster) => ({ left: create(), right: create() });
  return {
    eyes: both(() => createFrameBeside(frame, size)),
    halves: both(() => createGrayBeside(frame, size)),
    behind: both(() => createFrameBeside(frame, size)),
    out: createFrameBeside(frame),
  };
}
