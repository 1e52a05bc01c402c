/**
 * What files are, as far as their names tell: for command lines that may mean something else.
 *
 * @module
 */

import { isCamera } from "../../files/camera/camera_name.ts";
import { containerOf } from "../../files/ffmpeg/encode/containers.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { onDisk } from "../../files/system/working_folder.ts";

/** Whether there is nothing of that name; what Deno may not look at may be there. */
export function isMissing(path: string): boolean {
  if (path.startsWith("file:")) return false;
  try {
    Deno.statSync(onDisk(path));
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
  }
}

/** Pictures that are read. */
const PICTURE_NAME = /\.(avif|bmp|dpx|exr|hei[cf]|jpe?g|p[bgnp]m|pcx|png|tga|tiff?|webp)$/i;
/** Pictures that have to be converted first. */
const OTHER_PICTURE_NAME = /\.(dng|jxl)$/i;
/** Videos, besides those that are written too. */
const OTHER_VIDEO_NAME =
  /\.(3g[2p]|asf|avi|dv|flv|h26[45]|m2ts|mjpe?g|mpe?g|mts|mxf|nut|og[gv]|ts|vob|wmv|y4m)$/i;

/** Whether a name ends as a picture's that is read. */
export function endsAsPicture(path: string): boolean {
  return PICTURE_NAME.test(path);
}

/** Whether a name ends as a video's, or a moving picture's, that is read. */
export function endsAsVideo(path: string): boolean {
  return containerOf(path) !== undefined || OTHER_VIDEO_NAME.test(path);
}

/** Whether a name is a picture's that is there. */
export function isPicture(path: string): boolean {
  return (endsAsPicture(path) || OTHER_PICTURE_NAME.test(path)) && fileInfo(path)?.isFile === true;
}

/** Whether a name is a video's that is there, and may be no picture's, or a camera. */
export function isVideo(path: string): boolean {
  const isName = endsAsVideo(path) && !/\.gif$/i.test(path);
  return isName && fileInfo(path)?.isFile === true || isCamera(path);
}
