/**
 * The studio's page: opens the worker that draws.
 *
 * @module
 */

import type { FromEngine, ToEngine } from "../protocol.ts";

const worker = new Worker(new URL("./engine_worker.js", import.meta.url), { type: "module" });
const tell = (message: ToEngine, transfer: Transferable[] = []) =>
  worker.postMessage(message, transfer);

worker.addEventListener("message", ({ data }: MessageEvent<FromEngine>) => {
  document.querySelector("output")!.textContent = data.kind;
});
const canvas = document.querySelector("canvas")!.transferControlToOffscreen();
tell({ kind: "open", canvas, base: location.href }, [canvas]);
