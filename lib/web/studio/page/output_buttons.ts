/**
 * What comes out of the studio: a still, a recording, a file, a window, a track for a call. What
 * makes them lies in `../output/`, and is loaded when it is first asked for.
 *
 * @module
 */

import { messageOf } from "../../../errors.ts";
import type { RecordingFormat } from "../output/output_messages.ts";
import type {
  ExportFileOptions,
  OutputTap,
  RunningOutput,
  RunningRecording,
} from "../output/output_types.ts";
import { byId, icon, iconButton, make, saveFile, setShown } from "./elements.ts";
import type { EngineLink } from "./engine_link.ts";
import type { Sources } from "./sources/sources.ts";

/** What is loaded. */
type StudioOutputs = typeof import("../output/outputs.ts");

/** What the buttons need of the page. */
export interface OutputParts {
  readonly engine: EngineLink;
  readonly sources: Sources;
  /** Loads what makes outputs. */
  readonly load: () => Promise<StudioOutputs>;
  /** How a file is to be exported now. */
  readonly exportOptions: () => Promise<
    Pick<ExportFileOptions, "settings" | "background" | "plate">
  >;
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
  const { engine, sources, say } = parts;
  const takeStill = () => engine.post({ kind: "still" });
  engine.on("still", ({ picture }) => {
    saveFile(picture, nameNow("png"));
    say("The picture is saved.");
  });
  const still = iconButton("still", "Picture", { title: "Save as PNG (P)", onclick: takeStill });
  byId("output-buttons").append(still);
  const tap = followLatency(parts);
  const sound = addMicrophone(sources);
  const recording = addRunning(parts, recordingKind(tap, sound));
  const popOut = addRunning(parts, popOutKind(tap));
  const toggleExport = addExport(parts);
  addCall(popOut.toggle);
  return {
    takeStill,
    toggleRecording: recording.toggle,
    togglePopOut: popOut.toggle,
    toggleExport,
    isBusy: () => recording.isOn() || popOut.isOn(),
  };
}

/** A file's name by day and time, as a clock on the wall shows it. */
function nameNow(ending: string): string {
  const now = new Date();
  const local = new Date(now.getTime() - 60_000 * now.getTimezoneOffset());
  const time = local.toISOString().slice(0, 19).replace("T", " ").replaceAll(":", "-");
  return `backdrop ${time}.${ending}`;
}

/** The ending of a video's name. */
function endingOf({ type }: Blob): string {
  return type.includes("webm") ? "webm" : "mp4";
}

/** A button that starts something, and ends it. */
interface RunningKind<Running extends RunningOutput = RunningOutput> {
  readonly icon: string;
  readonly words: readonly [off: string, on: string];
  readonly title: string;
  readonly start: (outputs: StudioOutputs) => Promise<Running>;
  /** When it began, if that is shown. */
  readonly since?: (running: Running) => number;
}

function recordingKind(
  tap: () => OutputTap,
  hasMicrophone: () => boolean,
): RunningKind<RunningRecording> {
  return {
    icon: "record",
    words: ["Record", "Stop"],
    title: "Record what is shown (R)",
    start: (outputs) =>
      outputs.startRecording(tap(), { format: recordingFormat(), microphone: hasMicrophone() }),
    since: ({ startedAt }) => startedAt,
  };
}

function popOutKind(tap: () => OutputTap): RunningKind {
  return {
    icon: "window",
    words: ["Pop out", "Close window"],
    title: "A window with the picture alone, to be shared (W)",
    start: (outputs) => outputs.openPopOut(tap()),
  };
}

/** Whether the microphone is recorded, too: a button that stays pressed. */
function addMicrophone(sources: Sources): () => boolean {
  let isOn = false;
  const button = iconButton("microphone", "Microphone", {
    title: "Record the microphone, too",
    "aria-pressed": "false",
    onclick: () => {
      isOn = !isOn;
      button.setAttribute("aria-pressed", String(isOn));
    },
  });
  byId("output-buttons").append(button);
  // A file has its own sound.
  sources.state.follow(({ kind }) => setShown(button, kind !== "file"));
  return () => isOn;
}

/** What this browser records best: every player takes MP4. */
function recordingFormat(): RecordingFormat {
  const isMp4 = globalThis.MediaRecorder?.isTypeSupported("video/mp4;codecs=avc1.42001f") ?? false;
  return isMp4 ? "mp4" : "webm";
}

/** A button for what runs until it is stopped. */
function addRunning<Running extends RunningOutput>(parts: OutputParts, kind: RunningKind<Running>) {
  let running: Running | undefined;
  let isStarting = false;
  const button = iconButton(kind.icon, kind.words[0], {
    title: kind.title,
    onclick: () => toggle(),
  });
  byId("output-buttons").append(button);
  const face = new RunningFace(button, kind);
  const update = (output: Running | undefined) => face.show(running = output);
  const end = async () => {
    const blob = await running?.stop();
    update(undefined);
    if (blob === undefined) return;
    saveFile(blob, nameNow(endingOf(blob)));
    parts.say("The recording is saved.");
  };
  const toggle = async () => {
    if (isStarting) return;
    isStarting = true;
    try {
      if (running !== undefined) return await end();
      face.label.textContent = "Starting…";
      const output = await kind.start(await parts.load());
      update(output);
      // What ends by itself has something to be saved, too.
      void output.ended.then(() => running === output ? toggle() : undefined);
    } catch (error) {
      update(undefined);
      parts.say(messageOf(error));
    } finally {
      isStarting = false;
    }
  };
  parts.sources.state.follow(({ kind }) => kind === "none" && running !== undefined && toggle());
  return { toggle: () => void toggle(), isOn: () => running !== undefined };
}

