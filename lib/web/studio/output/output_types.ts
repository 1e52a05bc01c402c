/**
 * What outputs are told, and what they give.
 *
 * @module
 */

import type { StudioSettings } from "../protocol.ts";
import type { CleanPlate, ExportBackground, RecordingFormat } from "./output_messages.ts";

/** What outputs are made of. */
export interface OutputTap {
  /** What is shown now. */
  readonly canvas: HTMLCanvasElement;
  /** Have results sent to a stream as well; `undefined` ends that. */
  setOutput(output: WritableStream<VideoFrame> | undefined): void;
  /** The element that plays, if the source is a video: it has the sound. */
  readonly video: HTMLVideoElement | undefined;
  /** How long a frame is under way until it is shown, in milliseconds: sound waits for it. */
  readonly latency: number;
}

/** Something that goes on until it is ended. */
export interface RunningOutput {
  /** End it. Of a recording, what was recorded. */
  stop(): Promise<Blob | undefined>;
  /** Settles when it has ended by itself: the window was closed. */
  readonly ended: Promise<void>;
}

/** How it is recorded. */
export interface RecordingOptions {
  readonly format: RecordingFormat;
  /**
   * Whether the microphone is recorded, too. A video has its own sound.
   *
   * @default {false}
   */
  readonly microphone?: boolean | undefined;
}

/** A recording. */
export interface RunningRecording extends RunningOutput {
  /** When it began, by `performance.now()`. */
  readonly startedAt: number;
}

/** How a file is exported. */
export interface ExportFileOptions {
  /** What is transparent becomes WebM. */
  readonly format: RecordingFormat;
  readonly settings: StudioSettings;
  readonly background: ExportBackground;
  /** A picture of the empty room, for a method that needs one. */
  readonly plate?: CleanPlate | undefined;
  /** The page's address: what is fetched lies below it. */
  readonly base: string;
  readonly signal: AbortSignal;
  /** Told of how much is done, 0–1. */
  readonly onProgress: (share: number) => void;
  /** Told in one line what a user should know. */
  readonly onNotice?: ((text: string) => void) | undefined;
}
