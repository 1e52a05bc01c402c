/**
 * The script of an explanation's page: it makes the pictures from the two frames and the background, by the
 * same primitives as the tutorial's run, and again for each threshold.
 *
 * @module
 */

import {
  countLevels,
  type LevelCounts,
  scoreWords,
} from "../../report/explanation/count_levels.ts";
import {
  failureColors,
  failureWords,
  markedFrame,
  maskFailures,
} from "../../report/explanation/mask_failures.ts";
import { levelAt, linePlace, percentOf } from "../../report/explanation/histogram_scale.ts";
import {
  type ChangeSteps,
  changeSteps,
  cutSteps,
  type StepInputs,
} from "../../report/explanation/tutorial_steps.ts";
import { createFrame, type Frame, type Gray } from "../../raster/frame.ts";
import { readPng } from "./read_png.ts";

/** What the page was told. */
interface Told {
  readonly level: number;
  readonly counts?: LevelCounts;
}

const told: Told = JSON.parse(document.getElementById("told")!.textContent!);

/** How long the numbers wait for a threshold that stays, in milliseconds. */
const SETTLED = 120;

/** How much brighter what changed may be drawn. */
const BRIGHTER = 8;

const all = <Kind extends HTMLElement>(selector: string) => [
  ...document.querySelectorAll<Kind>(selector),
];
const byId = (id: string) => document.getElementById(id)!;

/** Pictures that the page draws, by what it knows them by. */
const shown = new Map<string, Frame>();

/** Draw a picture in place of its image. */
function draw(key: string, frame: Frame, factor = 1): void {
  shown.set(key, frame);
  const { width, height } = frame;
  let canvas = document.querySelector<HTMLCanvasElement>(`canvas[data-view="${key}"]`);
  if (canvas === null) {
    const image = document.querySelector<HTMLImageElement>(`img[data-view="${key}"]`)!;
    canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height, className: image.className });
    canvas.dataset.view = key;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", image.alt);
    image.replaceWith(canvas);
  }
  const bitmap = factor === 1
    ? frame.bitmap
    : frame.bitmap.map((value, p) => p % 4 === 3 ? value : value * factor);
  const data = new ImageData(bitmap as Uint8ClampedArray<ArrayBuffer>, width, height);
  canvas.getContext("2d")!.putImageData(data, 0, 0);
}

function frameOfGray({ width, height, data }: Gray): Frame {
  const frame = createFrame(width, height);
  const { bitmap } = frame;
  for (let i = 0, p = 0; i < data.length; i++, p += 4) {
    bitmap[p] = bitmap[p + 1] = bitmap[p + 2] = data[i];
    bitmap[p + 3] = 255;
  }
  return frame;
}

async function readInput(key: string): Promise<Frame> {
  const image = document.querySelector<HTMLImageElement>(`img[data-view="${key}"]`)!;
  const letters = atob(image.src.slice(image.src.indexOf(",") + 1));
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return await readPng(bytes);
}

