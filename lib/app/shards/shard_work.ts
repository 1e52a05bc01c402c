import { openVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type {
  LearnedOptions,
  OpenVideoOptions,
} from "../../files/ffmpeg/decode/decode_arguments.ts";
import { fileClock } from "../../files/ffmpeg/encode/file_clock.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { Sink } from "../../pipeline/sink.ts";
import type { TimedFrame } from "../../raster/frame.ts";
import type { openFrameSink, openMatteSink, OpenSink, SinkOptions } from "../targets/open_sinks.ts";
import type { Target, Targets } from "../targets/target.ts";
import type { Cut } from "./manifest.ts";
import type { ClockNote } from "./shard_record.ts";
import { pieceOptions } from "./shard_targets.ts";

/** What is noted of a piece while it is written. */
export interface PieceTimes {
  /** How many pictures. */
  frames: number;
  /** What its times count from. */
  origin: number;
  /** When its first picture is shown. */
  begins: number;
}

/** What a run does for one shard, and what is noted of it. */
export interface ShardWork {
  /** The frames that the whole job writes. */
  readonly whole: FrameRange;
  /** Those that were asked for of the whole job, if that was said. */
  readonly asked: FrameRange | undefined;
  /** How many of its frames the longest shard has, as far as the file tells. */
  readonly most: number;
  /** Filled in by the run. */
  clock: ClockNote | undefined;
  readonly output: PieceTimes;
  readonly mattes: PieceTimes;
}

/**
 * Work of which nothing is done yet.
 *
 * @param cut How the job's frames are cut.
 * @param asked Those that were asked for, if that was said.
 */
export function shardWork(
  { shards, first, last, end }: Cut,
  asked: FrameRange | undefined,
): ShardWork {
  const times = () => ({ frames: 0, origin: 0, begins: 0 });
  const most = Math.ceil((last - first + 1) / shards);
  const whole = { first, last: end ?? Infinity };
  return { whole, asked, most, clock: undefined, output: times(), mattes: times() };
}

/** What opens sinks. */
export interface SinkOpeners {
  readonly openFrameSink: typeof openFrameSink;
  readonly openMatteSink: typeof openMatteSink;
}

/** What is known when the first frame has come. */
export interface ShardStart {
  /** The first frame that was read. */
  readonly first: TimedFrame | undefined;
  /** The video. */
  readonly path: string;
  /** How it is opened once more. */
  readonly reading: OpenVideoOptions & LearnedOptions;
}

/**
 * Open a shard's targets. Pieces have no sound and no chapters, and count their times from where the whole
 * video does, so that each picture has the very time that it would have there.
 *
 * @param targets Where the shard writes.
 * @param options How the whole run would write.
 * @param work What is noted.
 * @param start The first frame.
 * @param openers What opens them.
 */
export async function openShardSinks(
  { output, mattes }: Targets,
  options: SinkOptions,
  work: ShardWork,
  { first, path, reading }: ShardStart,
  { openFrameSink, openMatteSink }: SinkOpeners,
) {
  const { width, height, frameRate, timescale, sound } = options;
  work.clock = { width, height, frameRate: frameRate ?? null, timescale: timescale ?? null };
  const isPiece = (target: Target | undefined) => target?.kind === "video";
  const needsTime = isPiece(mattes) || (isPiece(output) && sound === undefined);
  const isHere = first?.number === work.whole.first;
  const begins = !needsTime
    ? 0
    : isHere
    ? first!.timestamp
    : await timeOfFrame(path, reading, work.whole.first);
  work.output.origin = fileClock(begins, sound).origin;
  work.mattes.origin = begins;
  const forMattes = { ...options, codec: undefined, hasAlpha: false };
  return {
    output: noting(
      await openFrameSink(output, forPiece(output, options, work.output.origin)),
      work.output,
    ),
    mattes: mattes &&
      noting(await openMatteSink(mattes, forPiece(mattes, forMattes, begins)), work.mattes),
  };
}

/** How a target of a shard is written. */
function forPiece(target: Target, options: SinkOptions, origin: number): SinkOptions {
  if (target.kind !== "video" || target.pieceOf === undefined) return options;
  const { sound: _sound, chapters: _chapters, words: _words, end: _end, ...rest } = options;
  return { ...rest, ...pieceOptions({ ...options, container: target.pieceOf }), origin };
}

/** The same sink; what passes is noted. */
function noting<Raster>(opened: OpenSink<Raster>, times: PieceTimes): OpenSink<Raster> {
  const noted = <Item>(sink: Sink<Item>): Sink<Item> => ({
    write(raster, number, timestamp) {
      if (times.frames++ === 0) times.begins = timestamp;
      return sink.write(raster, number, timestamp);
    },
  });
  return {
    ...opened,
    sink: noted(opened.sink),
    ...opened.layers && { layers: noted(opened.layers) },
  };
}

/** When a frame is shown, by the clock of a video's frames; 0 if there is no such frame. */
async function timeOfFrame(
  path: string,
  reading: OpenVideoOptions & LearnedOptions,
  number: number,
): Promise<number> {
  const { onNotice: _, ...quiet } = reading;
  await using video = await openVideo(path, { ...quiet, firstFrame: number });
  for await (const frame of video) return (frame as TimedFrame).timestamp;
  return 0;
}
