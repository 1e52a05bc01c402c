import type { Explanation } from "./explanation.ts";

/** The steps that the page shows, in order. */
export type StepKey =
  | "frames"
  | "difference"
  | "gray"
  | "mask"
  | "background"
  | "copy"
  | "result";

/** A step in words and in two languages. */
export interface StepText {
  readonly key: StepKey;
  readonly title: string;
  /** What it does. */
  readonly words: string;
  readonly typescript: string;
  readonly python: string;
  /** What OpenCV does in that line. */
  readonly opencv: string;
}

/** What the lines name. */
export type StepNames =
  & Pick<Explanation, "video" | "background" | "frame" | "shown">
  & { readonly level: string };

/**
 * The steps of the tutorial for one frame. Their lines, one after the other, are a program.
 *
 * @param names What the lines name.
 */
export function stepTexts(names: StepNames): readonly StepText[] {
  return [framesStep(names), ...changeTexts, maskStep(names), backgroundStep(names), ...endTexts];
}

function framesStep({ video, frame, shown }: StepNames): StepText {
  const isEven = shown === frame;
  const path = JSON.stringify(video);
  return {
    key: "frames",
    title: "Two frames",
    words: "The tutorial has two slots: odd frames go into “previous”, even frames into “next”. " +
      (isEven
        ? `Frame ${frame} is even: it is “next”, and frame ${frame - 1} is “previous”. `
        : `Frame ${frame} is odd: it is “previous”, and frame ${shown} still is “next”. `) +
      "The result shows “next”.",
    typescript: `import { absdiff, copyMasked, grayscale, resizeArea, threshold } from "./mod.ts";
import { findFfmpeg, openJpegCodec, openVideo, readImage, writeWhole } from "./lib/files/mod.ts";

const ffmpeg = await findFfmpeg();
const video = await openVideo(${path}, { ffmpeg, firstFrame: ${frame - 1} });
const two = [];
for await (const { width, height, bitmap } of video) {
  two.push({ width, height, bitmap: bitmap.slice() });
  if (two.length === 2) break;
}
const [${isEven ? "previous, next" : "next, previous"}] = two;`,
    python: `import cv2
import numpy as np

video = cv2.VideoCapture(${path})
frame = None
for _ in range(${frame}):
    before, frame = frame, video.read()[1]
${isEven ? "previous, following = before, frame" : "following, previous = before, frame"}`,
    opencv: "VideoCapture decodes one frame with each read(), as blue, green and red bytes.",
  };
}

const changeTexts: readonly StepText[] = [
  {
    key: "difference",
    title: "Absolute difference",
    words:
      "Each channel of “next” is subtracted from that of “previous”, and the sign is dropped. " +
      "What stands still goes black, what moves stays bright. The method never sees the empty " +
      "room: it takes movement for the person.",
    typescript: "const difference = absdiff(previous, next);",
    python: "difference = cv2.absdiff(previous, following)",
    opencv: "absdiff subtracts bytes without wrapping around below zero.",
  },
  {
    key: "gray",
    title: "Gray",
    words: "Three differences become one level from 0 to 255: 0.299 red, 0.587 green and 0.114 " +
      "blue. The histogram counts the pixels of each level.",
    typescript: "const gray = grayscale(difference);",
    python: "gray = cv2.cvtColor(difference, cv2.COLOR_BGR2GRAY)",
    opencv: "cvtColor weighs the channels in whole numbers: both lines give the same bytes.",
  },
];

function maskStep({ level }: StepNames): StepText {
  return {
    key: "mask",
    title: "Mask",
    words: "A pixel is foreground where its level is above the threshold. The tutorial takes 3. " +
      "Drag the line in the histogram: this mask, the copy, the result and the numbers below follow.",
    typescript: `const mask = threshold(gray, ${level});`,
    python: `mask = gray > ${level}`,
    opencv: "NumPy compares all pixels at once, and gives an array of true and false.",
  };
}

function backgroundStep({ background }: StepNames): StepText {
  const path = JSON.stringify(background);
  return {
    key: "background",
    title: "Resized background",
    words:
      "The picture gets the size of the frame. Each new pixel is the mean of the area that it " +
      "covers. A picture of another shape is stretched.",
    typescript: `const jpeg = await openJpegCodec();
const picture = await readImage(${path}, { jpeg, ffmpeg: findFfmpeg });
const resized = resizeArea(picture, next);`,
    python: `picture = cv2.imread(${path})
height, width = gray.shape
resized = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)`,
    opencv: "resize takes the width first, where the shape of an array has the height first.",
  };
}

const endTexts: readonly StepText[] = [
  {
    key: "copy",
    title: "Copy",
    words: "The foreground of “next” goes into an empty picture.",
    typescript: "const copy = copyMasked(next, mask);",
    python: `copy = np.zeros_like(following)
copy[mask] = following[mask]`,
    opencv: "An array of true and false in the brackets chooses the pixels to write.",
  },
  {
    key: "result",
    title: "Result",
    words: "The same copy over the background. A pixel is all frame or all background: nothing " +
      "blends, so each error of the mask has a hard edge.",
    typescript: "const result = copyMasked(next, mask, { out: resized });",
    python: `result = copy
result[~mask] = resized[~mask]`,
    opencv: "~ turns true and false round.",
  },
];

/** What a program ends with, that it may be looked at. */
const LAST_LINES = {
  typescript: `await writeWhole("result.jpg", await jpeg.encode(result, 95));`,
  python: `cv2.imwrite("result.jpg", result)`,
} as const;

/**
 * All steps as one program.
 *
 * @param steps What {@linkcode stepTexts} gave.
 * @param language Which one.
 */
export function programOf(
  steps: readonly StepText[],
  language: keyof typeof LAST_LINES,
): string {
  return `${[...steps.map((step) => step[language]), LAST_LINES[language]].join("\n\n")}\n`;
}
