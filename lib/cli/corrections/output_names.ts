/**
 * What a name says of what shall be written.
 *
 * @module
 */

import { basename, extname } from "node:path";
import { containerOf, transparentContainers } from "../../files/ffmpeg/encode/containers.ts";

/** Endings of videos. One that becomes a container's may stay here: containers are asked first. */
const OTHER_VIDEOS = /^\.(avi|wmv|flv|mpe?g|m2?ts|vob|3gp|ogv|asf|mxf|h26[45]|hevc)$/i;
/** Endings of pictures that are not written. */
const OTHER_PICTURES = /^\.(hei[cf]|avif|webp|bmp|tiff?|tga|jp2|jxl|ppm)$/i;

/**
 * The ending of a name that can only be meant for an output's, in lower case; "/" for a folder.
 *
 * @param name A name.
 * @returns `undefined` if it may be meant otherwise.
 */
export function outputEnding(name: string): string | undefined {
  if (/[/\\]$/.test(name)) return "/";
  const ending = extname(name).toLowerCase();
  if (containerOf(name) !== undefined || /^\.(jpe?g|png)$/.test(ending)) return ending;
  if (OTHER_VIDEOS.test(ending) || OTHER_PICTURES.test(ending)) return ending;
  return undefined;
}

/** Whether a name ends as a video's does, whether such are written or not. */
export function namesVideoOutput(name: string): boolean {
  return containerOf(name) !== undefined || OTHER_VIDEOS.test(extname(name));
}

/** Whether a name is one video's. */
export function isVideoTarget(name: string): boolean {
  return !/%\d*d/.test(basename(name)) && namesVideoOutput(name);
}

/**
 * The name of what can be written, for one of what cannot.
 *
 * @param name The output.
 * @param hasAlpha Whether it will have transparent parts.
 * @returns `undefined` if it can be written, or nothing is known of its ending.
 */
export function writableName(name: string, hasAlpha: boolean): string | undefined {
  if (containerOf(name) !== undefined) return undefined;
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  if (OTHER_VIDEOS.test(ending)) return `${stem}.${hasAlpha ? "mov" : "mp4"}`;
  if (OTHER_PICTURES.test(ending)) return `${stem}.${hasAlpha ? "png" : "jpg"}`;
  return undefined;
}

/** Whether what has such a name can have transparent parts. */
export function canBeTransparent(name: string): boolean {
  const container = containerOf(name);
  return container === undefined ? /\.png$/i.test(name) : transparentContainers.includes(container);
}
