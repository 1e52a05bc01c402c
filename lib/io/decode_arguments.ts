import type { Size } from "../raster.ts";
import type { Pixels } from "../simd/pixels.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import type { VideoInput } from "./video_input.ts";

/** Options of {@linkcode openVideo}. */
export interface OpenVideoOptions {
  /** The ffmpeg to decode with. */
  ffmpeg: Ffmpeg;
  /**
   * The number of the first frame wanted, at least 1. Earlier ones are decoded,
   * for the numbers' sake, but not handed out.
   *
   * @default {1}
   */
  firstFrame?: number;
  /** Where to begin, in seconds: earlier frames are neither handed out nor numbered. */
  start?: number | undefined;
  /** Whether http and https addresses may be opened. */
  allowNetwork?: boolean;
  /** How many seconds to read. */
  duration?: number | undefined;
  /** Frames a second, dropped or repeated to that rate; each once as it is if left out. */
  fps?: number | undefined;
  /**
   * Of how many frames one is handed out, the first first. The others keep their numbers.
   *
   * @default {1}
   */
  every?: number;
  /** The frames' sides, area-resized; as they are if left out. */
  size?: Size | undefined;
  /**
   * Whether colours are converted without the shortcuts that OpenCV takes: nearer by
   * half a level, and with chroma interpolated, but not OpenCV's pixels.
   *
   * @default {false}
   */
  isAccurate?: boolean;
  /**
   * Who may turn YUV into RGBA instead of ffmpeg, with accurate colours: kernels do it in a tenth
   * of the time. Frames then lie in their memory.
   */
  pixels?: Pixels | undefined;
  /** Told in one line what is done to the video beyond decoding. */
  onNotice?: (notice: string) => void;
  /** Ends ffmpeg, and the reading by throwing the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Options of {@linkcode openRawVideo}. */
export interface OpenRawVideoOptions extends OpenVideoOptions {
  /** Whether HDR is to be brought into a screen's range: learned by opening it. */
  isToneMapped?: boolean;
  /** The decoder of a video with alpha: learned by opening it. */
  decoder?: string | undefined;
  /** Whether frames may come in the video's own pixel format, where we know it: see `format`. */
  isNative: boolean;
}

/** ffmpeg's arguments for reading a video as raw frames. */
export function decodeArguments(input: VideoInput, options: OpenRawVideoOptions): string[] {
  const { ffmpeg, isNative, isAccurate = false, start, duration, decoder } = options;
  const filters = videoFilters(options);
  return [
    ...(decoder === undefined ? [] : ["-c:v", decoder]),
    ...(start === undefined ? [] : ["-ss", String(start)]),
    ...(duration === undefined ? [] : ["-t", String(duration)]),
    ...input.args,
    ...["-map", "0:V:0", "-map_metadata", "-1"],
    ...(ffmpeg.isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    ...(filters.length > 0 ? ["-vf", filters.join(",")] : []),
    ...(isAccurate ? ["-sws_flags", "accurate_rnd+full_chroma_int+full_chroma_inp"] : []),
    ...["-f", "rawvideo"],
    ...(isNative ? [] : ["-pix_fmt", "rgba"]),
    "pipe:1",
  ];
}

/** HDR to BT.709: a hundred nits are white, and what is brighter is pressed together. */
const TONE_MAP = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709," +
  "tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p";

function videoFilters(options: OpenRawVideoOptions) {
  const { ffmpeg, firstFrame = 1, isNative, isAccurate, isToneMapped } = options;
  const { fps, size, every = 1 } = options;
  // The tutorial's pictures have numbers only.
  const isTimed = !isNative || isAccurate === true;
  return [
    ...(fps === undefined ? [] : [`fps=${fps}`]),
    ...(firstFrame > 1 ? [`select=gte(n\\,${firstFrame - 1})`] : []),
    ...(every > 1 ? [`select=not(mod(n\\,${every}))`] : []),
    ...(isToneMapped ? [TONE_MAP] : []),
    ...(size === undefined ? [] : [`scale=${size.width}:${size.height}:flags=area`]),
    // Tells each frame's time, which raw output has no place for. Checksums cost time.
    ...(isTimed ? [ffmpeg.isOld ? "showinfo" : "showinfo=checksum=0"] : []),
  ];
}
