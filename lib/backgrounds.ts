/**
 * What is put behind the foreground: a picture, a video, a colour, the blurred
 * frame itself, or nothing.
 *
 * @module
 */

export type { Background } from "./backgrounds/background.ts";
export { blurBackground } from "./backgrounds/blur.ts";
export type { BlurBackgroundOptions } from "./backgrounds/blur.ts";
export { opaqueBackground } from "./backgrounds/opaque.ts";
export { parseBackground } from "./backgrounds/parse.ts";
export type { BackgroundChoice } from "./backgrounds/parse.ts";
export { colorBackground, pictureBackground, transparentBackground } from "./backgrounds/still.ts";
export type { PictureBackgroundOptions, StillBackgroundOptions } from "./backgrounds/still.ts";
export { videoBackground } from "./backgrounds/video.ts";
export type { VideoFrames } from "./backgrounds/video.ts";
