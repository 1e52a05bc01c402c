/**
 * Tabs for the steps, the line between two of them, and what they show in words.
 *
 * @module
 */

import { type Choices, views } from "../choices.ts";
import { byId, type Followed, make, setShown } from "../elements.ts";
import type { EngineLink } from "../engine_link.ts";
import type { View } from "../../protocol.ts";
import type { PlateTaker } from "./pick.ts";
import { explain, viewTitles } from "./steps.ts";

/** How far an arrow key moves the line. */
const STEP = 0.02;

/** Make tabs and line, and tell the engine what is shown. */
export function addViews(
  choices: Followed<Choices>,
  engine: EngineLink,
  { thumbnail }: PlateTaker,
): void {
  addTabs(choices);
  addSplit(choices);
  byId("compare").addEventListener("click", () => toggleCompare(choices));
  choices.follow((now, before) => {
    const { view, beside, at } = now;
    if (now === before || view !== before.view || beside !== before.beside || at !== before.at) {
      engine.post({ kind: "show", shown: { view, beside: beside || undefined, at } });
    }
    const isClear = now.background === "transparent" && [view, beside].includes("composite");
    byId("picture").classList.toggle("is-clear", isClear);
  });
  const update = () => showExplanation(choices.value, thumbnail.value !== "");
  choices.follow(update);
  thumbnail.follow(update);
}

/** What the step shows; and that it is not yet by the method that was chosen, if so. */
function showExplanation({ view, method }: Choices, hasPlate: boolean): void {
  const isWaiting = method === "clean-plate" && !hasPlate;
  byId("explanation").replaceChildren(
    make("strong", { text: `${viewTitles[view]}. ` }),
    explain(view, isWaiting ? "difference" : method),
    ...isWaiting ? [" The method is difference until the empty room is taken (K)."] : [],
  );
}

/** Choose a step. */
export function chooseView(choices: Followed<Choices>, view: View): void {
  const { beside } = choices.value;
  // Two of the same are no comparison.
  const other = beside === view ? choices.value.view : beside;
  choices.set({ ...choices.value, view, beside: other });
}

/** A line between what is shown and the input, or none. */
export function toggleCompare(choices: Followed<Choices>): void {
  const { beside, view } = choices.value;
  if (beside !== "") return choices.set({ ...choices.value, beside: "" });
  const next = view === "input" ? "composite" : view;
  choices.set({ ...choices.value, view: next, beside: "input", at: 0.5 });
}

function addTabs(choices: Followed<Choices>): void {
  const tabs = views.map((view, i) =>
    make<HTMLButtonElement>("button", {
      type: "button",
      role: "tab",
      id: `view-${view}`,
      "aria-controls": "picture",
      text: viewTitles[view],
      title: `Key ${i + 1}`,
      onclick: () => chooseView(choices, view),
    })
  );
  byId("views").append(...tabs);
  byId("views").addEventListener("keydown", (event) => {
    const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -9, End: 9 };
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = views.indexOf(choices.value.view) + by;
    const next = Math.abs(by) === 1 ? (at + views.length) % views.length : by < 0 ? 0 : 5;
    chooseView(choices, views[next]);
    tabs[next].focus();
  });
  choices.follow(({ view }) => {
    views.forEach((one, i) => {
      tabs[i].setAttribute("aria-selected", String(one === view));
      tabs[i].tabIndex = one === view ? 0 : -1;
    });
    byId("picture").setAttribute("aria-labelledby", `view-${view}`);
    tabs[views.indexOf(view)].scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

function addSplit(choices: Followed<Choices>): void {
  const handle = byId("split-handle");
  const move = (at: number) =>
    choices.set({ ...choices.value, at: Math.round(1000 * Math.min(1, Math.max(0, at))) / 1000 });
  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = byId("picture").getBoundingClientRect();
    move((event.clientX - left) / width);
  });
  handle.addEventListener("keydown", (event) => {
    const { at } = choices.value;
    const places: Record<string, number> = {
      ArrowLeft: at - STEP,
      ArrowDown: at - STEP,
      ArrowRight: at + STEP,
      ArrowUp: at + STEP,
      Home: 0,
      End: 1,
    };
    if (places[event.key] === undefined) return;
    event.preventDefault();
    move(places[event.key]);
  });
  choices.follow(({ beside, view, at }) => {
    setShown(byId("split"), beside !== "");
    byId("compare").setAttribute("aria-pressed", String(beside !== ""));
    if (beside === "") return;
    byId("split").style.setProperty("--at", `${100 * at}%`);
    const left = viewTitles[beside];
    const right = viewTitles[view];
    byId("split-left").textContent = left;
    byId("split-right").textContent = right;
    handle.setAttribute("aria-valuenow", String(Math.round(100 * at)));
    handle.setAttribute(
      "aria-valuetext",
      `${Math.round(100 * at)} %: ${left} left, ${right} right`,
    );
  });
}
