/**
 * The command line and the program that do what the studio shows. Only what differs from the
 * defaults is written.
 *
 * @module
 */

import { parseBackground } from "../../../backgrounds/parse_background.ts";
import type { SettingValue } from "../../../methods/settings/setting.ts";
import { GALLERY } from "../gallery.ts";
import { assignments, type Choices, defaultChoices, methodPart } from "./choices.ts";

/** Where frames come from: a camera with the size that was asked for, or a file. */
export type SourceName =
  | { readonly kind: "camera"; readonly size?: string | undefined }
  | { readonly kind: "video" | "picture"; readonly name: string };

/** Settings that have an option of their own on the command line, and what that is called. */
const OWN_OPTIONS: Readonly<Record<string, string>> = {
  threshold: "--threshold",
  every: "--every",
  learningRate: "--learning-rate",
  framesApart: "--frames-apart",
};

/** Where the gallery's pictures lie, from the folder in which `cli.ts` is. */
const GALLERY_FOLDER = "lib/web/studio/backgrounds/";

/** What a setting is called on the command line: `--threshold`, or `--set spill`. */
export function optionOf(name: string): string {
  return OWN_OPTIONS[name] ?? `--set ${name}`;
}

/** The words of the command line behind `cli.ts`. */
export function commandWords(choices: Choices, source: SourceName): string[] {
  return [
    source.kind === "camera" ? "camera" : fileWord(source.name),
    backgroundWord(choices),
    ...outputWords(choices, source),
    ...methodWords(choices),
    ...edgeWords(choices),
    ...source.kind === "camera" ? liveWords(choices, source.size) : [],
  ];
}

/** The command line, to be pasted into a shell. */
export function studioCommand(choices: Choices, source: SourceName): string {
  return ["deno run -A cli.ts", ...commandWords(choices, source).map(quoted)].join(" ");
}

/** A file's name that is not taken for an option. */
function fileWord(name: string): string {
  return name.startsWith("-") ? `./${name}` : name;
}

/** The background as the command line takes it. */
function backgroundWord({ background }: Choices): string {
  if (GALLERY.some(({ file }) => file === background)) return GALLERY_FOLDER + background;
  const name = /^file:([^]*)$/.exec(background)?.[1];
  if (name === undefined) return background;
  // A file may be called like a word.
  const isWord = /^(transparent$|blur$|blur:|color:|file:)/.test(name);
  return isWord ? `./${name}` : fileWord(name);
}

/** A camera is shown in a window, which needs no word. */
function outputWords(choices: Choices, source: SourceName): string[] {
  return source.kind === "camera" ? [] : ["-o", outputWord(choices, source)];
}

function outputWord({ background }: Choices, { kind }: SourceName): string {
  const isTransparent = background === "transparent";
  if (kind === "picture") return isTransparent ? "out.png" : "out.jpg";
  return isTransparent ? "out.webm" : "out.mp4";
}

function methodWords(choices: Choices): string[] {
  const { settings, refine } = methodPart(choices);
  const words: string[] = [];
  if (choices.method !== defaultChoices.method) words.push("-m", choices.method);
  if (choices.method === "clean-plate") words.push("--clean-plate", "plate.png");
  const others: Record<string, SettingValue> = {};
  for (const [name, value] of Object.entries(settings)) {
    // An option takes no number below 0, which --set does.
    if (OWN_OPTIONS[name] === undefined || Number(value) < 0) others[name] = value;
    else words.push(OWN_OPTIONS[name], String(value));
  }
  const set = assignments(others);
  return [
    ...words,
    ...set === "" ? [] : ["--set", set],
    ...refine === "auto" ? [] : ["--refine", refine],
  ];
}

function edgeWords(choices: Choices): string[] {
  const { feather, lightWrap, despill, fit } = choices;
  return [
    ...isFile(choices) && fit !== defaultChoices.fit ? ["--fit", fit] : [],
    ...feather === 0 ? [] : ["--feather", String(feather)],
    ...lightWrap === 0 ? [] : ["--light-wrap", String(lightWrap)],
    ...despill ? ["--despill"] : [],
  ];
}

