/**
 * What ffmpeg is told to open a camera, or what stands for one.
 *
 * @module
 */

import type { Size } from "../../raster/frame.ts";
import { ONLY_VIDEOS } from "../ffmpeg/decode/playlist.ts";
import { sizeText } from "./system_cameras.ts";

/** What is asked of a camera. */
export interface CameraWishes {
  readonly size: Size;
  /** Frames a second. */
  readonly rate: number;
}

/** What a call usually has. */
export const USUAL_WISHES: CameraWishes = { size: { width: 1280, height: 720 }, rate: 30 };

/**
 * What keeps pictures from waiting: no buffer in the reader, none in the decoder. Each thread of a
 * decoder would keep a picture back.
 */
const AT_ONCE = ["-fflags", "nobuffer", "-flags", "low_delay", "-threads", "1"];

/**
 * ffmpeg's arguments for a camera, `-i` included: first as wished, then with less and less, for
 * cameras that refuse what they do not have.
 *
 * MJPEG is asked for first: over USB 2, uncompressed pictures of 1280×720 come 10 times a second.
 *
 * @param device The device, in the system's terms.
 * @param wishes What is asked of it.
 * @param os The system.
 */
export function cameraAttempts(
  device: string,
  { size, rate }: CameraWishes,
  os: typeof Deno.build.os = Deno.build.os,
): string[][] {
  const sides = ["-video_size", sizeText(size)];
  const pace = ["-framerate", String(rate)];
  if (os === "darwin") {
    const open = ["-i", `${device}:none`];
    const attempt = (...words: string[]) => [...AT_ONCE, "-f", "avfoundation", ...words, ...open];
    // Left out, it would be 29.97, which those of Macs refuse.
    return [attempt(...pace, ...sides), attempt(...pace), attempt("-framerate", "30")];
  }
  if (os === "windows") {
    // Room for what comes while the first picture is waited for; later it stays empty.
    const open = ["-rtbufsize", "64M", "-i", `video=${device}`];
    const attempt = (...words: string[]) => [...AT_ONCE, "-f", "dshow", ...words, ...open];
    return [
      attempt("-vcodec", "mjpeg", ...sides, ...pace),
      attempt(...sides, ...pace),
      attempt(),
    ];
  }
  const open = ["-i", /^\d+$/.test(device) ? `/dev/video${device}` : device];
  const attempt = (...words: string[]) => [...AT_ONCE, "-f", "v4l2", ...words, ...open];
  return [
    attempt("-input_format", "mjpeg", ...sides, ...pace),
    attempt(...sides, ...pace),
    attempt(),
  ];
}

/** A decoder may keep pictures back that are shown before others: only cameras have none. */
const LOCAL = ["-protocol_whitelist", "file,pipe", ...ONLY_VIDEOS, "-threads", "1"];

/**
 * ffmpeg's arguments for a file that stands for a camera: in real time, again and again.
 *
 * @param path The file.
 */
export function fileAsCamera(path: string): string[] {
  return ["-re", "-stream_loop", "-1", ...LOCAL, "-i", `file:${path}`];
}

/**
 * ffmpeg's arguments for a named pipe that stands for a camera: frames are taken as they come.
 *
 * @param path The pipe.
 */
export function pipeAsCamera(path: string): string[] {
  // A tenth of a second tells what is in an MPEG-TS; of MJPEG ffmpeg would look at a megabyte.
  const look = ["-formatprobesize", "16384", "-probesize", "20000", "-analyzeduration", "100000"];
  return [...look, "-fpsprobesize", "0", ...LOCAL, "-i", `file:${path}`];
}
