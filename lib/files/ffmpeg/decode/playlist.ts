import { UnsupportedMediaError } from "../../../errors.ts";
import { onDisk } from "../../system/working_folder.ts";

/**
 * ffmpeg's names of the formats that it may open: all that hold pictures, or the sound that is
 * mistaken for them. What is not among them makes ffmpeg open other files than the one it was given
 * (HLS, DASH, concat, IMF, SDP), runs scripts, draws text (tty) or reads devices; a video that
 * somebody sent may claim to be one of them. ffmpeg asks before it looks any further into the file.
 */
const FORMATS = [
  "3dostr 4xm aa aac ac3 aiff alias_pix amr amv anm apng apv argo_brp asf asf_o ast au av1 avi",
  "avif avr avs avs2 avs3 bethsoftvid bfi bfstm bin bink bmp_pipe bmv brender_pix brstm c93 caf",
  "cavsvideo cdg cdxl cine cri_pipe dcstr dds_pipe dfa dhav dirac dnxhd dpx_pipe dsicin dts dv dxa",
  "ea ea_cdata eac3 evc exr_pipe film_cpk filmstrip fits flac flic flv frm gdv gem_pipe gif",
  "gif_pipe gxf h261 h263 h264 hdr_pipe hevc hnm ico idcin idf iff image2 image2pipe ingenient",
  "ipmovie ipu iv8 ivf ivr j2k_pipe jpeg_pipe jpegls_pipe jpegxl_anim jpegxl_pipe jv kux lmlm4 lvf",
  "lxf m4a m4v matroska mcc mgsts mj2 mjpeg mjpeg_2000 mlv mm mods moflex mov mp3 mp4 mpeg mpegts",
  "mpegtsraw mpegvideo mpjpeg msnwctcp mtv mv mvi mxf mxg nc nsv nut nuv obu ogg paf pam_pipe",
  "pbm_pipe pcx_pipe pfm_pipe pgm_pipe pgmyuv_pipe pgx_pipe phm_pipe photocd_pipe pictor_pipe pmp",
  "png_pipe ppm_pipe psd_pipe psxstr pva qcp qdraw_pipe qoi_pipe r3d rawvideo redspark rl2 rm roq",
  "rpl sdr2 ser sga sgi_pipe siff smjpeg smk smush sunrast_pipe svg_pipe swf thp tiertexseq",
  "tiff_pipe tmv truehd tta txd ty usm v210 v210x vbn_pipe vc1 vc1test vividas vivo vmd voc vvc w64",
  "wav wc3movie webm webp_pipe wsvqa wtv wv xbin xbm_pipe xmv xpm_pipe xvag xwd_pipe yop",
  "yuv4mpegpipe",
].join(" ").replaceAll(" ", ",");

/** ffmpeg's arguments, before an input that may come from anybody: what it may be. */
export const ONLY_VIDEOS: readonly string[] = ["-format_whitelist", FORMATS];

/** ffmpeg knows a script by its name alone. */
const SCRIPT_NAME = /\.(avs|vpy)$/i;

/** By these words ffmpeg knows HLS, concat, DASH and IMF; in no video do they stand by chance. */
const PLAYLIST_WORDS = /#EXTM3U|ffconcat version|dash:profile|PSS:profile|<CompositionPlaylist/i;

/** How far ffmpeg looks into a file to know its format: its `PROBE_BUF_MAX`. */
const PROBE_LENGTH = 1 << 20;

/**
 * Check that a file is no playlist or script before ffmpeg gets it: to find that out by itself ffmpeg
 * has to open it.
 *
 * @param path The path of a file that exists.
 * @param isFile Whether it is a regular one; pipes and devices are let through.
 * @returns The file's first bytes, up to a million; none of a pipe.
 * @throws {UnsupportedMediaError} If it is one.
 */
export async function assertNoPlaylist(path: string, isFile: boolean): Promise<Uint8Array> {
  if (SCRIPT_NAME.test(path)) throw refusal(path, "script");
  if (!isFile) return new Uint8Array();
  const head = await readWholeHead(path);
  assertNoPlaylistWords(path, head);
  return head;
}

/**
 * As {@linkcode assertNoPlaylist}, of what has been read already.
 *
 * @param name What it is called.
 * @param head The first bytes.
 */
export function assertNoPlaylistWords(name: string, head: Uint8Array): void {
  if (PLAYLIST_WORDS.test(new TextDecoder("latin1").decode(head))) throw refusal(name, "playlist");
}

/**
 * Why ffmpeg may not open what it took for another format than a video's.
 *
 * @param name What the file is called.
 * @param format ffmpeg's names of the format: "hls".
 */
export function refusedFormat(name: string, format: string): UnsupportedMediaError {
  if (format === "tty") {
    return new UnsupportedMediaError(`Cannot read '${name}': it is a text file, not a video`);
  }
  if (OPENS_OTHERS.test(format)) return refusal(name, `playlist (${format})`);
  return new UnsupportedMediaError(`Cannot read '${name}': it is no video, but "${format}"`);
}

/** Formats that name other files. */
const OPENS_OTHERS = /\b(hls|applehttp|dash|webm_dash_manifest|concat|imf|sdp|rtsp|rtp|sap)\b/;

function refusal(path: string, kind: string): UnsupportedMediaError {
  return new UnsupportedMediaError(
    `Cannot read '${path}': it is a ${kind}, which could open other files; give the video itself`,
  );
}

async function readWholeHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(onDisk(path));
  const head = new Uint8Array(PROBE_LENGTH);
  let length = 0;
  for (let read: number | null = 1; read && length < head.length; length += read ?? 0) {
    read = await file.read(head.subarray(length));
  }
  return head.subarray(0, length);
}
