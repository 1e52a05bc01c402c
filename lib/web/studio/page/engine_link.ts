/**
 * The line to the worker that has the library and draws.
 *
 * @module
 */

import type { FromEngine, ToEngine } from "../protocol.ts";

/** One kind of what the worker says. */
type Said<Kind extends FromEngine["kind"]> = Extract<FromEngine, { kind: Kind }>;

/** Sends to the worker, and hears what it says. */
export class EngineLink {
  readonly #worker: Worker;
  readonly #hearers = new Map<string, ((message: never) => void)[]>();

  /**
   * Start the worker and hand it the canvas.
   *
   * @param canvas What it draws on, from now on.
   * @param onBroken Told if it cannot be loaded, or dies.
   */
  constructor(canvas: HTMLCanvasElement, onBroken: (reason: string) => void) {
    this.#worker = new Worker(new URL("./engine_worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromEngine>) => {
      for (const hear of this.#hearers.get(data.kind) ?? []) hear(data as never);
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      onBroken(event.message ?? "it cannot be loaded");
    });
    this.#worker.addEventListener("messageerror", () => onBroken("a message cannot be read"));
    const offscreen = canvas.transferControlToOffscreen();
    const base = new URL("./", location.href).href;
    this.post({ kind: "open", canvas: offscreen, base }, [offscreen]);
  }

  /** Tell the worker something, with what it gets for its own. */
  post(message: ToEngine, transfer: readonly Transferable[] = []): void {
    this.#worker.postMessage(message, [...transfer]);
  }

  /** Hear one kind of what it says. */
  on<Kind extends FromEngine["kind"]>(kind: Kind, hear: (message: Said<Kind>) => void): void {
    this.#hearers.set(kind, [...this.#hearers.get(kind) ?? [], hear as never]);
  }
}
