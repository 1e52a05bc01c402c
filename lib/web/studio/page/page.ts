/**
 * The studio's page: the camera and the controls. A worker has the library and draws.
 *
 * @module
 */

import { GALLERY } from "../gallery.ts";
import type { CleanPlate } from "../output/output_messages.ts";
import {
  type Choices,
  engineSettings,
  queryOf,
  readChoices,
  rememberedText,
  views,
} from "./choices.ts";
import { addDock, seekBy, toggleCamera, toggleMirror, togglePause } from "./dock.ts";
import { byId, Followed, iconButton, make, setShown } from "./elements.ts";
import { EngineLink } from "./engine_link.ts";
import { addKeys, type PageKey } from "./keys.ts";
import { addOutputs, type OutputActions } from "./output_buttons.ts";
import { addBackgroundPanel } from "./panels/background_panel.ts";
import { Backgrounds } from "./panels/backgrounds.ts";
import { addCommandPanel, copyText } from "./panels/command_panel.ts";
import { addEdgesPanel } from "./panels/edges_panel.ts";
import { addMethodPanel, takePlate } from "./panels/method_panel.ts";
import { Dropper, PlateTaker } from "./picture/pick.ts";
import { addStage, placeProblem, toggleStats } from "./picture/stage.ts";
import { addViews, chooseView, toggleCompare } from "./picture/view_tabs.ts";
import { recall, remember } from "./remembered.ts";
import { brokenEngine, lookAround, missingAbility } from "./sources/problems.ts";
import { Sources } from "./sources/sources.ts";
import { applyTheme, toggleTheme } from "./theme.ts";

/** Where choices are remembered. */
const REMEMBERED = "backdrop-studio";
/** How long the choices must rest before they are written. */
const REST = 400;
const TOAST_FOR = 3200;

/** Loads what makes recordings, windows and files. */
const loadOutputs = () => import("../output/outputs.ts");

/** The parts of the page that act on one another. */
interface Studio {
  readonly choices: Followed<Choices>;
  readonly engine: EngineLink;
  readonly sources: Sources;
  readonly backgrounds: Backgrounds;
  readonly dropper: Dropper;
  readonly plate: PlateTaker;
}

applyTheme();
start();

function start(): void {
  const abilities = lookAround();
  const missing = missingAbility(abilities);
  const reload = () => location.reload();
  const actions = { camera: reload, file: reload, reload };
  if (missing !== undefined) return placeProblem(missing, actions);
  const query = new URLSearchParams(location.search);
  const choices = new Followed(readChoices(recall(REMEMBERED), query));
  const engine = new EngineLink(byId<HTMLCanvasElement>("canvas"), (reason) => {
    setShown(byId("picture"), false);
    placeProblem(brokenEngine(reason), actions);
  });
  const sources = new Sources(engine);
  addStage(sources, engine, {
    choices,
    chooseFile: () => byId("file-input").click(),
    retry: () => engine.post({ kind: "settings", settings: engineSettings(choices.value) }),
  });
  tellEngine(choices, engine, sources);
  const studio: Studio = {
    choices,
    engine,
    sources,
    backgrounds: new Backgrounds(choices, engine, say),
    dropper: new Dropper(choices, engine),
    plate: new PlateTaker(engine),
  };
  void addPanels(studio);
  rememberChoices(choices);
  engine.on("notice", ({ text }) => say(text));
  if (!abilities.isIsolated) {
    say("This page may not share memory between threads. All works all the same.");
  }
}

/** Part by part, with a pause between them, so that nothing keeps the page from answering. */
async function addPanels(studio: Studio): Promise<void> {
  const { choices, sources, engine, backgrounds, plate } = studio;
  const parts = [
    () => addViews(choices, engine, plate),
    () => addBackgroundPanel(choices, backgrounds),
    () => addMethodPanel(choices, { ...studio, say }),
    () => addEdgesPanel(choices),
    () => addCommandPanel(choices, sources, say),
    () => addDock(choices, sources),
    () => addActions(studio),
  ];
  for (const add of parts) {
    add();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** What comes out, what is dropped, and keys. */
function addActions(studio: Studio): void {
  const { choices, sources, engine, backgrounds } = studio;
  let plate: CleanPlate | undefined;
  engine.on("plate", ({ plate: picture }) => {
    plate = { picture, isMirrored: choices.value.mirror };
  });
  const exportOptions = async () => ({
    settings: engineSettings(choices.value),
    background: await backgrounds.current(),
    plate,
  });
  const outputs = addOutputs({ engine, sources, load: loadOutputs, exportOptions, say });
  sources.isNeeded = outputs.isBusy;
  addFiles(sources, backgrounds);
  const { toggleList } = addKeys(keysOf(studio, outputs));
  addTopButtons(choices, toggleList);
}

/** Settings go to the engine once in a frame's time, however fast a slider moves. */
function tellEngine(choices: Followed<Choices>, engine: EngineLink, sources: Sources): void {
  let told = "";
  let isDue = false;
  const tell = () => {
    isDue = false;
    const settings = engineSettings(choices.value);
    const text = JSON.stringify(settings);
    if (text !== told) engine.post({ kind: "settings", settings });
    told = text;
    sources.refresh();
  };
  choices.follow((now, before) => {
    if (now === before) return tell();
    if (isDue) return;
    isDue = true;
    setTimeout(tell, 16);
  });
}

function rememberChoices(choices: Followed<Choices>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  choices.follow((now, before) => {
    if (now === before) return;
    clearTimeout(timer);
    timer = setTimeout(() => remember(REMEMBERED, rememberedText(now)), REST);
  });
}

/** Files that are picked, or dropped: on the backgrounds, or anywhere else. */
function addFiles(sources: Sources, backgrounds: Backgrounds): void {
  const input = byId<HTMLInputElement>("file-input");
  input.addEventListener("change", () => {
    if (input.files?.[0] !== undefined) void sources.open(input.files[0]);
    input.value = "";
  });
  const isBehind = ({ target }: Event) =>
    target instanceof Node && byId("background-panel").contains(target);
  const hint = (isOver: boolean, text: string) => {
    byId("stage").classList.toggle("is-over", isOver);
    byId("drop-hint-text").textContent = text;
    setShown(byId("drop-hint"), isOver);
  };
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    hint(true, isBehind(event) ? "Drop it as the background" : "Drop a video or picture");
  });
  addEventListener("dragleave", ({ relatedTarget }) => relatedTarget ?? hint(false, ""));
  addEventListener("drop", (event) => {
    event.preventDefault();
    hint(false, "");
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    void (isBehind(event) ? backgrounds.setOwn(file) : sources.open(file));
  });
}

