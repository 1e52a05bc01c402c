import type { Segmenter } from "../segmenter.ts";
import type { BodyNetwork } from "./body_network.ts";
import type { WholeBodies } from "./person.ts";
import type { PoseDetector } from "./pose_detector.ts";

/**
 * A segmenter that looks at people, and how much it counts.
 *
 * @category Networks
 */
export interface PersonSegmenter {
  /** What looks. */
  readonly segmenter: Segmenter;
  /** Whether it looks at a square around each person rather than at their region stretched to one. */
  readonly isSquare: boolean;
  /**
   * If it looks at squares, it does so at each person in each n-th frame, and in none at two who are known
   * already; in between what it saw is carried along what moves. Above 1 a glance goes without it.
   */
  readonly every: number;
  /** How sure it is of a person, as logits, is moved by this, then multiplied by that. */
  readonly surer: readonly [by: number, times: number];
  /** How much it counts beside the others where heads and shoulders are seen. */
  readonly ofHeads: number;
  /** The same where whole bodies are. */
  readonly ofBodies: number;
}

/**
 * What {@linkcode PeopleSegmenter} waits for.
 *
 * @category Networks
 */
export type Pace = "frame" | "live";

/**
 * What {@linkcode PeopleSegmenter} looks with; all of it is disposed of with the segmenter.
 *
 * @category Networks
 */
export interface PeopleNetworks {
  /** Finds people in the whole frame. */
  readonly detector: PoseDetector;
  /** Sees whole bodies. */
  readonly body: BodyNetwork;
  /** How much that counts beside the close looks, of whole bodies. */
  readonly ofBodies: number;
  /** When it takes a body for whole. */
  readonly wholeBodies: WholeBodies;
  /** Sees the whole frame: who is not found, but fills a part of the picture; may be one of the others. */
  readonly whole: Segmenter;
  /**
   * Whether each frame waits for all that is asked about it. With "live" it does not wait for the finder, and
   * for the body network only where that sees a whole body: what they say counts a frame or more later, as
   * soon as it is there. Then results depend on how fast the networks are. About as much is looked at in each
   * frame, and little: of several people one gets a close look, of the others what was seen last is carried
   * along what moves; a whole body is looked at in each third frame, and somebody new once.
   *
   * @default {"frame"}
   */
  readonly pace?: Pace | undefined;
  /** Look at each person. */
  readonly looks: readonly PersonSegmenter[];
}
