/**
 * The panel of methods: which, and what it can be told.
 *
 * @module
 */

import { methodTraits } from "../../../../methods/method_traits.ts";
import type { MethodName } from "../../../../methods/settings/method_settings.ts";
import { type Choices, liveMethods, settingOf, withSetting } from "../choices.ts";
import { optionOf } from "../commands.ts";
import { byId, type Followed, iconButton, make, setShown } from "../elements.ts";
import type { Dropper, PlateTaker } from "../picture/pick.ts";
import { type SettingRow, settingRow } from "./setting_row.ts";

/** The settings that come first; the others fold away. */
const FIRST: readonly string[] = [
  "threshold",
  "framesApart",
  "learningRate",
  "varThreshold",
  "dist2Threshold",
  "history",
  "key",
  "inner",
  "outer",
];

/** What of the page the panel needs. */
export interface PanelTools {
  readonly dropper: Dropper;
  readonly plate: PlateTaker;
  /** Says something to the user. */
  readonly say: (text: string) => void;
}

/** Make the panel. */
export function addMethodPanel(choices: Followed<Choices>, tools: PanelTools): void {
  const chips = new Map(liveMethods.map((method) => [method, chipOf(method, choices)]));
  const group = make("div.chips", { role: "radiogroup", "aria-labelledby": "method-title" });
  group.append(...[...chips.values()].map((input) => input.parentElement!), depthChip());
  const summary = make("p.note", { id: "method-summary" });
  const place = make("div.settings");
  byId("method-panel").append(group, summary, place);
  let rows: ReadonlyMap<string, SettingRow> = new Map();
  choices.follow((now, before) => {
    const { method } = now;
    if (now === before || method !== before.method) {
      for (const [name, input] of chips) input.checked = name === method;
      summary.textContent = methodTraits[method].summary;
      rows = rowsOf(choices);
      place.replaceChildren(...toolsOf(method, choices, tools), ...folded(rows, method));
    }
    for (const [name, row] of rows) row.update(settingOf(now, name));
  });
}

function chipOf(method: MethodName, choices: Followed<Choices>): HTMLInputElement {
  const input = make<HTMLInputElement>("input", { type: "radio", name: "method", value: method });
  input.addEventListener("change", () => choices.set({ ...choices.value, method }));
  const { summary } = methodTraits[method];
  make("label.chip", { title: summary }, input, make("span", { text: method }));
  return input;
}

/** The method that the studio cannot do, and why. */
function depthChip(): HTMLElement {
  const title = "depth needs two eyes, a depth video or a depth network: the command line has them";
  const input = make("input", { type: "radio", name: "method", value: "depth", disabled: true });
  input.setAttribute("aria-label", title);
  return make(
    "label.chip",
    { title },
    input,
    make("span", { text: "depth", "aria-hidden": "true" }),
  );
}

function rowsOf(choices: Followed<Choices>): Map<string, SettingRow> {
  const { settings = {} } = methodTraits[choices.value.method];
  return new Map(
    Object.entries(settings).map(([name, setting]) => {
      const onChange = (value: string | number | boolean) =>
        choices.set(withSetting(choices.value, name, value));
      // A method that is told something else begins anew, and learns the room once more.
      return [name, settingRow({ name: optionOf(name), setting, when: "release", onChange })];
    }),
  );
}

/** The first settings, and the others behind a summary. */
function folded(rows: ReadonlyMap<string, SettingRow>, method: string): HTMLElement[] {
  const first = [...rows].filter(([name]) => FIRST.includes(name));
  const others = [...rows].filter(([name]) => !FIRST.includes(name));
  const shown = first.map(([, { element }]) => element);
  if (others.length === 0) return shown;
  const rest = make("div.settings", {}, ...others.map(([, { element }]) => element));
  const more = first.length === 0 ? "" : "more ";
  const text = `${others.length} ${more}${
    others.length === 1 ? "setting" : "settings"
  } of ${method}`;
  return [...shown, make("details", {}, make("summary", { text }), rest)];
}

/** What is done in the picture: a colour picked, a plate taken. */
function toolsOf(
  method: MethodName,
  choices: Followed<Choices>,
  tools: PanelTools,
): HTMLElement[] {
  if (method === "chroma") return [pickRow(choices, tools)];
  return method === "clean-plate" ? [plateRow(tools)] : [];
}

function pickRow(choices: Followed<Choices>, { dropper }: PanelTools): HTMLElement {
  const pick = iconButton("dropper", "Pick in the picture", {
    id: "pick",
    title: "Key D",
    onclick: () => dropper.open(),
  });
  const auto = make("button.button.plain", {
    type: "button",
    text: "Auto",
    title: "The border's colour in the first frame",
    onclick: () => choices.set(withSetting(choices.value, "key", "auto")),
  });
  return make("div.bar", {}, pick, auto);
}

function plateRow({ plate, say }: PanelTools): HTMLElement {
  const take = iconButton("plate", "Take the empty room", {
    id: "take-plate",
    title: "Key K",
    onclick: () => takePlate(plate, say),
  });
  const thumbnail = make<HTMLImageElement>("img", { alt: "The empty room as it was taken" });
  const hint = make("p.note", {});
  plate.thumbnail.follow((address) => {
    setShown(thumbnail, address !== "");
    if (address !== "") thumbnail.src = address;
    take.lastElementChild!.textContent = address === "" ? "Take the empty room" : "Take it again";
    const meanwhile = address === "" ? " Until then you see difference." : "";
    hint.textContent = `Three seconds to step out of the picture, then it is taken.${meanwhile}`;
  });
  return make("div.settings", {}, make("div.plate", {}, take, thumbnail), hint);
}

/** Count down and take the plate. */
export function takePlate(plate: PlateTaker, say: (text: string) => void): void {
  plate.take(() => say("The empty room is taken."));
}
