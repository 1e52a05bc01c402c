import { type CameraName, isCamera, parseCamera } from "../../files/camera/camera_name.ts";
import { type CameraInfo, linuxCameras, systemCameras } from "../../files/camera/system_cameras.ts";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import type { CommandLine } from "../options/command_line.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";

/** A camera, or what stands for one, as the system knows it. */
export type FoundCamera = Exclude<CameraName, { kind: "first" | "list" }>;

/** What is asked for. */
type Asked = Pick<RunOptions, "video" | "words">;

/**
 * Find the camera that a command line names.
 *
 * @param asked The command line.
 * @param ffmpeg Knows the cameras where the system does not tell.
 * @param signal Ends the asking.
 * @throws {UsageError} If there is none, or none of that name; the message has another command.
 */
export async function findCamera(
  asked: Asked,
  ffmpeg: Ffmpeg,
  signal: AbortSignal,
): Promise<FoundCamera> {
  const name = parseCamera(asked.video);
  if (name.kind === "list") throw new UsageError("camera:list prints cameras, and stands alone");
  if (name.kind === "file" || name.kind === "pipe") return name;
  const { os } = Deno.build;
  if (name.kind === "device" && isAddress(name.device, os)) {
    // What is not there is told with what is; a camera that Deno may not look for may be there.
    if (os !== "linux" || fileInfo(deviceOf(name.device)) !== undefined) return name;
  }
  const cameras = os === "linux" ? linuxCameras() : await systemCameras(ffmpeg, signal);
  return { kind: "device", device: chosenOf(cameras, name, asked) };
}

/** Whether the system opens it by that name. */
function isAddress(device: string, os: typeof Deno.build.os): boolean {
  return /^\d+$/.test(device) ? os !== "windows" : device.startsWith("/dev/");
}

function deviceOf(device: string): string {
  return /^\d+$/.test(device) ? `/dev/video${device}` : device;
}

/** The device of the camera that is meant. */
function chosenOf(
  all: readonly Pick<CameraInfo, "name" | "device" | "isVirtual">[],
  name: CameraName,
  { words }: Asked,
): string {
  const real = all.filter(({ isVirtual }) => !isVirtual);
  const first = real[0] ?? all[0];
  if (name.kind !== "device") {
    if (first !== undefined) return first.device;
    throw new UsageError(
      "this system has no camera; to try without one, camera:clip.mp4 plays a file as a camera",
    );
  }
  const wanted = name.device.toLowerCase();
  const found = all.find((camera) => camera.name.toLowerCase() === wanted) ??
    all.find((camera) => camera.name.toLowerCase().includes(wanted));
  if (found !== undefined) return found.device;
  const better = first && withCamera(words, `camera:${first.device}`);
  const others = all.map((camera) => `camera:${camera.device} (${camera.name})`).join(", ");
  throw new UsageError(
    `there is no camera '${name.device}' and no such file; ` +
      (others === "" ? "this system has no camera" : `cameras are ${others}`),
    { better },
  );
}

/** A command line with another camera. */
export function withCamera({ files, options }: CommandLine, camera: string): CommandLine {
  return { files: files.map((file) => isCamera(file) ? camera : file), options };
}
