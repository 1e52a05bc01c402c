import { encoderOf } from "../../files/ffmpeg/encode/video_arguments.ts";
import { videoCodecs } from "../../files/ffmpeg/encode/containers.ts";
import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { type FfmpegAbilities, ffmpegAbilities } from "../../files/ffmpeg/probe/abilities.ts";
import { isGranted, readEnvironment, systemReason } from "../../files/system/permission.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import { packagesOf } from "../fetch/packages_of.ts";
import type { Finding } from "./finding.ts";

/** The Deno that all is tested with. */
const TESTED_DENO = [2, 9] as const;

/** The Deno that runs this. */
export function examineDeno(): Finding {
  const { deno } = Deno.version;
  const [major, minor] = deno.split(".").map(Number);
  const isOld = major < TESTED_DENO[0] || major === TESTED_DENO[0] && minor < TESTED_DENO[1];
  return {
    id: "deno",
    topic: "programs",
    state: isOld ? "note" : "ok",
    text: `Deno ${deno}, ${Deno.build.target}`,
    advice: isOld ? `it is tested with ${TESTED_DENO.join(".")}: deno upgrade` : undefined,
    data: { version: deno, target: Deno.build.target },
  };
}

/**
 * ffmpeg, and what it was built with.
 *
 * @param command The one that was named; the usual one if left out.
 * @param isOffline Whether none will be fetched.
 * @param signal Ends the asking.
 */
export async function examineFfmpeg(
  command: string | undefined,
  isOffline: boolean,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const ffmpeg = await findFfmpeg({ command }).catch(() => undefined);
  signal?.throwIfAborted();
  if (ffmpeg === undefined) return [noFfmpeg(isOffline)];
  try {
    const abilities = await ffmpegAbilities(ffmpeg.command, signal);
    return [about(ffmpeg.command, abilities), ...sets(abilities)];
  } catch (error) {
    signal?.throwIfAborted();
    const why = systemReason(error, "--allow-run", ffmpeg.command);
    const text = `'${ffmpeg.command}' cannot be run: ${why}`;
    const advice = error instanceof Deno.errors.NotCapable ? undefined : INSTALL;
    const data = { command: ffmpeg.command };
    return [{ id: "ffmpeg", topic: "programs", state: "missing", text, advice, data }];
  }
}

const INSTALL = "install ffmpeg (apt-get install ffmpeg), or: cli.ts fetch ffmpeg";

function noFfmpeg(isOffline: boolean): Finding {
  const canFetch = packagesOf("ffmpeg").length > 0;
  return {
    id: "ffmpeg",
    topic: "programs",
    state: canFetch && !isOffline ? "note" : "missing",
    text: "no ffmpeg on PATH, and none fetched",
    advice: canFetch ? INSTALL : "install ffmpeg",
    ...canFetch && !isOffline && { isFetchedFirst: true },
    data: { command: null },
  };
}

function about(command: string, { version, isOld }: FfmpegAbilities): Finding {
  const path = pathOf(command);
  const isEmbedded = /@ffmpeg-installer/.test(path);
  return {
    id: "ffmpeg",
    topic: "programs",
    state: isOld ? "note" : "ok",
    text: `ffmpeg ${version} (${isEmbedded ? "fetched from npm" : path})`,
    advice: isOld ? "it is older than 5.1: a newer one knows more formats" : undefined,
    data: { command, path, version, isOld, isEmbedded },
  };
}

/** Where a program on PATH lies, as far as Deno may look. */
function pathOf(command: string): string {
  if (/[\\/]/.test(command)) return command;
  const isWindows = Deno.build.os === "windows";
  const folders = (readEnvironment("PATH") ?? "").split(isWindows ? ";" : ":");
  const paths = folders.map((folder) => `${folder}/${command}${isWindows ? ".exe" : ""}`);
  return paths.find((path) => isGranted({ name: "read", path }) && isFile(path)) ?? command;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(onDisk(path)).isFile;
  } catch {
    return false;
  }
}

/** Something that ffmpeg may have been built without: one of these names serves. */
interface Part {
  readonly name: string;
  readonly anyOf: readonly string[];
  /** Whether the default runs need it. */
  readonly isNeeded?: boolean;
}

const part = (name: string, anyOf: readonly string[] = [name]): Part => ({ name, anyOf });

const ENCODERS: readonly Part[] = [
  ...videoCodecs.map((codec) => ({
    ...part(codec, [encoderOf(codec)]),
    isNeeded: codec === "h264",
  })),
  part("gif"),
  part("ffv1"),
  { ...part("aac"), isNeeded: true },
  part("opus", ["libopus"]),
  part("flac"),
];

const DECODERS: readonly Part[] = [
  { ...part("h264"), isNeeded: true },
  part("hevc"),
  part("vp8"),
  part("vp9"),
  part("av1", ["libdav1d", "libaom-av1", "av1"]),
  part("mpeg4"),
  part("prores"),
  { ...part("mjpeg"), isNeeded: true },
  part("png"),
  part("webp"),
  part("transparent VP9", ["libvpx-vp9"]),
  part("SVG", ["librsvg"]),
];

const FILTERS: readonly Part[] = [part("zscale"), part("tonemap")];

const FULLER = "another build of ffmpeg has it";

function sets({ encoders, decoders, filters }: FfmpegAbilities): Finding[] {
  return [
    setOf("encoders", "ffmpeg writes", ENCODERS, encoders),
    setOf("decoders", "ffmpeg reads", DECODERS, decoders),
    setOf("filters", "ffmpeg has for HDR", FILTERS, filters),
  ];
}

function setOf(
  id: string,
  words: string,
  parts: readonly Part[],
  known: ReadonlySet<string>,
): Finding {
  const isKnown = ({ anyOf }: Part) => anyOf.some((name) => known.has(name));
  const there = parts.filter(isKnown).map(({ name }) => name);
  const lacking = parts.filter((one) => !isKnown(one));
  const names = lacking.map(({ name }) => name);
  const state = lacking.some(({ isNeeded }) => isNeeded)
    ? "missing"
    : lacking.length > 0
    ? "note"
    : "ok";
  const without = names.length === 0 ? "" : `, not ${names.join(", ")}`;
  return {
    id: `ffmpeg-${id}`,
    topic: "programs",
    state,
    text: `${words} ${there.join(", ") || "nothing of what is used"}${without}`,
    advice: names.length === 0 ? undefined : FULLER,
    data: { there, lacking: names },
  };
}
