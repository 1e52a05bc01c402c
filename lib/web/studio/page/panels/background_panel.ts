/**
 * The panel of backgrounds: tiles, and what belongs to the one that is chosen.
 *
 * @module
 */

import { MAX_BLUR_RADIUS } from "../../../../pixels/background_blur/blur_frame.ts";
import { type Fit, fits } from "../../../../pixels/resize/fit_frame.ts";
import { GALLERY } from "../../gallery.ts";
import { type Choices, defaultChoices } from "../choices.ts";
import { byId, type Followed, icon, make, setShown } from "../elements.ts";
import type { OpenedFile } from "../sources/file_source.ts";
import type { Backgrounds } from "./backgrounds.ts";
import { settingRow } from "./setting_row.ts";

/** The radius, and the colour, that are chosen first. */
const RADIUS = 24;
const COLOR = "#12705f";
/** A larger radius can be written, but the slider ends here. */
const WIDEST_BLUR = 100;

/** What a tile stands for. */
interface Tile {
  readonly value: string;
  readonly word: string;
  readonly look: HTMLElement;
  readonly why?: string;
}

/** Make the panel. */
export function addBackgroundPanel(choices: Followed<Choices>, backgrounds: Backgrounds): void {
  const set = (background: string) => choices.set({ ...choices.value, background });
  const radius = blurRow(set);
  const color = colorRow(set);
  const fit = fitRow(choices);
  const chosen: Record<string, () => string> = {
    own: () => `file:${backgrounds.own.value?.name}`,
    blur: () => `blur:${radius.last()}`,
    color: () => `color:${color.last()}`,
  };
  const group = make("div.tiles", { role: "radiogroup", "aria-labelledby": "background-title" });
  const inputs = new Map<string, HTMLInputElement>();
  const add = (tile: Tile) => {
    const input = radioOf(tile, () => set(chosen[tile.value]?.() ?? tile.value));
    inputs.set(tile.value, input);
    return tileAround(tile, input);
  };
  const ownTile = add({ value: "own", word: "Yours", look: make("span.look") });
  group.append(...galleryTiles().map(add), addTile(backgrounds), ...wordTiles().map(add), ownTile);
  byId("background-panel").append(group, radius.element, color.element, fit);
  backgrounds.own.follow((own) => {
    setShown(ownTile, own !== undefined);
    if (own !== undefined) ownTile.querySelector(".look")!.replaceChildren(lookOf(own));
  });
  choices.follow(({ background }) => {
    const [, word] = /^(blur|color|file):/.exec(background) ?? [];
    const value = word === "file" ? "own" : word ?? background;
    for (const [name, input] of inputs) input.checked = name === value;
    radius.update(background);
    color.update(background);
    setShown(fit, value === "own" || GALLERY.some(({ file }) => file === value));
    const look = group.querySelector<HTMLElement>(".look.color")!;
    look.style.setProperty("--color", color.last());
    showArt(value, color.last(), backgrounds.own.value);
  });
}

/** What is chosen also stands behind the first screen. */
function showArt(value: string, color: string, own: OpenedFile | undefined): void {
  const { style } = byId("art");
  const picture = GALLERY.find(({ file }) => file === value)?.file ?? GALLERY[1].file;
  style.filter = value === "blur" ? "blur(12px)" : "";
  style.backgroundImage = value === "color" || value === "transparent"
    ? "none"
    : value === "own" && own !== undefined
    ? `url(${thumbnailOf(own.kind === "video" ? own.video : own.picture, 960, 540)})`
    : `url(backgrounds/${picture})`;
  style.backgroundColor = value === "color" ? color : "";
}

function galleryTiles(): Tile[] {
  return GALLERY.map(({ file, name }) => ({
    value: file,
    word: name,
    look: make("span.look", {}, make("img", { src: `backgrounds/${file}`, alt: "" })),
  }));
}

function wordTiles(): Tile[] {
  const blurred = make("img", { src: `backgrounds/${GALLERY[1].file}`, alt: "" });
  const why =
    "Depth blur needs to know how far all is: two eyes, a depth video or a depth network, " +
    "which the studio does not have. The command line does: blur:depth";
  return [
    { value: "blur", word: "Blur", look: make("span.look.blurred", {}, blurred) },
    { value: "color", word: "Colour", look: make("span.look.color") },
    { value: "transparent", word: "None", look: make("span.look.clear") },
    { value: "blur:depth", word: "Depth blur", look: make("span.look", {}, icon("depth")), why },
  ];
}

