/**
 * What the words of the pages of help mean. docs/glossary.md begins each of its entries with the same
 * words, and says more.
 *
 * @module
 */

import { wrapped } from "./help_layout.ts";

/** A theme's terms: each with what it means, in less than a sentence. */
type Terms = Readonly<Record<string, string>>;

const themes = {
  "The picture": {
    foreground: "what is kept: people, or whatever moves",
    background: "what is put behind the foreground: a picture, a video, a colour, blur, or nothing",
    room: "what is really behind the foreground: the old background, as the camera sees it",
    mask: "which pixels are foreground: yes or no for each",
    matte: "how much of each pixel is foreground, from 0 to 255: soft at hair and edges",
    alpha: "the value of a matte at one pixel; of a picture with transparency, its fourth channel",
    trimap:
      "a picture in three parts: surely foreground, surely background, and unknown between them",
    composite: "the foreground over the background, as the matte says",
    luma: "how bright a pixel is, as one number: its gray",
  },
  "The room": {
    plate: "a picture of the room without people",
    "clean plate": "a photo of the empty room, by the same camera from the same place",
    "median plate": "the plate that a video itself gives: the median of each pixel over time",
    survey: "a first pass over the whole video, to learn the room before any frame is made",
    "warm-up": "the first frames, from which a method learns, and which are not written",
    "background model":
      "what a method remembers of each pixel of the room, and renews with each frame",
    "learning rate": "how fast a background model takes what it sees for the room",
    threshold: "the difference above which a pixel is foreground",
  },
  "Masks": {
    refine: "what is done to each mask before it is used: steps, one after the other",
    "structuring element": "the shape that is moved over a mask to erode, dilate, open or close it",
    erode: "shrink the foreground by a radius",
    dilate: "grow the foreground by a radius",
    open: "erode, then dilate: what is thinner than the element is removed",
    close: "dilate, then erode: gaps thinner than the element are bridged",
    hole: "background that foreground encloses, mostly by mistake",
    seam: "a line of the room along a moving edge",
    hold: "keep what was foreground until the person has moved on",
    "guided filter": "a filter that moves the matte's edges onto those of the frame",
    smooth: "average mattes over time, along the motion",
    "look-ahead": "how many later frames a frame waits for",
  },
  "Edges": {
    feather: "soften the matte's edge over some pixels",
    spill: "light of the screen or the room on the foreground's edge",
    despill: "take the spill's colour out of the foreground",
    "light wrap": "let light of the new background fall on the foreground's edge",
    screen: "a wall of one colour, mostly green, behind the foreground",
    "chroma key": "the screen's colour, and the method that makes it transparent",
  },
  "Networks": {
    network: "a neural network: it knows people from the pictures that it was trained with",
    segmentation: "telling which pixels are people, whatever is behind them",
    model: "the file of a network: its layers and their weights",
    onnx: "a format of files for networks; .tflite files are translated into it",
    layout: "in which order a network takes numbers: channels first (nchw) or last (nhwc)",
  },
  "Distance": {
    disparity: "how many pixels a point lies apart in both eyes' pictures: more where it is near",
    depth: "how far a point is, or how near, by whatever measure",
    stereo: "two pictures of the same moment, one for each eye",
    calibration: "what is known of both cameras: their lenses, and how they stand",
    rectified: "turned so that a point is in the same row of both eyes' pictures",
  },
  "Parts of a job": {
    shard: "one part of a job, which one machine does",
    plan: "a job for many machines, printed for the engine that runs it",
    join: "make one video of the pieces that shards have written",
    block: "frames that a method makes without remembering those before",
    "run-up": "the frames before a block that a method sees, and of which nothing is made",
    "key frame": "a frame that a decoder can begin with",
  },
  "Files": {
    container: "the kind of a video file, such as mp4: it holds pictures and sound",
    codec: "how pictures or sound are compressed, such as h264",
    "variable rate": "of a video: its frames do not come at equal distances in time",
    "virtual camera": "a camera that other programs see, and that a program feeds",
  },
  "Measuring": {
    truth: "the matte as it should be, drawn by hand or by a program; also called ground truth",
    "labelled clip": "a video with its truth",
    iou: "intersection over union: what both mattes have, through what either has; 1 is best",
    precision: "how much of what was found is right",
    recall: "how much of what is right was found",
    flicker: "how much a matte changes where the truth stands still",
  },
} as const satisfies Record<string, Terms>;

type KeysOf<T> = T extends unknown ? keyof T : never;

/** A word that the glossary has. */
export type GlossaryTerm = KeysOf<typeof themes[keyof typeof themes]>;

/** Terms by theme. */
export const glossary: Readonly<Record<string, Terms>> = themes;

/** All terms, with what they mean. */
export const glossaryTerms: Readonly<Record<GlossaryTerm, string>> = Object.assign(
  {},
  ...Object.values(glossary),
);

/**
 * What one term means.
 *
 * @param written The term, in any case, its words also joined by hyphens.
 * @param width The page's.
 * @returns Some lines; `undefined` if it is no term.
 */
export function termHelp(written: string, width: number): string | undefined {
  const plain = (term: string) => term.toLowerCase().replaceAll("-", " ");
  const found = Object.entries(glossaryTerms).find(([term]) => plain(term) === plain(written));
  if (found === undefined) return undefined;
  const [term, meaning] = found;
  const more = `docs/glossary.md says more; --help glossary lists all terms.`;
  return `${wrapped(`${term}: ${meaning}.`, width)}\n\n${wrapped(more, width)}\n`;
}

/**
 * The line below a page of help that says which of its words are in the glossary.
 *
 * @param terms The words.
 * @param width The page's.
 */
export function termsLine(terms: readonly GlossaryTerm[], width: number): string {
  return wrapped(`In --help glossary: ${terms.join(", ")}.`, width);
}
