/**
 * What keys do, and the list of them.
 *
 * @module
 */

import { byId, icon, make } from "./elements.ts";
import { recall, remember } from "./remembered.ts";

/** A key without a modifier. */
export interface PageKey {
  /** As `KeyboardEvent.key` has it, in lower case. */
  readonly key: string;
  /** What it does, in the list. */
  readonly what: string;
  readonly act: () => void;
}

/** Where it is remembered that single keys do nothing. */
const OFF = "backdrop-studio-keys-off";

/** Listen to keys; `?` opens their list. */
export function addKeys(keys: readonly PageKey[]): { toggleList(): void } {
  const dialog = byId<HTMLDialogElement>("keys");
  const isOn = fillList(dialog, keys);
  const toggleList = () => dialog.open ? dialog.close() : dialog.showModal();
  const all = [...keys, { key: "?", what: "", act: toggleList }];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isWriting(event.target) || (dialog.open && event.key !== "?")) return;
    const found = all.find(({ key }) => key === event.key.toLowerCase());
    if (found === undefined || (found.key !== "?" && !isOn())) return;
    // A button that has the focus takes the space bar for itself.
    if (event.key === " " && event.target !== document.body) return;
    event.preventDefault();
    found.act();
  });
  return { toggleList };
}

/** Whether keys go into a field. */
function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return /^(text|number|search|url)$/.test(target.type);
}

function fillList(dialog: HTMLDialogElement, keys: readonly PageKey[]): () => boolean {
  const input = make<HTMLInputElement>("input.switch", { type: "checkbox", role: "switch" });
  input.checked = recall(OFF) === null;
  input.addEventListener("change", () => {
    remember(OFF, input.checked ? null : "");
  });
  const close = make("button.button.plain.square", {
    type: "button",
    "aria-label": "Close",
    onclick: () => dialog.close(),
  }, icon("close"));
  const rows = [...keys, { key: "?", what: "this list" }].map(({ key, what }) =>
    make("li", {}, make("span", { text: what }), make("kbd", { text: shownKey(key) }))
  );
  dialog.append(
    make("div.keys-top", {}, make("h2", { id: "keys-title", text: "Keyboard" }), close),
    make("ul", {}, ...rows),
    make("label", {}, make("span", { text: "Single keys do this" }), input),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return () => input.checked;
}

function shownKey(key: string): string {
  return key === " " ? "Space" : key.toUpperCase();
}
