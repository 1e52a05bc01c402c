import type { Frame } from "../../raster/frame.ts";
import { escapeHtml } from "../html.ts";
import { base64Of, grayFrame } from "../pictures.ts";
import type { Explanation } from "./explanation.ts";
import { explanationStyle } from "./explanation_style.ts";
import {
  codeBlock,
  commandBlock,
  figure,
  LEVEL,
  type PageView,
  standIn,
} from "./explanation_views.ts";
import { failureSection } from "./failure_section.ts";
import { histogram } from "./histogram.ts";
import type { MeasuredFrame } from "./measured_frame.ts";
import { methodSection } from "./method_section.ts";
import { explanationCode } from "./page_code.ts";
import { programOf, type StepKey, type StepText, stepTexts } from "./step_texts.ts";

/** What the page is written with. */
export interface ExplanationPageOptions {
  /** Encodes a picture without loss, as a PNG. */
  readonly encodePng: (frame: Frame) => Uint8Array;
}

/**
 * One frame explained, as an HTML file that needs nothing else: each step of the tutorial with its picture
 * and its lines, a threshold that can be dragged, why the mask fails, and what other methods make of it.
 *
 * @param explanation The frame.
 * @param measured What was measured of it.
 * @param options How pictures are encoded.
 * @returns The file's text.
 */
export function explanationPage(
  explanation: Explanation,
  { steps, reference, counts, failures }: MeasuredFrame,
  { encodePng }: ExplanationPageOptions,
): string {
  const { video, frame, level, next } = explanation;
  const pngUrl = (picture: Frame) => `data:image/png;base64,${base64Of(encodePng(picture))}`;
  const views = viewsOf(explanation, steps, pngUrl);
  const texts = stepTexts({ ...explanation, level: LEVEL });
  const title = `Frame ${frame} of ${fileName(video)}, step by step`;
  const section = (text: StepText, i: number) =>
    stepSection(text, { ...explanation, number: i + 1, views: views[text.key] });
  const slider = histogram(counts, level, reference?.name);
  const told = { level, counts: reference && counts, width: next.width, height: next.height };
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Backdrop: ${escapeHtml(title)}</title>`,
    `<style>\n${explanationStyle}\n</style>\n</head>\n<body>\n<main>`,
    introduction(title, explanation),
    ...texts.slice(0, 3).map(section),
    sliderSection(slider),
    ...texts.slice(3).map((text, i) => section(text, i + 3)),
    failureSection(explanation, { failures, counts, reference }),
    methodSection(explanation),
    programSection(texts, level),
    `</main>\n${controls(level, failures.foreground / (next.width * next.height))}`,
    `<script type="application/json" id="told">${JSON.stringify(told)}</script>`,
    `<script type="module">${scriptText(explanationCode)}</script>`,
    "</body>\n</html>\n",
  ].join("\n");
}

/** A script for between its tags, which nothing in it closes. */
function scriptText(code: string): string {
  return code.replaceAll(/<\/(?=script)/gi, "<\\/");
}

function introduction(title: string, { shown, background, command }: Explanation): string {
  return `<h1>${escapeHtml(title)}</h1>\n` +
    "<p>What “a silly approach” to a virtual background does with one frame: what changed since " +
    `the frame before is taken for the person. Every step has its picture, and the line of ` +
    `TypeScript and of Python that makes it. The picture shown is frame ${shown}, the background ` +
    `${escapeHtml(fileName(background))}.</p>\n` +
    '<p class="soft">Point at a picture, or tap on it, and all pictures tell that pixel. This ' +
    "page is one file; its pictures are computed in it by Backdrop's primitives.</p>\n" +
    commandBlock(command);
}

/** The name of a file without its folders. */
function fileName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}

/** The pictures of each step. */
function viewsOf(
  { previous, next, resized, frame, shown }: Explanation,
  { difference, gray, mask, copy, result }: MeasuredFrame["steps"],
  pngUrl: (picture: Frame) => string,
): Readonly<Record<StepKey, readonly PageView[]>> {
  const made = (key: string, caption: string, alt: string, picture: Frame): PageView => (
    { key, caption, alt, url: standIn(picture) }
  );
  const before = shown === frame ? frame - 1 : frame;
  return {
    frames: [
      { key: "previous", caption: `previous: frame ${before}`, alt: "", url: pngUrl(previous) },
      { key: "next", caption: `next: frame ${shown}`, alt: "", url: pngUrl(next) },
    ].map((view) => ({ ...view, alt: `Frame of the video, ${view.caption}` })),
    difference: [made("difference", "difference", "Absolute difference", difference)],
    gray: [made("gray", "gray", "Difference as gray", grayFrame(gray))],
    mask: [made("mask", "mask", "Mask: white is foreground", grayFrame(mask))],
    background: [{
      key: "resized",
      caption: "resized",
      alt: "Background in the frame's size",
      url: pngUrl(resized),
    }],
    copy: [made("copy", "copy", "Foreground alone", copy)],
    result: [made("result", "result", "Foreground over the background", result)],
  };
}

/** What goes with a step's text. */
interface StepParts extends Pick<Explanation, "level" | "runCommand"> {
  readonly number: number;
  readonly views: readonly PageView[];
}

function stepSection(
  { key, title, words, typescript, python, opencv }: StepText,
  { number, views, level, runCommand }: StepParts,
): string {
  const brighten = key === "difference" || key === "gray" ? BRIGHTEN : "";
  const own = key !== "result"
    ? ""
    : `<p>A run writes the same pixels:</p>${commandBlock(runCommand)}`;
  return `<section class="step" id="${key}">\n<h2><span class="number">${number}</span> ` +
    `${title}</h2>\n<div class="views">${views.map(figure).join("")}${brighten}</div>\n` +
    `<div class="words"><p>${words}</p>` +
    codeBlock("TypeScript", typescript, level) + codeBlock("Python", python, level) +
    `<p class="soft">${opencv}</p>${own}</div>\n</section>`;
}

/** What changed is mostly dark. */
const BRIGHTEN =
  '<label class="brighten"><input type="checkbox" data-brighten> eight times as bright</label>';

function sliderSection(slider: string): string {
  return '<section id="threshold">\n<h2>The threshold</h2>\n' +
    "<p>Drag the line, or choose it and press the arrow keys. Left of it a pixel is background, " +
    `right of it foreground.</p>\n${slider}\n</section>`;
}

function programSection(texts: readonly StepText[], level: number): string {
  return '<section id="program">\n<h2>All of it</h2>\n<p>The same lines as one program each. ' +
    "Save the first as a file in a clone of Backdrop, and start it by <code>deno run -A</code>; the " +
    "second needs Python 3 with OpenCV. Both write result.jpg, of the same pixels. The clone's " +
    "docs/tutorial.md goes on from here, to masks that are good.</p>\n" +
    `<div class="programs">${codeBlock("TypeScript", programOf(texts, "typescript"), level)}${
      codeBlock("Python", programOf(texts, "python"), level)
    }</div>\n</section>`;
}

function controls(level: number, part: number): string {
  return '<div class="controls" role="group" aria-label="Threshold">' +
    '<span class="label">threshold</span> ' +
    '<button type="button" id="less" aria-label="Lower the threshold">−</button>' +
    `<output id="level">${level}</output>` +
    '<button type="button" id="more" aria-label="Raise the threshold">+</button>' +
    `<button type="button" id="again">back to ${level}</button>` +
    `<span class="share"><span id="share">${(100 * part).toFixed(1)} %</span> foreground</span>` +
    '<a class="up" href="#threshold">histogram</a></div>';
}
