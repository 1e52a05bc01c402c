import type { LiveBackground } from "../../../pipeline/live/changeable_background.ts";
import type { LiveOptions } from "../../../pipeline/live/live_options.ts";
import type { Frame } from "../../../raster/frame.ts";
import { frameFrom } from "../../../raster/frame_from.ts";
import type { StudioBackground, StudioSettings } from "../protocol.ts";
import { streamBackground } from "./stream_background.ts";

/** What the controls say before they have said anything. */
export const FIRST_SETTINGS: StudioSettings = {
  method: "segment",
  settings: {},
  threshold: undefined,
  refine: "auto",
  edges: { feather: 0, lightWrap: 0, despill: false },
  fit: "cover",
  mirror: false,
  lowLatency: false,
};

/** What is told to `replaceLive` of the controls. */
export function optionsOf(
  { method, settings, threshold, refine, edges, fit, mirror, lowLatency }: StudioSettings,
  cleanPlate: Frame | undefined,
): Pick<LiveOptions, "method"> & Partial<LiveOptions> {
  return {
    method,
    settings,
    threshold,
    refine,
    edges,
    fit,
    mirror,
    lowLatency,
    ...cleanPlate && { cleanPlate },
  };
}

/** What is behind, as `replaceLive` takes it. */
export function backgroundOf(background: StudioBackground, fit: StudioSettings["fit"]): {
  readonly choice: LiveBackground;
} {
  switch (background.kind) {
    case "word":
      return { choice: background.word };
    case "picture": {
      // It is drawn once; the browser's own picture is not needed any more.
      const picture = frameFrom(background.picture);
      background.picture.close();
      return { choice: picture };
    }
    case "video": {
      const { frames } = background;
      return { choice: () => streamBackground(frames, fit) };
    }
  }
}
