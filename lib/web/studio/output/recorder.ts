import { type CapturableVideo, media } from "./media_types.ts";
import { startOutputWorker } from "./output_link.ts";
import type { RecordingJob } from "./output_messages.ts";
import type { OutputTap, RecordingOptions, RunningRecording } from "./output_types.ts";
import type { ResultTrack } from "./result_track.ts";

/** What a recorder of the browser's own may write, best first. */
const TYPES: Readonly<Record<RecordingJob["format"], readonly string[]>> = {
  mp4: [
    "video/mp4;codecs=avc1.42001f,mp4a.40.2",
    "video/mp4;codecs=avc1.42001f,opus",
    "video/mp4",
  ],
  webm: ["video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/webm"],
};

/** So many frames, and parts of sound of 10 ms, may wait while the encoder is started or busy. */
const WAITING = { frames: 8, sound: 200 };

/** How often a recorder of the browser's own hands over what it has, in milliseconds. */
const PART = 1000;

/**
 * Record the results, with a sound.
 *
 * @param tap Where they come from.
 * @param results Their track.
 * @param options The container, and whether the microphone is recorded.
 * @returns What ends it, once the first frame is recorded.
 * @throws {Error} If the microphone is not allowed, or the browser encodes no video.
 */
export async function recordResults(
  tap: OutputTap,
  results: ResultTrack,
  options: RecordingOptions,
): Promise<RunningRecording> {
  const sound = await openSound(tap, options);
  const track = results.take(tap);
  const release = () => {
    results.release(track);
    sound?.stop();
  };
  try {
    const isEncoded = media.MediaStreamTrackProcessor !== undefined && "VideoEncoder" in globalThis;
    const start = isEncoded ? recordInWorker : recordByBrowser;
    return await start(track, sound, { ...options, tap, release });
  } catch (error) {
    release();
    throw error;
  }
}

/** The sound that belongs to the picture. */
async function openSound(
  { video }: OutputTap,
  { microphone = false }: RecordingOptions,
): Promise<MediaStreamTrack | undefined> {
  if (video !== undefined) {
    const stream = (video as CapturableVideo).captureStream?.();
    const [track, ...others] = stream?.getAudioTracks() ?? [];
    for (const one of [...others, ...stream?.getVideoTracks() ?? []]) one.stop();
    return track;
  }
  if (!microphone) return undefined;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    return stream.getAudioTracks()[0];
  } catch (cause) {
    const isMissing = cause instanceof DOMException && cause.name === "NotFoundError";
    const reason = isMissing ? "there is none" : "it is not allowed";
    throw new Error(
      `The microphone cannot be recorded: ${reason}. Record without it, or try again.`,
      {
        cause,
      },
    );
  }
}

interface Parts extends RecordingOptions {
  readonly tap: OutputTap;
  readonly release: () => void;
}

async function recordInWorker(
  track: MediaStreamTrack,
  sound: MediaStreamTrack | undefined,
  { format, tap, release }: Parts,
): Promise<RunningRecording> {
  const Processor = media.MediaStreamTrackProcessor!;
  const frames = new Processor({ track, maxBufferSize: WAITING.frames }).readable;
  const heard = sound && new Processor({ track: sound, maxBufferSize: WAITING.sound }).readable;
  const link = startOutputWorker();
  const job: RecordingJob = { format, frames, sound: heard, latency: tap.latency };
  link.post({ kind: "record", job }, heard === undefined ? [frames] : [frames, heard]);
  const recorded = link.next("recorded").finally(() => {
    link.end();
    release();
  });
  // Whoever stops it will be told.
  const ended = recorded.then(() => {}, () => {});
  await Promise.race([link.next("recording"), recorded]);
  return {
    startedAt: performance.now(),
    ended,
    async stop() {
      link.post({ kind: "stop" });
      return (await recorded).video;
    },
  };
}

function recordByBrowser(
  track: MediaStreamTrack,
  sound: MediaStreamTrack | undefined,
  { format, release }: Parts,
): Promise<RunningRecording> {
  const mimeType = [...TYPES[format], ...TYPES.mp4, ...TYPES.webm].find((type) =>
    globalThis.MediaRecorder?.isTypeSupported(type)
  );
  if (mimeType === undefined) throw new Error("This browser cannot record video.");
  const stream = new MediaStream(sound === undefined ? [track] : [track, sound]);
  const recorder = new MediaRecorder(stream, { mimeType });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => void parts.push(data));
  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener("stop", () => resolve(), { once: true });
  }).finally(release);
  recorder.start(PART);
  return Promise.resolve({
    startedAt: performance.now(),
    ended: stopped,
    async stop() {
      if (recorder.state !== "inactive") recorder.stop();
      await stopped;
      return new Blob(parts, { type: mimeType.split(";")[0] });
    },
  });
}
