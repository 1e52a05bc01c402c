/**
 * The web's pictures as far as they are used here, in types of our own: some of the web's do not exist
 * in Deno and Node.
 *
 * @module
 */

import type { Size } from "./frame.ts";

/**
 * As much of an `ImageData` as is used: RGBA, straight alpha, rows packed.
 *
 * @category Pictures
 */
export interface ImageDataLike extends Size {
  /** `4 · width · height` bytes: a `Uint8ClampedArray`, unless floats were asked for. */
  readonly data: ArrayBufferView;
  /** Must be "srgb", which it is unless another was asked for. */
  readonly colorSpace: string;
}

/**
 * As much of an `ImageBitmap` as is used: it is drawn onto a canvas.
 *
 * @category Pictures
 */
export interface ImageBitmapLike extends Size {
  /** Lets the picture go; is not called here. */
  close(): void;
}

/**
 * As much of a canvas as is used, on a page or off screen.
 *
 * @category Pictures
 */
export interface CanvasLike extends Size {
  /** Is not called here: the canvas is drawn onto another. */
  getContext(kind: "2d"): unknown;
}

/**
 * As much of a WebCodecs `VideoFrame` as is used.
 *
 * @category Pictures
 */
export interface VideoFrameLike {
  /** The part to be seen, in pixels; nothing once the frame is closed. */
  readonly visibleRect: Size | null;
  /** As wide as it is to be shown, in pixels. */
  readonly displayWidth: number;
  /** As high as it is to be shown, in pixels. */
  readonly displayHeight: number;
  /** When it is shown, in microseconds. */
  readonly timestamp: number;
  /** By how much it must be turned clockwise to be shown upright: 0, 90, 180 or 270 degrees. */
  readonly rotation?: number;
  /** Whether it must then be mirrored, left to right. */
  readonly flip?: boolean;
  /** How long it is shown, in microseconds. */
  readonly duration: number | null;
  /** Read the pixels. */
  copyTo(destination: Uint8ClampedArray, options?: { format?: "RGBA" }): Promise<unknown>;
  /** Let the frame go. */
  close(): void;
}

/**
 * The web's `VideoFrame` where its type is known, as in a browser's code; else as much as is used of it.
 *
 * @category Pictures
 */
export type WebVideoFrame = typeof globalThis extends { VideoFrame: { prototype: infer Web } } ? Web
  : VideoFrameLike;

/**
 * The web's `ImageData` where its type is known; else as much as is used of it.
 *
 * @category Pictures
 */
export type WebImageData = typeof globalThis extends { ImageData: { prototype: infer Web } } ? Web
  : ImageDataLike;

/**
 * What the web calls a picture that is there at once.
 *
 * @category Pictures
 */
export type WebStill = ImageDataLike | ImageBitmapLike | CanvasLike;

/** A class of the web's that may be missing. */
export function webClass<Instance>(
  name: string,
): (new (...args: unknown[]) => Instance) | undefined {
  return Reflect.get(globalThis, name);
}
