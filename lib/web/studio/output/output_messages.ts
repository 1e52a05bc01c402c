/**
 * What the page and the worker that writes videos say to each other.
 *
 * @module
 */

import type { StudioSettings } from "../protocol.ts";

/** The containers that are written. */
export type RecordingFormat = "mp4" | "webm";

/** What is behind an exported video: a word, a picture, or a video from its beginning. */
export type ExportBackground =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "picture"; readonly picture: ImageBitmap }
  | { readonly kind: "video"; readonly file: File };

/** A picture of the empty room. */
export interface CleanPlate {
  readonly picture: Blob;
  /** Whether frames were mirrored when it was taken. */
  readonly isMirrored: boolean;
}

/** A file to be made of a file. */
export interface ExportJob {
  readonly file: File;
  readonly format: RecordingFormat;
  readonly settings: StudioSettings;
  readonly background: ExportBackground;
  /** A picture of the empty room, of the frames' size. */
  readonly plate?: CleanPlate | undefined;
  /** Networks lie below this address. */
  readonly base: string;
}

/** What is to be recorded. */
export interface RecordingJob {
  readonly format: RecordingFormat;
  readonly frames: ReadableStream<VideoFrame>;
  readonly sound: ReadableStream<AudioData> | undefined;
  /** How long a frame is under way from the camera to here, in milliseconds. */
  readonly latency: number;
}

/** What the page says: one job for each worker. */
export type ToOutputWorker =
  | { readonly kind: "export"; readonly job: ExportJob }
  | { readonly kind: "record"; readonly job: RecordingJob }
  /** No more is recorded; `recorded` follows. */
  | { readonly kind: "stop" };

/** What the worker says. */
export type FromOutputWorker =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "exported"; readonly video: Blob }
  /** The recording's first frame has come. */
  | { readonly kind: "recording" }
  | { readonly kind: "recorded"; readonly video: Blob }
  | { readonly kind: "failed"; readonly text: string };
