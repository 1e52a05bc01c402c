/**
 * What is put behind the foreground: a picture, a video, a colour, the blurred
 * frame itself, or nothing.
 *
 * @module
 */

export { opaqueBackground } from "./background.ts";
export type { Background } from "./background.ts";
export { blurBackground } from "./blur.ts";
export type { BlurBackgroundOptions } from "./blur.ts";
export { parseBackground } from "./parse.ts";
export type { BackgroundChoice } from "./parse.ts";
export { colorBackground, pictureBackground, transparentBackground } from "./still.ts";
export type { PictureBackgroundOptions } from "./still.ts";
export { videoBackground } from "./video.ts";
export type { VideoFrames } from "./video.ts";
