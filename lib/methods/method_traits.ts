import { didYouMean } from "../nearest_name.ts";
import type { Method } from "./method.ts";
import { type MethodName, methodSettings } from "./settings/method_settings.ts";

/**
 * What to throw where a method is named that is not there.
 *
 * @param action What cannot be done.
 * @param name The name.
 * @param others What is taken besides the names of methods.
 */
export function noSuchMethod(action: string, name: string, others: string = ""): RangeError {
  const names = Object.keys(methodTraits);
  return new RangeError(
    `Cannot ${action}: there is no method '${name}'${didYouMean(name, names)}; ` +
      `there are ${names.join(", ")}${others}`,
  );
}

/** For masks that have been told from an empty room. */
const PLATE_REFINEMENT = "open:1,close:2,remove:400,fill:2000,smooth:1,gaussian:0.8";

/** For masks of what moves: held, closed and filled. */
const MOTION_REFINEMENT = "open:1,hold:4,close:6,remove:400,fill:all:bottom,smooth:1,gaussian:0.8";

/** For what is near: specks and holes go. */
const DEPTH_REFINEMENT = "remove:400,fill:2000,smooth:1,levels:32:223";

/** For mattes that a network has made: steady along motion, then as sharp as a picture's. */
const NETWORK_REFINEMENT = "smooth:1,levels:64:191";

/** For mattes of a network that gives them as fine and steady as they are wanted: specks go. */
const MATTE_REFINEMENT = "remove:100";

/**
 * What is known of each method by name, without the code that does its work: for command lines, help and
 * checks.
 */
export const methodTraits: Readonly<Record<MethodName, Omit<Method, "create">>> = {
  tutorial: {
    summary: "what changed between consecutive frames, as in the tutorial",
    settings: methodSettings.tutorial,
  },
  difference: {
    summary: "what changed since an earlier frame, held until the person has moved on",
    refine: "open:1,hold:12,close:8,remove:400,fill:all:bottom,smooth:1,gaussian:0.8",
    settings: methodSettings.difference,
  },
  "clean-plate": {
    summary: "what differs from a picture of the empty room: the surest",
    refine: PLATE_REFINEMENT,
    needsPlate: true,
    takesPhotos: true,
    settings: methodSettings["clean-plate"],
  },
  median: {
    summary: "what differs from the median of the whole video",
    refine: MOTION_REFINEMENT,
    settings: methodSettings.median,
    surveySettings: ["samples"],
  },
  average: {
    summary: "what differs from the average of the whole video, or of a stream so far",
    refine: MOTION_REFINEMENT,
    settings: methodSettings.average,
    surveySettings: [],
  },
  mog2: {
    summary: "OpenCV's MOG2: a mixture of Gaussians for each pixel",
    refine: "open:1,hold:12,close:8,remove:400,fill:all:bottom,smooth:1,gaussian:0.8",
    settings: methodSettings.mog2,
  },
  knn: {
    summary: "OpenCV's KNN: nearest neighbours among earlier values of each pixel",
    refine: MOTION_REFINEMENT,
    settings: methodSettings.knn,
  },
  chroma: {
    summary: "what does not have the colour of a green (or other) screen, with soft edges",
    needsScreen: true,
    takesPhotos: true,
    refine: "",
    settings: methodSettings.chroma,
  },
  depth: {
    summary: "what is near: by two eyes, a depth video, or a network that tells depth",
    refine: DEPTH_REFINEMENT,
    takesPhotos: true,
    takesDistance: true,
    settings: methodSettings.depth,
  },
  segment: {
    summary: "people, by a neural network: whatever they do and whatever is behind",
    needsNetwork: true,
    takesPhotos: true,
    refine: NETWORK_REFINEMENT,
    refineMattes: MATTE_REFINEMENT,
    settings: methodSettings.segment,
    surveySettings: ["plate", "roi"],
  },
};

/** The methods as one should try them: what finds people best comes first. */
export const bestFirst: readonly MethodName[] = withRest([
  "segment",
  "clean-plate",
  "median",
  "difference",
  "average",
  "knn",
  "mog2",
  "chroma",
  "depth",
  "tutorial",
]);

function withRest(names: readonly MethodName[]): readonly MethodName[] {
  return [...new Set([...names, ...Object.keys(methodTraits) as MethodName[]])];
}
