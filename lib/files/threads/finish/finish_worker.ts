/**
 * A thread of `FinishThreads` or of a `PictureWriter`: it composes and encodes pictures that lie in
 * memory it shares with the main thread, and writes them into a pipe or into files; or of a
 * `KernelThread`, which runs kernels there.
 *
 * @module
 */

import type { KernelCall } from "../../../memory/kernel_helper.ts";
import type { Kernels } from "../../../memory/kernel_signatures.ts";
import { type KernelCode, startKernels } from "../../../memory/loader.ts";
import { yuvBytes, type YuvWeights } from "../../../pixels/color/yuv_of_frame.ts";
import {
  type JpegBlocks,
  type JpegReference,
  KernelJpeg,
} from "../../../pixels/jpeg/kernel_jpeg.ts";
import type { Size } from "../../../raster/frame.ts";
import { yuvWithEvenSides } from "../../ffmpeg/encode/even_sides.ts";
import { answerCalls } from "../answer_calls.ts";
import { makeTutorial, type TutorialJob, type TutorialWord } from "../tutorial/tutorial_job.ts";
import type { CompositeJob } from "./composite_job.ts";

/** A picture that becomes YUV 4:2:0. */
export interface YuvJob {
  /** What is composed; of a finished frame only `foreground` counts, and `matte` is 0. */
  readonly picture: CompositeJob;
  readonly weights: YuvWeights;
  /** Where the planes go. */
  readonly out: number;
}

/** A background that is encoded as JPEG once. */
export interface ReferenceJob extends Size {
  readonly kind: "reference";
  readonly background: number;
  /** 1–100. */
  readonly quality: number;
  readonly blocks: JpegBlocks;
  /** Where it goes. */
  readonly reference: JpegReference;
}

/** A picture that becomes a JPEG file. */
export interface JpegJob {
  readonly kind: "jpeg";
  /** What is composed; of a finished frame only `foreground` counts, and `matte` is 0. */
  readonly picture: CompositeJob;
  /** 1–100. */
  readonly quality: number;
  readonly blocks: JpegBlocks;
  /** The background, encoded with that quality, if it is there. */
  readonly reference: JpegReference | undefined;
}

/** What the thread is asked for. */
export type FinishCall =
  | { readonly kind: "start"; readonly code: KernelCode; readonly scratch: number }
  | ReferenceJob
  | JpegJob
  | { readonly kind: "open"; readonly path: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "picture"; readonly header: Uint8Array<ArrayBuffer>; readonly job: YuvJob }
  | { readonly kind: "close" }
  | { readonly kind: "kernels"; readonly calls: readonly KernelCall[] }
  | TutorialJob;

/** What comes back: a JPEG file, or nothing. */
export type FinishAnswer = Uint8Array<ArrayBuffer> | undefined;

/** What is told before an answer. */
export type FinishWord = TutorialWord;

let code: KernelCode;
let kernels: Kernels;
let scratch: number;
let jpeg: { encoder: KernelJpeg; workspace: number; width: number; height: number } | undefined;
let pipe: Deno.FsFile | undefined;
/** A picture with even sides. */
let even: Uint8Array<ArrayBuffer> | undefined;

answerCalls<FinishCall, FinishAnswer, FinishWord>(async (call, tell) => {
  switch (call.kind) {
    case "start":
      ({ code, scratch } = call);
      // Of what it grew by on its way here this thread knows nothing until it asks; of all later it is told.
      code.memory.grow(0);
      kernels = await startKernels(code);
      break;
    case "reference":
      encoderOf(call, call.blocks).encodeReference(
        call.background,
        call.quality,
        call.reference,
      );
      break;
    case "jpeg":
      return encoderOf(call.picture, call.blocks)
        .encode(call.picture, call.quality, call.reference)
        .slice();
    case "open":
      pipe = Deno.openSync(call.path, { write: true });
      break;
    case "bytes":
      writeAll(call.bytes);
      break;
    case "picture":
      writePicture(call.header, call.job);
      break;
    case "close":
      pipe?.close();
      pipe = undefined;
      break;
    case "kernels":
      for (const [name, ...args] of call.calls) {
        (kernels[name] as (...args: unknown[]) => unknown)(...args);
      }
      break;
    case "tutorial":
      // It sets the kernels up for itself.
      jpeg = undefined;
      await makeTutorial(call, kernels, code.memory, tell);
      break;
  }
  return undefined;
});

/** The encoder of JPEGs of a size: the last one, if it was of that. */
function encoderOf({ width, height }: Size, blocks: JpegBlocks): KernelJpeg {
  if (jpeg?.workspace !== blocks.workspace || jpeg.width !== width || jpeg.height !== height) {
    const encoder = new KernelJpeg(kernels, code.memory, { width, height }, blocks);
    jpeg = { encoder, workspace: blocks.workspace, width, height };
  }
  return jpeg.encoder;
}

function makeYuv({ picture, weights: { offset, y, u, v }, out }: YuvJob): void {
  const { width, height, foreground, background, matte, backgroundYuv } = picture;
  if (matte === 0) {
    kernels.yuvOfFrame(foreground, out, width, height, offset, ...y, ...u, ...v);
    return;
  }
  kernels.compositeYuv(
    foreground,
    background,
    backgroundYuv,
    matte,
    out,
    width,
    height,
    scratch,
    offset,
    ...y,
    ...u,
    ...v,
  );
}

/** The header goes before the planes, so that both are written at once. */
function writePicture(header: Uint8Array<ArrayBuffer>, job: YuvJob): void {
  makeYuv(job);
  const { picture, out } = job;
  const isEven = picture.width % 2 === 0 && picture.height % 2 === 0;
  if (isEven) {
    const bytes = sharedBytes(out - header.length, header.length + yuvBytes(picture));
    bytes.set(header);
    writeAll(bytes);
  } else {
    writeAll(header);
    writeAll(even = yuvWithEvenSides(sharedBytes(out, yuvBytes(picture)), picture, even));
  }
}

/** Deno writes from shared memory too, though its types do not say so. */
function sharedBytes(address: number, length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(code.memory.buffer as ArrayBuffer, address, length);
}

/** Write all of some bytes; blocks until the other end has taken them. */
function writeAll(bytes: Uint8Array<ArrayBuffer>): void {
  if (pipe === undefined) throw new Error("Cannot write: the pipe is closed");
  for (let length = 0; length < bytes.length;) length += pipe.writeSync(bytes.subarray(length));
}
