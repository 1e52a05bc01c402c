import { OutputClosed } from "../../files/camera/live_output.ts";
import type { FrameStore } from "../../memory/frame_store.ts";
import { estimateMoments } from "../../methods/estimate_frames.ts";
import { MatteMoment } from "../../moments/matte_moment.ts";
import { momentsOf } from "../../moments/moment.ts";
import { CompositeWriter } from "../../pipeline/composite_writer.ts";
import type { EdgeOptions } from "../../pipeline/compositor.ts";
import type { GuardedEstimator } from "../../pipeline/live/guarded_estimator.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { Sink } from "../../pipeline/sink.ts";
import type { Layers } from "../../pixels/compose/layers.ts";
import type { Frame, Matte, TimedFrame } from "../../raster/frame.ts";
import { refineMoments, type RefineOptions } from "../../refine/refine_moments.ts";
import type { RunReport, Summary } from "../run_report.ts";
import type { LiveKey } from "./live_keys.ts";
import type { LiveSource } from "./live_source.ts";
import { LatencyMeter, type LiveStatus } from "./live_status.ts";
import type { ShownBackground } from "./shown_background.ts";

/** What a live run consists of. */
export interface LiveParts {
  readonly source: LiveSource;
  readonly shown: ShownBackground;
  readonly guard: GuardedEstimator;
  readonly refine: RefineOptions;
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
  #read = 0;

  /** @param parts What it consists of. */
  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /** Do what a key asks for. */
  press(key: Exclude<LiveKey, "quit">): void {
    const { source, shown, reporter } = this.#parts;
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
        source.isMirrored = !source.isMirrored;
        return;
    }
  }

  /**
   * Hand frames on until there are no more.
   *
   * @param signal Ends it by throwing its reason.
   */
  async go(signal: AbortSignal): Promise<void> {
    const { source, guard, shown, edges, range, mattes } = this.#parts;
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
    try {
      for (let last = 0; !source.isOver && last < (range?.last ?? Infinity);) {
        const { hasCamera, frames } = await source.next();
        const items = hasCamera ? this.#mattes(frames, signal) : this.#nothing(frames);
        for await (const item of items) {
          using _ = item;
          last = item.moment.number;
          await writer.put(item);
          this.#tell(writer.framesWritten);
          if (last >= (range?.last ?? Infinity)) break;
        }
        // What follows is another video to the method: mirrored, or of a camera that was away.
        guard.reset();
      }
      await writer.finish();
    } catch (error) {
      await writer.settle();
      if (!(error instanceof OutputClosed)) throw error;
    } finally {
      this.#tell(writer.framesWritten);
    }
  }

  /** Moments with their mattes; empty where the method has failed, whatever a step remembers. */
  async *#mattes(
    frames: AsyncIterable<TimedFrame>,
    signal: AbortSignal,
  ): AsyncGenerator<MatteMoment, void, void> {
    const { guard, refine, store } = this.#parts;
    const stage = { store, signal };
    const moments = momentsOf(this.#counted(frames), store);
    for await (
      const item of refineMoments(estimateMoments(moments, guard, stage), refine, stage)
    ) {
      if (!guard.hides(item.moment)) yield item;
      else {
        using hidden = item;
        yield hidden.withNothing(store);
      }
    }
  }

  /** Moments without a picture: the background alone. */
  async *#nothing(frames: AsyncIterable<TimedFrame>): AsyncGenerator<MatteMoment, void, void> {
    const { store } = this.#parts;
    for await (const moment of momentsOf(this.#counted(frames), store)) {
      const parts = { moment, shown: moment.retain(), ownForeground: undefined, matte: undefined };
      using empty = new MatteMoment(parts);
      yield empty.withNothing(store);
    }
  }

  async *#counted(frames: AsyncIterable<TimedFrame>): AsyncGenerator<TimedFrame, void, void> {
    for await (const frame of frames) {
      this.#read++;
      yield frame;
    }
  }

  /** A sink that counts how long frames took until it had them. */
  #measured<Raster>(sink: Sink<Raster>): Sink<Raster> {
    return {
      write: async (raster, number, timestamp) => {
        await sink.write(raster, number, timestamp);
        const arrival = this.#parts.source.takeArrival(number);
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
    const { source, shown, remarks } = this.#parts;
    return {
      framesPerSecond: this.#meter.rate,
      dropped: source.dropped,
      latency: this.#meter.recent,
      background: shown.name,
      remarks: [
        ...(shown.isOff ? ["the room is seen"] : []),
        ...(source.isMirrored ? ["mirrored"] : []),
        ...remarks,
      ],
    };
  }
}
