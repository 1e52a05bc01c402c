/// <reference lib="deno.worker" />
/**
 * A thread of a {@linkcode PicturePool}: takes frames out of the ring, and writes
 * pictures until there are none left.
 *
 * @module
 */

import type { Size } from "../raster.ts";
import { type EncoderOptions, PictureEncoder } from "../simd/picture_encoder.ts";
import { type FrameJob, FrameRing, type FrameRingData } from "./frame_ring.ts";
import { FilePattern } from "./numbered_files.ts";
import { makeFolderSync, writeWholeSync } from "./write_whole.ts";

/** First message: what to do all along. */
export interface WorkerStart {
  readonly kind: "start";
  readonly worker: number;
  readonly options: EncoderOptions;
  readonly ring: FrameRingData;
  /** The first number that is written. */
  readonly first: number;
  readonly output: string;
  readonly mattes: string | undefined;
  /** Where ffmpeg's frames can be read by any thread, if so. */
  readonly pipe: string | undefined;
}

/** Second message, when the background is there and all threads are ready. */
export interface WorkerGo {
  readonly kind: "go";
  /** Whether this thread reads from the pipe; otherwise frames are put into the ring. */
  readonly readsPipe: boolean;
}

/** What comes back: once when ready, then for each picture and each three frames, once at the end. */
export type WorkerReply =
  | { readonly kind: "ready"; readonly hasPipe: boolean }
  | { readonly kind: "written" }
  | { readonly kind: "released" }
  | { readonly kind: "finished" }
  | { readonly kind: "failed"; readonly error: Error };

let start: WorkerStart;
let encoder: PictureEncoder;
let pipe: Deno.FsFile | undefined;

self.onmessage = async ({ data }: MessageEvent<WorkerStart | WorkerGo>) => {
  try {
    if (data.kind === "start") {
      start = data;
      pipe = openPipe(data.pipe);
      encoder = await PictureEncoder.start(data.worker, data.options);
      reply({ kind: "ready", hasPipe: pipe !== undefined });
    } else {
      await writePictures(data.readsPipe);
      reply({ kind: "finished" });
    }
  } catch (error) {
    reply({ kind: "failed", error: error as Error });
  }
};

function reply(message: WorkerReply): void {
  self.postMessage(message);
}

/** The pipe, or `undefined` where it cannot be opened: by system, by permission, or as ffmpeg has ended. */
function openPipe(path: string | undefined): Deno.FsFile | undefined {
  if (path === undefined) return undefined;
  try {
    return Deno.openSync(path);
  } catch {
    return undefined;
  }
}

/** Take frames and write their pictures, to the end. */
async function writePictures(readsPipe: boolean): Promise<void> {
  const { mattes } = start;
  const ring = new FrameRing(start.ring);
  const read = readsPipe ? (number: number) => readFrame(ring, number) : undefined;
  const write = await preparePictures();
  for (let job = ring.take(read); job !== undefined; job = ring.take(read)) {
    const pictures = wantedPictures(job);
    const { before, shown, after } = job;
    const slots = {
      before: pictures.includes(0) ? ring.slotOf(before!) : undefined,
      shown: ring.slotOf(shown),
      after: pictures.includes(1) ? ring.slotOf(after!) : undefined,
    };
    if (pictures.length > 0) encoder.encode(slots, mattes !== undefined);
    ring.release(job);
    for (const picture of pictures) write(picture, shown + picture);
    reply({ kind: "released" });
  }
}

/** Which of the two pictures of three frames are to be written. */
function wantedPictures({ before, shown, after }: FrameJob): (0 | 1)[] {
  const pictures: (0 | 1)[] = [];
  if (before !== undefined && shown >= start.first) pictures.push(0);
  if (after !== undefined && after >= start.first) pictures.push(1);
  return pictures;
}

/** Read a frame into its slot. */
function readFrame(ring: FrameRing, number: number): boolean {
  if (!ring.waitForRoom(number)) return false;
  const { code, layout } = start.options;
  const address = layout.frames[ring.slotOf(number)];
  const bytes = new Uint8Array(code.memory.buffer, address, layout.frameBytes);
  for (let length = 0; length < bytes.length;) {
    // Deno reads into shared memory too, though its types do not say so.
    const count = pipe!.readSync(bytes.subarray(length) as Uint8Array<ArrayBuffer>);
    if (count === null) {
      ring.end(length);
      return false;
    }
    length += count;
  }
  ring.put(number);
  return true;
}

/** Get ready to write a picture, its mask, or both. */
async function preparePictures(): Promise<(picture: 0 | 1, number: number) => void> {
  const output = new FilePattern(start.output);
  const mattes = start.mattes === undefined ? undefined : new FilePattern(start.mattes);
  const writeMask = mattes && await prepareMasks(start.options.layout, mattes);
  let areFoldersThere = false;
  return (picture, number) => {
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
  const { encodeGrayPng } = await import("./png.ts");
  return (mask: Uint8Array, number: number) => {
    writeWholeSync(mattes.path(number), encodeGrayPng({ width, height, data: mask.slice() }));
  };
}
