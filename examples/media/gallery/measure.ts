/**
 * Runs a command of the gallery, and measures the frame that the gallery shows.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findFfmpeg, openLabelledClip, readImage } from "../../../lib/files/mod.ts";
import type { JpegCodec } from "../../../lib/files/pictures/jpeg_codec.ts";
import { compareMasks, scores } from "../../../lib/metrics/mod.ts";
import type { Truth } from "../../../lib/pipeline/evaluate_clip.ts";
import type { Matte } from "../../../mod.ts";
import type { Facts } from "./facts.ts";

const MEDIA = new URL("../", import.meta.url);

/** Of one frame's matte. */
export interface Measured {
  /** Intersection over union. */
  readonly iou: number;
  /** How much of the person was found, 0–1. */
  readonly found: number;
  /** How much of what stays is not the person, 0–1. */
  readonly room: number;
}

/** Of the better command, of one to compare with, of the frame as a photo, and of that repainted. */
export type OtherRun = "instead" | "compared" | "photo" | "painted";

/** By the pair's name. */
export type GalleryNumbers = Readonly<
  Record<string, Measured & { readonly [run in OtherRun]?: Measured } & { readonly facts?: Facts }>
>;

/**
 * A command's arguments, with its output and its mattes in a folder.
 *
 * @param command What follows `cli.ts`.
 * @param folder Where the output goes, instead of `out/`.
 */
export function argumentsIn(
  command: string,
  folder: string,
): { args: string[]; output: string; matteOf: (frame: number) => string } {
  const args = command.split(" ");
  const at = args.indexOf("-o") + 1;
  const output = args[at] = args[at].replace(/^out/, folder);
  const mattes = `${output}.matte%d.png`;
  const matteOf = (frame: number) => mattes.replace("%d", String(frame));
  return { args: [...args, "--mattes", mattes, "-q"], output, matteOf };
}

/**
 * A matte against the true one of the clip; foreground is alpha from 128 on.
 *
 * @param clip The labelled clip's folder, from examples/media.
 * @param number The frame, counted from 1.
 * @param path The matte, as a picture.
 */
export async function measureMatte(
  clip: string,
  number: number,
  path: string,
  jpeg: JpegCodec,
): Promise<Measured> {
  const { matte: truth, region } = await truthOf(clip, number, jpeg);
  const counts = compareMasks(await readMatte(path, jpeg), truth, region ? { region } : {});
  const { iou, precision, recall } = scores(counts);
  const round = (value: number) => Math.round(1e4 * value) / 1e4;
  return { iou: round(iou), found: round(recall), room: round(1 - precision) };
}

/** What there is in a frame of a labelled clip. */
export async function truthOf(clip: string, number: number, jpeg: JpegCodec): Promise<Truth> {
  const path = fileURLToPath(new URL(clip, MEDIA));
  const { read } = await openLabelledClip(path, { ffmpeg: await findFfmpeg(), jpeg });
  for await (const { frame, truth } of read()) {
    if (frame.number === number && truth !== undefined) return truth;
  }
  throw new Error(`Cannot measure: ${clip} has no truth of frame ${number}`);
}

/** A matte that was written as a picture. */
export async function readMatte(path: string, jpeg: JpegCodec): Promise<Matte> {
  const { width, height, bitmap } = await readImage(path, { jpeg, ffmpeg: findFfmpeg });
  return { width, height, data: Uint8Array.from(bitmap.filter((_, p) => p % 4 === 0)) };
}
