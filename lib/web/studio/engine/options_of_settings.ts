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
  settings: StudioSettings,
  cleanPlate: Frame | undefined,
): Pick<LiveOptions, "method"> & Partial<LiveOptions> {
  return { ...settings, ...cleanPlate && { cleanPlate } };
}

/** What is behind, as `replaceLive` takes it. */
export interface EngineBackground {
  readonly choice: LiveBackground;
  /** Lets it go, when nothing of it is in use any more. */
  end(): void;
}

/**
 * What is behind.
 *
 * @param background What the page says.
 * @param fitNow Tells how pictures fill the frame.
 */
export function backgroundOf(
  background: StudioBackground,
  fitNow: () => StudioSettings["fit"],
): EngineBackground {
  switch (background.kind) {
    case "word":
      return { choice: background.word, end() {} };
    case "picture": {
      const picture = frameFrom(background.picture);
      background.picture.close();
      return { choice: picture, end() {} };
    }
    case "video": {
      const choice = streamBackground(background.frames, fitNow);
      return { choice, end: () => void choice[Symbol.asyncDispose]() };
    }
  }
}
