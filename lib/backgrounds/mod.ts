/**
 * What is put behind the foreground: a picture, a video, a colour, the blurred
 * frame itself, or nothing.
 *
 * @module
 */

export { opaqueBackground } from "./background.ts";
export type { Background } from "./background.ts";
export { blurBackground } from "./blur_background.ts";
export type { BlurBackgroundOptions } from "./blur_background.ts";
export { parseBackground } from "./parse_background.ts";
export type { BackgroundChoice } from "./parse_background.ts";
export { colorBackground, pictureBackground, transparentBackground } from "./picture_background.ts";
export type { PictureBackgroundOptions } from "./picture_background.ts";
export { videoBackground } from "./video_background.ts";
export type { VideoFrames } from "./video_background.ts";