/** The page at work. */
class Explainer {
  readonly #inputs: StepInputs;
  readonly #change: ChangeSteps;
  /** How many pixels have each gray level. */
  readonly #levels: readonly number[];
  #level = told.level;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(inputs: StepInputs) {
    this.#inputs = inputs;
    this.#change = changeSteps(inputs);
    this.#levels = countLevels(this.#change.gray).room;
    for (const key of ["previous", "next", "resized"] as const) draw(key, inputs[key]);
    this.drawChange();
    this.setLevel(told.level);
  }

  get level(): number {
    return this.#level;
  }

  /** Of all pixels, which part a threshold leaves in the foreground. */
  #foreground(level: number): number {
    const { data } = this.#change.gray;
    return this.#levels.slice(level + 1).reduce((a, b) => a + b, 0) / data.length;
  }

  /** Draw what does not hang on the threshold. */
  drawChange(): void {
    const factorOf = (key: string) =>
      document.querySelector<HTMLInputElement>(`#${key} [data-brighten]`)!.checked ? BRIGHTER : 1;
    draw("difference", this.#change.difference, factorOf("difference"));
    draw("gray", frameOfGray(this.#change.gray), factorOf("gray"));
  }

  /** Set the threshold: the pictures follow at once, what is counted when it stays. */
  setLevel(wanted: number): void {
    const level = Math.min(255, Math.max(0, wanted));
    this.#level = level;
    const cut = cutSteps(this.#inputs, this.#change, level);
    draw("mask", frameOfGray(cut.mask));
    draw("copy", cut.copy);
    draw("result", cut.result);
    tellLevel(level, this.#foreground(level));
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => tellFailures(this.#inputs.next, cut), SETTLED);
    tellPixel();
  }
}

/** Put the threshold wherever it stands. */
function tellLevel(level: number, foreground: number): void {
  const share = `${(100 * foreground).toFixed(1)} %`;
  const left = percentOf(linePlace(level));
  byId("line").style.left = left;
  const trade = document.getElementById("trade-line");
  if (trade !== null) trade.style.left = left;
  byId("histogram").setAttribute("aria-valuenow", String(level));
  byId("histogram").setAttribute("aria-valuetext", `${level}, ${share} foreground`);
  byId("level").textContent = String(level);
  byId("share").textContent = share;
  for (const place of all("[data-level]")) place.textContent = String(level);
  if (told.counts !== undefined) tellWords("score", scoreWords(told.counts, level));
}

function tellWords(kind: string, words: string): void {
  for (const place of all(`[data-words="${kind}"]`)) place.textContent = words;
}

/** Measure the mask, and mark what is wrong with it. */
function tellFailures(next: Frame, { mask, result }: ReturnType<typeof cutSteps>): void {
  const failures = maskFailures(mask, next, result);
  const words = failureWords(failures);
  tellWords("foreground", words.foreground);
  for (const kind of ["holes", "noise", "seams"] as const) {
    draw(kind, markedFrame(next, failures[kind].mask, failureColors[kind]));
    tellWords(kind, words[kind]);
  }
}

/** The pixel that all pictures tell. */
let pixel: { readonly x: number; readonly y: number } | undefined;

/** Mark the pixel in each picture, and say beside it what the picture has there. */
function tellPixel(): void {
  if (pixel === undefined) return;
  document.body.classList.add("pointed");
  for (const spot of all(".spot")) {
    const { width, height } = spot.parentElement!.querySelector("canvas")!;
    spot.style.left = percentOf((pixel.x + 0.5) / width);
    spot.style.top = percentOf((pixel.y + 0.5) / height);
  }
  for (const place of all("[data-pixel]")) {
    const frame = shown.get(place.dataset.pixel!);
    if (frame === undefined || place.dataset.pixel! in failureColors) continue;
    const { x, y } = pixel;
    const p = 4 * (y * frame.width + x);
    const [red, green, blue, alpha] = frame.bitmap.subarray(p, p + 4);
    const isGray = /^(gray|mask)$/.test(place.dataset.pixel!);
    const value = alpha === 0 ? "empty" : isGray ? String(red) : `${red} ${green} ${blue}`;
    place.textContent = `(${x}, ${y}): ${value}`;
  }
}

function choosePixel(event: PointerEvent): void {
  const canvas = event.target;
  if (!(canvas instanceof HTMLCanvasElement) || !canvas.matches(".view")) return;
  const box = canvas.getBoundingClientRect();
  const place = (at: number, start: number, size: number, pixels: number) =>
    Math.min(pixels - 1, Math.max(0, Math.floor((at - start) / size * pixels)));
  pixel = {
    x: place(event.clientX, box.left, box.width, canvas.width),
    y: place(event.clientY, box.top, box.height, canvas.height),
  };
  tellPixel();
}

/** What keys do to the threshold. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: -255,
  End: 255,
};

function listen(explainer: Explainer): void {
  const slider = byId("histogram");
  const drag = (event: PointerEvent) => {
    const { left, width } = slider.getBoundingClientRect();
    explainer.setLevel(levelAt((event.clientX - left) / width));
  };
  slider.addEventListener("pointerdown", (event) => {
    slider.setPointerCapture(event.pointerId);
    drag(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) drag(event);
  });
  slider.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    explainer.setLevel(explainer.level + step);
  });
  byId("less").addEventListener("click", () => explainer.setLevel(explainer.level - 1));
  byId("more").addEventListener("click", () => explainer.setLevel(explainer.level + 1));
  byId("again").addEventListener("click", () => explainer.setLevel(told.level));
  for (const box of all("[data-brighten]")) {
    box.addEventListener("change", () => explainer.drawChange());
  }
  document.addEventListener("pointermove", choosePixel);
  document.addEventListener("pointerdown", choosePixel);
}

/** Copy what stands beside a button. */
async function copyText(button: HTMLElement): Promise<void> {
  const code = button.closest(".code")!.querySelector("code")!;
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(code.textContent!);
    button.textContent = "Copied";
  } catch {
    // Where a page may not: choose the text, so that Ctrl-C does.
    getSelection()!.selectAllChildren(code);
    button.textContent = "Chosen";
  }
  setTimeout(() => button.textContent = words, 1500);
}

for (const button of all("[data-copy]")) {
  button.addEventListener("click", () => void copyText(button));
}
const [previous, next, resized] = await Promise.all(["previous", "next", "resized"].map(readInput));
listen(new Explainer({ previous, next, resized }));
document.body.classList.add("live");
