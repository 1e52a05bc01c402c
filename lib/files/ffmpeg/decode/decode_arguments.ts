import type { OptionNames } from "../../../option_names.ts";
import type { Size } from "../../../raster/frame.ts";
import type { FrameStore } from "../../../memory/frame_store.ts";
import type { Ffmpeg } from "../ffmpeg.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import { markedArguments, NO_OUTPUT, UNDESCRIBED_OUTPUT } from "../log_arguments.ts";
import type { Beginning } from "../probe/judge_complaints.ts";
import { limitOf, type VideoInput } from "./video_input.ts";

/**
 * Options of {@linkcode openVideo}.
 *
 * @category Video files
 */
export interface OpenVideoOptions {
  /** The ffmpeg to decode with. */
  ffmpeg: Ffmpeg;
  /**
   * The number of the first frame wanted, at least 1. Earlier ones are not handed out; they are decoded,
   * for the numbers' sake, where a file's packets cannot tell where to begin.
   *
   * @default {1}
   */
  firstFrame?: number;
  /** Where to begin, in seconds: earlier frames are neither handed out nor numbered. */
  start?: number | undefined;
  /** Whether http and https addresses may be opened. */
  allowNetwork?: boolean;
  /** What messages call options. */
  names?: OptionNames | undefined;
  /** How many seconds to read. */
  duration?: number | undefined;
  /** Frames a second, dropped or repeated to that rate; each once as it is if left out. */
  fps?: number | undefined;
  /**
   * Frame step: 5 hands out the first frame and every fifth after it. Frames keep their numbers.
   *
   * @default {1}
   */
  every?: number;
  /** The frames' sides, area-resized; as they are if left out. */
  size?: Size | undefined;
  /**
   * Whether pixels that are not square (DVDs, DV, many phones) are made so, in the shape that is
   * shown: frames become wider or higher, never smaller. Pictures and animations are left as they
   * are, as every viewer shows them. Where it is `false`, not just left out, a notice tells of them.
   *
   * @default {false}
   */
  isSquare?: boolean;
  /**
   * Whether colours are converted without the shortcuts that OpenCV takes: nearer by
   * half a level, and with chroma interpolated, but not OpenCV's pixels.
   *
   * @default {false}
   */
  isAccurate?: boolean;
  /**
   * Where frames are put, with their owners. In a kernels' memory, kernels turn YUV into RGBA instead of
   * ffmpeg, with accurate colours, in a tenth of the time.
   *
   * @default {ordinary arrays}
   */
  store?: FrameStore | undefined;
  /** Whether only brightness is wanted, in 16 bits: of depth that was filmed. */
  isGray16?: boolean;
  /** Told in one line what is done to the video beyond decoding. */
  onNotice?: (notice: string) => void;
  /** How many pixels a frame may have; ffmpeg's own limit if left out. */
  maxPixels?: number | undefined;
  /** Ends ffmpeg, and the reading by throwing the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** How to read a file from a key frame in its middle, and to get the frames of a reading from its start. */
export interface Seek {
  /** ffmpeg's arguments before the input. */
  readonly args: readonly string[];
  /** Seconds in a tick. */
  readonly timeBase: Fraction;
  /** When the first frame that is wanted is shown, in ticks as ffmpeg then counts. */
  readonly first: number;
  /** The ticks that the last one is before; `undefined` if all are wanted. */
  readonly end: number | undefined;
  /** What is added to ticks for those of a reading from the start. */
  readonly shift: number;
  /** What the decoding begins with. */
  readonly beginning: Beginning;
}

/** What is learned of a video by opening it, and saves another opening the same detour. */
export interface LearnedOptions {
  /** Whether HDR is to be brought into a screen's range. */
  isToneMapped?: boolean;
  /** The decoder of a video with alpha. */
  decoder?: string | undefined;
  /** Whether only ffmpeg can turn its pixels into RGBA. */
  hasOtherPixels?: boolean;
}

/** Options of {@linkcode openRawVideo}. */
export interface OpenRawVideoOptions extends OpenVideoOptions, LearnedOptions {
  /** Whether frames may come in the video's own pixel format, where we know it: see `format`. */
  isNative: boolean;
  /** Whether the file says that its pictures are to be turned: learned by opening it. */
  isTurned?: boolean;
  /** How to begin with the first frame without those before it. */
  seek?: Seek | undefined;
}

/** So many frames are decoded about as soon as it is found out how to begin behind them. */
export const WORTH_SEEKING = 250;

/** Whether ffmpeg drops some frames, by their number. */
export function isCounted({ firstFrame = 1, every = 1 }: OpenVideoOptions): boolean {
  return firstFrame > 1 || every > 1;
}

/**
 * ffmpeg's arguments for reading a video as raw frames.
 *
 * @param input Where it comes from.
 * @param options What is wanted of it.
 * @param nonce The word that only the run's log knows.
 */
export function decodeArguments(
  input: VideoInput,
  options: OpenRawVideoOptions,
  nonce: string,
): string[] {
  const { ffmpeg, isNative, isAccurate = false, start = 0, duration, decoder } = options;
  const { isTurned = false, maxPixels, isGray16 = false, seek } = options;
  const lead = leadOf(input, start);
  return [
    // Where the pictures' size changes, ffmpeg makes its filters anew, which then count from 0 again.
    // Kept, they take any size but for those that turn pictures.
    ...(isCounted(options) && !isTurned ? ["-autorotate", "0", "-reinit_filter", "0"] : []),
    ...(decoder === undefined ? [] : ["-c:v", decoder]),
    ...(seek?.args ?? (start > lead ? ["-ss", String(start - lead)] : [])),
    ...(duration === undefined || seek ? [] : ["-t", String(duration + lead)]),
    ...limitOf(maxPixels),
    ...input.args,
    ...markedArguments(nonce),
    "-map",
    "0:V:0",
    ...UNDESCRIBED_OUTPUT,
    ...(ffmpeg.isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    "-vf",
    videoFilters(input, options, nonce).join(","),
    ...(isAccurate ? ["-sws_flags", `bicubic+${ACCURATE}`] : []),
    "-f",
    "rawvideo",
    ...(isGray16 ? ["-pix_fmt", "gray16le"] : isNative ? [] : ["-pix_fmt", "rgba"]),
    "pipe:1",
    ...(isAccurate && input.isFile && !input.isMovie && !seek ? SAME_CLOCK : []),
  ];
}

/** What swscale does without its shortcuts. */
const ACCURATE = "accurate_rnd+full_chroma_int+full_chroma_inp";

/**
 * What becomes a video keeps its sound, which another run reads. Each run counts from the beginning of
 * the streams that it uses, and mends jumps by them: so both use the same. Of mp4 and mov it counts from
 * the beginning of all streams; there sound that is missing would end the reading of pictures, too.
 */
const SAME_CLOCK = ["-map", "0:a?", "-c", "copy", ...NO_OUTPUT];

/** No key frames are farther apart, in seconds, in what is broadcast or what x264 makes by default. */
const LONGEST_LEAD = 12;

/**
 * How many seconds before its start the decoding of a video begins: MPEG streams have no index of key
 * frames, and a seek lands behind the one that is needed.
 *
 * @param input Where the video comes from.
 * @param start Where to start, in seconds.
 */
export function leadOf({ isMpegStream }: VideoInput, start: number = 0): number {
  return isMpegStream ? Math.min(start, LONGEST_LEAD) : 0;
}

/** HDR to BT.709: a hundred nits are white, and what is brighter is pressed together. */
const TONE_MAP = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709," +
  "tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p";

/** Beyond this proportion a pixel's sides are nonsense: DVDs have up to 1.46, half pictures 2. */
export const LONGEST_PIXEL = 8;

/** The sides in square pixels, even where they are not the stored ones. */
const SQUARE = `scale=w='if(between(sar,1.001,${LONGEST_PIXEL}),2*round(iw*sar/2),iw)'` +
  `:h='if(between(sar,1/${LONGEST_PIXEL},0.999),2*round(ih/sar/2),ih)'`;

/** The filter that takes frames by their times: what comes before is decoded for their sake. */
function trimmed({ first, end }: Seek): string {
  return `trim=start_pts=${first}${end === undefined ? "" : `:end_pts=${end}`}`;
}

function videoFilters(input: VideoInput, options: OpenRawVideoOptions, nonce: string): string[] {
  const { firstFrame = 1, isToneMapped, isSquare, isTurned, seek } = options;
  const { fps, size, every = 1 } = options;
  const sides = size !== undefined
    ? `scale=${size.width}:${size.height}:flags=area`
    : isSquare && input.hasPixelShape
    ? SQUARE
    : undefined;
  // Evaluated once, so that pictures of another size get that of the first.
  const isKept = isCounted(options) && isTurned !== true && (isToneMapped || sides === undefined);
  const lead = leadOf(input, options.start);
  return [
    ...(lead > 0 ? [`trim=start=${lead}`] : []),
    ...(fps === undefined ? [] : [`fps=${fps}`]),
    ...(seek ? [trimmed(seek)] : firstFrame > 1 ? [`select=gte(n\\,${firstFrame - 1})`] : []),
    ...(every > 1 ? [`select=not(mod(n\\,${every}))`] : []),
    ...(isKept ? ["scale=w=iw:h=ih"] : []),
    ...(isToneMapped ? [TONE_MAP] : []),
    ...(sides === undefined ? [] : [sides]),
    // Tells each frame's time, size and colours, which raw output has no place for. Checksums cost time.
    `showinfo@${nonce}=checksum=0`,
  ];
}
