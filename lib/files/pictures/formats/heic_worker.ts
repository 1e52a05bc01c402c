/**
 * The thread in which libheif decodes: whoever started it can end it at any time, and what a
 * hostile file does to WebAssembly's memory is gone with it.
 *
 * @module
 */

/// <reference lib="deno.worker" />

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** What the thread is given. */
export interface HeicRequest {
  /** The folder of libheif-js. */
  readonly folder: string;
  /** The file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What it answers. */
export type HeicReply =
  | { readonly width: number; readonly height: number; readonly pixels: ArrayBuffer }
  | { readonly error: string };

/** What is used of libheif: its C interface, with errors as objects. */
interface Libheif {
  heif_context_alloc(): unknown;
  heif_context_read_from_memory(context: unknown, bytes: Uint8Array): HeifStatus;
  heif_js_context_get_primary_image_handle(context: unknown): HeifStatus;
  heif_js_decode_image2(
    handle: unknown,
    space: unknown,
    chroma: unknown,
  ): Promise<HeifStatus & { channels: readonly HeifChannel[] }>;
  readonly heif_error_code: { readonly heif_error_Ok: unknown };
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
}

interface HeifStatus {
  readonly code?: unknown;
  readonly message?: string;
}

interface HeifChannel {
  readonly width: number;
  readonly height: number;
  /** Bytes from a row to the next. */
  readonly stride: number;
  readonly data: Uint8Array;
}

self.onmessage = async ({ data }: MessageEvent<HeicRequest>) => {
  try {
    const { width, height, pixels } = await answerHeic(data);
    self.postMessage({ width, height, pixels } satisfies HeicReply, [pixels]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ error: message } satisfies HeicReply);
  }
};

async function answerHeic({ folder, bytes }: HeicRequest) {
  const wasmBinary = await Deno.readFile(`${folder}/libheif-wasm/libheif.wasm`);
  const load = createRequire(pathToFileURL(`${folder}/index.js`))("./libheif-wasm/libheif.js");
  const lib: Libheif = await load({ wasmBinary, print() {}, printErr() {} });
  const context = lib.heif_context_alloc();
  const assertDone = (status: HeifStatus) => {
    if (status.code === undefined || status.code === lib.heif_error_code.heif_error_Ok) return;
    throw new Error(status.message ?? "unknown error");
  };
  assertDone(lib.heif_context_read_from_memory(context, bytes));
  const handle = lib.heif_js_context_get_primary_image_handle(context);
  assertDone(handle);
  const { heif_colorspace_RGB } = lib.heif_colorspace;
  const { heif_chroma_interleaved_RGBA } = lib.heif_chroma;
  const picture = await lib.heif_js_decode_image2(
    handle,
    heif_colorspace_RGB,
    heif_chroma_interleaved_RGBA,
  );
  assertDone(picture);
  const [{ width, height, stride, data }] = picture.channels;
  const pixels = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++) {
    pixels.set(data.subarray(y * stride, y * stride + 4 * width), 4 * width * y);
  }
  return { width, height, pixels: pixels.buffer };
}