function liveWords({ mirror, lowLatency }: Choices, size: string | undefined): string[] {
  return [
    ...size === undefined ? [] : ["--camera-size", size],
    ...mirror ? ["--mirror"] : [],
    ...lowLatency ? ["--low-latency"] : [],
  ];
}

/** Whether the background is a picture or a video. */
function isFile({ background }: Choices): boolean {
  return parseBackground(background).kind === "file";
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w%+,./:=@^-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The lines of TypeScript that do the same with `mod.ts`. */
export function studioProgram(choices: Choices, source: SourceName): string {
  return source.kind === "camera" ? liveProgram(choices) : fileProgram(choices, source);
}

function fileProgram(choices: Choices, source: SourceName & { name: string }): string {
  const { settings: { threshold, ...settings }, refine } = methodPart(choices);
  const { feather, lightWrap, despill, fit, method } = choices;
  const options = lines({
    method: method === defaultChoices.method ? undefined : method,
    cleanPlate: method === "clean-plate" ? "plate.png" : undefined,
    threshold,
    settings: Object.keys(settings).length === 0 ? undefined : settings,
    refine: refine === "auto" ? undefined : refine,
    fit: !isFile(choices) || fit === defaultChoices.fit ? undefined : fit,
    feather: feather || undefined,
    lightWrap: lightWrap || undefined,
    despill: despill || undefined,
  });
  const files = [fileWord(source.name), backgroundWord(choices), outputWord(choices, source)];
  const paths = files.map((file) => JSON.stringify(file)).join(", ");
  const rest = options === "" ? "" : `, {\n${options}}`;
  return `import { replaceBackground } from "./mod.ts";\n\n` +
    `await replaceBackground(${paths}${rest});\n`;
}

/** Networks on a page: `base` is where they, and what runs them, are served. */
const OPENER = `webSegmenterOpener("fast", { base: "studio/", pace: "live" })`;

/** On a page: a camera's frames in, a call's out. */
function liveProgram(choices: Choices): string {
  const { settings: { threshold, ...settings }, refine } = methodPart(choices);
  const { method, feather, lightWrap, despill, fit, mirror, lowLatency } = choices;
  const edges = {
    ...feather > 0 && { feather },
    ...lightWrap > 0 && { lightWrap },
    ...despill && { despill },
  };
  const isPicture = isFile(choices);
  const options = lines({
    live: true,
    method,
    ...method === "clean-plate" && { cleanPlate: IDENTIFIER("plate") },
    threshold,
    settings: Object.keys(settings).length === 0 ? undefined : settings,
    refine: refine === "auto" ? undefined : refine,
    background: isPicture ? IDENTIFIER("behind") : choices.background,
    fit: !isPicture || fit === defaultChoices.fit ? undefined : fit,
    edges: Object.keys(edges).length === 0 ? undefined : edges,
    mirror: mirror || undefined,
    lowLatency: lowLatency || undefined,
    ...method === "segment" && { openSegmenter: IDENTIFIER(OPENER) },
  }, "    ");
  const needs = [
    ...method === "clean-plate" ? ["plate: ImageBitmap"] : [],
    ...isPicture ? ["behind: ImageBitmap"] : [],
  ];
  const web = method === "segment"
    ? `import { webSegmenterOpener } from "./lib/web/mod.ts";\n`
    : "";
  const parameters = ["camera: ReadableStream<VideoFrame>", ...needs];
  return `${web}import { BackgroundReplacer } from "./mod.ts";\n\n` +
    `/** A camera's frames in, a call's out. */\n` +
    `export function replace(\n${parameters.map((one) => `  ${one},\n`).join("")}) {\n` +
    `  return camera.pipeThrough(new BackgroundReplacer({\n${options}  }));\n}\n`;
}

/** A name or call among values. */
class Identifier {
  constructor(readonly name: string) {}
}

const IDENTIFIER = (name: string) => new Identifier(name);

/** The fields of an object, a line each; what is `undefined` is left out. */
function lines(fields: Readonly<Record<string, unknown>>, indent: string = "  "): string {
  return Object.entries(fields).filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (!(value instanceof Identifier)) return `${indent}${name}: ${literal(value)},\n`;
      return `${indent}${value.name === name ? name : `${name}: ${value.name}`},\n`;
    }).join("");
}

/** A value as it is written in a program. */
function literal(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`).join(", ")} }`;
}
