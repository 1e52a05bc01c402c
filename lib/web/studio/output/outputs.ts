/**
 * What comes out of the studio: recordings, files, a window, a track for a call. Loaded when the first of
 * them is asked for.
 *
 * @module
 */

import { startOutputWorker } from "./output_link.ts";
import type {
  ExportFileOptions,
  OutputTap,
  RecordingOptions,
  RunningOutput,
  RunningRecording,
} from "./output_types.ts";
import { openPictureWindow } from "./pop_out.ts";
import { recordResults } from "./recorder.ts";
import { ResultTrack } from "./result_track.ts";

const results = new ResultTrack();

/**
 * Record the results.
 *
 * @param tap Where they come from.
 * @param options How.
 * @returns What ends it; it has begun.
 */
export function startRecording(
  tap: OutputTap,
  options: RecordingOptions,
): Promise<RunningRecording> {
  return recordResults(tap, results, options);
}

/**
 * A window with the results and nothing else.
 *
 * @param tap Where they come from.
 * @returns What closes it.
 */
export function openPopOut(tap: OutputTap): Promise<RunningOutput> {
  return openPictureWindow(tap, results);
}

/**
 * The results as a track, for a call.
 *
 * @param tap Where they come from.
 * @returns The track; results are sent until it is stopped by {@linkcode releaseTrack}.
 */
export function createTrack(tap: OutputTap): MediaStreamTrack {
  return results.take(tap);
}

/** A track is needed no more. */
export function releaseTrack(track: MediaStreamTrack): void {
  results.release(track);
}

/**
 * Make a video of a video, in a worker of its own.
 *
 * @param file The video.
 * @param options How.
 * @returns The file.
 * @throws {Error} In one line, if it cannot be read or written.
 * @throws {DOMException} The signal's reason.
 */
export async function exportFile(file: File, options: ExportFileOptions): Promise<Blob> {
  const { format, settings, background, plate, base, signal, onProgress, onNotice } = options;
  signal.throwIfAborted();
  const link = startOutputWorker();
  link.on("progress", ({ share }) => onProgress(share));
  link.on("notice", ({ text }) => onNotice?.(text));
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  try {
    const transfer = background.kind === "picture" ? [background.picture] : [];
    const job = { file, format, settings, background, plate, base };
    link.post({ kind: "export", job }, transfer);
    return (await Promise.race([link.next("exported"), aborted.promise])).video;
  } finally {
    signal.removeEventListener("abort", onAbort);
    link.end();
  }
}
