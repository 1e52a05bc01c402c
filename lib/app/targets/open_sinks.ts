import { createVideo } from "../../files/ffmpeg/encode/create_video.ts";
import type { CreateVideoOptions, VideoSink } from "../../files/ffmpeg/encode/video_sink.ts";
import { writeUnlessAborted } from "../../files/ffmpeg/encode/hand_on.ts";
import type { JpegCodec } from "../../files/pictures/jpeg_codec.ts";
import { encodeInTurns } from "../../files/pictures/encode_in_turns.ts";
import { numberedFiles } from "../../files/pictures/numbered_files.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { openJpegPictures } from "./jpeg_pictures.ts";
import type { FinishPlan } from "../finish_plan.ts";
import type { Layers } from "../../pixels/compose/layers.ts";
import type { Frame, Matte } from "../../raster/frame.ts";
import type { PictureTarget, Target } from "./target.ts";

/** What sinks need besides their targets. */
export interface SinkOptions extends Omit<CreateVideoOptions, "container"> {
  jpeg: JpegCodec;
  /** JPEG quality. */
  quality: number;
  /** Writes to standard output. */
  writeOut: (bytes: Uint8Array) => Promise<void>;
  /** Who finishes the pictures. */
  plan: FinishPlan;
}

/** Where composites and mattes go, once it is open. */
export interface OpenSink<Raster> extends AsyncDisposable {
  readonly sink: Sink<Raster>;
  /** Takes what composites are made of instead, if it composes in another thread. */
  readonly layers?: Sink<Layers> | undefined;
  /** The one file that it writes, if it is that. */
  readonly path: string | undefined;
  /** Write what is left, and check that it is whole. */
  finish(): Promise<void>;
  /** Make what was written final; without it a video does not stay. */
  close(): Promise<void>;
}

/**
 * Open the target of composites.
 *
 * @param target The target.
 * @param options How, and by which plan; that is not the tutorial's, which takes no composites.
 */
export async function openFrameSink(
  target: Target,
  options: SinkOptions,
): Promise<OpenSink<Frame>> {
  const { plan } = options;
  if (target.kind === "pictures") {
    const { memory, quality, signal } = options;
    const sink = picturesSink(await frameFiles(target, options));
    if (plan.kernel !== "compositeJpeg" || memory === undefined) return sink;
    const { threads } = plan;
    return { ...sink, ...openJpegPictures(target.pattern, { memory, quality, threads, signal }) };
  }
  if (target.kind === "live") {
    const { openLiveOutput } = await import("../../files/camera/live_output.ts");
    const output = openLiveOutput(target.place, options);
    const end = () => output[Symbol.asyncDispose]();
    const sink = picturesSink(output.frames);
    return { ...sink, layers: output.layers, [Symbol.asyncDispose]: end };
  }
  if (target.kind === "raw") {
    const { writeOut, signal } = options;
    return picturesSink({
      write: ({ bitmap }) => writeUnlessAborted(bytesOf(bitmap), writeOut, signal),
    });
  }
  const video = createVideo(target.path, { ...options, container: target.container });
  const sink = videoSink(target.path, video, video.frames);
  return plan.takes === "layers" ? { ...sink, layers: video.composites } : sink;
}

/** Open the target of masks and mattes, which have no sound and nothing transparent. */
export async function openMatteSink(
  target: Target,
  { codec: _codec, sound: _sound, ...options }: Omit<SinkOptions, "plan">,
): Promise<OpenSink<Matte>> {
  if (target.kind === "pictures") {
    const { encodeGrayPng } = await import("../../files/pictures/encode_png.ts");
    const { signal } = options;
    const encode = (matte: Matte) => encodeInTurns(matte, encodeGrayPng, signal);
    return picturesSink(numberedFiles<Matte>(target.pattern, encode, signal));
  }
  const { writeOut, signal } = options;
  if (target.kind === "live") throw new TypeError("Cannot show mattes live: name a file");
  if (target.kind === "raw") {
    return picturesSink({ write: ({ data }) => writeUnlessAborted(data, writeOut, signal) });
  }
  const { container } = target;
  const video = createVideo(target.path, { ...options, container, hasAlpha: false });
  return videoSink(target.path, video, video.grays);
}

/**
 * Make a run's outputs final together: each is checked before one replaces an old file.
 *
 * @param outputs The outputs.
 * @throws If one cannot be; the message names those that are written nevertheless.
 */
export async function closeTogether(
  outputs: readonly Pick<OpenSink<never>, "path" | "finish" | "close">[],
): Promise<void> {
  for (const output of outputs) await output.finish();
  const written: string[] = [];
  for (const output of outputs) {
    try {
      await output.close();
    } catch (cause) {
      if (written.length === 0 || !(cause instanceof Error)) throw cause;
      throw new Error(`${cause.message} (${written.join(", ")} is written)`, { cause });
    }
    if (output.path !== undefined) written.push(`'${output.path}'`);
  }
}

function bytesOf({ buffer, byteOffset, length }: Uint8ClampedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function picturesSink<Raster>(sink: Sink<Raster>): OpenSink<Raster> {
  return {
    sink,
    path: undefined,
    finish: () => Promise.resolve(),
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function videoSink<Raster>(
  path: string | undefined,
  video: VideoSink,
  sink: Sink<Raster>,
): OpenSink<Raster> {
  return {
    sink,
    path,
    finish: () => video.finish(),
    close: () => video.close(),
    [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
  };
}

async function frameFiles(
  { pattern, format }: PictureTarget,
  { jpeg, quality, signal }: SinkOptions,
): Promise<Sink<Frame>> {
  if (format === "jpg") {
    return numberedFiles<Frame>(pattern, (frame) => jpeg.encode(frame, quality), signal);
  }
  const { encodeRgbaPng } = await import("../../files/pictures/encode_png.ts");
  const encode = (frame: Frame) => encodeInTurns(frame, encodeRgbaPng, signal);
  return numberedFiles<Frame>(pattern, encode, signal);
}
