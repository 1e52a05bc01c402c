/**
 * The studio's worker: has the library and draws.
 *
 * @module
 */

import { BackgroundReplacer } from "../../../../mod.ts";
import type { FromEngine, ToEngine } from "../protocol.ts";

const tell = (message: FromEngine) => globalThis.postMessage(message);

addEventListener("message", ({ data }: MessageEvent<ToEngine>) => {
  if (data.kind === "open" && BackgroundReplacer !== undefined) tell({ kind: "opened" });
});
