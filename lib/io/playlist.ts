import { UnsupportedMediaError } from "../errors.ts";

/**
 * Formats that make ffmpeg open other files than the one it was given, or run
 * scripts. A video that somebody sent may claim to be one of them.
 */
const FORMATS = [
  "hls",
  "applehttp",
  "dash",
  "webm_dash_manifest",
  "concat",
  "imf",
  "sdp",
  "rtsp",
  "avisynth",
  "vapoursynth",
];

/** ffmpeg knows a script by its name alone. */
const SCRIPT_NAME = /\.(avs|vpy)$/i;

/** By these words ffmpeg knows HLS, concat, DASH and IMF; in no video do they stand by chance. */
const PLAYLIST_WORDS = /#EXTM3U|ffconcat version|dash:profile|PSS:profile|<CompositionPlaylist/i;

/** How far ffmpeg looks into a file to know its format: its `PROBE_BUF_MAX`. */
const PROBE_LENGTH = 1 << 20;

/**
 * Check that a file is no playlist or script before ffmpeg gets it: merely to
 * open one, ffmpeg opens the files it names, and waits for ever for those that
 * a live playlist promises.
 *
 * @param path The path of a file that exists.
 * @param isFile Whether it is a regular one; pipes and devices are let through.
 * @throws {UnsupportedMediaError} If it is one.
 */
export async function assertNoPlaylist(path: string, isFile: boolean): Promise<void> {
  if (SCRIPT_NAME.test(path)) throw refusal(path, "script");
  if (!isFile) return;
  const head = await readHead(path);
  if (PLAYLIST_WORDS.test(new TextDecoder("latin1").decode(head))) throw refusal(path, "playlist");
}

/**
 * Check what ffmpeg took a file for.
 *
 * @param path The file's path.
 * @param format ffmpeg's names of the format: "mov,mp4,m4a".
 * @throws {UnsupportedMediaError} If that is a playlist, a script or a text.
 */
export function assertVideoFormat(path: string, format: string | undefined): void {
  const names = format?.split(",") ?? [];
  if (names.some((name) => FORMATS.includes(name))) throw refusal(path, `playlist (${format})`);
  if (names.includes("tty")) {
    throw new UnsupportedMediaError(`Cannot read '${path}': it is a text file, not a video`);
  }
}

function refusal(path: string, kind: string): UnsupportedMediaError {
  return new UnsupportedMediaError(
    `Cannot read '${path}': it is a ${kind}, which could open other files`,
  );
}

async function readHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const head = new Uint8Array(PROBE_LENGTH);
  let length = 0;
  for (let read: number | null = 1; read && length < head.length; length += read ?? 0) {
    read = await file.read(head.subarray(length));
  }
  return head.subarray(0, length);
}
