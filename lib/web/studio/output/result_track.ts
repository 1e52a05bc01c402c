import { media } from "./media_types.ts";
import type { OutputTap } from "./output_types.ts";

/**
 * The results as one track, of which each who wants them gets a clone: the engine sends them once.
 *
 * Where there is a MediaStreamTrackGenerator, it shows the results and nothing else, and its frames go from
 * the worker past the page. Elsewhere it is what the canvas shows.
 */
export class ResultTrack {
  #source: MediaStreamTrack | undefined;
  #tap: OutputTap | undefined;
  readonly #clones = new Set<MediaStreamTrack>();

  /**
   * A track of the results, which is given back by {@linkcode release}.
   *
   * @param tap Where they come from.
   */
  take(tap: OutputTap): MediaStreamTrack {
    if (this.#source?.readyState !== "live") this.#open(tap);
    const clone = this.#source!.clone();
    this.#clones.add(clone);
    return clone;
  }

  /** Whoever had a track needs it no more; with the last one no results are sent any more. */
  release(track: MediaStreamTrack): void {
    track.stop();
    this.#clones.delete(track);
    if (this.#clones.size > 0) return;
    this.#source?.stop();
    this.#source = undefined;
    this.#tap?.setOutput(undefined);
    this.#tap = undefined;
  }

  #open(tap: OutputTap): void {
    const { MediaStreamTrackGenerator: Generator } = media;
    this.#tap = tap;
    if (Generator === undefined) {
      this.#source = tap.canvas.captureStream().getVideoTracks()[0];
      return;
    }
    const generator = new Generator({ kind: "video" });
    tap.setOutput(generator.writable);
    this.#source = generator;
  }
}
