/**
 * What a thread of `FinishThreads` does for the tutorial's pictures: takes frames out of the ring,
 * and writes pictures until there are none left.
 *
 * @module
 */

import type { Kernels } from "../../../memory/kernel_signatures.ts";
import type { Size } from "../../../raster/frame.ts";
import { FilePattern } from "../../pictures/numbered_files.ts";
import { inFolder } from "../../system/working_folder.ts";
import { makeFolderSync, writeWholeSync } from "../../system/write_whole.ts";
import { type FrameJob, FrameRing, type FrameRingData } from "./frame_ring.ts";
import { type EncoderOptions, type PictureBlocks, PictureEncoder } from "./picture_encoder.ts";

/** All pictures of a run, of which each thread makes as many as it can. */
export interface TutorialJob {
  readonly kind: "tutorial";
  readonly encoder: EncoderOptions;
  /** How many bytes a frame has. */
  readonly frameBytes: number;
  /** What this thread writes to; with masks if these are wanted. */
  readonly blocks: PictureBlocks;
  readonly ring: FrameRingData;
  /** The first number that is written. */
  readonly first: number;
  readonly output: string;
  readonly mattes: string | undefined;
  /** What these are relative to, if that is not the process's folder. */
  readonly folder: string | undefined;
  /** Where ffmpeg's frames are to be read; without it another thread puts them into the ring. */
  readonly pipe: string | undefined;
}

/** What is told meanwhile: for each picture, and for each three frames that are no longer needed. */
export type TutorialWord = "written" | "released";

/**
 * Take frames and write their pictures, to the end; blocks its thread.
 *
 * @param job What to do.
 * @param kernels The kernels of this thread.
 * @param memory Where they work.
 * @param tell Called meanwhile.
 */
export async function makeTutorial(
  job: TutorialJob,
  kernels: Kernels,
  memory: WebAssembly.Memory,
  tell: (word: TutorialWord) => void,
): Promise<void> {
  await inFolder(job.folder, () => writePictures(job, kernels, memory, tell));
}

async function writePictures(
  job: TutorialJob,
  kernels: Kernels,
  memory: WebAssembly.Memory,
  tell: (word: TutorialWord) => void,
): Promise<void> {
  const ring = new FrameRing(job.ring);
  using pipe = job.pipe === undefined ? undefined : Deno.openSync(job.pipe);
  const read = pipe && ((number: number) => readFrame(pipe, ring, number, job, memory));
  const encoder = new PictureEncoder(kernels, memory, job.blocks, job.encoder);
  const write = await preparePictures(job, tell);
  for (let frames = ring.take(read); frames !== undefined; frames = ring.take(read)) {
    // The first frames are read before the background is there.
    if (!ring.waitUntilReady()) return;
    const pictures = wantedPictures(frames, job.first);
    const { before, shown, after } = frames;
    const slots = {
      before: pictures.includes(0) ? ring.slotOf(before!) : undefined,
      shown: ring.slotOf(shown),
      after: pictures.includes(1) ? ring.slotOf(after!) : undefined,
    };
    if (pictures.length > 0) encoder.encode(slots);
    ring.release(frames);
    for (const picture of pictures) write(encoder, picture, shown + picture);
    tell("released");
  }
}

/** Which of the two pictures of three frames are to be written. */
function wantedPictures({ before, shown, after }: FrameJob, first: number): (0 | 1)[] {
  const pictures: (0 | 1)[] = [];
  if (before !== undefined && shown >= first) pictures.push(0);
  if (after !== undefined && after >= first) pictures.push(1);
  return pictures;
}

/** Read a frame into its slot. */
function readFrame(
  pipe: Deno.FsFile,
  ring: FrameRing,
  number: number,
  { encoder, frameBytes }: TutorialJob,
  memory: WebAssembly.Memory,
): boolean {
  if (!ring.waitForRoom(number)) return false;
  const bytes = new Uint8Array(memory.buffer, encoder.frames[ring.slotOf(number)], frameBytes);
  for (let length = 0; length < bytes.length;) {
    // Deno reads into shared memory too, though its types do not say so.
    const count = pipe.readSync(bytes.subarray(length) as Uint8Array<ArrayBuffer>);
    if (count === null) {
      ring.end(length);
      return false;
    }
    length += count;
  }
  ring.put(number);
  return true;
}

/** Get ready to write a picture, and its mask if it is wanted. */
async function preparePictures(
  job: TutorialJob,
  tell: (word: TutorialWord) => void,
): Promise<(encoder: PictureEncoder, picture: 0 | 1, number: number) => void> {
  const output = new FilePattern(job.output);
  const mattes = job.mattes === undefined ? undefined : new FilePattern(job.mattes);
  const writeMask = mattes && await prepareMasks(job.encoder, mattes);
  let areFoldersThere = false;
  return (encoder, picture, number) => {
    if (!areFoldersThere) {
      makeFolderSync(output.folder);
      if (mattes !== undefined) makeFolderSync(mattes.folder);
      areFoldersThere = true;
    }
    writeWholeSync(output.path(number), encoder.file(picture));
    writeMask?.(encoder.mask(picture)!, number);
    tell("written");
  };
}

/** PNG is loaded when masks are asked for. */
async function prepareMasks({ width, height }: Size, mattes: FilePattern) {
  const { encodeGrayPng } = await import("../../pictures/encode_png.ts");
  return (mask: Uint8Array, number: number) => {
    writeWholeSync(mattes.path(number), encodeGrayPng({ width, height, data: mask.slice() }));
  };
}
