import { type YuvMatrix, yuvMatrix, type YuvStandard } from "../../../pixels/color/frame_of_yuv.ts";
import type { PixelFormat } from "../../threads/tutorial/picture_encoder.ts";
import type { FfmpegLog } from "../ffmpeg_log.ts";

/** ffmpeg's names of matrices, and what swscale takes them for. */
const STANDARDS: Readonly<Record<string, YuvStandard>> = {
  unknown: "bt601",
  bt470bg: "bt601",
  smpte170m: "bt601",
  bt709: "bt709",
  bt2020nc: "bt2020",
  bt2020c: "bt2020",
  fcc: "fcc",
  smpte240m: "smpte240m",
};

/**
 * The format of frames that need no conversion by ffmpeg: ours is the same, and
 * YUV is three eighths of RGBA's bytes to be piped.
 *
 * @param log Of a run whose output has the video's own format.
 * @param isAccurate Whether the colours are to be right, not swscale's with its shortcuts.
 * @returns The format, or `undefined` where only ffmpeg's own conversion will do:
 * another format, colours that are not told; with shortcuts an odd height (swscale interpolates
 * chroma there) and another processor (swscale rounds in another way there).
 */
export function nativeFormat(log: FfmpegLog, isAccurate = false): PixelFormat | undefined {
  const { pixelFormat, colours, frameSize } = log;
  if (pixelFormat === "rgba") return "rgba";
  if (pixelFormat !== "yuv420p" && pixelFormat !== "yuvj420p") return undefined;
  // An ffmpeg before 4.1 converts by a tag that it does not tell of.
  if (colours.length === 0) return undefined;
  const isOdd = frameSize === undefined || frameSize.height % 2 === 1;
  if (!isAccurate && (isOdd || Deno.build.arch !== "x86_64")) return undefined;
  const matrix = matrixOf(colours, pixelFormat === "yuvj420p");
  return matrix && { yuv420p: matrix };
}

function matrixOf(colours: readonly string[], isFullRange: boolean): YuvMatrix | undefined {
  // Range, then matrix, primaries and transfer, then the order of fields; each may be missing.
  const known = colours.filter((word) => !/^(|tv|pc|progressive|.* first|.*\(.*)$/.test(word));
  const standard = STANDARDS[known[0] ?? "unknown"];
  return standard && yuvMatrix(standard, isFullRange || colours.includes("pc"));
}

/** Bytes of a frame. */
export function frameLength(
  format: PixelFormat | "gray16le",
  width: number,
  height: number,
): number {
  if (format === "rgba") return 4 * width * height;
  if (format === "gray16le") return 2 * width * height;
  return width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
}
