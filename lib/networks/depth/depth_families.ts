import type { ModelSpec, Rgb } from "../model/model_spec_types.ts";

/**
 * Kinds of networks that measure depth and need the same handling; "other" is told all by the user.
 *
 * @category Networks
 */
export type DepthFamily = "midas" | "dpt" | "depth-anything" | "tcmonodepth" | "other";

/** What all networks of a family have in common. */
export type DepthTraits = Pick<ModelSpec, "mean" | "std" | "channels" | "reference">;

/** What a file of a network that measures depth is called; depthwise convolutions are in many. */
export const DEPTH_NAME: RegExp = /depth(?!.?(wise|sep))|midas|disparity|(?<![a-z])dpt(?![a-z])/i;

/** The mean and the standard deviation of ImageNet's photos, in levels. */
const IMAGENET = {
  mean: [123.675, 116.28, 103.53],
  std: [58.395, 57.12, 57.375],
} as const satisfies Record<string, Rgb>;

/** What the families have in common. Each gives one channel, in which more is nearer. */
export const DEPTH_FAMILIES: Readonly<Record<DepthFamily, DepthTraits>> = {
  // Ranftl et al., TPAMI 2022, https://github.com/isl-org/MiDaS: up to version 2.1
  "midas": { ...IMAGENET, channels: "rgb", reference: { area: 384 * 384, multiple: 32 } },
  // Ranftl et al., ICCV 2021: version 3 of MiDaS, with transformers
  "dpt": {
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
    channels: "rgb",
    reference: { area: 384 * 384, multiple: 32 },
  },
  // Yang et al., CVPR and NeurIPS 2024, https://github.com/DepthAnything/Depth-Anything-V2: its
  // transformer sees patches of 14×14
  "depth-anything": { ...IMAGENET, channels: "rgb", reference: { area: 518 * 518, multiple: 14 } },
  // Li et al., ICCV workshops 2021, https://github.com/yu-li/TCMonoDepth, as the files are that people
  // have: they take the levels and normalize them themselves
  "tcmonodepth": {
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channels: "rgb",
    reference: { area: 320 * 192, multiple: 32 },
  },
  "other": { ...IMAGENET, channels: "rgb", reference: { area: 384 * 384, multiple: 32 } },
};
