/**
 * Runs a command of the gallery, and measures the frame that the gallery shows.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findFfmpeg, openLabelledClip, readImage } from "../../../lib/files/mod.ts";
import type { JpegCodec } from "../../../lib/files/pictures/jpeg_codec.ts";
import { compareMasks, scores } from "../../../lib/metrics/mod.ts";

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

/** By the pair's name; `instead` is of its better command. */
export type GalleryNumbers = Readonly<Record<string, Measured & { readonly instead?: Measured }>>;

/**
 * A command's arguments, with its output and its mattes in a folder.
 *
 * @param command What follows `cli.ts`.
 * @param folder Where the output goes, instead of `out/`.
 */
export function argumentsIn(
  command: string,
  folder: string,
): { args: string[]; output: string; mattes: string } {
  const args = command.split(" ");
  const at = args.indexOf("-o") + 1;
  const output = args[at] = args[at].replace(/^out/, folder);
  const mattes = `${output}.matte%d.png`;
  return { args: [...args, "--mattes", mattes, "-q"], output, mattes };
}

/**
 * A matte against the true one of the clip; foreground is alpha from 128 on.
 *
 * @param clip The labelled clip's folder, from examples/media.
 * @param number The frame, counted from 1.
 * @param mattes Where the mattes are, with `%d`.
 */
export async function measureMatte(
  clip: string,
  number: number,
  mattes: string,
  jpeg: JpegCodec,
): Promise<Measured> {
  const ffmpeg = await findFfmpeg();
  const path = mattes.replace("%d", String(number));
  const { width, height, bitmap } = await readImage(path, { jpeg, ffmpeg: findFfmpeg });
  const matte = { width, height, data: Uint8Array.from(bitmap.filter((_, p) => p % 4 === 0)) };
  const { read } = await openLabelledClip(fileURLToPath(new URL(clip, MEDIA)), { ffmpeg, jpeg });
  for await (const { frame, truth } of read()) {
    if (frame.number !== number) continue;
    if (truth === undefined) break;
    const counts = compareMasks(matte, truth.matte, {
      ...truth.region && { region: truth.region },
    });
    const { iou, precision, recall } = scores(counts);
    const round = (value: number) => Math.round(1e4 * value) / 1e4;
    return { iou: round(iou), found: round(recall), room: round(1 - precision) };
  }
  throw new Error(`Cannot measure: ${clip} has no truth of frame ${number}`);
}
