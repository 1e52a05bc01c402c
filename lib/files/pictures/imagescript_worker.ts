/**
 * The thread in which ImageScript decodes: whoever started it can end it at any time.
 *
 * @module
 */

import { messageOf } from "../../errors.ts";
import { decodeJpegHere, drawSvgHere } from "./imagescript.ts";
import { workerScope } from "../threads/worker_scope.ts";

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

workerScope.onmessage = async ({ data }: MessageEvent<ThreadRequest>) => {
  try {
    const picture = data.kind === "jpeg"
      ? await decodeJpegHere(data.folder, data.bytes)
      : await drawSvgHere(data.folder, data.text);
    const { width, height } = picture;
    const bitmap = picture.bitmap.slice();
    workerScope.postMessage({ width, height, bitmap } satisfies ThreadReply, [bitmap.buffer]);
  } catch (error) {
    const message = messageOf(error);
    workerScope.postMessage({ error: message } satisfies ThreadReply);
  }
};
