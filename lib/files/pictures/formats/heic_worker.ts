/**
 * The thread in which libheif decodes: whoever started it can end it at any time, and what a
 * hostile file does to WebAssembly's memory is gone with it.
 *
 * @module
 */

import { messageOf } from "../../../errors.ts";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { workerScope } from "../../threads/worker_scope.ts";

/** What the thread is given. */
export interface HeicRequest {
  /** The folder of libheif-js. */
  readonly folder: string;
  /** The file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What of it: the picture, or its depth, a byte a pixel. */
  readonly wanted: "picture" | "depth";
}

/** What it answers. */
export type HeicReply =
  | { readonly width: number; readonly height: number; readonly pixels: ArrayBuffer }
  | { readonly isWithoutDepth: true }
  | { readonly error: string };

/** What is used of libheif: its C interface, with errors as objects. */
interface Libheif {
  heif_context_alloc(): unknown;
  heif_context_read_from_memory(context: unknown, bytes: Uint8Array): HeifStatus;
  heif_js_context_get_primary_image_handle(
    context: unknown,
  ): HeifStatus & { readonly $$: { readonly ptr: number } };
  heif_js_decode_image2(
    handle: unknown,
    space: unknown,
    chroma: unknown,
  ): Promise<HeifStatus & { channels: readonly HeifChannel[] }>;
  // The C functions themselves, with addresses; what gives a status writes it to the first one.
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _heif_image_handle_get_list_of_depth_image_IDs(handle: number, ids: number, most: number): number;
  _heif_image_handle_get_depth_image_handle(
    status: number,
    handle: number,
    id: number,
    out: number,
  ): void;
  _heif_decode_image(
    status: number,
    handle: number,
    out: number,
    space: number,
    chroma: number,
    options: number,
  ): void;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
  _heif_image_get_bits_per_pixel(image: number, channel: number): number;
  _heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
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

workerScope.onmessage = async ({ data }: MessageEvent<HeicRequest>) => {
  try {
    const answer = await answerHeic(data);
    if (answer === undefined) {
      workerScope.postMessage({ isWithoutDepth: true } satisfies HeicReply);
      return;
    }
    workerScope.postMessage(answer satisfies HeicReply, [answer.pixels]);
  } catch (error) {
    const message = messageOf(error);
    workerScope.postMessage({ error: message } satisfies HeicReply);
  }
};

async function answerHeic({ folder, bytes, wanted }: HeicRequest) {
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
  if (wanted === "depth") return depthOf(lib, handle.$$.ptr);
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

/** libheif's heif_colorspace_undefined and heif_chroma_undefined: as it is coded; and heif_channel_Y. */
const BRIGHTNESS = { space: 99, chroma: 99, channel: 0 };

/** Where a status lies in the room that is taken for addresses: a code, 32 bits, first. */
const STATUS = 16;

/** How near all is, a byte a pixel; nothing where the file does not tell. */
function depthOf(lib: Libheif, photo: number) {
  const room = lib._malloc(64);
  const wordAt = (address: number) => new DataView(lib.HEAPU8.buffer).getUint32(address, true);
  const assertDone = () => {
    const code = wordAt(room + STATUS);
    if (code !== 0) throw new Error(`its depth cannot be decoded, libheif's error ${code}`);
  };
  if (lib._heif_image_handle_get_list_of_depth_image_IDs(photo, room, 1) === 0) return undefined;
  lib._heif_image_handle_get_depth_image_handle(room + STATUS, photo, wordAt(room), room);
  assertDone();
  const { space, chroma, channel } = BRIGHTNESS;
  lib._heif_decode_image(room + STATUS, wordAt(room), room, space, chroma, 0);
  assertDone();
  const image = wordAt(room);
  const bits = lib._heif_image_get_bits_per_pixel(image, channel);
  if (bits !== 8) throw new Error(`its depth has ${bits} bits a pixel, of which 8 are read`);
  const width = lib._heif_image_get_width(image, channel);
  const height = lib._heif_image_get_height(image, channel);
  const plane = lib._heif_image_get_plane_readonly(image, channel, room);
  const stride = wordAt(room);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = plane + y * stride;
    pixels.set(lib.HEAPU8.subarray(start, start + width), y * width);
  }
  return { width, height, pixels: pixels.buffer };
}
