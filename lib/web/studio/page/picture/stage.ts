/**
 * The picture and what stands over it, or in its place.
 *
 * @module
 */

import { methodTraits } from "../../../../methods/method_traits.ts";
import type { Choices } from "../choices.ts";
import { byId, type Followed, icon, make, setShown } from "../elements.ts";
import type { EngineLink } from "../engine_link.ts";
import type { Problem } from "../sources/problems.ts";
import type { Sources, SourceState } from "../sources/sources.ts";
import type { FromEngine } from "../../protocol.ts";

/** What the stage follows, and what its buttons do. */
export interface StageParts {
  readonly choices: Followed<Choices>;
  readonly chooseFile: () => void;
  /** Has the engine try again what failed. */
  readonly retry: () => void;
}

/** Follow source and engine, and show the picture, the first screen, or a problem. */
export function addStage(sources: Sources, engine: EngineLink, parts: StageParts): void {
  const { choices, chooseFile, retry } = parts;
  byId("start").addEventListener("click", () => void sources.startCamera());
  byId("choose-file").addEventListener("click", chooseFile);
  sources.state.follow((state) => {
    const hasPicture = state.kind === "camera" || state.kind === "file";
    for (const id of ["picture", "views-bar", "explanation", "dock"]) {
      setShown(byId(id), hasPicture);
    }
    setShown(byId("welcome"), state.kind === "none" || state.kind === "asking");
    byId("start").toggleAttribute("disabled", state.kind === "asking");
    byId("start").lastElementChild!.textContent = state.kind === "asking"
      ? "Waiting for the camera…"
      : "Start camera";
    byId("stage").classList.toggle("is-empty", !hasPicture);
    setShown(byId("art"), !hasPicture);
    byId("art").classList.toggle("is-dim", state.kind === "problem");
    showProblem(state, sources, chooseFile);
    // A camera's frames may have failed before the camera is told of, after it was asked for.
    if (state.kind !== "camera") setShown(byId("failed"), false);
  });
  engine.on("running", ({ width, height }) => {
    byId("stage").style.setProperty("--wide", String(width));
    byId("stage").style.setProperty("--high", String(height));
  });
  engine.on("failed", ({ text }) => showFailure(text, retry));
  engine.on("recovered", () => setShown(byId("failed"), false));
  // With other settings the engine tries again, and tells anew what fails.
  choices.follow(({ method, methods }, before) => {
    if (method !== before.method || methods !== before.methods) setShown(byId("failed"), false);
  });
  addFetching(engine, choices);
  addStats(engine);
}

/** Tell over the picture why there is nobody in it. */
function showFailure(text: string, retry: () => void): void {
  const words = /fetch/i.test(text)
    ? "The network’s weights cannot be fetched. Check the connection and try again, or choose a " +
      "method without a network, such as difference."
    : text;
  const again = () => {
    setShown(byId("failed"), false);
    retry();
  };
  byId("failed").replaceChildren(
    icon("alert"),
    make("p", { title: text }, make("strong", { text: "Only the background is shown. " }), words),
    make("button.button.small", { type: "button", text: "Try again", onclick: again }),
  );
  setShown(byId("failed"), true);
}

function showProblem(state: SourceState, sources: Sources, chooseFile: () => void): void {
  const place = byId("problem");
  setShown(place, state.kind === "problem");
  if (state.kind !== "problem") return place.replaceChildren();
  placeProblem(state.problem, {
    camera: () => void sources.startCamera(),
    file: chooseFile,
    reload: () => location.reload(),
  });
}

/** What the actions of problems are called. */
const ACTIONS = {
  camera: ["camera", "Try again"],
  file: ["open", "Choose a file"],
  reload: ["play", "Load again"],
} as const;

/** Put a problem where the picture would be. */
export function placeProblem(
  { title, text, action }: Problem,
  actions: Readonly<Record<NonNullable<Problem["action"]>, () => void>>,
): void {
  const parts: Node[] = [icon("alert"), make("h2", { text: title }), make("p", { text })];
  if (action !== undefined) {
    const [name, word] = ACTIONS[action];
    const act = { type: "button", onclick: actions[action] };
    parts.push(make("button.button.primary", act, icon(name), make("span", { text: word })));
  }
  if (action === "camera") {
    const act = { type: "button", text: "Choose a file instead", onclick: actions.file };
    parts.push(make("button.as-link", act));
  }
  setShown(byId("welcome"), false);
  setShown(byId("problem"), true);
  byId("problem").replaceChildren(...parts);
}

/** What is fetched is told of where the method waits for it. */
function addFetching(engine: EngineLink, choices: Followed<Choices>): void {
  let isFetching = false;
  const update = () => {
    const isWaiting = methodTraits[choices.value.method].needsNetwork === true;
    setShown(byId("fetching"), isFetching && isWaiting);
  };
  choices.follow(update);
  engine.on("fetching", ({ what, share }) => {
    const bar = byId<HTMLProgressElement>("fetching-bar");
    byId("fetching-what").textContent = share < 1 ? `Fetching ${what}` : `Starting ${what}`;
    if (share < 1) bar.value = share;
    else bar.removeAttribute("value");
    isFetching = true;
    update();
  });
  for (const kind of ["fetched", "failed"] as const) {
    engine.on(kind, () => {
      isFetching = false;
      update();
    });
  }
}

/** How much the first rows matter: a phone has no room for the others. */
const RANKS = ["main", "often", "often"];

type Stats = Extract<FromEngine, { kind: "stats" }>;

function addStats(engine: EngineLink): void {
  engine.on("stats", (stats) => {
    byId("stats").replaceChildren(
      ...rowsOf(stats).flatMap(([name, value], i) => [
        make(`dt.${RANKS[i] ?? "more"}`, { text: name }),
        make(`dd.${RANKS[i] ?? "more"}`, { text: value }),
      ]),
    );
  });
}

function rowsOf(
  { framesPerSecond, dropped, latency, latency95, latencyMost, stages, runtime }: Stats,
) {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const rows: [string, string][] = [
    ["frames/s", framesPerSecond.toFixed(1)],
    ["latency", ms(latency)],
    ["dropped", String(dropped)],
    ["latency, 95 %", ms(latency95)],
    ["latency, slowest", ms(latencyMost)],
    ["read", ms(stages.read)],
    ["estimate", ms(stages.estimate)],
    ["of it network", ms(stages.network)],
    ["compose", ms(stages.compose)],
    ["draw", ms(stages.draw)],
  ];
  if (runtime !== undefined) rows.push(["runs on", runtime]);
  return rows;
}

/** Show how fast it is, or hide it. */
export function toggleStats(): void {
  const isShown = byId("stats").hidden === true;
  setShown(byId("stats"), isShown);
  document.getElementById("toggle-stats")?.setAttribute("aria-pressed", String(isShown));
}
