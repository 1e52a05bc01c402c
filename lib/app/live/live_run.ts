import { OutputClosed } from "../../files/camera/live_output.ts";
import type { FrameStore } from "../../memory/frame_store.ts";
import { CompositeWriter } from "../../pipeline/composite_writer.ts";
import type { EdgeOptions } from "../../pipeline/compositor.ts";
import type { LiveMattes } from "../../pipeline/live/live_mattes.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { Sink } from "../../pipeline/sink.ts";
import type { Layers } from "../../pixels/compose/layers.ts";
import type { Frame, Matte } from "../../raster/frame.ts";
import type { RunReport, Summary } from "../run_report.ts";
import type { LiveKey } from "./live_keys.ts";
import type { LiveSource } from "./live_source.ts";
import { LatencyMeter, type LiveStatus } from "./live_status.ts";
import type { ShownBackground } from "./shown_background.ts";

/** What a live run consists of. */
export interface LiveParts {
  readonly source: LiveSource;
  readonly shown: ShownBackground;
  readonly live: LiveMattes;
  readonly edges: EdgeOptions;
  readonly store: FrameStore;
  readonly range: FrameRange | undefined;
  readonly output: Sink<Frame>;
  readonly layers: Sink<Layers> | undefined;
  readonly mattes: Sink<Matte> | undefined;
  readonly summary: Summary;
  readonly reporter: Pick<RunReport, "progress" | "notice">;
  /** What is to be said besides, as long as it is so. */
  readonly remarks: ReadonlySet<string>;
}

/** A live run at work: frame after frame is composed and handed on, and keys change how. */
export class LiveRun {
  readonly #parts: LiveParts;
  readonly #meter = new LatencyMeter();
  /** When frames came that are on their way, by number. */
  readonly #arrivals = new Map<number, number>();
  #read = 0;

  /** @param parts What it consists of. */
  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /** Do what a key asks for. */
  press(key: Exclude<LiveKey, "quit">): void {
    const { live, shown, reporter } = this.#parts;
    switch (key) {
      case "next":
        return shown.next();
      case "blur":
        return shown.toggle("blur");
      case "off":
        shown.toggle("off");
        if (shown.isOff) reporter.notice("the room is seen, until o or another background");
        return;
      case "mirror":
        live.isMirrored = !live.isMirrored;
        return;
    }
  }

  /**
   * Hand frames on until there are no more.
   *
   * @param signal Ends it by throwing its reason.
   */
  async go(signal: AbortSignal): Promise<void> {
    const { source, live, shown, edges, range, mattes, store } = this.#parts;
    await using writer = new CompositeWriter({
      background: shown.background,
      edges,
      everyFrame: true,
      output: this.#measured(this.#parts.output),
      layers: this.#parts.layers && this.#measured(this.#parts.layers),
      ...(mattes && { mattes }),
      ...(range && { range }),
      signal,
    });
    // An encoder in another thread composes: to begin frames early would only make them older.
    const options = { store, signal, isBegunEarly: false };
    try {
      for await (const { item, arrivedAt } of live.of(source.newest, options)) {
        const { number } = item.moment;
        this.#read++;
        this.#arrivals.set(number, arrivedAt);
        await writer.put(item);
        this.#tell(writer.framesWritten);
        if (number >= (range?.last ?? Infinity)) break;
      }
      await writer.finish();
    } catch (error) {
      await writer.settle();
      if (!(error instanceof OutputClosed)) throw error;
    } finally {
      this.#tell(writer.framesWritten);
    }
  }

  /** A sink that counts how long frames took until it had them. */
  #measured<Raster>(sink: Sink<Raster>): Sink<Raster> {
    return {
      write: async (raster, number, timestamp) => {
        await sink.write(raster, number, timestamp);
        const arrival = this.#arrivals.get(number);
        this.#arrivals.delete(number);
        if (arrival !== undefined) this.#meter.add(arrival, performance.now());
      },
    };
  }

  #tell(framesWritten: number): void {
    const { summary, reporter, source } = this.#parts;
    const progress = { framesRead: this.#read, framesWritten };
    Object.assign(summary, progress, { dropped: source.dropped, latency: this.#meter.whole });
    reporter.progress(progress, undefined, this.#status());
  }

  #status(): LiveStatus {
    const { source, live, shown, remarks } = this.#parts;
    return {
      framesPerSecond: this.#meter.rate,
      dropped: source.dropped,
      latency: this.#meter.recent,
      background: shown.name,
      remarks: [
        ...(shown.isOff ? ["the room is seen"] : []),
        ...(live.isMirrored ? ["mirrored"] : []),
        ...remarks,
      ],
    };
  }
}