function keysOf(studio: Studio, outputs: OutputActions): PageKey[] {
  const { choices, sources, dropper, plate } = studio;
  const set = (change: Partial<Choices>) => choices.set({ ...choices.value, ...change });
  return [
    { key: "s", what: "start or stop the camera", act: () => toggleCamera(sources) },
    { key: "o", what: "open a file", act: () => byId("file-input").click() },
    { key: " ", what: "pause a video", act: () => togglePause(sources) },
    { key: ",", what: "5 seconds back", act: () => seekBy(sources, -5) },
    { key: ".", what: "5 seconds on", act: () => seekBy(sources, 5) },
    { key: "m", what: "mirror", act: () => toggleMirror(choices) },
    ...views.map((view, i) => ({
      key: String(i + 1),
      what: `show ${view}`,
      act: () => chooseView(choices, view),
    })),
    { key: "c", what: "compare two pictures", act: () => toggleCompare(choices) },
    { key: "n", what: "next background", act: () => set({ background: nextBackground(studio) }) },
    { key: "b", what: "blur", act: () => set({ background: "blur:24" }) },
    { key: "t", what: "transparent", act: () => set({ background: "transparent" }) },
    { key: "d", what: "pick the screen’s colour (chroma)", act: () => pickColor(choices, dropper) },
    { key: "k", what: "take the empty room (clean-plate)", act: () => takeRoom(choices, plate) },
    { key: "p", what: "save the picture", act: outputs.takeStill },
    { key: "r", what: "record, or stop", act: outputs.toggleRecording },
    { key: "e", what: "export the file", act: outputs.toggleExport },
    { key: "w", what: "picture in a window", act: outputs.togglePopOut },
    { key: "f", what: "frames a second", act: toggleStats },
    { key: "l", what: "light or dark", act: toggleTheme },
  ];
}

function nextBackground({ choices, backgrounds }: Studio): string {
  const own = backgrounds.own.value;
  const all = [
    ...GALLERY.map(({ file }) => file),
    ...own === undefined ? [] : [`file:${own.name}`],
  ];
  const at = all.findIndex((word) => word === choices.value.background);
  return all[(at + 1) % all.length];
}

function pickColor(choices: Followed<Choices>, dropper: Dropper): void {
  if (choices.value.method === "chroma") dropper.open();
}

function takeRoom(choices: Followed<Choices>, plate: PlateTaker): void {
  if (choices.value.method === "clean-plate") takePlate(plate, say);
}

function addTopButtons(choices: Followed<Choices>, toggleList: () => void): void {
  const share = async () => {
    const address = new URL(location.href);
    address.search = queryOf(choices.value).toString();
    address.hash = "";
    say(await copyText(address.href) ? "The link is copied." : "Copying is not allowed here.");
  };
  const button = (name: string, word: string, title: string, onclick: () => void, id: string) => {
    const made = iconButton(name, word, { id, title, "aria-label": word, onclick });
    made.classList.add("plain", "square");
    made.lastElementChild!.remove();
    return made;
  };
  byId("top-buttons").append(
    button(
      "link",
      "Copy a link to these settings",
      "Copy a link to these settings",
      share,
      "share",
    ),
    button("gauge", "Frames a second", "Frames a second (F)", toggleStats, "toggle-stats"),
    button("theme", "Light or dark", "Light or dark (L)", toggleTheme, "theme"),
    button("help", "Keyboard", "Keyboard (?)", toggleList, "help"),
  );
}

/** Say something in a corner, and to a screen reader. */
function say(text: string): void {
  const toast = make("div.toast", { text: text.charAt(0).toUpperCase() + text.slice(1) });
  byId("toasts").append(toast);
  setTimeout(() => toast.remove(), TOAST_FOR);
}
