/**
 * What the studio's page and its worker say to each other. The page has the controls, the camera and
 * what is recorded; the worker has the library, the network, and draws.
 *
 * @module
 */

import type { StudioSettings, View } from "./studio_settings.ts";

export type { StudioSettings, View };

/**
 * What is behind. A picture is one the page has decoded; a video's frames are sent as they are shown.
 *
 * @category Studio
 */
export type StudioBackground =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "picture"; readonly picture: ImageBitmap }
  | { readonly kind: "video"; readonly frames: ReadableStream<VideoFrame> };

/**
 * Which pictures are drawn: one, or two with a line between them.
 *
 * @category Studio
 */
export interface Shown {
  /** What is drawn: right of the line, if there is one. */
  readonly view: View;
  /** Left of the line, if there is one. */
  readonly beside: View | undefined;
  /** Where the line is: a share of the width. */
  readonly at: number;
}

/**
 * What the page says.
 *
 * @category Studio
 */
export type ToEngine =
  /** Begin: draw on this canvas, look for what is fetched below this address. */
  | { readonly kind: "open"; readonly canvas: OffscreenCanvas; readonly base: string }
  /** Frames of a camera or a file come from here; those before are given up. */
  | { readonly kind: "frames"; readonly frames: ReadableStream<VideoFrame> }
  /** One frame, where there is no MediaStreamTrackProcessor. */
  | { readonly kind: "frame"; readonly frame: VideoFrame }
  | { readonly kind: "settings"; readonly settings: StudioSettings }
  | { readonly kind: "background"; readonly background: StudioBackground }
  /** A file of the user's for `segment`, ONNX or TensorFlow Lite; `undefined`: `fast` again. */
  | {
    readonly kind: "network";
    readonly network: { readonly name: string; readonly bytes: ArrayBuffer } | undefined;
  }
  | { readonly kind: "show"; readonly shown: Shown }
  /** Results also go here, for a call or a recorder; `undefined`: no more. */
  | { readonly kind: "output"; readonly output: WritableStream<VideoFrame> | undefined }
  /** The next frame is the empty room. */
  | { readonly kind: "plate" }
  /** The colour at a place, shares of width and height. */
  | { readonly kind: "pick"; readonly x: number; readonly y: number }
  /** The next result as PNG. */
  | { readonly kind: "still" }
  /** Let camera frames go; the worker stays ready. */
  | { readonly kind: "stop" };

/**
 * Milliseconds of one frame's stages, medians over the last second.
 *
 * @category Studio
 */
export interface StageTimes {
  /** Until the frame is read. */
  readonly read: number;
  /** Of the method, with its refinement. */
  readonly estimate: number;
  /** The part of `estimate` in which the network looked. */
  readonly network: number;
  /** Of the compositor. */
  readonly compose: number;
  /** Until it is drawn. */
  readonly draw: number;
}

/**
 * What the worker says.
 *
 * @category Studio
 */
export type FromEngine =
  | { readonly kind: "opened" }
  /** The first frame has been drawn since the frames came. */
  | { readonly kind: "running"; readonly width: number; readonly height: number }
  /** Once a second. */
  | {
    readonly kind: "stats";
    readonly framesPerSecond: number;
    readonly dropped: number;
    /** From the camera's frame to the canvas, milliseconds: median, the slowest twentieth, the slowest. */
    readonly latency: number;
    readonly latency95: number;
    readonly latencyMost: number;
    readonly stages: StageTimes;
    /** What runs the network: "wasm, 2 threads", "WebGPU". */
    readonly runtime: string | undefined;
  }
  /** What is being fetched; `share` of 0–1. */
  | { readonly kind: "fetching"; readonly what: string; readonly share: number }
  | { readonly kind: "fetched" }
  | { readonly kind: "plate"; readonly plate: Blob }
  | { readonly kind: "picked"; readonly color: string }
  | { readonly kind: "still"; readonly picture: Blob }
  /** Something a user should know; the engine goes on. */
  | { readonly kind: "notice"; readonly text: string }
  /** The method failed: the background alone is shown, until it works again. */
  | { readonly kind: "failed"; readonly text: string }
  /** It was tried again, and works. */
  | { readonly kind: "recovered" }
  /** The frames have ended. */
  | { readonly kind: "ended" };
