/**
 * The panel of what is done to mattes and edges.
 *
 * @module
 */

import { messageOf } from "../../../../errors.ts";
import type { Setting } from "../../../../methods/settings/setting.ts";
import { edgeRanges } from "../../../../pipeline/compositor.ts";
import { parseRefinement } from "../../../../refine/refinement.ts";
import { type Choices, methodPart, smoothingOf, withRefine, withSmoothing } from "../choices.ts";
import { byId, type Followed, make } from "../elements.ts";
import { type SettingRow, settingRow } from "./setting_row.ts";

/** The slider of feather ends here; more can be written. */
const WIDEST_FEATHER = 40;

/** What is set, as the schema of the settings has it, and what the command line calls it. */
const EDGES = {
  feather: {
    summary: "soften the edge over this many pixels",
    default: 0,
    ...edgeRanges.feather,
  },
  lightWrap: {
    summary: "the background’s light on the edge",
    default: 0,
    ...edgeRanges.lightWrap,
  },
  despill: { summary: "take the old background’s colour out of the edge", default: false },
  lowLatency: { summary: "no look ahead: sooner, a little less steady", default: false },
} as const satisfies Readonly<Record<string, Setting>>;

const NAMES: Readonly<Record<keyof typeof EDGES, string>> = {
  feather: "--feather",
  lightWrap: "--light-wrap",
  despill: "--despill",
  lowLatency: "--low-latency",
};

/** Make the panel. */
export function addEdgesPanel(choices: Followed<Choices>): void {
  const rowOf = (name: keyof typeof EDGES): SettingRow => {
    const onChange = (value: string | number | boolean) =>
      choices.set({ ...choices.value, [name]: value });
    const sliderMost = name === "feather" ? { sliderMost: WIDEST_FEATHER } : {};
    const row = settingRow({ name: NAMES[name], setting: EDGES[name], onChange, ...sliderMost });
    choices.follow((now) => row.update(now[name]));
    return row;
  };
  const rows = [rowOf("feather"), rowOf("lightWrap"), smoothRow(choices), rowOf("despill")];
  const more = [rowOf("lowLatency").element, refineRow(choices)];
  byId("edges-panel").append(
    make("div.settings", {}, ...rows.map(({ element }) => element)),
    make("details", {}, make("summary", { text: "More" }), make("div.settings", {}, ...more)),
  );
}

function smoothRow(choices: Followed<Choices>): SettingRow {
  const row = settingRow({
    name: "--refine smooth",
    setting: {
      summary: "mean over time along motion: steadier edges",
      default: 1,
      least: 0,
      most: 1,
    },
    onChange: (value) => choices.set(withSmoothing(choices.value, Number(value))),
  });
  choices.follow((now) => row.update(smoothingOf(now)));
  return row;
}

/** All steps as text. */
function refineRow(choices: Followed<Choices>): HTMLElement {
  const summary = "auto, none, or steps such as open:1,fill,smooth:1";
  const row = settingRow({
    name: "--refine",
    setting: { summary, default: "auto" },
    onChange: (text) => {
      const refine = String(text).trim() || "auto";
      try {
        if (refine !== "auto") parseRefinement(refine);
        say("");
        choices.set(withRefine(choices.value, refine));
      } catch (error) {
        say(messageOf(error));
      }
    },
  });
  const note = row.element.querySelector(".note")!;
  const say = (wrong: string) => {
    note.textContent = wrong || summary;
    note.classList.toggle("wrong", wrong !== "");
  };
  choices.follow((now) => row.update(methodPart(now).refine));
  return row.element;
}
