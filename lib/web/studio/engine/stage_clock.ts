import { quantile, quantiles } from "../../../quantile.ts";
import type { FromEngine, StageTimes } from "../protocol.ts";

/** What is told once a second. */
export type Stats = FromEngine & { readonly kind: "stats" };

/** What was measured of one frame, in milliseconds. */
export interface FrameTimes {
  /** When it was drawn, of `performance.now()`. */
  readonly drawnAt: number;
  /** From its arrival to the canvas. */
  readonly latency: number;
  readonly read: number;
  readonly estimate: number;
  readonly compose: number;
  readonly draw: number;
}

/** Collects what frames take, and sums it up. */
export class StageClock {
  #frames: FrameTimes[] = [];
  #looks: number[] = [];
  #since: number = performance.now();
  #dropped = 0;

  /** A frame was drawn. */
  add(times: FrameTimes): void {
    this.#frames.push(times);
  }

  /** A network has looked at a frame. */
  addLook(took: number): void {
    this.#looks.push(took);
  }

  /** Frames were left out. */
  drop(frames: number): void {
    this.#dropped += frames;
  }

  /**
   * Sum up what was measured since the last time, and begin anew.
   *
   * @param runtime What runs networks.
   */
  take(runtime: string | undefined): Stats {
    const frames = this.#frames;
    const now = performance.now();
    const seconds = (now - this.#since) / 1000;
    const latencies = frames.map((frame) => frame.latency);
    const [latency, latency95, latencyMost] = quantiles(latencies, [0.5, 0.95, 1]);
    const of = (stage: Exclude<keyof StageTimes, "network">) => {
      return quantile(frames.map((frame) => frame[stage]), 0.5);
    };
    const stats: Stats = {
      kind: "stats",
      framesPerSecond: frames.length / seconds,
      dropped: this.#dropped,
      latency,
      latency95,
      latencyMost,
      stages: {
        read: of("read"),
        estimate: of("estimate"),
        network: quantile(this.#looks, 0.5),
        compose: of("compose"),
        draw: of("draw"),
      },
      runtime,
    };
    this.#frames = [];
    this.#looks = [];
    this.#dropped = 0;
    this.#since = now;
    return stats;
  }
}
