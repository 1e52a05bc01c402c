import { basename, dirname, join } from "node:path";
import { realPath } from "../../files/system/file_info.ts";
import type { FilePattern } from "../../files/pictures/numbered_files.ts";
import type { LivePlace } from "../../files/camera/virtual_camera.ts";
import type { Container } from "../../files/ffmpeg/encode/containers.ts";
import { wholePath } from "../../files/system/working_folder.ts";

/** A file for each picture. */
export interface PictureTarget {
  readonly kind: "pictures";
  readonly pattern: FilePattern;
  readonly format: "jpg" | "png";
}

/** One video file, or one on standard output. */
export interface VideoTarget {
  readonly kind: "video";
  /** `undefined` for standard output. */
  readonly path: string | undefined;
  readonly container: Container;
  /** The kind of file that this is only a piece of. */
  readonly pieceOf?: Container;
}

/** RGBA, frame after frame, on standard output. */
export interface RawTarget {
  readonly kind: "raw";
}

/** What shows live pictures as they come: a window, a virtual camera, a named pipe. */
export interface LiveTarget {
  readonly kind: "live";
  readonly place: LivePlace;
}

/** Where composites or mattes go. */
export type Target = PictureTarget | VideoTarget | RawTarget | LiveTarget;

/** Where the pictures go. */
export interface Targets {
  output: Target;
  mattes: Target | undefined;
}

const STANDARD_OUTPUT = "standard output";

/** What a target is called, for people. */
export function nameOfTarget(target: Target): string {
  if (target.kind === "pictures") return String(target.pattern);
  if (target.kind === "live") return target.place.to === "preview" ? "preview" : target.place.path;
  return (target.kind === "video" && target.path) || STANDARD_OUTPUT;
}

/** The one file that a target is, if it is no stream and no numbered pictures. */
export function singlePath(target: Target): string | undefined {
  if (target.kind === "video") return target.path;
  if (target.kind !== "pictures" || target.pattern.hasNumber) return undefined;
  return target.pattern.path(1);
}

/** Whether two targets are one place. */
export function isSame(a: Target, b: Target): boolean {
  const placeOf = (target: Target) => {
    const name = nameOfTarget(target);
    if (name === STANDARD_OUTPUT) return name;
    return join(realPath(dirname(name)) ?? wholePath(dirname(name)), basename(name));
  };
  return placeOf(a) === placeOf(b);
}