/** What a button says of what runs: its name, and for how long. */
class RunningFace<Running extends RunningOutput> {
  readonly label: Element;
  readonly #button: HTMLElement;
  readonly #kind: RunningKind<Running>;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(button: HTMLElement, kind: RunningKind<Running>) {
    this.#button = button;
    this.#kind = kind;
    this.label = button.lastElementChild!;
  }

  show(output: Running | undefined): void {
    const { words, since } = this.#kind;
    clearInterval(this.#clock);
    const isOn = output !== undefined;
    this.#button.setAttribute("aria-pressed", String(isOn));
    this.label.textContent = words[isOn ? 1 : 0];
    if (since === undefined) return;
    this.#button.classList.toggle("recording", isOn);
    this.label.classList.toggle("time", isOn);
    this.#button.setAttribute("aria-label", this.label.textContent);
    if (output === undefined) return;
    const start = since(output);
    const tick = () =>
      void (this.label.textContent = `Stop ${timeText(performance.now() - start)}`);
    tick();
    this.#clock = setInterval(tick, 500);
  }
}

/** What outputs are made of now; with how long frames take, of which the engine tells each second. */
function followLatency({ engine, sources }: OutputParts): () => OutputTap {
  let latency = 0;
  engine.on("stats", (stats) => void (latency = stats.latency));
  return () => {
    const { value } = sources.state;
    const opened = value.kind === "file" ? value.source.opened : undefined;
    return {
      canvas: byId<HTMLCanvasElement>("canvas"),
      setOutput: (output) => engine.post({ kind: "output", output }, output ? [output] : []),
      video: opened?.kind === "video" ? opened.video : undefined,
      latency,
    };
  };
}

/** Milliseconds as a clock shows them: "1:05". */
function timeText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The button that makes a file of a file, with its progress. */
function addExport(parts: OutputParts): () => void {
  const { sources } = parts;
  let stopping: AbortController | undefined;
  const toggle = async () => {
    const { value } = sources.state;
    if (stopping !== undefined) return stopping.abort();
    if (value.kind !== "file" || value.source.opened.kind !== "video") return;
    stopping = new AbortController();
    face.begin();
    await exportAndSave(parts, value.source.opened, stopping.signal, face);
    stopping = undefined;
    face.end();
  };
  const face = new ExportFace(() => void toggle());
  sources.state.follow((state) => {
    const isVideo = state.kind === "file" && state.source.opened.kind === "video";
    setShown(face.button, isVideo);
    if (!isVideo) stopping?.abort();
  });
  return () => void toggle();
}

/** What the export's button says: what it does, and how much is done. */
class ExportFace {
  readonly button: HTMLElement;
  readonly #bar = make<HTMLProgressElement>("progress.line", {
    max: 1,
    "aria-label": "Export",
    hidden: true,
  });
  readonly #label: Element;
  /** What was done when the first frame was, and when. */
  #first: { readonly share: number; readonly at: number } | undefined;

  constructor(onclick: () => void) {
    const title = "Make a video of the whole file, with its sound (E)";
    this.button = iconButton("save", "Export", { title, onclick });
    this.button.append(this.#bar);
    this.#label = this.button.querySelector("span")!;
    byId("output-buttons").append(this.button);
  }

  begin(): void {
    this.#first = undefined;
    this.#bar.removeAttribute("value");
    this.#show(true);
  }

  progress(share: number): void {
    this.#bar.value = share;
    const at = performance.now();
    // Until then networks were fetched and opened.
    const first = this.#first ??= { share, at };
    const took = at - first.at;
    const left = took * (1 - share) / (share - first.share);
    const text = took > 1000 && share > first.share ? ` · ${timeText(left)} left` : "";
    this.#label.textContent = `Cancel ${Math.floor(100 * share)} %${text}`;
  }

  end(): void {
    this.#show(false);
  }

  #show(isBusy: boolean): void {
    setShown(this.#bar, isBusy);
    this.button.classList.toggle("is-busy", isBusy);
    this.#label.textContent = isBusy ? "Cancel" : "Export";
  }
}

/** Export a file as the controls say, and save what comes of it; what fails is said. */
async function exportAndSave(
  { load, exportOptions, say }: OutputParts,
  { file, name }: { readonly file: File; readonly name: string },
  signal: AbortSignal,
  face: ExportFace,
): Promise<void> {
  try {
    const outputs = await load();
    const video = await outputs.exportFile(file, {
      ...await exportOptions(),
      format: "mp4",
      base: new URL("./", location.href).href,
      signal,
      onProgress: (share) => face.progress(share),
      onNotice: say,
    });
    saveFile(video, `${name.replace(/\.[^.]*$/, "")} backdrop.${endingOf(video)}`);
    say("The video is saved.");
  } catch (error) {
    say(signal.aborted ? "The export was cancelled." : messageOf(error));
  }
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
