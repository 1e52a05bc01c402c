/**
 * What the studio's controls say, in types that know of no browser.
 *
 * @module
 */

import type { EdgeOptions } from "../../pipeline/compositor.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import type { SettingValue } from "../../methods/settings/setting.ts";
import type { Fit } from "../../pixels/resize/fit_frame.ts";

/**
 * What the picture shows: the result, or a step on the way to it.
 *
 * @category Studio
 */
export type View = "composite" | "input" | "difference" | "gray" | "mask" | "matte";

/**
 * All that the controls say, by the command line's names.
 *
 * @category Studio
 */
export interface StudioSettings {
  /** How the foreground is found. */
  readonly method: MethodName;
  /** The method's own: what `--set` tells. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** `undefined`: the method's own. */
  readonly threshold: number | undefined;
  /** "auto", "none", or steps. */
  readonly refine: string;
  /** How the edge is treated. */
  readonly edges: Required<EdgeOptions>;
  /** How the background fills the frame. */
  readonly fit: Fit;
  /** Whether the picture is mirrored, left to right. */
  readonly mirror: boolean;
  /** No look ahead at all. */
  readonly lowLatency: boolean;
}
