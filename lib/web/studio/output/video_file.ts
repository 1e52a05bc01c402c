/**
 * A video that the user has, as frames.
 *
 * @module
 */

import { messageOf } from "../../../errors.ts";
import {
  BlobSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  type VideoSample,
  VideoSampleSink,
  WEBM,
} from "./mediabunny.ts";
import { mirror } from "../../../pixels/resize/mirror.ts";
import type { Frame, TimedFrame } from "../../../raster/frame.ts";
import { frameFrom } from "../../../raster/frame_from.ts";
import { upright } from "../../../raster/upright.ts";

/** A frame's place in its video, in seconds. */
export interface FrameTime {
  readonly timestamp: number;
  readonly duration: number;
}

/** A video that is read: several times, if need be. */
export class VideoFile implements Disposable {
  /** What the muxer takes sound from. */
  readonly input: Input;
  readonly #track: InputVideoTrack;

  private constructor(input: Input, track: InputVideoTrack) {
    this.input = input;
    this.#track = track;
  }

  /**
   * Open a video.
   *
   * @param file The file.
   * @throws {Error} In one line, if it is broken, has no video, or is of a codec that the browser lacks.
   */
  static async open(file: File): Promise<VideoFile> {
    const formats = [MP4, QTFF, WEBM, MATROSKA, MPEG_TS];
    const input = new Input({ formats, source: new BlobSource(file) });
    try {
      const track = await input.getPrimaryVideoTrack();
      if (track === null) throw new Error("it has no video");
      if (!await track.canDecode()) {
        const codec = await track.getCodec() ?? "its codec";
        throw new Error(`this browser cannot decode ${CODECS[codec] ?? codec}`);
      }
      return new VideoFile(input, track);
    } catch (cause) {
      input.dispose();
      throw new Error(`Cannot read “${file.name}”: ${reasonOf(cause)}`, { cause });
    }
  }

  /** When each frame is shown, in order. */
  async times(): Promise<readonly FrameTime[]> {
    const sink = new EncodedPacketSink(this.#track);
    const times: FrameTime[] = [];
    for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
      const { timestamp, duration } = packet;
      if (timestamp + duration > 0) times.push({ timestamp, duration });
    }
    return times.sort((a, b) => a.timestamp - b.timestamp);
  }

  /**
   * All frames, or those at some times, upright; each is lent until the next one is asked for.
   *
   * @param timestamps The times; they rise.
   * @param isMirrored Whether left is right.
   */
  async *frames(
    { timestamps, isMirrored = false }: {
      readonly timestamps?: readonly number[];
      readonly isMirrored?: boolean;
    } = {},
  ): AsyncGenerator<TimedFrame, void, void> {
    const sink = new VideoSampleSink(this.#track);
    const samples = timestamps === undefined
      ? sink.samples(0)
      : sink.samplesAtTimestamps(timestamps);
    let number = 0;
    let frame: Frame | undefined;
    for await (const sample of samples) {
      if (sample === null) continue;
      const { timestamp } = sample;
      frame = await readSample(sample, frame);
      if (isMirrored) mirror(frame, { out: frame });
      yield { number: ++number, timestamp, ...frame };
    }
  }

  [Symbol.dispose](): void {
    this.input.dispose();
  }
}

/** Codecs as people call them. */
const CODECS: Readonly<Record<string, string>> = {
  avc: "H.264",
  hevc: "H.265 (HEVC)",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  prores: "ProRes",
};

/** Why a file could not be read. */
export function reasonOf(cause: unknown): string {
  const message = messageOf(cause);
  if (/unsupported or unrecognizable format/i.test(message)) {
    return "it is no video that is known here, or it is broken";
  }
  return message.split("\n")[0].replace(/\.$/, "");
}

/** A sample's picture as it is to be seen, in the frame before if that fits; the sample is closed. */
async function readSample(sample: VideoSample, before: Frame | undefined): Promise<Frame> {
  const { rotation, flip } = sample;
  const picture = sample.toVideoFrame();
  sample.close();
  try {
    // What the browser turns itself is upright already.
    const isTurned = ((picture as { rotation?: number }).rotation ?? 0) === rotation;
    if (!isTurned || rotation !== 0 || flip) {
      const frame = await frameFrom(picture);
      return isTurned ? frame : upright(frame, { rotation, flip });
    }
    const { width, height } = picture.visibleRect!;
    const fits = before?.width === width && before.height === height;
    return await frameFrom(picture, fits ? { out: before } : {});
  } finally {
    picture.close();
  }
}
