/**
 * What a web page needs besides `mod.ts`.
 *
 * @module
 */

export type { FromEngine, Shown, StageTimes, StudioBackground } from "./studio/protocol.ts";
export type { StudioSettings, ToEngine, View } from "./studio/protocol.ts";
