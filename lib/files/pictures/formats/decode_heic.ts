import { ModelError } from "../../../errors.ts";
import { printable } from "../../../printable.ts";
import type { Frame, Gray } from "../../../raster/frame.ts";
import { loneFolder, type LonePackage } from "../../packages/lone_package.ts";
import { ConvertFirst } from "../convert_first.ts";
import { parseHeif } from "./heif_file.ts";
import type { HeicReply, HeicRequest } from "./heic_worker.ts";
import { assertPictureSize } from "../picture_size.ts";
import { answerOf } from "./picture_thread.ts";
import { startWorker } from "../../threads/start_worker.ts";

/** libheif with its HEVC decoder in WebAssembly. */
export const LIBHEIF: LonePackage = {
  name: "libheif-js",
  version: "1.23.2",
  integrity:
    "sha512-qvHIXtggEsw1lCNCWBYKloL2Z36DJBm0R9ThGiH2JnhKYdeZFLPFkP30Lw4yMskxxhx0bKg1gLrBHX1D2w2pSw==",
  bytes: 2_677_058,
  fetchName: "heic",
};

/** Whom {@linkcode decodeHeic} tells what. */
export interface DecodeHeicOptions {
  /** Told in one line when libheif has to be fetched. */
  onNotice?: ((notice: string) => void) | undefined;
  /** Ends the decoding. */
  signal?: AbortSignal | undefined;
}

/**
 * Decode a HEIC photo whole and upright by libheif, in a thread of its own. The ffmpeg of
 * today is not asked: it knows no HEIC, or gives one tile of many.
 *
 * @param bytes The file.
 * @param options Whom to tell.
 * @returns The picture, upright.
 * @throws {UnsupportedMediaError} If it is too large, truncated or damaged, or libheif cannot be had.
 */
export async function decodeHeic(
  bytes: Uint8Array<ArrayBuffer>,
  options: DecodeHeicOptions,
): Promise<Frame> {
  const reply = await ask(bytes, "picture", options);
  if (reply === undefined) throw new TypeError("Cannot decode a HEIC: no picture came back");
  const { width, height, pixels } = reply;
  return { width, height, bitmap: new Uint8ClampedArray(pixels) };
}

/**
 * Decode what a HEIC photo tells of how near all is, as phones write it into portraits.
 *
 * @param bytes The file.
 * @param options Whom to tell.
 * @returns Its depth, upright, of any size: near is bright; `undefined` where it has none.
 * @throws {UnsupportedMediaError} As {@linkcode decodeHeic} does.
 */
export async function decodeHeicDepth(
  bytes: Uint8Array<ArrayBuffer>,
  options: DecodeHeicOptions,
): Promise<Gray | undefined> {
  const reply = await ask(bytes, "depth", options);
  if (reply === undefined) return undefined;
  const { width, height, pixels } = reply;
  return { width, height, data: new Uint8Array(pixels) };
}

/** Ask libheif for a part of a photo; nothing comes back where there is no such part. */
async function ask(
  bytes: Uint8Array<ArrayBuffer>,
  wanted: HeicRequest["wanted"],
  options: DecodeHeicOptions,
) {
  const { primary } = parseHeif(bytes);
  assertPictureSize(primary);
  const folder = await libheifFolder(options);
  const request: HeicRequest = { folder, bytes, wanted };
  const worker = startWorker(new URL("./heic_worker.ts", import.meta.url));
  const reply = await answerOf<HeicReply>(worker, request, options);
  if ("error" in reply) {
    throw new ConvertFirst(
      `it is a HEIC that libheif cannot decode ("${printable(reply.error)}")`,
      "heif-convert",
    );
  }
  return "isWithoutDepth" in reply ? undefined : reply;
}

async function libheifFolder(options: DecodeHeicOptions): Promise<string> {
  try {
    return await loneFolder(LIBHEIF, options);
  } catch (cause) {
    if (!(cause instanceof ModelError)) throw cause;
    throw new ConvertFirst(
      `it is a HEIC, for which npm:libheif-js is needed. ${cause.message}`,
      "heif-convert",
      { cause },
    );
  }
}
