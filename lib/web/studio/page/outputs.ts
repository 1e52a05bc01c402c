/**
 * What comes out of the studio: a still, a recording, a file, a window, a track for a call. What
 * makes them lies in `../output/`, and is loaded when it is first asked for.
 *
 * @module
 */

import type { StudioBackground, StudioSettings } from "../protocol.ts";
import { byId, icon, iconButton, make, saveFile, show } from "./elements.ts";
import type { EngineLink } from "./engine_link.ts";
import type { Sources } from "./sources/sources.ts";

/** The containers of a recording. */
export type RecordingFormat = "mp4" | "webm";

/** What outputs are made of. */
export interface OutputTap {
  /** What is shown now. */
  readonly canvas: HTMLCanvasElement;
  /** Have results sent to a stream as well; `undefined` ends that. */
  setOutput(output: WritableStream<VideoFrame> | undefined): void;
  /** The element that plays, if the source is a video: it has the sound. */
  readonly video: HTMLVideoElement | undefined;
}

/** Something that goes on until it is ended. */
export interface RunningOutput {
  /** End it. Of a recording, what was recorded. */
  stop(): Promise<Blob | undefined>;
  /** Settles when it has ended by itself: the window was closed. */
  readonly ended: Promise<void>;
}

/** How a file is exported. */
export interface ExportFileOptions {
  readonly format: RecordingFormat;
  readonly settings: StudioSettings;
  readonly background: StudioBackground;
  /** The page's address: what is fetched lies below it. */
  readonly base: string;
  readonly signal: AbortSignal;
  /** Told of how much is done, 0–1. */
  readonly onProgress: (share: number) => void;
}

/** What `../output/outputs.ts` exports. */
export interface StudioOutputs {
  startRecording(tap: OutputTap, options: { format: RecordingFormat }): Promise<RunningOutput>;
  exportFile(file: File, options: ExportFileOptions): Promise<Blob>;
  openPopOut(tap: OutputTap): Promise<RunningOutput>;
  createTrack(tap: OutputTap): MediaStreamTrack;
}

/** What the buttons need of the page. */
export interface OutputParts {
  readonly engine: EngineLink;
  readonly sources: Sources;
  /** Loads what makes outputs; without it there are stills only. */
  readonly load: (() => Promise<StudioOutputs>) | undefined;
  /** How a file is to be exported now. */
  readonly exportOptions: () => Promise<Pick<ExportFileOptions, "settings" | "background">>;
  readonly say: (text: string) => void;
}

/** The buttons' actions, for keys. */
export interface OutputActions {
  takeStill(): void;
  toggleRecording(): void;
  togglePopOut(): void;
  toggleExport(): void;
  /** Whether a recording, a window or a track needs the frames. */
  isBusy(): boolean;
}

/** Make the buttons. */
export function addOutputs(parts: OutputParts): OutputActions {
  const { engine, load, say } = parts;
  const takeStill = () => engine.post({ kind: "still" });
  engine.on("still", ({ picture }) => {
    saveFile(picture, nameNow("png"));
    say("The picture is saved.");
  });
  const still = iconButton("still", "Picture", { title: "Save as PNG (P)", onclick: takeStill });
  byId("output-buttons").append(still);
  const nothing = () => {};
  if (load === undefined) {
    const none = { toggleRecording: nothing, togglePopOut: nothing, toggleExport: nothing };
    return { takeStill, ...none, isBusy: () => false };
  }
  const recording = addRunning({ ...parts, load }, RECORDING);
  const popOut = addRunning({ ...parts, load }, POP_OUT);
  const toggleExport = addExport({ ...parts, load });
  addCall(popOut.toggle);
  return {
    takeStill,
    toggleRecording: recording.toggle,
    togglePopOut: popOut.toggle,
    toggleExport,
    isBusy: () => recording.isOn() || popOut.isOn(),
  };
}

/** A file's name by day and time. */
function nameNow(ending: string): string {
  const now = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", "-");
  return `backdrop ${now}.${ending}`;
}

type Loaded = OutputParts & { readonly load: () => Promise<StudioOutputs> };

/** A button that starts something, and ends it. */
interface RunningKind {
  readonly icon: string;
  readonly words: readonly [off: string, on: string];
  readonly title: string;
  readonly start: (outputs: StudioOutputs, tap: OutputTap) => Promise<RunningOutput>;
}

const RECORDING: RunningKind = {
  icon: "record",
  words: ["Record", "Stop"],
  title: "Record what is shown (R)",
  start: (outputs, tap) => outputs.startRecording(tap, { format: recordingFormat() }),
};

const POP_OUT: RunningKind = {
  icon: "window",
  words: ["Pop out", "Close window"],
  title: "A window with the picture alone, to be shared (W)",
  start: (outputs, tap) => outputs.openPopOut(tap),
};

/** What this browser records best: every player takes MP4. */
function recordingFormat(): RecordingFormat {
  const isMp4 = globalThis.MediaRecorder?.isTypeSupported("video/mp4;codecs=avc1.42001f") ?? false;
  return isMp4 ? "mp4" : "webm";
}

