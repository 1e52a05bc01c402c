import { Conversion, type Input, Output, VideoSample, VideoSampleSource } from "./mediabunny.ts";
import type { Background } from "../../../backgrounds/background.ts";
import { videoBackground } from "../../../backgrounds/video_background.ts";
import { chooseEstimator } from "../../../pipeline/frames/choose_estimator.ts";
import {
  type ReplacedFrame,
  replaceFrames,
  type ReplaceFramesOptions,
} from "../../../pipeline/frames/replace_frames.ts";
import { yuvBytes, yuvOfFrame, yuvWeights } from "../../../pixels/color/yuv_of_frame.ts";
import { mirror } from "../../../pixels/resize/mirror.ts";
import type { Frame, Size } from "../../../raster/frame.ts";
import { frameFrom } from "../../../raster/frame_from.ts";
import { webSegmenterOpener } from "../../onnx/web_segmenter_opener.ts";
import { BlobTarget } from "./blob_target.ts";
import { outputFormat, videoEncoding } from "./encodings.ts";
import type {
  CleanPlate,
  ExportBackground,
  ExportJob,
  FromOutputWorker,
} from "./output_messages.ts";
import { type FrameTime, reasonOf, VideoFile } from "./video_file.ts";

/** How {@linkcode exportVideo} is connected. */
export interface ExportConnections {
  readonly tell: (message: FromOutputWorker) => void;
  /** Starts a thread for networks. */
  readonly startThread: () => Worker;
}

/** A survey looks at about so many frames, unless its method says otherwise. */
const SURVEYED = 100;

/** If a network looks at them, at so many: each takes as long as many frames do. */
const SURVEYED_BY_NETWORK = 12;

/** A video of fewer frames is written before a network has surveyed it: there the room is learned on the way. */
const LEAST_SURVEYED_BY_NETWORK = 1000;

/** A frame of a survey takes so many times as long as one that is written: without a network, and with one. */
const SURVEY_COST = [0.5, 12] as const;

/** Larger files are not kept in memory. */
const LARGE = 256 << 20;

/** Progress is told so often, in milliseconds. */
const TELL_EVERY = 200;

/** The sound is written so far ahead of the picture, in seconds. */
const SOUND_AHEAD = 0.5;

/**
 * Make a video of a video: every frame, at its time, with another background, and the sound as it is where
 * the container holds it.
 *
 * @param job The file, and what is to be done.
 * @param connections Whom to tell.
 * @returns The file.
 * @throws {Error} In one line, if the file cannot be read, or the browser cannot write such a video.
 */
export async function exportVideo(
  job: ExportJob,
  { tell, startThread }: ExportConnections,
): Promise<Blob> {
  using video = await VideoFile.open(job.file);
  const times = await attempt(job.file, () => video.times());
  if (times.length === 0) throw new Error(`Cannot read “${job.file.name}”: it has no frames`);
  await using opener = webSegmenterOpener("fast", {
    base: job.base,
    startThread,
    device: "auto",
    // As the studio shows it. To wait for all networks takes ten times as long in WebAssembly.
    pace: "live",
    onNotice: (text) => tell({ kind: "notice", text }),
  });
  const { mirror: isMirrored } = job.settings;
  await using background = await openBackground(job.background, job.settings.fit);
  const options: ReplaceFramesOptions = {
    ...methodOptions(job),
    ...job.plate && { cleanPlate: await readPlate(job.plate, isMirrored) },
    openSegmenter: opener,
    background: background.choice,
  };
  const surveyed = surveyedTimes(options, times);
  const cost = SURVEY_COST[job.settings.method === "segment" ? 1 : 0];
  const progress = new Progress(tell, cost * (surveyed?.length ?? 0) + times.length);
  const survey = surveyed &&
    progress.count(video.frames({ timestamps: surveyed, isMirrored }), cost);
  const replaced = replaceFrames(video.frames({ isMirrored }), { ...options, survey });
  return await writeVideo(job, video.input, progress.count(replaced, 1), times, tell);
}

/** What the controls say, as `replaceFrames` takes it. */
function methodOptions({ settings: all }: ExportJob): ReplaceFramesOptions {
  const { method, settings, threshold, refine, edges, fit } = all;
  return { method, settings, threshold, refine, edges, fit };
}

