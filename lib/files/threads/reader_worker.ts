/// <reference lib="deno.worker" />
/**
 * The thread of a `FrameReader`: reads the pipe of a decoder into memory that it shares with the main
 * thread, and makes RGBA of it there.
 *
 * @module
 */

import type { Kernels } from "../../memory/kernel_signatures.ts";
import { type KernelCode, startKernels } from "../../memory/loader.ts";
import type { YuvMatrix } from "../../pixels/color/frame_of_yuv.ts";
import type { Size } from "../../raster/frame.ts";
import { answerCalls } from "./answer_calls.ts";

/** What the thread must know before it reads. */
export interface ReaderStart extends Size {
  readonly kind: "start";
  readonly code: KernelCode;
  /** What opens the pipe. */
  readonly path: string;
  /** How many bytes a frame has in the pipe. */
  readonly frameBytes: number;
  /** How YUV is turned into RGBA; where the bytes are, and scratch. Left out if RGBA is read. */
  readonly yuv: { matrix: YuvMatrix; bytes: number; scratch: number } | undefined;
}

/** What the thread is asked for. */
export type ReaderCall = ReaderStart | { readonly kind: "read"; readonly address: number };

let start: ReaderStart;
let kernels: Kernels;
let pipe: Deno.FsFile;

/** The answer is how many bytes were read: fewer than a frame has at the end. */
answerCalls<ReaderCall, number>(async (call) => {
  if (call.kind === "read") return readFrame(call.address);
  start = call;
  kernels = await startKernels(call.code);
  pipe = Deno.openSync(call.path);
  return 0;
});

function readFrame(address: number): number {
  const { code, frameBytes, width, height, yuv } = start;
  // Deno reads into shared memory too, though its types do not say so.
  const buffer = code.memory.buffer as ArrayBuffer;
  const bytes = new Uint8Array(buffer, yuv?.bytes ?? address, frameBytes);
  let length = 0;
  while (length < frameBytes) {
    const count = pipe.readSync(bytes.subarray(length));
    if (count === null) return length;
    length += count;
  }
  if (yuv !== undefined) {
    const { lumaOffset, luma, redV, greenU, greenV, blueU } = yuv.matrix;
    kernels.frameOfYuvCubic(
      yuv.bytes,
      address,
      width,
      height,
      lumaOffset,
      luma,
      redV,
      greenU,
      greenV,
      blueU,
      yuv.scratch,
    );
  }
  return length;
}
