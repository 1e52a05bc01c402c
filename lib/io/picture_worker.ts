/// <reference lib="deno.worker" />
/**
 * A thread of a {@linkcode PicturePool}: waits for two frames' slots, and writes
 * a picture.
 *
 * @module
 */

import type { Size } from "../raster.ts";
import { type EncoderOptions, PictureEncoder } from "../simd/picture_encoder.ts";
import { FilePattern } from "./numbered_files.ts";
import { writeWholeSync } from "./write_whole.ts";

/** First message: what to do all along. */
export interface WorkerStart {
  readonly worker: number;
  readonly options: EncoderOptions;
  readonly output: string;
  readonly mattes: string | undefined;
}

/** Each later message: a picture to make. */
export interface PictureJob {
  readonly number: number;
  /** Slots in the ring. */
  readonly before: number;
  readonly after: number;
}

/** What comes back: once when ready, then for each picture. */
export type WorkerReply =
  | { readonly kind: "ready" }
  | { readonly kind: "written"; readonly worker: number; readonly job: PictureJob }
  | { readonly kind: "failed"; readonly worker: number; readonly error: Error };

let write: ((job: PictureJob) => void) | undefined;
let worker = 0;
let hasFailed = false;

self.onmessage = async ({ data }: MessageEvent<WorkerStart | PictureJob>) => {
  try {
    if ("options" in data) {
      worker = data.worker;
      write = await prepare(data);
      reply({ kind: "ready" });
    } else {
      // The job that was queued behind a failed one.
      if (hasFailed) throw new Error("A picture before this one failed");
      write!(data);
      reply({ kind: "written", worker, job: data });
    }
  } catch (error) {
    hasFailed = true;
    reply({ kind: "failed", worker, error: error as Error });
  }
};

function reply(message: WorkerReply): void {
  self.postMessage(message);
}

async function prepare(
  { worker, options, ...start }: WorkerStart,
): Promise<(job: PictureJob) => void> {
  const encoder = await PictureEncoder.start(worker, options);
  const output = new FilePattern(start.output);
  const writeMask = start.mattes === undefined
    ? undefined
    : await prepareMasks(options.layout, new FilePattern(start.mattes));
  return ({ number, before, after }) => {
    const file = encoder.encode(before, after, writeMask !== undefined);
    writeWholeSync(output.path(number), file);
    writeMask?.(encoder.mask, number);
  };
}

/** PNG is loaded when masks are asked for. */
async function prepareMasks({ width, height }: Size, mattes: FilePattern) {
  const { encodeGrayPng } = await import("./png.ts");
  return (mask: Uint8Array, number: number) => {
    writeWholeSync(mattes.path(number), encodeGrayPng({ width, height, data: mask.slice() }));
  };
}
