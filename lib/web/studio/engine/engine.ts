import { messageOf } from "../../../errors.ts";
import { NewestFrames } from "../../../pipeline/live/newest_frames.ts";
import type { LiveChanges, LiveFrame } from "../../../pipeline/live/live_options.ts";
import type { LiveReplacement } from "../../../pipeline/live/live_replacement.ts";
import { replaceLive } from "../../../pipeline/live/replace_live.ts";
import { mirror } from "../../../pixels/resize/mirror.ts";
import { createFrame, type Frame, type Size } from "../../../raster/frame.ts";
import {
  type OwnModel,
  type WebSegmenterOpener,
  webSegmenterOpener,
} from "../../onnx/web_segmenter_opener.ts";
import type { FromEngine, Shown, StudioBackground, StudioSettings, ToEngine } from "../protocol.ts";
import { CanvasPainter } from "./canvas_painter.ts";
import { CaptureClock } from "./capture_clock.ts";
import { colorAt, encodePicture } from "./encode_picture.ts";
import {
  backgroundOf,
  type EngineBackground,
  FIRST_SETTINGS,
  optionsOf,
} from "./options_of_settings.ts";
import { ResultOutput } from "./result_output.ts";
import { StageClock } from "./stage_clock.ts";
import { Views } from "./views.ts";

/** Statistics are told so often, in milliseconds. */
const TELL_EVERY = 1000;

/** A frame may take so long, in seconds: a slow computer is no failure. */
const TIME_LIMIT = 5;

/** How an {@linkcode Engine} is connected. */
export interface EngineOptions {
  /** Tells the page. */
  readonly tell: (message: FromEngine) => void;
  /** Starts a thread for networks. */
  readonly startThread: () => Worker;
}

/** Frames that come from somewhere, until they are given up. */
interface Run {
  readonly frames: NewestFrames<VideoFrame>;
  readonly live: LiveReplacement;
  readonly reader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  readonly captured: CaptureClock;
}

