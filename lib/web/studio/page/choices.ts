/**
 * What a user has chosen: the defaults, how it is remembered, shared by an address, and told to the
 * engine. Nothing here needs a page.
 *
 * @module
 */

import { parseBackground } from "../../../backgrounds/parse_background.ts";
import { methodTraits } from "../../../methods/method_traits.ts";
import type { MethodName } from "../../../methods/settings/method_settings.ts";
import { parseSettings } from "../../../methods/settings/parse_settings.ts";
import type { SettingValue } from "../../../methods/settings/setting.ts";
import { type Fit, fits } from "../../../pixels/resize/fit_frame.ts";
import { parseRefinement } from "../../../refine/refinement.ts";
import { GALLERY } from "../gallery.ts";
import type { StudioSettings, View } from "../studio_settings.ts";

/** The methods that a live picture can be made by, best first. */
export const liveMethods = [
  "segment",
  "clean-plate",
  "difference",
  "average",
  "knn",
  "mog2",
  "chroma",
  "tutorial",
] as const satisfies readonly MethodName[];

/** The steps that can be looked at, in their order. */
export const views = ["input", "difference", "gray", "mask", "matte", "composite"] as const;

/** What of a method was set, where it differs from the default, and how its masks are refined. */
export interface MethodPart {
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly refine: string;
}

/** All that a user can choose but the source. */
export interface Choices {
  readonly method: MethodName;
  readonly methods: Readonly<Partial<Record<MethodName, MethodPart>>>;
  /** "blur:24", "color:teal", "transparent", a picture of the gallery, or `file:` and a name. */
  readonly background: string;
  readonly fit: Fit;
  readonly feather: number;
  readonly lightWrap: number;
  readonly despill: boolean;
  readonly mirror: boolean;
  readonly lowLatency: boolean;
  readonly view: View;
  /** What is left of the line; "" without one. */
  readonly beside: View | "";
  readonly at: number;
}

/** What is chosen before anybody chooses. */
export const defaultChoices: Choices = {
  method: "segment",
  methods: {},
  background: GALLERY[0].file,
  fit: "cover",
  feather: 0,
  lightWrap: 0,
  despill: false,
  mirror: false,
  lowLatency: false,
  view: "composite",
  beside: "",
  at: 0.5,
};

const NO_CHOICES: MethodPart = { settings: {}, refine: "auto" };

/** What was chosen of the method that is in use. */
export function methodPart({ method, methods }: Choices): MethodPart {
  return methods[method] ?? NO_CHOICES;
}

/** What a setting of the method is: what was chosen, or its default. */
export function settingOf(choices: Choices, name: string): SettingValue {
  const known = methodTraits[choices.method].settings ?? {};
  return methodPart(choices).settings[name] ?? known[name]?.default;
}

/** The choices with a setting of the method changed; what equals the default is not kept. */
export function withSetting(choices: Choices, name: string, value: SettingValue): Choices {
  const { settings, refine } = methodPart(choices);
  const { [name]: _, ...others } = settings;
  const known = methodTraits[choices.method].settings?.[name];
  const kept = known?.default === value ? others : { ...settings, [name]: value };
  return withMethodPart(choices, { settings: kept, refine });
}

/** The choices with another refinement of the method's masks. */
export function withRefine(choices: Choices, refine: string): Choices {
  const { settings } = methodPart(choices);
  return withMethodPart(choices, { settings, refine });
}

function withMethodPart(choices: Choices, chosen: MethodPart): Choices {
  return { ...choices, methods: { ...choices.methods, [choices.method]: chosen } };
}

/** How strongly masks are smoothed over time: the strength of the step "smooth", 0 without it. */
export function smoothingOf(choices: Choices): number {
  const step = parseRefinement(refinementOf(choices)).find(({ name }) => name === "smooth");
  return step?.numbers[0] ?? 0;
}

/** The choices with that strength; what "auto" has anyway stays "auto". */
export function withSmoothing(choices: Choices, strength: number): Choices {
  const own = methodTraits[choices.method].refine ?? "";
  const steps = refinementOf(choices).split(",").filter((step) => step !== "");
  const at = steps.findIndex((step) => /^smooth(:|$)/.test(step));
  const [, , lookAhead] = at === -1 ? [] : steps[at].split(":");
  const written = strength === 0
    ? []
    : [["smooth", strength, ...(lookAhead ? [lookAhead] : [])].join(":")];
  if (at === -1) steps.push(...written);
  else steps.splice(at, 1, ...written);
  const refine = steps.join(",");
  return withRefine(choices, refine === own ? "auto" : refine || "none");
}

/** The steps that a refinement stands for. */
function refinementOf(choices: Choices): string {
  const { refine } = methodPart(choices);
  if (refine === "auto") return methodTraits[choices.method].refine ?? "";
  return refine === "none" ? "" : refine;
}

