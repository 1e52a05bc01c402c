import { fileInfo } from "../system/file_info.ts";
import { isLoopback, SYSTEM_FOLDER } from "./system_cameras.ts";

/** What makes a virtual camera. */
export const MAKE_VIRTUAL_CAMERA = "sudo modprobe v4l2loopback devices=1 video_nr=10 " +
  "card_label=Backdrop exclusive_caps=1";

/** What live pictures may go to, besides files. */
export type LivePlace =
  /** A window. */
  | { readonly to: "preview" }
  /** A virtual camera. */
  | { readonly to: "device"; readonly path: string }
  /** A named pipe. */
  | { readonly to: "pipe"; readonly path: string };

/**
 * Where live pictures go, if that is no file.
 *
 * @param output What the command line says.
 * @returns `undefined` for files and standard output.
 */
export function livePlace(output: string): LivePlace | undefined {
  if (output === "preview") return { to: "preview" };
  const isNamed = output.startsWith("camera:");
  const named = isNamed ? output.slice("camera:".length) : output;
  const path = isNamed && /^\d+$/.test(named) ? `/dev/video${named}` : named;
  if (/^\/dev\/video\d+$/.test(path)) return { to: "device", path };
  if (fileInfo(path)?.isFifo) return { to: "pipe", path };
  return isNamed ? { to: "device", path } : undefined;
}

/**
 * Why a device cannot be written to as a virtual camera.
 *
 * @param device The device.
 * @param folder Where the system tells of devices.
 * @returns In words, with what helps; `undefined` if it can, or nobody knows.
 */
export function whyNoOutput(device: string, folder: string = SYSTEM_FOLDER): string | undefined {
  const { os } = Deno.build;
  if (os !== "linux") {
    return `'${device}' cannot be a virtual camera: this system has none of its own; -o preview ` +
      "opens a window, which OBS takes for its virtual camera";
  }
  if (!/^\/dev\/video\d+$/.test(device)) {
    return `'${device}' is no device such as /dev/video10, and no named pipe (mkfifo)`;
  }
  const made = `${MAKE_VIRTUAL_CAMERA} makes one`;
  switch (isLoopback(device, folder)) {
    case true:
      return undefined;
    case false:
      return `'${device}' is a camera that is read, no virtual one: ${made}`;
    case undefined:
      return fileInfo(device) === undefined
        ? `there is no virtual camera '${device}': ${made}`
        : undefined;
  }
}
