/**
 * The camera as a source of frames.
 *
 * @module
 */

import type { EngineLink } from "../engine_link.ts";

/** The sizes that can be asked for. */
export const cameraSizes = ["640x360", "1280x720", "1920x1080"] as const;

/** What is asked for if nobody says otherwise, here and on the command line. */
export const defaultCameraSize = "1280x720";

/** What is asked of a camera. */
export interface CameraWish {
  /** Which; "" for any. */
  readonly deviceId: string;
  /** One of {@linkcode cameraSizes}. */
  readonly size: string;
}

/** A track's frames, where there is a processor for that: TypeScript's DOM does not know it. */
interface TrackProcessor {
  new (init: { track: MediaStreamTrack }): { readonly readable: ReadableStream<VideoFrame> };
}

/** A camera that sends its frames to the engine until it is stopped. */
export class CameraSource {
  readonly #stream: MediaStream;
  readonly #track: MediaStreamTrack;
  #stopPump: (() => void) | undefined;

  private constructor(stream: MediaStream, onLost: () => void) {
    this.#stream = stream;
    this.#track = stream.getVideoTracks()[0];
    this.#track.addEventListener("ended", onLost);
  }

  /**
   * Ask for the camera and send its frames.
   *
   * @param wish Which camera, and the size.
   * @param engine Gets the frames.
   * @param onLost Told if the camera goes by itself.
   * @throws {DOMException} If there is none, or none is allowed.
   */
  static async open(
    wish: CameraWish,
    engine: EngineLink,
    onLost: () => void,
  ): Promise<CameraSource> {
    const stream = await navigator.mediaDevices.getUserMedia({ video: constraints(wish) });
    const camera = new CameraSource(stream, onLost);
    camera.#send(engine);
    return camera;
  }

  /** The device that was given. */
  get deviceId(): string {
    return this.#track.getSettings().deviceId ?? "";
  }

  /** Let the camera go; its light goes out. */
  stop(): void {
    this.#stopPump?.();
    for (const track of this.#stream.getTracks()) track.stop();
  }

  #send(engine: EngineLink): void {
    const { MediaStreamTrackProcessor } = globalThis as {
      MediaStreamTrackProcessor?: TrackProcessor;
    };
    if (MediaStreamTrackProcessor !== undefined) {
      const frames = new MediaStreamTrackProcessor({ track: this.#track }).readable;
      engine.post({ kind: "frames", frames }, [frames]);
      return;
    }
    const video = document.createElement("video");
    Object.assign(video, { muted: true, playsInline: true, srcObject: this.#stream });
    this.#stopPump = pumpFrames(video, engine);
    // Whoever stops the camera at once ends this, too.
    void video.play().catch(() => {});
  }
}

function constraints({ deviceId, size }: CameraWish): MediaTrackConstraints {
  const [width, height] = size.split("x").map(Number);
  return {
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: 30 },
    ...deviceId !== "" && { deviceId: { ideal: deviceId } },
  };
}

/**
 * Send each frame that a video element shows.
 *
 * @param video What plays.
 * @param engine Gets the frames.
 * @returns Ends it.
 */
export function pumpFrames(video: HTMLVideoElement, engine: EngineLink): () => void {
  let isOver = false;
  let isCalled = false;
  const send = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    if (isOver) return;
    isCalled = sendFrame(video, engine, mediaTime) || isCalled;
    video.requestVideoFrameCallback(send);
  };
  video.requestVideoFrameCallback(send);
  // A page on which nothing else changes may be called back for no frame.
  const watch = setInterval(() => {
    if (!isCalled && !video.paused) sendFrame(video, engine, video.currentTime);
    isCalled = false;
  }, STUCK_AFTER);
  return () => {
    isOver = true;
    clearInterval(watch);
  };
}

/** If no frame was told of for so many milliseconds, the element is asked. */
const STUCK_AFTER = 500;

/** A longer step than this, in seconds, is a jump. */
const JUMP = 0.5;
/** The step of what jumps, or stands still. */
const STEP = 0.04;
let lastMediaTime = 0;
let sentTime = 0;

/**
 * Send what an element shows now. Times go on evenly even where a video jumps back to its beginning.
 *
 * @param picture The element, or a picture.
 * @param engine Gets the frame.
 * @param mediaTime Its time in the video, in seconds.
 * @returns Whether there was a frame to send.
 */
export function sendFrame(
  picture: HTMLVideoElement | ImageBitmap,
  engine: EngineLink,
  mediaTime: number = lastMediaTime,
): boolean {
  const step = mediaTime - lastMediaTime;
  const time = sentTime + (step > 0 && step < JUMP ? step : STEP);
  const frame = frameOf(picture, { timestamp: Math.round(1e6 * time) });
  if (frame === undefined) return false;
  sentTime = time;
  lastMediaTime = mediaTime;
  engine.post({ kind: "frame", frame }, [frame]);
  return true;
}

/**
 * What an element shows now, as a frame.
 *
 * A video element may tell of a frame, or call itself ready, and have no picture when it is asked: its
 * decoder has dropped the one and not yet handed over the next, or its source goes away just now.
 *
 * @returns The frame; `undefined` if there is none now.
 */
export function frameOf(
  picture: HTMLVideoElement | ImageBitmap,
  options?: VideoFrameInit,
): VideoFrame | undefined {
  if ("readyState" in picture && picture.readyState < picture.HAVE_CURRENT_DATA) return undefined;
  try {
    return new VideoFrame(picture, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidStateError") return undefined;
    throw error;
  }
}

/** The cameras that there are; their names are known once one was allowed. */
export async function pageCameras(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput");
}