/** What the engine is told. */
export function engineSettings(choices: Choices): StudioSettings {
  const { settings: { threshold, ...settings }, refine } = methodPart(choices);
  const { method, fit, feather, lightWrap, despill, mirror, lowLatency } = choices;
  return {
    method,
    settings,
    threshold: typeof threshold === "number" ? threshold : undefined,
    refine,
    edges: { feather, lightWrap, despill },
    fit,
    mirror,
    lowLatency,
  };
}

/**
 * Choices from what was remembered, or from an address: whatever is unknown or out of range is left
 * out.
 *
 * @param remembered What {@linkcode rememberedText} gave.
 * @param query The address's query.
 */
export function readChoices(remembered: string | null, query: URLSearchParams): Choices {
  return withQuery(fromText(remembered), query);
}

function fromText(text: string | null): Choices {
  if (text === null) return defaultChoices;
  try {
    const { methods, ...rest }: Choices = JSON.parse(text);
    const kept = withQuery(defaultChoices, new URLSearchParams(texts(rest)));
    return { ...kept, methods: knownMethods(methods), beside: rest.beside, at: rest.at };
  } catch {
    return defaultChoices;
  }
}

function knownMethods(methods: Choices["methods"]): Choices["methods"] {
  const known: Partial<Record<MethodName, MethodPart>> = {};
  for (const method of liveMethods) {
    const { settings = {}, refine = "auto" } = methods[method] ?? {};
    const query = new URLSearchParams({ method, refine, set: assignments(settings) });
    const read = withQuery(defaultChoices, query).methods[method];
    const isOwn = read !== undefined &&
      (Object.keys(read.settings).length > 0 || refine !== "auto");
    if (isOwn) known[method] = read;
  }
  return known;
}

const NUMBERS = { feather: 200, lightWrap: 1 } as const;
const FLAGS = ["despill", "mirror", "lowLatency"] as const;

/** The choices that an address names, over others. */
function withQuery(choices: Choices, query: URLSearchParams): Choices {
  const told: Partial<Record<string, unknown>> = {};
  const one = <Word extends string>(name: string, words: readonly Word[]) => {
    const word = query.get(name) as Word | null;
    if (word !== null && words.includes(word)) told[name] = word;
  };
  one("method", liveMethods);
  one("view", views);
  one("fit", fits);
  for (const [name, most] of Object.entries(NUMBERS)) {
    const text = query.get(dashed(name)) ?? "";
    if (/^\d*\.?\d+$/.test(text) && Number(text) <= most) told[name] = Number(text);
  }
  for (const name of FLAGS) {
    if (query.has(dashed(name))) told[name] = query.get(dashed(name)) !== "false";
  }
  const background = query.get("background");
  if (background !== null && isBackground(background)) told.background = background;
  return withMethodQuery({ ...choices, ...told }, query);
}

function withMethodQuery(choices: Choices, query: URLSearchParams): Choices {
  const { method } = choices;
  const { settings = {} } = methodTraits[method];
  let told = choices;
  const threshold = query.get("threshold");
  const written = [query.get("set") ?? "", threshold === null ? "" : `threshold=${threshold}`];
  try {
    const values = parseSettings(written.filter((text) => text !== ""), { settings, name: method });
    for (const [name, value] of Object.entries(values)) told = withSetting(told, name, value);
    const refine = query.get("refine");
    if (refine !== null && refine !== "auto") parseRefinement(refine);
    if (refine !== null) told = withRefine(told, refine);
  } catch {
    // Settings of another version, or misspelt: the method's own are better than none.
  }
  return told;
}

function isBackground(text: string): boolean {
  try {
    const { kind } = parseBackground(text);
    return kind !== "file" || GALLERY.some(({ file }) => file === text);
  } catch {
    return false;
  }
}

/** Choices as they are remembered; a file of one's own is gone with the page. */
export function rememberedText(choices: Choices): string {
  const isOwn = choices.background.startsWith("file:");
  return JSON.stringify(isOwn ? { ...choices, background: defaultChoices.background } : choices);
}

/** The query of an address that has these choices, as far as they differ from the defaults. */
export function queryOf(choices: Choices): URLSearchParams {
  const query = new URLSearchParams();
  const { settings, refine } = methodPart(choices);
  query.set("method", choices.method);
  if (!choices.background.startsWith("file:")) query.set("background", choices.background);
  const { method: _, methods: _of, background: _behind, beside: _beside, at: _at, ...rest } =
    choices;
  for (const [name, text] of Object.entries(texts(rest))) {
    if (text !== String(defaultChoices[name as keyof Choices])) query.set(dashed(name), text);
  }
  if (Object.keys(settings).length > 0) query.set("set", assignments(settings));
  if (refine !== "auto") query.set("refine", refine);
  return query;
}

function texts(values: object): Record<string, string> {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.map(([name, value]) => [dashed(name), String(value)]));
}

/** Settings as `--set` takes them. */
export function assignments(settings: MethodPart["settings"]): string {
  return Object.entries(settings).map(([name, value]) => `${name}=${value}`).join(",");
}

/** A name as options write it: `light-wrap`. */
export function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
