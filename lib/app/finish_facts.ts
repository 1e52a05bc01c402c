import type { BackgroundChoice } from "../backgrounds/mod.ts";
import { beginsAsPicture } from "../files/ffmpeg/decode/still_picture.ts";
import { takesYuv } from "../files/ffmpeg/encode/video_arguments.ts";
import { canNamePipes } from "../files/ffmpeg/ffmpeg.ts";
import { canRunKernels, canShareMemory } from "../memory/loader.ts";
import { isTransparent } from "./background/open_background.ts";
import type { Fits } from "./options/defaults.ts";
import type { FinishBackground, FinishFacts, FinishOutput, FinishWork } from "./finish_plan.ts";
import type { PreparedMethod } from "./method/prepare_method.ts";
import type { RunOptions } from "./options/run_options.ts";
import type { Target, Targets } from "./targets/target.ts";

/**
 * What becomes of frames and mattes, as far as the command line tells.
 *
 * @param options The command line.
 * @param prepared The method.
 * @param background What is behind.
 * @param targets Where the pictures go.
 */
export function finishWork(
  { feather, lightWrap, despill, codec }: RunOptions,
  { name, steps }: PreparedMethod,
  background: BackgroundChoice,
  { output, mattes }: Targets,
): FinishWork {
  return {
    method: name,
    isRefined: steps.length > 0,
    edges: { feather, lightWrap, despill },
    output: outputOf(output, codec, isTransparent(background)),
    mattes: mattes && (mattes.kind === "pictures" ? "png" : "other"),
  };
}

function outputOf(target: Target, codec: RunOptions["codec"], hasAlpha: boolean): FinishOutput {
  if (target.kind === "raw") return { kind: "raw" };
  if (target.kind === "live") return { kind: "yuv420p" };
  if (target.kind === "video") {
    const { container } = target;
    return { kind: takesYuv({ container, codec, hasAlpha }) ? "yuv420p" : "rgba" };
  }
  const { format, pattern } = target;
  return format === "png" ? { kind: "png" } : { kind: "jpeg", isNumbered: pattern.hasNumber };
}

/**
 * All that a plan depends on.
 *
 * @param work What becomes of frames and mattes.
 * @param background What is behind; of a file the beginning is read.
 * @param fits How that fits.
 * @param options The command line.
 */
export function finishFacts(
  work: FinishWork,
  background: BackgroundChoice,
  fits: Fits,
  { jobs }: RunOptions,
): FinishFacts {
  const memory = !canRunKernels() ? "none" : canShareMemory() ? "shared" : "unshared";
  const behind = behindOf(background, fits);
  return { ...work, background: behind, memory, canNamePipes: canNamePipes(), jobs };
}

function behindOf(background: BackgroundChoice, fits: Fits): FinishBackground {
  if (background.kind !== "file") return { kind: background.kind, fit: "cover" };
  // A picture that only ffmpeg knows counts as a video, of which nothing is fused.
  return beginsAsPicture(background.path)
    ? { kind: "picture", fit: fits.picture }
    : { kind: "video", fit: fits.video };
}
