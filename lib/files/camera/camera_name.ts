import { fileInfo } from "../system/file_info.ts";

/** What a command line means by `camera…`. */
export type CameraName =
  /** `camera`: the first that there is. */
  | { readonly kind: "first" }
  /** `camera:list`: a list of all. */
  | { readonly kind: "list" }
  /** `camera:0`, `camera:/dev/video2`, `camera:FaceTime HD Camera`. */
  | { readonly kind: "device"; readonly device: string }
  /** `camera:clip.mp4`: a file that stands for a camera, in real time and again and again. */
  | { readonly kind: "file"; readonly path: string }
  /** `camera:/tmp/pipe`: a named pipe, read as it comes. */
  | { readonly kind: "pipe"; readonly path: string };

/**
 * Whether a video is a camera: `camera` without a file of that name, or `camera:…`.
 *
 * @param video The video, as it is named.
 */
export function isCamera(video: string): boolean {
  return video.startsWith("camera:") || video === "camera" && fileInfo(video) === undefined;
}

/**
 * What is meant by a camera's name.
 *
 * @param video A video for which {@linkcode isCamera} holds.
 */
export function parseCamera(video: string): CameraName {
  const device = video.slice("camera:".length);
  if (device === "") return { kind: "first" };
  if (device === "list") return { kind: "list" };
  const info = fileInfo(device);
  if (info?.isFile) return { kind: "file", path: device };
  if (info?.isFifo || isWindowsPipe(device)) return { kind: "pipe", path: device };
  return { kind: "device", device };
}

/** Windows has its named pipes below one name. */
export function isWindowsPipe(path: string): boolean {
  return Deno.build.os === "windows" && /^[\\/]{2}[.][\\/]pipe[\\/]/i.test(path);
}
