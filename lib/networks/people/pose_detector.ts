import type { Frame, Size } from "../../raster/frame.ts";
import { ModelError } from "../../errors.ts";
import { release } from "../../memory/beside.ts";
import type { InferenceSession } from "../inference_session.ts";
import { squareInput } from "./cut_out.ts";
import { type Circle, overlap, type Region } from "./region.ts";

/**
 * Somebody whom {@linkcode PoseDetector} has found, in the frame's pixels.
 *
 * @category Networks
 */
export interface PersonFound {
  /** How sure it is, 0–1. */
  readonly score: number;
  /** Around the face. */
  readonly face: Region;
  /** Around the whole body, from the middle of the hips; of somebody near it reaches out of the picture. */
  readonly circle: Circle;
  /** Whether they were looked for in a part of the frame. */
  readonly isInPart?: boolean;
}

/** Width and height of the network's pictures. */
const SIDE = 224;

/** From this on somebody is there. At 0.35 to 0.5 nobody was missed in 150 pictures. */
const SCORE = 0.4;

/** Detections whose faces overlap so far are of one person. */
const SAME_FACE = 0.3;

/** Grids of places, and how many boxes each place has: MediaPipe's, for strides of 8, 16 and three times 32. */
const GRIDS = [[28, 2], [14, 2], [7, 6]] as const;

/** Numbers of a box: face, then the points middle of hips, rim of the body's circle, and the same of the upper body. */
const NUMBERS = 12;

/**
 * Finds people in a frame: MediaPipe's pose detector.
 *
 * @see MediaPipe `pose_detection.tflite`, and its graph `pose_detection_cpu.pbtxt`, for anchors and suppression.
 * @category Networks
 */
export class PoseDetector implements AsyncDisposable {
  readonly #session: InferenceSession;

  /**
   * A detector.
   *
   * @param session The network, which is disposed of with it.
   */
  constructor(session: InferenceSession) {
    this.#session = session;
  }

  /**
   * Find people.
   *
   * @param frame The frame, of any size.
   * @param square Where to look; by default the square around the whole frame.
   * @returns Those it is sure of, the surest first.
   * @throws {ModelError} If the network cannot be run.
   */
  async find(frame: Frame, square: Region = squareAroundAll(frame)): Promise<PersonFound[]> {
    const { tensor, region } = squareInput(frame, square, SIDE, 127.5, 127.5);
    const { inputs: [input], outputs } = this.#session;
    const answering = this.#session.run({ [input.name]: tensor });
    // What it is fed with is read by now.
    release(tensor.data);
    const answer = await answering;
    const [boxes, scores] = [NUMBERS, 1].map((last) => {
      const output = outputs.find(({ name }) => answer[name].dims.at(-1) === last);
      if (output === undefined) {
        throw new ModelError("Cannot find people: the network is no pose detector");
      }
      return answer[output.name].data;
    });
    return peopleOf(boxes, scores, region);
  }

  /** Dispose of the network. */
  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#session[Symbol.asyncDispose]();
  }
}

/** The square around a whole frame. */
export function squareAroundAll({ width, height }: Size): Region {
  const side = Math.max(width, height);
  return { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side };
}

/** A box with its place added: x and y of all points in parts of the square. */
interface Candidate {
  readonly score: number;
  readonly numbers: Float32Array;
  readonly face: Region;
}

function peopleOf(boxes: Float32Array, scores: Float32Array, region: Region): PersonFound[] {
  const rest = candidatesOf(boxes, scores).sort((a, b) => b.score - a.score);
  const found: PersonFound[] = [];
  while (rest.length > 0) {
    const [best] = rest;
    const same = rest.filter(({ face }) => overlap(face, best.face) > SAME_FACE);
    for (const candidate of same) rest.splice(rest.indexOf(candidate), 1);
    if (same.length === 0) rest.shift();
    found.push(placed(same.length === 0 ? [best] : same, region));
  }
  return found;
}

function candidatesOf(boxes: Float32Array, scores: Float32Array): Candidate[] {
  const found: Candidate[] = [];
  const least = Math.log(SCORE / (1 - SCORE));
  let k = 0;
  for (const [side, count] of GRIDS) {
    for (let place = 0; place < side * side * count; place++, k++) {
      if (!(scores[k] >= least)) continue;
      const cell = Math.floor(place / count);
      const center = [(cell % side + 0.5) / side, (Math.floor(cell / side) + 0.5) / side];
      // The second pair of numbers is a size.
      const numbers = boxes.slice(NUMBERS * k, NUMBERS * (k + 1))
        .map((value, i) => value / SIDE + (i === 2 || i === 3 ? 0 : center[i & 1]));
      const [x, y, width, height] = numbers;
      const face = { left: x - width / 2, top: y - height / 2, width, height };
      found.push({ score: 1 / (1 + Math.exp(-scores[k])), numbers, face });
    }
  }
  return found;
}

/** The mean of detections of one person, by how sure they are, in the frame's pixels. */
function placed(same: readonly Candidate[], { left, top, width, height }: Region): PersonFound {
  const sum = same.reduce((total, { score }) => total + score, 0);
  const mean = (i: number) =>
    same.reduce((total, { score, numbers }) => total + score * numbers[i], 0) / sum;
  const across = (i: number) => left + width * mean(i);
  const down = (i: number) => top + height * mean(i);
  const size = { width: width * mean(2), height: height * mean(3) };
  const [x, y] = [across(4), down(5)];
  return {
    score: same[0].score,
    face: { left: across(0) - size.width / 2, top: down(1) - size.height / 2, ...size },
    circle: { x, y, radius: Math.hypot(across(6) - x, down(7) - y) },
  };
}
