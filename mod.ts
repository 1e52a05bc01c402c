/**
 * Backdrop's front door: image primitives, and the masks and the pipeline built on them, in pure
 * TypeScript over ImageScript buffers. It works in Deno, in Node and on a web page, without a package
 * or a permission until a call on files, which needs Deno.
 *
 * What is deeper has doors of its own: `lib/pixels`, `lib/metrics`, `lib/networks`,
 * `lib/methods/background_models`, `lib/report`, `lib/files`, `lib/files/ffmpeg` and `lib/app`, each
 * by its `mod.ts`.
 *
 * @module
 */

// A video's background in one call: of files, of frames, of a stream.
export { replaceBackground } from "./lib/pipeline/replace_background.ts";
export type { ReplaceBackgroundOptions } from "./lib/pipeline/replace_background.ts";
export type { CompositeOptions } from "./lib/pipeline/composite_writer.ts";
export type { Resets } from "./lib/pipeline/resets/mattes_in_blocks.ts";
export type { FrameSource, Sink } from "./lib/pipeline/sink.ts";
export type {
  ReplacedFile,
  ReplaceFileEvent,
  ReplaceFileOptions,
} from "./lib/pipeline/files/replace_file_options.ts";
export type { Container, VideoCodec } from "./lib/pipeline/files/video_formats.ts";
export { replaceFrames } from "./lib/pipeline/frames/replace_frames.ts";
export type { ReplacedFrame, ReplaceFramesOptions } from "./lib/pipeline/frames/replace_frames.ts";
export { BackgroundReplacer } from "./lib/pipeline/frames/background_replacer.ts";
export type { BackgroundReplacerOptions } from "./lib/pipeline/frames/background_replacer.ts";
export { replaceLive } from "./lib/pipeline/live/replace_live.ts";
export type { LiveReplacement } from "./lib/pipeline/live/live_replacement.ts";
export type {
  LiveChanges,
  LiveFrame,
  LiveOptions,
  LiveTimings,
} from "./lib/pipeline/live/live_options.ts";
export type { LiveBackground } from "./lib/pipeline/live/changeable_background.ts";
export type { LiveFrames } from "./lib/pipeline/live/live_reader.ts";
export { NewestFrames } from "./lib/pipeline/live/newest_frames.ts";
export type { Arrival, NewestFramesOptions } from "./lib/pipeline/live/newest_frames.ts";
export type { BackgroundLike } from "./lib/pipeline/frames/choose_background.ts";
export type { FrameLike, FramesLike } from "./lib/pipeline/frames/frames_in.ts";
export type { MethodChoice } from "./lib/pipeline/frames/choose_estimator.ts";
export type { FrameRange, Progress } from "./lib/pipeline/progress.ts";

// Pictures, the primitives on them, and the memory in which kernels do the work.
export * from "./lib/pixels/primitives.ts";

// Pictures to look at, in a notebook or as PNGs.
export { show } from "./lib/report/show.ts";
export type { ShownPicture, ShowOptions } from "./lib/report/show.ts";

// What tells foreground from background, and what makes its masks better.
export * from "./lib/methods/mod.ts";
export type { RefineOptions } from "./lib/refine/refine_moments.ts";
export { parseRefinement, refineStepKinds } from "./lib/refine/refinement.ts";
export type { RefineStep, RefineStepName } from "./lib/refine/refinement.ts";

// What is behind, and how the two are put together.
export * from "./lib/backgrounds/mod.ts";
export { Compositor } from "./lib/pipeline/compositor.ts";
export type { EdgeOptions } from "./lib/pipeline/compositor.ts";

// How good a method is, and what can go wrong.
export { evaluateClip } from "./lib/pipeline/evaluate_clip.ts";
export type {
  ClipResult,
  EvaluateClipOptions,
  LabelledClip,
  LabelledFrame,
  Truth,
} from "./lib/pipeline/evaluate_clip.ts";
export { DamagedMediaError, FfmpegError, ModelError, UnsupportedMediaError } from "./lib/errors.ts";
