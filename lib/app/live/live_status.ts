import { quantiles } from "../../quantile.ts";

/** How a live run goes. */
export interface LiveStatus {
  /** Frames written a second, of late. */
  readonly framesPerSecond: number;
  /** How many frames were left out, since newer ones had come. */
  readonly dropped: number;
  /** From a frame's arrival until it was handed on, in milliseconds, of late. */
  readonly latency: LatencySummary;
  /** What is behind, as the command line calls it. */
  readonly background: string;
  /** What there is to say besides, in few words each: "the room is seen". */
  readonly remarks: readonly string[];
}

/** Latencies in milliseconds. */
export interface LatencySummary {
  readonly median: number;
  /** Of twenty frames one takes longer. */
  readonly p95: number;
  readonly most: number;
}

/** So many milliseconds are told apart; what takes longer counts as that. */
const LONGEST = 10_000;

/** How many of the last frames say how it goes of late: about four seconds. */
const RECENT = 100;

/** Over fewer milliseconds no rate is told. */
const LEAST_SPAN = 500;

/** Counts how long frames took, and how many come. */
export class LatencyMeter {
  /** How many frames took so many milliseconds. */
  readonly #all = new Uint32Array(LONGEST + 1);
  readonly #recent: number[] = [];
  readonly #times: number[] = [];

  /**
   * Count a frame.
   *
   * @param arrival When it came, in milliseconds.
   * @param now When it was handed on.
   */
  add(arrival: number, now: number): void {
    const latency = Math.max(0, now - arrival);
    this.#all[Math.min(LONGEST, Math.round(latency))]++;
    this.#recent.push(latency);
    this.#times.push(now);
    if (this.#recent.length > RECENT) {
      this.#recent.shift();
      this.#times.shift();
    }
  }

  /** Frames a second, of late; 0 as long as frames of a moment alone would say it. */
  get rate(): number {
    const span = (this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0);
    return span >= LEAST_SPAN ? 1000 * (this.#times.length - 1) / span : 0;
  }

  /** Of late. */
  get recent(): LatencySummary {
    const [median, p95, most] = quantiles(this.#recent, [0.5, 0.95, 1]).map(Math.round);
    return { median, p95, most };
  }

  /** Of all frames. */
  get whole(): LatencySummary {
    const count = this.#all.reduce((sum, frames) => sum + frames, 0);
    const at = (share: number) => {
      let left = share * count;
      return Math.max(0, this.#all.findIndex((frames) => (left -= frames) < 0 && frames > 0));
    };
    return { median: at(0.5), p95: at(0.95), most: Math.max(0, this.#all.findLastIndex(Boolean)) };
  }
}
