/**
 * What files are, as far as their names tell: for command lines that may mean something else.
 *
 * @module
 */

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

const PICTURE_NAME = /\.(avif|bmp|dng|hei[cf]|jpe?g|jxl|png|tga|tiff?|webp)$/i;
const VIDEO_NAME =
  /\.(3g[2p]|avi|flv|(m2?)?ts|m4v|mkv|mov|mp4|mpe?g|mts|mxf|og[gv]|vob|webm|wmv)$/i;

/** Whether a name is a picture's that is there. */
export function isPicture(path: string): boolean {
  return PICTURE_NAME.test(path) && fileInfo(path)?.isFile === true;
}

/** Whether a name is a video's that is there, or a camera. */
export function isVideo(path: string): boolean {
  return VIDEO_NAME.test(path) && fileInfo(path)?.isFile === true || /^camera:./.test(path);
}
