import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import { framesOf } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";
import type { OpenVideoOptions } from "../../files/ffmpeg/decode/decode_arguments.ts";
import { absdiff } from "../../pixels/motion/absdiff.ts";
import { temporalMedian } from "../../pixels/motion/temporal_median.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { copyFrame, type Frame, type Gray, type Size } from "../../raster/frame.ts";

/** A frame that may be shown. */
export interface Candidate {
  readonly number: number;
  /** How much of it is not as it is most of the time, 0–1: people, mostly. */
  readonly share: number;
}

/** About so many frames are looked at. */
const CANDIDATES = 30;

/** A frame is looked at in this width. */
const WIDTH = 96;

/** So far from the median, in levels, a pixel shows something else. */
const LEAST_CHANGE = 24;

/** Of the first five frames, methods that learn or compare make no picture. */
const FIRST = 6;

/** What is known of the video. */
export interface MomentOptions extends OpenVideoOptions {
  /** How many frames it has; the last ones may be missing. */
  readonly count: number;
  /** The frames' sides. */
  readonly frame: Size;
  /** Told how many frames were looked at, of about how many. */
  readonly onFrame: (seen: number, total: number) => void;
}

/**
 * Look at some frames of a video, evenly spread, in small.
 *
 * @param path The video.
 * @param options How it is read.
 * @returns The frames, and how much of each differs from their median.
 */
export async function lookForPeople(
  path: string,
  { count, frame, onFrame, ...reading }: MomentOptions,
): Promise<Candidate[]> {
  const firstFrame = Math.min(FIRST, count);
  const every = Math.max(1, Math.floor((count - firstFrame + 1) / CANDIDATES));
  const size = {
    width: WIDTH,
    height: Math.max(1, Math.round(WIDTH * frame.height / frame.width)),
  };
  const how = { ...reading, firstFrame, every, size, isNative: false };
  await using opening = await startRawVideo(path, how);
  const numbers: number[] = [];
  const frames: Frame[] = [];
  for await (const { number, ...seen } of framesOf(await opening.open())) {
    if (number > count) break;
    numbers.push(number);
    frames.push(copyFrame(seen));
    onFrame(frames.length, Math.floor((count - firstFrame) / every) + 1);
  }
  if (frames.length === 0) return [];
  const room = temporalMedian(frames);
  return frames.map((frame, i) => ({
    number: numbers[i],
    share: changed(grayscale(absdiff(frame, room))),
  }));
}

function changed({ data }: Gray): number {
  return data.reduce((sum, level) => sum + (level > LEAST_CHANGE ? 1 : 0), 0) / data.length;
}

/** At an end of its part a frame must show so much more than in the middle. */
const FAR = 0.1;

/** Beyond this share the light has changed, or the camera has moved. */
const MOST_SHARE = 0.5;

/**
 * Choose moments that are spread over a video and have people in them: in each of several equal parts the
 * one with most that is not always there, or one nearer to the middle that has nearly as much.
 *
 * @example Somebody comes at 30, and stays
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const shares = [[10, 0], [20, 0], [30, 0.1], [40, 0.3], [50, 0.2], [60, 0.2], [70, 0.9]];
 * const candidates = shares.map(([number, share]) => ({ number, share }));
 * assertEquals(momentsAmong(candidates, 3), [10, 40, 60]);
 * ```
 *
 * @param candidates Some frames, in order.
 * @param count How many are wanted.
 * @returns Their numbers, in order; fewer if there are fewer.
 */
export function momentsAmong(candidates: readonly Candidate[], count: number): number[] {
  const parts = Math.min(count, candidates.length);
  return Array.from({ length: parts }, (_, i) => {
    const first = Math.floor(i * candidates.length / parts);
    const part = candidates.slice(first, Math.floor((i + 1) * candidates.length / parts));
    const middle = (part.length - 1) / 2;
    const worth = part.map(({ share }, k) => {
      const people = share > MOST_SHARE ? 1 - share : share;
      return people - FAR * Math.abs(k - middle) / (part.length + 1);
    });
    return part[worth.indexOf(Math.max(...worth))].number;
  });
}
