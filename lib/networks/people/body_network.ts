import type { Frame } from "../../raster/frame.ts";
import { ModelError } from "../../errors.ts";
import { release } from "../../memory/beside.ts";
import type { InferenceSession } from "../inference_session.ts";
import { squareInput } from "./cut_out.ts";
import { type Circle, type Region, squareAround } from "./region.ts";

/**
 * What {@linkcode BodyNetwork} sees of a person.
 *
 * @category Networks
 */
export interface BodyLook {
  /** How sure each pixel is of a person, as a logit: a square. */
  readonly logits: Float32Array;
  /** Width and height of that square. */
  readonly side: number;
  /** Where in the frame it lies. */
  readonly region: Region;
  /** How sure it is that somebody is there, 0–1. */
  readonly presence: number;
  /** How sure it is that both knees can be seen, 0–1: of somebody near they cannot. */
  readonly knees: number;
  /** Where the nose is, in the frame's pixels. */
  readonly nose: { readonly x: number; readonly y: number };
  /** Around the whole body: where to look in the next frame. */
  readonly circle: Circle;
}

/** Width and height of the network's pictures. */
const SIDE = 256;

/** How many times as large as a body's circle the square is that the network was trained on. */
const LARGER = 1.25;

/** Numbers of a landmark: x, y, z, and the logits of visibility and presence. */
const NUMBERS = 5;
const VISIBILITY = 3;

/** Landmarks. */
const NOSE = 0;
const KNEES = [25, 26];
const CENTER = 33;
const RIM = 34;

/**
 * Sees a whole body within a circle: MediaPipe's pose landmark network with its mask.
 *
 * @see MediaPipe `pose_landmark_lite.tflite` and `pose_landmark_full.tflite`; its graph
 * `pose_landmarks_to_roi.pbtxt` for the next frame's circle.
 * @category Networks
 */
export class BodyNetwork implements AsyncDisposable {
  readonly #session: InferenceSession;
  readonly #wanted: readonly [mask: string, presence: string, landmarks: string];

  /**
   * A network of bodies.
   *
   * @param session The network, which is disposed of with this.
   * @throws {ModelError} If it is not of this kind.
   */
  constructor(session: InferenceSession) {
    this.#session = session;
    const nameOf = (...wanted: number[]) => {
      const output = session.outputs.find(({ dims }) => dims.join() === wanted.join());
      if (output === undefined) {
        throw new ModelError(
          `Cannot look at bodies: the network has no output of ${wanted.join("×")}`,
        );
      }
      return output.name;
    };
    this.#wanted = [nameOf(1, SIDE, SIDE, 1), nameOf(1, 1), nameOf(1, 39 * NUMBERS)];
  }

  /**
   * Look at a person.
   *
   * @param frame The frame.
   * @param circle Around their whole body, in the frame's pixels.
   * @returns What is seen.
   * @throws {ModelError} If the network cannot be run.
   */
  async look(frame: Frame, circle: Circle): Promise<BodyLook> {
    const square = squareAround(circle, LARGER);
    const { tensor, region } = squareInput(frame, square, SIDE, 0, 255);
    const [mask, presence, landmarks] = this.#wanted;
    const answering = this.#session.run(
      { [this.#session.inputs[0].name]: tensor },
      this.#wanted,
    );
    // What it is fed with is read by now.
    release(tensor.data);
    const answer = await answering;
    const numbers = answer[landmarks].data;
    const pointOf = (landmark: number) => [
      region.left + numbers[NUMBERS * landmark] / SIDE * region.width,
      region.top + numbers[NUMBERS * landmark + 1] / SIDE * region.height,
    ];
    const [[x, y], rim, nose] = [pointOf(CENTER), pointOf(RIM), pointOf(NOSE)];
    const seen = KNEES.map((knee) => sigmoid(numbers[NUMBERS * knee + VISIBILITY]));
    return {
      logits: answer[mask].data,
      side: SIDE,
      region,
      presence: answer[presence].data[0],
      knees: (seen[0] + seen[1]) / 2,
      nose: { x: nose[0], y: nose[1] },
      circle: { x, y, radius: Math.hypot(rim[0] - x, rim[1] - y) },
    };
  }

  /** Dispose of the network. */
  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#session[Symbol.asyncDispose]();
  }
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