async function readPlate({ picture, isMirrored }: CleanPlate, isWanted: boolean): Promise<Frame> {
  const image = await createImageBitmap(picture);
  const plate = frameFrom(image);
  image.close();
  return isMirrored === isWanted ? plate : mirror(plate);
}

/** The times that a survey looks at, if the method has one. */
function surveyedTimes(
  { method, settings = {}, threshold, refine, openSegmenter, cleanPlate }: ReplaceFramesOptions,
  times: readonly FrameTime[],
): readonly number[] | undefined {
  const start = chooseEstimator(method, {
    settings,
    threshold,
    refine,
    openSegmenter,
    ...cleanPlate && { cleanPlate: frameFrom(cleanPlate) },
  });
  using chosen = start();
  const isByNetwork = method === "segment";
  if (isByNetwork && times.length < LEAST_SURVEYED_BY_NETWORK) return undefined;
  const usual = isByNetwork ? SURVEYED_BY_NETWORK : SURVEYED;
  const { survey, surveys = usual } = chosen.estimator;
  if (survey === undefined) return undefined;
  const every = Math.max(1, Math.floor(times.length / surveys));
  return times.filter((_, i) => i % every === 0).map(({ timestamp }) => timestamp);
}

/** What is behind, and what lets it go. */
interface OpenedBackground extends AsyncDisposable {
  readonly choice: string | Frame | Background;
}

async function openBackground(
  background: ExportBackground,
  fit: ExportJob["settings"]["fit"],
): Promise<OpenedBackground> {
  const nothing = async () => {};
  if (background.kind === "word") {
    return { choice: background.word, [Symbol.asyncDispose]: nothing };
  }
  if (background.kind === "picture") {
    const choice = frameFrom(background.picture);
    background.picture.close();
    return { choice, [Symbol.asyncDispose]: nothing };
  }
  const video = await VideoFile.open(background.file);
  const last = (await attempt(background.file, () => video.times())).at(-1);
  const end = last && last.timestamp + last.duration;
  const choice = videoBackground(() =>
    Promise.resolve({
      [Symbol.asyncIterator]: () => video.frames(),
      [Symbol.asyncDispose]: nothing,
      end,
    }), { fit });
  return {
    choice,
    async [Symbol.asyncDispose]() {
      await choice[Symbol.asyncDispose]?.();
      video[Symbol.dispose]();
    },
  };
}

/** Counts what is done. */
class Progress {
  readonly #tell: (message: FromOutputWorker) => void;
  readonly #all: number;
  #done = 0;
  #told = -Infinity;

  constructor(tell: (message: FromOutputWorker) => void, all: number) {
    this.#tell = tell;
    this.#all = all;
  }

  /** Hand items on; when the next one is asked for, the last is done. */
  async *count<Item>(items: AsyncIterable<Item>, cost: number): AsyncGenerator<Item> {
    for await (const item of items) {
      yield item;
      this.#done += cost;
      this.#say(Math.min(1, this.#done / this.#all));
    }
  }

  #say(share: number): void {
    const now = performance.now();
    if (now - this.#told < TELL_EVERY) return;
    this.#told = now;
    this.#tell({ kind: "progress", share });
  }
}

/** What a file's reader throws, in one line. */
async function attempt<Result>(file: File, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw new Error(`Cannot read “${file.name}”: ${reasonOf(cause)}`, { cause });
  }
}

async function writeVideo(
  { file, format: wanted, background }: ExportJob,
  input: Input,
  replaced: AsyncIterable<ReplacedFrame>,
  times: readonly FrameTime[],
  tell: ExportConnections["tell"],
): Promise<Blob> {
  const isTransparent = background.kind === "word" && background.word === "transparent";
  // MP4 has no transparency.
  const format = isTransparent ? "webm" : wanted;
  const written = new BlobTarget();
  const isStreamed = file.size > LARGE;
  const output = new Output({
    format: outputFormat(format, isStreamed),
    target: written.target,
  });
  let source: VideoSampleSource | undefined;
  let sound: Sound | undefined;
  const maker = new PictureMaker(isTransparent);
  let count = 0;
  try {
    for await (const { number, composite } of replaced) {
      const time = times[number - 1];
      if (source === undefined) {
        const encoding = await videoEncoding(format, evenSize(composite));
        source = new VideoSampleSource({ ...encoding, alpha: isTransparent ? "keep" : "discard" });
        output.addVideoTrack(source);
        sound = await Sound.open(input, output, tell);
        await output.start();
      }
      await sound!.writeUntil(time.timestamp + SOUND_AHEAD);
      using sample = maker.sampleOf(composite, time);
      await source.add(sample);
      count = number;
    }
    if (source === undefined) throw new Error("none of its frames can be decoded");
    await sound!.writeUntil(Infinity);
    source.close();
    await output.finalize();
  } catch (error) {
    await output.cancel().catch(() => {});
    throw exportError(file, error);
  }
  if (count < times.length) {
    const text = `The file ends early: ${count} of its ${times.length} frames could be read.`;
    tell({ kind: "notice", text });
  }
  return written.take(`video/${format}`);
}

