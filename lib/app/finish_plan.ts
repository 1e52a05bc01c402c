/**
 * Who finishes pictures: which kernel composes them, fused with what is made of them, in which thread.
 * The plan is data, chosen by what the run is; `replace.ts` and `open_sinks.ts` carry it out. Whatever the
 * plan, the files are the same to the byte.
 *
 * @module
 */

import type { Fit } from "../pixels/resize/fit_frame.ts";
import { areLayersEnough, type EdgeOptions } from "../pipeline/compositor.ts";
import { counted } from "../counted.ts";

/** What the output takes. */
export type FinishOutput =
  /** JPEG files: numbered ones, or one alone. */
  | { readonly kind: "jpeg"; readonly isNumbered: boolean }
  /** PNG files. */
  | { readonly kind: "png" }
  /** A video whose encoder takes YUV 4:2:0. */
  | { readonly kind: "yuv420p" }
  /** A video whose encoder takes RGBA: a GIF, one with transparent parts, or with all of its chroma. */
  | { readonly kind: "rgba" }
  /** RGBA as it is. */
  | { readonly kind: "raw" };

/** What becomes of frames and mattes, before it is known what is behind. */
export interface FinishWork {
  /** The method's name. */
  readonly method: string;
  /** Whether its mattes are refined. */
  readonly isRefined: boolean;
  readonly edges: Required<EdgeOptions>;
  readonly output: FinishOutput;
  /** What takes the mattes, if they are wanted: PNG files, or anything else. */
  readonly mattes: "png" | "other" | undefined;
}

/** What is behind. */
export interface FinishBackground {
  /** A picture, one colour or nothing stay as they are; a video and the blurred frame change. */
  readonly kind: "picture" | "color" | "transparent" | "video" | "blur";
  /** How a picture of another shape fits. */
  readonly fit: Fit;
}

/** All that a plan depends on. */
export interface FinishFacts extends FinishWork {
  readonly background: FinishBackground;
  /** Whether kernels run, and whether threads share their memory. */
  readonly memory: "shared" | "unshared" | "none";
  /** Whether another thread can write into an encoder's pipe. */
  readonly canNamePipes: boolean;
  /** How many threads make pictures, at least 1. */
  readonly jobs: number;
}

/** Who finishes the pictures of a run. */
export interface FinishPlan {
  /**
   * What composes: `tutorial` compares, composes and encodes two JPEGs at a time; `compositeJpeg` and
   * `compositeYuv` compose and encode, or convert; `composite` composes and no more.
   */
  readonly kernel: "tutorial" | "compositeJpeg" | "compositeYuv" | "composite";
  /** How many threads beside the main one run it; 0 means that the main one does. */
  readonly threads: number;
  /** What the output is handed: the video itself, what composites are made of, or composites. */
  readonly takes: "video" | "layers" | "composites";
}

/** Whether the tutorial's program would make that, if a picture is behind: its method as it is, JPEGs. */
export function isTutorials({ method, isRefined, edges, output }: FinishWork): boolean {
  const isPlain = areLayersEnough(edges) && edges.feather === 0;
  return method === "tutorial" && !isRefined && isPlain && output.kind === "jpeg";
}

/**
 * Whether the pictures are the tutorial's own, to the byte, whoever makes them: a picture is stretched
 * behind.
 */
export function areTutorialsOwn(facts: FinishFacts): boolean {
  const { background: { kind, fit }, mattes } = facts;
  return isTutorials(facts) && kind === "picture" && fit === "stretch" && mattes !== "other";
}

/**
 * Choose who finishes the pictures.
 *
 * Of a background that stays, a JPEG copies bits where the matte is empty; of another one, libjpeg-turbo
 * alone is quicker. A video's encoder has a thread that writes into its pipe, where it can be opened by
 * name, and composes on the way. Light wrap and despill have no fused kernel.
 *
 * @param facts What the run is.
 * @returns The plan.
 */
export function planFinish(facts: FinishFacts): FinishPlan {
  const { edges, output, memory, canNamePipes, jobs } = facts;
  const isShared = memory === "shared";
  if (isShared && areTutorialsOwn(facts)) {
    return { kernel: "tutorial", threads: jobs, takes: "video" };
  }
  const plain: FinishPlan = { kernel: "composite", threads: 0, takes: "composites" };
  if (!areLayersEnough(edges)) return plain;
  switch (output.kind) {
    case "jpeg": {
      if (!isShared || !output.isNumbered || !isStill(facts.background)) return plain;
      // One core is the estimator's.
      return { kernel: "compositeJpeg", threads: Math.max(1, jobs - 1), takes: "layers" };
    }
    case "yuv420p":
      return { kernel: "compositeYuv", threads: isShared && canNamePipes ? 1 : 0, takes: "layers" };
    case "rgba":
      // It composes when the encoder has room for the picture.
      return { ...plain, takes: "layers" };
    case "png":
    case "raw":
      return plain;
  }
}

function isStill({ kind }: FinishBackground): boolean {
  return kind === "picture" || kind === "color" || kind === "transparent";
}

/**
 * A plan in a line, for who wants to know all.
 *
 * @param plan The plan.
 * @param facts What it was chosen by.
 * @param jpeg Who encodes JPEGs that no kernel makes.
 */
export function planInWords(
  { kernel, threads }: FinishPlan,
  { output: { kind } }: FinishFacts,
  jpeg: string,
): string {
  const where = threads === 0 ? "in the main thread" : `in ${counted(threads, "thread")}`;
  if (kernel === "tutorial") return `JPEGs: compared, composed, encoded by one kernel ${where}`;
  if (kernel === "compositeJpeg") {
    return `JPEGs: composed and encoded by compositeJpeg ${where} beside the main one`;
  }
  const name = {
    jpeg: `JPEG by ${jpeg}`,
    png: "PNG",
    yuv420p: "video as YUV 4:2:0",
    rgba: "video as RGBA",
    raw: "RGBA",
  }[kind];
  return kernel === "compositeYuv"
    ? `${name}: composed and converted by compositeYuv ${
      threads === 0 ? where : "in its writer's thread"
    }`
    : `${name}: composed by composite ${where}`;
}
