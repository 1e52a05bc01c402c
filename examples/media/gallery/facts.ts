/**
 * What the gallery says of its clips, besides how good a matte is.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findFfmpeg, openLabelledClip } from "../../../lib/files/mod.ts";
import type { JpegCodec } from "../../../lib/files/pictures/jpeg_codec.ts";
import type { LabelledFrame } from "../../../lib/pipeline/evaluate_clip.ts";
import { quantile } from "../../../lib/quantile.ts";
import { grayscale, type Matte } from "../../../mod.ts";
import type { GalleryPair } from "./pairs.ts";

/** By name: shares of 1, ratios, gray levels. */
export type Facts = Readonly<Record<string, number>>;

/** What a pair's facts are of. */
interface Seen {
  /** All frames of its clip, with their truth. */
  frames(): AsyncIterable<LabelledFrame>;
  /** The frame that is shown, counted from 1. */
  readonly frame: number;
  /** What its command made of that. */
  readonly matte: Matte;
}

/** The facts of the pairs that have some, by name. */
const facts: Readonly<Record<string, (seen: Seen) => Promise<Facts>>> = {
  walk: async ({ frames }) => ({ hidden: Math.max(...await hiddenShares(frames())) }),
  sway: async ({ frames }) => {
    const shares = await hiddenShares(frames());
    return { hidden: shares.filter((share) => share === 1).length / shares.length };
  },
  screen: lightOf,
  chair: tonesOf,
};

/**
 * Measure a pair's facts.
 *
 * @param pair The pair.
 * @param matte What its command made of the frame that is shown.
 * @param jpeg For clips whose frames are JPEGs.
 * @returns The facts, with four places; none of a pair that has none.
 */
export async function factsOf(
  { name, clip, frame }: GalleryPair,
  matte: Matte,
  jpeg: JpegCodec,
): Promise<Facts | undefined> {
  const measure = facts[name];
  if (measure === undefined) return undefined;
  const path = fileURLToPath(new URL(`../${clip}`, import.meta.url));
  const { read } = await openLabelledClip(path, { ffmpeg: await findFfmpeg(), jpeg });
  const found = Object.entries(await measure({ frames: () => read(), frame, matte }));
  return Object.fromEntries(found.map(([fact, value]) => [fact, Math.round(1e4 * value) / 1e4]));
}

/** Of each pixel, in what part of the frames it is foreground. */
async function hiddenShares(frames: AsyncIterable<LabelledFrame>): Promise<number[]> {
  let counts: number[] = [];
  let all = 0;
  for await (const { truth } of frames) {
    const { data } = truth!.matte;
    if (all++ === 0) counts = Array(data.length).fill(0);
    for (let i = 0; i < data.length; i++) counts[i] += data[i] >= 128 ? 1 : 0;
  }
  return counts.map((count) => count / all);
}

/** How bright the screen is in the frame's left quarter, through what it is in the right one. */
async function lightOf(seen: Seen): Promise<Facts> {
  const { gray, truth } = await shown(seen);
  const quarter = gray.width >> 2;
  const meanFrom = (left: number) => {
    let [sum, pixels] = [0, 0];
    for (let y = 0; y < gray.height; y++) {
      for (let i = y * gray.width + left; i < y * gray.width + left + quarter; i++) {
        if (truth.data[i] === 0) [sum, pixels] = [sum + gray.data[i], pixels + 1];
      }
    }
    return sum / pixels;
  };
  return { light: meanFrom(0) / meanFrom(gray.width - quarter) };
}

/** The median gray level of what stays by mistake, of the person, and of all else. */
async function tonesOf(seen: Seen): Promise<Facts> {
  const { gray, truth, region } = await shown(seen);
  const { data: matte } = seen.matte;
  const medianWhere = (is: (i: number) => boolean) =>
    quantile([...gray.data].filter((_, i) => region?.data[i] !== 0 && is(i)), 0.5);
  return {
    stays: medianWhere((i) => truth.data[i] === 0 && matte[i] >= 128),
    person: medianWhere((i) => truth.data[i] === 255),
    goes: medianWhere((i) => truth.data[i] === 0 && matte[i] < 128),
  };
}

/** The frame that is shown, in gray, and its truth. */
async function shown({ frames, frame: number }: Seen) {
  for await (const { frame, truth } of frames()) {
    if (frame.number !== number || truth === undefined) continue;
    return { gray: grayscale(frame), truth: truth.matte, region: truth.region };
  }
  throw new Error(`Cannot measure: there is no truth of frame ${number}`);
}