function radioOf({ value, word, why }: Tile, onChosen: () => void): HTMLInputElement {
  return make<HTMLInputElement>("input", {
    type: "radio",
    name: "background",
    value,
    disabled: why !== undefined,
    "aria-label": why === undefined ? word : `${word}. ${why}`,
    onchange: onChosen,
  });
}

function tileAround({ word, look, why }: Tile, input: HTMLInputElement): HTMLElement {
  const name = make("span.word", { "aria-hidden": "true", text: word });
  const parts = { title: why ?? word };
  return make(why === undefined ? "label.tile" : "label.tile.is-off", parts, input, look, name);
}

/** The tile that takes a picture or video of the user's. */
function addTile(backgrounds: Backgrounds): HTMLElement {
  const input = make<HTMLInputElement>("input", {
    type: "file",
    accept: "image/*,video/*",
    hidden: true,
    id: "background-input",
    "aria-label": "A picture or video for the background",
  });
  input.addEventListener("change", () => {
    if (input.files?.[0] !== undefined) void backgrounds.setOwn(input.files[0]);
    input.value = "";
  });
  const tile = make(
    "button.tile",
    {
      type: "button",
      id: "add-background",
      title: "A picture or video of yours; it can be dropped here, too",
      "aria-label": "Add a picture or video of yours",
      onclick: () => input.click(),
    },
    make("span.look", {}, icon("plus")),
    make("span.word", { text: "Add yours", "aria-hidden": "true" }),
  );
  tile.append(input);
  return tile;
}

function lookOf(own: OpenedFile): HTMLElement {
  if (own.kind === "video") return make("img", { src: thumbnailOf(own.video), alt: "" });
  return make("img", { src: thumbnailOf(own.picture), alt: "" });
}

/** A small picture of a large one. */
function thumbnailOf(
  picture: ImageBitmap | HTMLVideoElement,
  wide: number = 160,
  high: number = 100,
): string {
  const canvas = make<HTMLCanvasElement>("canvas", { width: wide, height: high });
  const width = "videoWidth" in picture ? picture.videoWidth : picture.width;
  const height = "videoHeight" in picture ? picture.videoHeight : picture.height;
  const scale = Math.max(wide / width, high / height);
  const [w, h] = [width * scale, height * scale];
  canvas.getContext("2d")!.drawImage(picture, (wide - w) / 2, (high - h) / 2, w, h);
  return canvas.toDataURL("image/jpeg", 0.8);
}

/** A row that is shown with one kind of background. */
interface WordRow {
  readonly element: HTMLElement;
  last(): string;
  update(background: string): void;
}

function blurRow(set: (background: string) => void): WordRow {
  let last = RADIUS;
  const summary = `radius of the blur, in pixels, up to ${MAX_BLUR_RADIUS}`;
  const row = settingRow({
    name: "blur:",
    setting: { summary, default: RADIUS, least: 0, most: MAX_BLUR_RADIUS, isWhole: true },
    sliderMost: WIDEST_BLUR,
    onChange: (value) => set(`blur:${value}`),
  });
  return {
    element: row.element,
    last: () => String(last),
    update(background) {
      const [, radius] = /^blur:(\d+)$/.exec(background) ?? [];
      setShown(row.element, radius !== undefined);
      if (radius !== undefined) row.update(last = Number(radius));
    },
  };
}

function colorRow(set: (background: string) => void): WordRow {
  let last = COLOR;
  const input = make<HTMLInputElement>("input", { type: "color", id: "background-color" });
  const label = make("label", { for: input.id, text: "color:" });
  const note = make("p.note", { text: "one colour, as CSS writes it" });
  input.addEventListener("input", () => set(`color:${input.value}`));
  return {
    element: make("div.setting", {}, label, input, note),
    last: () => last,
    update(background) {
      const [, color] = /^color:([^]*)$/.exec(background) ?? [];
      setShown(input.parentElement!, color !== undefined);
      if (color === undefined) return;
      last = color;
      if (/^#[\da-f]{6}$/i.test(color)) input.value = color;
    },
  };
}

function fitRow(choices: Followed<Choices>): HTMLElement {
  const row = settingRow({
    name: "--fit",
    setting: { summary: "how it fills the frame", default: defaultChoices.fit, choices: fits },
    onChange: (fit) => choices.set({ ...choices.value, fit: fit as Fit }),
  });
  choices.follow(({ fit }) => row.update(fit));
  return row.element;
}
