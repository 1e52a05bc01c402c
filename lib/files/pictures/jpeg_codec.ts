import { UnsupportedMediaError } from "../../errors.ts";
import { encodeJpegInSteps } from "../../pixels/jpeg/encode_jpeg.ts";
import type { Frame } from "../../raster/frame.ts";
import { inTurns } from "../../turns.ts";
import type { LoneFolderOptions } from "../packages/lone_package.ts";
import { imageScriptFolder } from "./imagescript.ts";
import type { ThreadReply, ThreadRequest } from "./imagescript_worker.ts";
import { type DecodeJpegOptions, jpegSize } from "./formats/jpeg_file.ts";
import { assertPictureSize } from "./picture_size.ts";
import { answerOf } from "./formats/picture_thread.ts";
import { loadTurboJpeg } from "./turbojpeg.ts";
import { startWorker } from "../threads/start_worker.ts";

export type { DecodeJpegOptions };

/**
 * Encodes and decodes JPEG, one call at a time.
 *
 * @category Picture files
 */
export interface JpegCodec extends Disposable {
  /** Which library does the work. */
  readonly name: "libturbojpeg" | "ImageScript";
  /**
   * Encode a frame; its alpha is dropped. The bytes are valid until the next call.
   *
   * @param frame The frame, H × W. Not to be changed meanwhile.
   * @param quality 1–100.
   */
  encode(frame: Frame, quality: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Decode a file, as stored: turning it upright is left to the caller. A file that cannot be
   * decoded does not harm the next.
   *
   * @param jpeg The file.
   * @param options Whom to tell.
   * @throws {UnsupportedMediaError} If it cannot be decoded.
   */
  decode(jpeg: Uint8Array<ArrayBuffer>, options?: DecodeJpegOptions): Promise<Frame>;
}

/**
 * Open the best JPEG codec there is: libturbojpeg, whose files and pixels are
 * OpenCV's to the byte. Where that is missing or `--allow-ffi` is not given,
 * `encodeJpeg` writes the same files more slowly, and ImageScript reads, with
 * pixels up to 3 levels off. It is loaded when there is something to read.
 *
 * @param onNotice Told in one line when the library is fetched, or ImageScript has to serve.
 * @param options Who shows how the fetching goes on, and what ends it.
 * @returns The codec.
 * @category Picture files
 */
export async function openJpegCodec(
  onNotice?: LoneFolderOptions["onNotice"],
  options: Pick<LoneFolderOptions, "onFetch" | "signal"> = {},
): Promise<JpegCodec> {
  const turbo = await loadTurboJpeg({ ...options, onNotice });
  if (turbo !== undefined) {
    return {
      name: "libturbojpeg",
      encode: (frame, quality) => turbo.encode(frame, quality),
      decode: (jpeg, options) => turbo.decode(jpeg, options),
      [Symbol.dispose]: () => turbo[Symbol.dispose](),
    };
  }
  let isTold = false;
  return {
    name: "ImageScript",
    encode: (frame, quality) => inTurns(encodeJpegInSteps(frame, { quality })),
    decode(jpeg, { signal } = {}) {
      if (!isTold) {
        onNotice?.(
          "no libturbojpeg (is --allow-ffi given?): ImageScript reads JPEGs, up to 3 levels off OpenCV's pixels",
        );
      }
      isTold = true;
      return decodeInThread(jpeg, signal);
    },
    [Symbol.dispose]() {},
  };
}

/** By ImageScript, which is slow, so that a signal can end it. */
async function decodeInThread(
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
): Promise<Frame> {
  assertPictureSize(jpegSize(bytes));
  const module = new URL("./imagescript_worker.ts", import.meta.url);
  const request: ThreadRequest = { kind: "jpeg", folder: await imageScriptFolder(), bytes };
  const worker = startWorker(module);
  const reply = await answerOf<ThreadReply>(worker, request, { signal });
  if ("error" in reply) throw new UnsupportedMediaError(reply.error);
  return reply;
}
