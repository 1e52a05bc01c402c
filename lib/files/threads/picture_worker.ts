/// <reference lib="deno.worker" />
/**
 * A thread of a {@linkcode PicturePool}: takes frames out of the ring, and writes
 * pictures until there are none left.
 *
 * @module
 */

import type { Size } from "../../raster/frame.ts";
import { type EncoderOptions, PictureEncoder } from "./picture_encoder.ts";
import { type FrameJob, FrameRing, type FrameRingData } from "./frame_ring.ts";
import { FilePattern } from "../pictures/numbered_files.ts";
import { inFolder } from "../system/working_folder.ts";
import { makeFolderSync, writeWholeSync } from "../system/write_whole.ts";

/** The one message to a thread: what to do. */
export interface WorkerStart {
  readonly worker: number;
  readonly options: EncoderOptions;
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

/** What comes back: for each picture, for each three frames that are no longer needed, and at the end. */
export type WorkerReply =
  | { readonly kind: "written" }
  | { readonly kind: "released" }
  | { readonly kind: "finished" }
  | { readonly kind: "failed"; readonly error: Error };

self.onmessage = async ({ data }: MessageEvent<WorkerStart>) => {
  try {
    await inFolder(data.folder, () => writePictures(data));
    reply({ kind: "finished" });
  } catch (error) {
    reply({ kind: "failed", error: error as Error });
  }
};

function reply(message: WorkerReply): void {
  self.postMessage(message);
}

/** Take frames and write their pictures, to the end. */
async function writePictures(start: WorkerStart): Promise<void> {
  const ring = new FrameRing(start.ring);
  using pipe = start.pipe === undefined ? undefined : Deno.openSync(start.pipe);
  const read = pipe && ((number: number) => readFrame(pipe, ring, number, start.options));
  let encoder: PictureEncoder | undefined;
  const write = await preparePictures(start);
  for (let job = ring.take(read); job !== undefined; job = ring.take(read)) {
    // The first frames are read before the background is there.
    if (!ring.waitUntilReady()) return;
    encoder ??= await PictureEncoder.start(start.worker, start.options);
    const pictures = wantedPictures(job, start.first);
    const { before, shown, after } = job;
    const slots = {
      before: pictures.includes(0) ? ring.slotOf(before!) : undefined,
      shown: ring.slotOf(shown),
      after: pictures.includes(1) ? ring.slotOf(after!) : undefined,
    };
    if (pictures.length > 0) encoder.encode(slots, start.mattes !== undefined);
    ring.release(job);
    for (const picture of pictures) write(encoder, picture, shown + picture);
    reply({ kind: "released" });
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
  { code, layout }: EncoderOptions,
): boolean {
  if (!ring.waitForRoom(number)) return false;
  const address = layout.frames[ring.slotOf(number)];
  const bytes = new Uint8Array(code.memory.buffer, address, layout.frameBytes);
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
  start: WorkerStart,
): Promise<(encoder: PictureEncoder, picture: 0 | 1, number: number) => void> {
  const output = new FilePattern(start.output);
  const mattes = start.mattes === undefined ? undefined : new FilePattern(start.mattes);
  const writeMask = mattes && await prepareMasks(start.options.layout, mattes);
  let areFoldersThere = false;
  return (encoder, picture, number) => {
    if (!areFoldersThere) {
      makeFolderSync(output.folder);
      if (mattes !== undefined) makeFolderSync(mattes.folder);
      areFoldersThere = true;
    }
    writeWholeSync(output.path(number), encoder.file(picture));
    writeMask?.(encoder.mask(picture), number);
    reply({ kind: "written" });
  };
}

/** PNG is loaded when masks are asked for. */
async function prepareMasks({ width, height }: Size, mattes: FilePattern) {
  const { encodeGrayPng } = await import("../pictures/encode_png.ts");
  return (mask: Uint8Array, number: number) => {
    writeWholeSync(mattes.path(number), encodeGrayPng({ width, height, data: mask.slice() }));
  };
}
