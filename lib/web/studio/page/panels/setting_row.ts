/**
 * A row for something that can be set: called as on the command line, with its range, its value and
 * what it does, out of the schema that checks it everywhere.
 *
 * @module
 */

import { isInRange } from "../../../../raster/option_checks.ts";
import type { Setting, SettingValue } from "../../../../methods/settings/setting.ts";
import { make } from "../elements.ts";

/** A row, and how it is brought up to date. */
export interface SettingRow {
  readonly element: HTMLElement;
  update(value: SettingValue): void;
}

/** What a row is made of. */
export interface RowParts {
  /** What it is called: `--feather`. */
  readonly name: string;
  readonly setting: Setting;
  /** Where the slider ends, if more can be written than is of use. */
  readonly sliderMost?: number;
  /**
   * When a number is told: with each move, or once a slider or key is let go.
   *
   * @default {"move"}
   */
  readonly when?: "move" | "release";
  /** Told of each change. */
  readonly onChange: (value: SettingValue) => void;
}

/** A wider range than this is no use as a slider. */
const WIDEST = 10_000;

let made = 0;

/** Make the row that suits a setting. */
export function settingRow(parts: RowParts): SettingRow {
  const id = `setting-${++made}`;
  const { setting } = parts;
  if (typeof setting.default === "boolean") return flagRow(id, parts);
  if (setting.choices !== undefined) return choiceRow(id, parts);
  return typeof setting.default === "number" ? numberRow(id, parts) : textRow(id, parts);
}

/** The row around an input: its label, and what it does. */
function rowAround(id: string, { name, setting }: RowParts, ...inputs: HTMLElement[]): HTMLElement {
  const label = make("label", { for: id, text: name, title: setting.summary });
  const note = make("p.note", { id: `${id}-note`, text: setting.summary });
  inputs[0].setAttribute("aria-describedby", note.id);
  return make("div.setting", {}, label, inputs[0], note, ...inputs.slice(1));
}

function flagRow(id: string, parts: RowParts): SettingRow {
  const input = make<HTMLInputElement>("input.switch", { type: "checkbox", role: "switch", id });
  input.addEventListener("change", () => parts.onChange(input.checked));
  return {
    element: rowAround(id, parts, input),
    update: (value) => void (input.checked = value === true),
  };
}

function choiceRow(id: string, parts: RowParts): SettingRow {
  const options = parts.setting.choices!.map((text) => make("option", { value: text, text }));
  const select = make<HTMLSelectElement>("select", { id }, ...options);
  select.addEventListener("change", () => parts.onChange(select.value));
  return {
    element: rowAround(id, parts, select),
    update: (value) => void (select.value = String(value)),
  };
}

function textRow(id: string, parts: RowParts): SettingRow {
  const input = make<HTMLInputElement>("input", { type: "text", id, spellcheck: "false" });
  input.addEventListener("change", () => parts.onChange(input.value));
  return {
    element: rowAround(id, parts, input),
    update: (value) => void (input.value = String(value)),
  };
}

/** From where to where a slider goes, and in which steps. */
function sliderRange({ setting, sliderMost }: RowParts) {
  const { least = 0, isWhole = false, isOdd = false, isAbove = false } = setting;
  const most = sliderMost ?? setting.most ?? Math.max(10, 4 * Number(setting.default));
  const step = isOdd ? 2 : isWhole || most - least > 50 ? 1 : most - least > 5 ? 0.5 : 0.01;
  return { least: isAbove ? least + step : least, most, step };
}

function numberRow(id: string, parts: RowParts): SettingRow {
  const { name, setting, when = "move", onChange } = parts;
  const { least, most, step } = sliderRange(parts);
  const field = make<HTMLInputElement>("input", {
    type: "number",
    id,
    step: setting.isWhole ? 1 : "any",
    min: Math.min(least, setting.or ?? least),
    max: setting.most,
  });
  const slider = make<HTMLInputElement>("input", { type: "range", min: least, max: most, step });
  slider.setAttribute("aria-label", `${name}, slider`);
  slider.title = setting.summary;
  const isRight = () => field.value !== "" && isInRange(Number(field.value), setting);
  const tell = () => {
    if (isRight()) onChange(Number(field.value));
  };
  slider.addEventListener("input", () => field.value = slider.value);
  for (const input of [slider, field]) {
    input.addEventListener("input", () => field.setCustomValidity(isRight() ? "" : "out of range"));
    if (when === "move") input.addEventListener("input", tell);
    else onRelease(input, tell);
  }
  const hasSlider = most - least <= WIDEST;
  return {
    element: rowAround(id, parts, field, ...hasSlider ? [slider] : []),
    update: (value) => {
      // What is being written is left alone.
      if (Number(field.value) !== value || field.value === "") field.value = String(value);
      field.setCustomValidity("");
      slider.value = String(value);
    },
  };
}

/** Act once an input was changed and is let go. A key that is held changes it again and again. */
function onRelease(input: HTMLInputElement, act: () => void): void {
  let isHeld = false;
  let isDue = false;
  const release = () => {
    isHeld = false;
    if (isDue) act();
    isDue = false;
  };
  input.addEventListener("keydown", () => isHeld = true);
  input.addEventListener("change", () => {
    isDue = true;
    if (!isHeld) release();
  });
  input.addEventListener("keyup", release);
  input.addEventListener("blur", release);
}
