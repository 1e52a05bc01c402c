/**
 * The thread in which ImageScript decodes: whoever started it can end it at any time.
 *
 * @module
 */

/// <reference lib="deno.worker" />

import { messageOf } from "../../errors.ts";
import { decodeJpegHere, drawSvgHere } from "./imagescript.ts";

/** What the thread is given. */
export type ThreadRequest =
  | {
    readonly kind: "jpeg";
    /** ImageScript's. */
    readonly folder: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }
  | { readonly kind: "svg"; readonly folder: string; readonly text: string };

/** What it answers: a frame, or what is wrong. */
export type ThreadReply =
  | { readonly width: number; readonly height: number; readonly bitmap: Uint8ClampedArray }
  | { readonly error: string };

self.onmessage = async ({ data }: MessageEvent<ThreadRequest>) => {
  try {
    const picture = data.kind === "jpeg"
      ? await decodeJpegHere(data.folder, data.bytes)
      : await drawSvgHere(data.folder, data.text);
    const { width, height } = picture;
    const bitmap = picture.bitmap.slice();
    self.postMessage({ width, height, bitmap } satisfies ThreadReply, [bitmap.buffer]);
  } catch (error) {
    const message = messageOf(error);
    self.postMessage({ error: message } satisfies ThreadReply);
  }
};
