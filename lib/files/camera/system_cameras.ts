import type { Size } from "../../raster/frame.ts";
import { onDisk } from "../system/working_folder.ts";
import type { Ffmpeg } from "../ffmpeg/ffmpeg.ts";

/** What pictures a camera gives in one coding. */
export interface CameraFormat {
  /** As ffmpeg calls it: "mjpeg", "yuyv422". */
  readonly name: string;
  /** The sides, and where the system tells the rates, these: "1280x720", "1280x720 at 30". */
  readonly sizes: readonly string[];
}

/** A camera of the system. */
export interface CameraInfo {
  /** What its maker calls it. */
  readonly name: string;
  /** What opens it, behind `camera:`. */
  readonly device: string;
  /** Whether it is a virtual camera, which shows what a program writes into it. */
  readonly isVirtual: boolean;
  /** What it gives, where the system tells. */
  readonly formats: readonly CameraFormat[];
}

/** Where Linux tells of cameras. */
export const SYSTEM_FOLDER = "/sys/class/video4linux";

/**
 * All cameras of the system.
 *
 * @param ffmpeg Asked for what they give; on macOS and Windows for the cameras, too.
 * @param signal Ends the asking.
 */
export async function systemCameras(ffmpeg: Ffmpeg, signal?: AbortSignal): Promise<CameraInfo[]> {
  const { os } = Deno.build;
  if (os === "darwin") {
    const args = ["-f", "avfoundation", "-list_devices", "true", "-i", ""];
    return parseAvfoundation(await linesOf(ffmpeg, args, signal));
  }
  if (os === "windows") {
    const args = ["-f", "dshow", "-list_devices", "true", "-i", "dummy"];
    const cameras = parseDshow(await linesOf(ffmpeg, args, signal));
    return await Promise.all(cameras.map(async (camera) => {
      const about = ["-f", "dshow", "-list_options", "true", "-i", `video=${camera.device}`];
      return { ...camera, formats: parseDshowOptions(await linesOf(ffmpeg, about, signal)) };
    }));
  }
  return await Promise.all(
    linuxCameras().map(async (camera) => {
      const about = ["-f", "v4l2", "-list_formats", "all", "-i", camera.device];
      return { ...camera, formats: parseV4l2Formats(await linesOf(ffmpeg, about, signal)) };
    }),
  );
}

/** What ffmpeg says, without its prefixes. */
async function linesOf(
  { command }: Ffmpeg,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  // It ends with an error, since nothing is read.
  const { stderr } = await new Deno.Command(command, {
    args: ["-nostdin", "-hide_banner", ...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    ...(signal === undefined ? {} : { signal }),
  }).output();
  const text = new TextDecoder().decode(stderr);
  return text.split(/\r?\n/).map((line) => line.replace(/^(\[[^\]]*\] ?)+/, ""));
}

/**
 * Cameras as Linux tells of them, without what they give. A camera has several devices, of which the
 * first gives pictures, the others what belongs to them.
 *
 * @param folder Where the system tells of them.
 */
export function linuxCameras(folder: string = SYSTEM_FOLDER): Omit<CameraInfo, "formats">[] {
  return linuxDevices(folder)
    .filter(({ index }) => index === 0)
    .map(({ name, device, isVirtual }) => ({ name, device, isVirtual }));
}

/** A device of video4linux. */
interface LinuxDevice {
  readonly name: string;
  readonly device: string;
  readonly index: number;
  readonly isVirtual: boolean;
}

function linuxDevices(folder: string): LinuxDevice[] {
  const names: string[] = [];
  try {
    for (const { name } of Deno.readDirSync(onDisk(folder))) {
      if (/^video\d+$/.test(name)) names.push(name);
    }
  } catch {
    // No driver, no folder.
  }
  const numberOf = (name: string) => Number(name.slice("video".length));
  return names.sort((a, b) => numberOf(a) - numberOf(b)).map((name) => ({
    name: attributeOf(`${folder}/${name}/name`) ?? name,
    device: `/dev/${name}`,
    index: Number(attributeOf(`${folder}/${name}/index`) ?? 0),
    isVirtual: isLoopback(`/dev/${name}`, folder) === true,
  }));
}

/**
 * Whether a device is one of v4l2loopback's, into which a program writes what others read as a camera.
 * Its driver alone tells how many may open a device.
 *
 * @param device The device: "/dev/video10".
 * @param folder Where the system tells of devices.
 * @returns `undefined` if the system knows no such device, or Deno may not look.
 */