function addRunning(parts: Loaded, kind: RunningKind) {
  let running: RunningOutput | undefined;
  let isStarting = false;
  const button = iconButton(kind.icon, kind.words[0], {
    title: kind.title,
    onclick: () => toggle(),
  });
  byId("output-buttons").append(button);
  const update = (output: RunningOutput | undefined) => {
    running = output;
    button.setAttribute("aria-pressed", String(output !== undefined));
    button.lastElementChild!.textContent = kind.words[output === undefined ? 0 : 1];
    button.classList.toggle("recording", output !== undefined && kind === RECORDING);
  };
  const end = async () => {
    const blob = await running?.stop();
    update(undefined);
    if (blob === undefined) return;
    saveFile(blob, nameNow(blob.type.includes("webm") ? "webm" : "mp4"));
    parts.say("The recording is saved.");
  };
  const start = async () => {
    const output = await kind.start(await parts.load(), tapOf(parts));
    update(output);
    void output.ended.then(() => running === output && update(undefined));
  };
  const toggle = async () => {
    if (isStarting) return;
    isStarting = true;
    try {
      await (running === undefined ? start() : end());
    } catch (error) {
      update(undefined);
      parts.say(reasonOf(error));
    } finally {
      isStarting = false;
    }
  };
  parts.sources.state.follow(({ kind }) => kind === "none" && running !== undefined && void end());
  return { toggle: () => void toggle(), isOn: () => running !== undefined };
}

function tapOf({ engine, sources }: OutputParts): OutputTap {
  const { value } = sources.state;
  const opened = value.kind === "file" ? value.source.opened : undefined;
  return {
    canvas: byId<HTMLCanvasElement>("canvas"),
    setOutput: (output) => engine.post({ kind: "output", output }, output ? [output] : []),
    video: opened?.kind === "video" ? opened.video : undefined,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The button that makes a file of a file, with its progress. */
function addExport(parts: Loaded): () => void {
  const { sources, say } = parts;
  let stopping: AbortController | undefined;
  const bar = make<HTMLProgressElement>("progress", {
    max: 1,
    "aria-label": "Export",
    hidden: true,
  });
  const button = iconButton("save", "Export", {
    title: "Make a video of the whole file, with its sound (E)",
    onclick: () => toggle(),
  });
  byId("output-buttons").append(button, bar);
  sources.state.follow((state) => {
    const isVideo = state.kind === "file" && state.source.opened.kind === "video";
    show(button, isVideo);
    if (!isVideo) stopping?.abort();
  });
  const toggle = async () => {
    const { value } = sources.state;
    if (stopping !== undefined) return stopping.abort();
    if (value.kind !== "file" || value.source.opened.kind !== "video") return;
    stopping = new AbortController();
    const { signal } = stopping;
    show(bar, true);
    button.lastElementChild!.textContent = "Cancel";
    try {
      const blob = await exportNow(parts, value.source.opened.file, signal, bar);
      saveFile(blob, nameNow("mp4"));
      say("The video is saved.");
    } catch (error) {
      say(signal.aborted ? "The export was cancelled." : reasonOf(error));
    } finally {
      stopping = undefined;
      show(bar, false);
      button.lastElementChild!.textContent = "Export";
    }
  };
  return () => void toggle();
}

async function exportNow(
  { load, exportOptions }: Loaded,
  file: File,
  signal: AbortSignal,
  bar: HTMLProgressElement,
): Promise<Blob> {
  bar.removeAttribute("value");
  const outputs = await load();
  return await outputs.exportFile(file, {
    ...await exportOptions(),
    format: "mp4",
    base: new URL("./", location.href).href,
    signal,
    onProgress: (share) => void (bar.value = share),
  });
}

/** The button that says how to be seen in a call. */
function addCall(popOut: () => void): void {
  const dialog = make<HTMLDialogElement>("dialog.keys", { "aria-labelledby": "call-title" });
  const close = make("button.button.plain.square", {
    type: "button",
    "aria-label": "Close",
    onclick: () => dialog.close(),
  }, icon("close"));
  const open = iconButton("window", "Pop out the picture", {
    onclick: () => (dialog.close(), popOut()),
  });
  open.classList.add("primary");
  const steps = [
    "Pop out the picture: a window with nothing but the result.",
    "In OBS add that window as a source, and start the virtual camera.",
    "In the call choose “OBS Virtual Camera”. Or share the window as your screen.",
  ];
  dialog.append(
    make("div.keys-top", {}, make("h2", { id: "call-title", text: "Use it in a call" }), close),
    make("ol", {}, ...steps.map((text) => make("li", { text }))),
    open,
  );
  document.body.append(dialog);
  const title = "How others see you like this";
  byId("output-buttons").append(
    iconButton("call", "Use in a call", { title, onclick: () => dialog.showModal() }),
  );
}