/** What the studio's worker does: frames in, pictures on the canvas. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #clock = new StageClock();
  readonly #views = new Views();
  #painter: CanvasPainter | undefined;
  /** Below this address are networks. */
  #base = "";
  #fast: WebSegmenterOpener | undefined;
  /** Opens a network of the user's. */
  #own: WebSegmenterOpener | undefined;
  /** Whether `fast` is open, or being opened. */
  #isPrepared = false;
  #run: Run | undefined;
  #settings: StudioSettings = FIRST_SETTINGS;
  #background: EngineBackground = { choice: "blur:24", end() {} };
  #shown: Shown = { view: "composite", beside: undefined, at: 0.5 };
  /** The empty room, as it was taken and mirrored. */
  #plates:
    | { readonly isMirrored: boolean; readonly taken: Frame; readonly turned: Frame }
    | undefined;
  #output: ResultOutput | undefined;
  /** What was asked for of the next frame. */
  #wantsPlate = false;
  #wantsStill = false;
  #picks: { readonly x: number; readonly y: number }[] = [];
  #size: Size | undefined;

  /** @param options How it is connected. */
  constructor(options: EngineOptions) {
    this.#options = options;
    setInterval(() => this.#tellStats(), TELL_EVERY);
  }

  /** Do what the page says. */
  take(message: ToEngine): void {
    switch (message.kind) {
      case "open":
        return this.#open(message.canvas, message.base);
      case "frames":
        return this.#takeStream(message.frames);
      case "frame":
        return this.#takeFrame(message.frame);
      case "settings":
        return this.#set(message.settings);
      case "background":
        return this.#setBackground(message.background);
      case "network":
        return this.#setNetwork(message.network);
      case "show":
        this.#shown = message.shown;
        return;
      case "output":
        this.#output?.end();
        this.#output = message.output && new ResultOutput(message.output);
        return;
      case "plate":
        this.#wantsPlate = true;
        return;
      case "pick":
        this.#picks.push(message);
        return;
      case "still":
        this.#wantsStill = true;
        return;
      case "stop":
        return this.#stop();
    }
  }

  #open(canvas: OffscreenCanvas, base: string): void {
    this.#painter = new CanvasPainter(canvas);
    this.#base = base;
    this.#fast = this.#openerOf("fast");
    this.#options.tell({ kind: "opened" });
  }

  #openerOf(model: "fast" | OwnModel): WebSegmenterOpener {
    const { tell, startThread } = this.#options;
    return webSegmenterOpener(model, {
      base: this.#base,
      startThread,
      device: "auto",
      pace: "live",
      onFetch: (what, share) => tell({ kind: "fetching", what, share }),
      onNotice: (text) => tell({ kind: "notice", text }),
      onLook: (model, took) => {
        // The others do not look at each frame.
        if (!model.startsWith("pose")) this.#clock.addLook(took);
      },
    });
  }

  /** Open networks before they are needed. */
  async #prepare(): Promise<void> {
    if (this.#settings.method !== "segment" || this.#own !== undefined) return;
    if (this.#isPrepared || this.#fast === undefined) return;
    this.#isPrepared = true;
    try {
      await this.#fast.prepare();
      this.#options.tell({ kind: "fetched" });
    } catch {
      // Whoever needs them will be told.
      this.#isPrepared = false;
    }
  }

  #setNetwork(network: OwnModel | undefined): void {
    const before = this.#own;
    this.#own = network && this.#openerOf(network);
    this.#change({ openSegmenter: this.#segmenter }).then(() => before?.[Symbol.asyncDispose]());
  }

  get #segmenter(): WebSegmenterOpener | undefined {
    return this.#own ?? this.#fast;
  }

  #takeStream(stream: ReadableStream<VideoFrame>): void {
    this.#stop();
    const reader = stream.getReader();
    const run = this.#start(reader);
    const read = async () => {
      for (let step; !(step = await reader.read()).done;) this.#push(step.value, run);
      run.frames.end();
    };
    read().catch((error) => run.frames.fail(error));
  }

  #takeFrame(frame: VideoFrame): void {
    this.#push(frame, this.#run ?? this.#start(undefined));
  }

  #push(frame: VideoFrame, { frames, captured }: Run): void {
    this.#clock.drop(captured.arrive(frame.timestamp, performance.now()));
    frames.push(frame);
  }

  #start(reader: Run["reader"]): Run {
    const frames = new NewestFrames<VideoFrame>();
    this.#prepare();
    const live = this.#replace(frames);
    const run = this.#run = { frames, live, reader, captured: new CaptureClock() };
    this.#size = undefined;
    this.#show(run).catch((error) => this.#fail(error));
    return run;
  }

  #replace(frames: NewestFrames<VideoFrame>): LiveReplacement {
    const { tell } = this.#options;
    const told = {
      openSegmenter: this.#segmenter,
      timeLimit: TIME_LIMIT,
      onNotice: (text: string) => tell({ kind: "notice", text }),
      onFailure: (text: string) => tell({ kind: "failed", text }),
      onRecovery: () => tell({ kind: "recovered" }),
    };
    try {
      const background = this.#background.choice;
      const options = optionsOf(this.#settingsNow(), this.#plate);
      return replaceLive(frames, { ...told, ...options, background });
    } catch (error) {
      this.#fail(error);
      // All is blurred, until something else is said.
      return replaceLive(frames, { ...told, method: () => undefined, background: "blur:24" });
    }
  }

  /** Draw all that comes. */
  async #show(run: Run): Promise<void> {
    let dropped = 0;
    for await (const frame of run.live) {
      if (run !== this.#run) return;
      this.#clock.drop(frame.dropped - dropped);
      dropped = frame.dropped;
      this.#draw(frame, run);
    }
    if (run === this.#run) this.#options.tell({ kind: "ended" });
  }

  #draw(shown: LiveFrame, { captured }: Run): void {
    const { frame, composite, timestamp, timings, age } = shown;
    const start = performance.now();
    const [picture, beside] = this.#views.of(shown, this.#shown);
    this.#painter?.paint(picture, beside, this.#shown.at);
    this.#output?.write(composite, timestamp);
    const drawnAt = performance.now();
    const draw = drawnAt - start;
    const latency = captured.delayOf(Math.round(1e6 * timestamp)) + age + draw;
    this.#clock.add({ drawnAt, latency, ...timings, draw });
    this.#tellSize(frame);
    this.#answer(shown);
  }

  #tellSize({ width, height }: Size): void {
    const told = this.#size;
    if (told?.width === width && told.height === height) return;
    this.#size = { width, height };
    this.#options.tell({ kind: "running", width, height });
  }

  /** Give what was asked for of the next frame. */
  #answer({ frame, composite }: LiveFrame): void {
    const { tell } = this.#options;
    for (const { x, y } of this.#picks.splice(0)) {
      tell({ kind: "picked", color: colorAt(frame, x, y) });
    }
    if (this.#wantsStill) {
      this.#wantsStill = false;
      encodePicture(composite).then((picture) => tell({ kind: "still", picture }));
    }
    if (this.#wantsPlate) {
      this.#wantsPlate = false;
      const taken = createFrame(frame.width, frame.height);
      taken.bitmap.set(frame.bitmap);
      this.#plates = { isMirrored: this.#settings.mirror, taken, turned: mirror(taken) };
      encodePicture(taken).then((picture) => tell({ kind: "plate", plate: picture }));
      if (this.#settings.method === "clean-plate") this.#set(this.#settings);
    }
  }

  #set(settings: StudioSettings): void {
    this.#settings = settings;
    const isPlate = settings.method === "clean-plate";
    if (isPlate && this.#plate === undefined) {
      this.#options.tell({ kind: "notice", text: "take the empty room first" });
    }
    this.#views.compareWith(isPlate ? this.#plate : undefined);
    this.#prepare();
    this.#change(optionsOf(this.#settingsNow(), this.#plate));
  }

  /** The empty room, mirrored as frames are. */
  get #plate(): Frame | undefined {
    const plates = this.#plates;
    return plates?.isMirrored === this.#settings.mirror ? plates.taken : plates?.turned;
  }

  /** The settings, with a method that goes without a clean plate until there is one. */
  #settingsNow(): StudioSettings {
    const { method } = this.#settings;
    if (method !== "clean-plate" || this.#plate !== undefined) return this.#settings;
    return { ...this.#settings, method: "difference", settings: {}, threshold: undefined };
  }

  #setBackground(background: StudioBackground): void {
    const before = this.#background;
    this.#background = backgroundOf(background, () => this.#settings.fit);
    this.#change({ background: this.#background.choice }).then(() => before.end());
  }

  async #change(changes: LiveChanges): Promise<void> {
    try {
      await this.#run?.live.change(changes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const text = messageOf(error);
    this.#options.tell({ kind: "failed", text });
  }

  #tellStats(): void {
    if (this.#run === undefined) return;
    const isNetwork = this.#settings.method === "segment";
    this.#options.tell(this.#clock.take(isNetwork ? this.#segmenter?.runtime : undefined));
  }

  #stop(): void {
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined) return;
    run.reader?.cancel().catch(() => {});
    run.frames[Symbol.dispose]();
    run.live[Symbol.asyncDispose]().catch(() => {});
  }
}