export function isLoopback(device: string, folder: string = SYSTEM_FOLDER): boolean | undefined {
  const about = `${folder}/${device.slice("/dev/".length)}`;
  if (attributeOf(`${about}/name`) === undefined) return undefined;
  return attributeOf(`${about}/max_openers`) !== undefined;
}

/** Where the system tells who uses v4l2loopback. */
export const LOOPBACK_MODULE = "/sys/module/v4l2loopback";

/**
 * How often v4l2loopback's devices are open now, by those who write and those who read: the kernel
 * counts who uses its module.
 *
 * @param folder Where the system tells of the module.
 * @returns `undefined` if there is none, the kernel does not count, or Deno may not look.
 */
export function loopbackUsers(folder: string = LOOPBACK_MODULE): number | undefined {
  const count = attributeOf(`${folder}/refcnt`);
  return count !== undefined && /^\d+$/.test(count) ? Number(count) : undefined;
}

function attributeOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(onDisk(path)).trim();
  } catch {
    return undefined;
  }
}

/**
 * What ffmpeg's `-f v4l2 -list_formats all` says.
 *
 * @param lines The lines, without prefixes.
 */
export function parseV4l2Formats(lines: readonly string[]): CameraFormat[] {
  return lines.flatMap((line) => {
    const [, name, , sizes] = /^(?:Raw|Compressed) *: *(\S*) *: *(.*?) *: *(.*)$/.exec(line) ?? [];
    if (name === undefined || name === "") return [];
    return [{ name, sizes: sizes.match(/\d+x\d+|\{[^}]*\}x\{[^}]*\}/g) ?? [] }];
  });
}

/**
 * What ffmpeg's `-f avfoundation -list_devices true` says.
 *
 * @param lines The lines, without their first prefix or with it.
 */
export function parseAvfoundation(lines: readonly string[]): CameraInfo[] {
  const video = lines.findIndex((line) => /AVFoundation video devices/.test(line));
  const audio = lines.findIndex((line) => /AVFoundation audio devices/.test(line));
  const own = lines.slice(video + 1, audio < 0 ? undefined : audio);
  // The number in brackets is cut off with the prefixes: devices stand in their order.
  return own.map((line) => line.replace(/^\[\d+\] /, ""))
    .map((name, i) => ({ name, device: String(i), isVirtual: false, formats: [] }))
    .filter(({ name }) => !/^Capture screen \d+$/.test(name));
}

/**
 * What ffmpeg's `-f dshow -list_devices true` says.
 *
 * @param lines The lines, without prefixes.
 */
export function parseDshow(lines: readonly string[]): CameraInfo[] {
  const cameras: CameraInfo[] = [];
  // Older ones say of what kind those that follow are.
  let isVideo = false;
  for (const line of lines) {
    if (/DirectShow (video|audio) devices/.test(line)) isVideo = /video devices/.test(line);
    const [, name, kind] = /^ *"(.*)"(?: \((.*)\))? *$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (kind === undefined ? !isVideo : !kind.includes("video")) continue;
    cameras.push({ name, device: name, isVirtual: false, formats: [] });
  }
  return cameras;
}

/**
 * What ffmpeg's `-f dshow -list_options true` says.
 *
 * @param lines The lines, without prefixes.
 */
export function parseDshowOptions(lines: readonly string[]): CameraFormat[] {
  const formats = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, name, size, rate] =
      /^ *(?:pixel_format|vcodec)=(\S+) .*max s=(\d+x\d+) fps=([\d.]+)/.exec(line) ?? [];
    if (name === undefined) continue;
    const sizes = formats.get(name) ?? new Set();
    formats.set(name, sizes.add(`${size} at ${Math.round(Number(rate))}`));
  }
  return [...formats].map(([name, sizes]) => ({ name, sizes: [...sizes] }));
}

/**
 * A list of cameras, as `camera:list` prints it.
 *
 * @param cameras The cameras.
 * @returns Lines, each with its end.
 */
export function describeCameras(cameras: readonly CameraInfo[]): string {
  return cameras.map(({ name, device, isVirtual, formats }) => {
    const what = isVirtual ? ", a virtual camera: -o writes to it" : "";
    const rows = formats.map((format) => `  ${format.name}: ${format.sizes.join(" ")}\n`);
    return `camera:${device}  ${name}${what}\n${rows.join("")}`;
  }).join("");
}

/** "1280x720", as ffmpeg and the command line write it. */
export function sizeText({ width, height }: Size): string {
  return `${width}x${height}`;
}