/** Why a file was not exported, in one line. */
function exportError(file: File, error: unknown): Error {
  if (error instanceof Error && /^Cannot /.test(error.message)) return error;
  return new Error(`Cannot export “${file.name}”: ${reasonOf(error)}`, { cause: error });
}

/** The sound of a file: packet by packet where the container holds them, encoded anew where not. */
class Sound {
  readonly #conversion: Conversion | undefined;

  private constructor(conversion: Conversion | undefined) {
    this.#conversion = conversion;
  }

  static async open(
    input: Input,
    output: Output,
    tell: ExportConnections["tell"],
  ): Promise<Sound> {
    if ((await input.getAudioTracks()).length === 0) return new Sound(undefined);
    const conversion = await Conversion.init({
      input,
      output,
      composable: true,
      video: { discard: true },
      trim: { start: 0 },
      showWarnings: false,
    });
    const lost = conversion.discardedTracks.filter(({ track }) => track.type === "audio");
    if (lost.length > 0) {
      const text = "The sound is left out: this browser cannot decode it, or not encode it anew.";
      tell({ kind: "notice", text });
    }
    return new Sound(conversion);
  }

  async writeUntil(until: number): Promise<void> {
    if (this.#conversion === undefined || this.#conversion.utilizedTracks.length === 0) return;
    await this.#conversion.execute({ until });
  }
}

/** What encoders take: sides that chroma at half the size can have. */
function evenSize({ width, height }: Size): Size {
  return { width: width + width % 2, height: height + height % 2 };
}

/** HD's colours, in limited range, as players expect them. */
const COLORS = yuvWeights("bt709", false);
const COLOR_SPACE = {
  primaries: "bt709",
  transfer: "bt709",
  matrix: "bt709",
  fullRange: false,
} as const;

/** Makes samples for the encoder of composites: in YUV by the library's own conversion. */
class PictureMaker {
  readonly #isTransparent: boolean;
  #yuv: Uint8Array<ArrayBuffer> = new Uint8Array();
  #even: Frame | undefined;

  constructor(isTransparent: boolean) {
    this.#isTransparent = isTransparent;
  }

  sampleOf(composite: Frame, { timestamp, duration }: FrameTime): VideoSample {
    const frame = this.#withEvenSides(composite);
    const { width, height, bitmap } = frame;
    const size = { codedWidth: width, codedHeight: height };
    // A sample keeps what it gets: the buffer that the composite lies in is used again.
    if (this.#isTransparent) {
      return new VideoSample(bitmap.slice(), { format: "RGBA", ...size, timestamp, duration });
    }
    if (this.#yuv.length !== yuvBytes(frame)) this.#yuv = new Uint8Array(yuvBytes(frame));
    yuvOfFrame(frame, COLORS, { out: this.#yuv });
    const picture = new VideoFrame(this.#yuv, {
      format: "I420",
      ...size,
      colorSpace: COLOR_SPACE,
      timestamp: Math.round(1e6 * timestamp),
    });
    return new VideoSample(picture, { timestamp, duration });
  }

  /** A picture whose last column and line are there twice, if it has odd sides. */
  #withEvenSides(frame: Frame): Frame {
    const { width, height, bitmap } = frame;
    const even = evenSize(frame);
    if (even.width === width && even.height === height) return frame;
    const out = this.#even ??= {
      ...even,
      bitmap: new Uint8ClampedArray(4 * even.width * even.height),
    };
    for (let y = 0; y < even.height; y++) {
      const start = 4 * width * Math.min(y, height - 1);
      const end = start + 4 * width;
      const at = 4 * even.width * y;
      out.bitmap.set(bitmap.subarray(start, end), at);
      if (even.width > width) out.bitmap.set(bitmap.subarray(end - 4, end), at + 4 * width);
    }
    return out;
  }
}
