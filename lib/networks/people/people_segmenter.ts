import type { Frame, Matte } from "../../raster/frame.ts";
import type { Segmenter } from "../segmenter.ts";
import { lookAtAll } from "./scene/look_at_person.ts";
import { meetAll } from "./scene/meet_people.ts";
import { distinct, doubtfulParts, putInto } from "./newcomers.ts";
import type { PeopleNetworks } from "./people_networks.ts";
import type { PersonFound } from "./pose_detector.ts";
import { circleIn } from "./region.ts";
import type { Person } from "./person.ts";
import { findIn, Scene } from "./scene/scene.ts";
import { seenBy } from "./scene/seen.ts";
import { settleDoubts } from "./scene/settle_doubts.ts";

/**
 * Finds people, then looks closer at each: who is small in the picture gets a network's whole resolution.
 *
 * A finder tells where people are, now and then; from frame to frame they are followed. What networks say of each
 * person is joined: one that sees heads and shoulders, one that sees whole bodies.
 *
 * @example Networks that see nobody
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 * import { BodyNetwork } from "./body_network.ts";
 * import { PoseDetector } from "./pose_detector.ts";
 *
 * const session = (...all: number[][]) => {
 *   const outputs = all.map((dims) => ({ name: dims.join("×"), dims }));
 *   const run = () =>
 *     Promise.resolve(Object.fromEntries(outputs.map(({ name, dims }) => {
 *       const length = dims.reduce((product, dim) => product * dim);
 *       return [name, { dims, data: new Float32Array(length).fill(-9) }];
 *     })));
 *   const end = () => Promise.resolve();
 *   return { inputs: [{ name: "x", dims: [1, 9, 9, 3] }], outputs, run, [Symbol.asyncDispose]: end };
 * };
 * const nobody = {
 *   segment: () => Promise.resolve({ width: 1, height: 1, data: Uint8Array.of(0) }),
 *   reset() {},
 *   [Symbol.asyncDispose]: () => Promise.resolve(),
 * };
 * await using people = new PeopleSegmenter({
 *   detector: new PoseDetector(session([1, 2254, 12], [1, 2254, 1])),
 *   body: new BodyNetwork(session([1, 256, 256, 1], [1, 1], [1, 195])),
 *   ofBodies: 0.5,
 *   wholeBodies: { knees: [0.2, 0.6] },
 *   whole: nobody,
 *   looks: [{ segmenter: nobody, isSquare: false, every: 1, surer: [0, 1], ofHeads: 1, ofBodies: 0.5 }],
 * });
 * const { width, height, data } = await people.segment(createFrame(1280, 720));
 * assertEquals([width, height, data.includes(255)], [512, 288, false]);
 * ```
 *
 * @category Networks
 */
export class PeopleSegmenter implements Segmenter {
  /** At each person. */
  readonly looksCloser = true;
  readonly #networks: PeopleNetworks;
  #scene = new Scene();

  /**
   * A segmenter that has seen nobody yet.
   *
   * @param networks What it looks with.
   */
  constructor(networks: PeopleNetworks) {
    this.#networks = networks;
  }

  /**
   * Segment the next frame: see {@linkcode Segmenter.segment}.
   *
   * @param frame The frame, of any size; must stay as it is until the promise has settled.
   * @returns How sure each pixel is of a person; the longer side has 512 pixels, or the frame's where it has fewer.
   * @throws {ModelError} If a network cannot be run.
   */
  segment(frame: Frame): Promise<Matte> {
    const scene = this.#scene;
    // Where to look is known when the last frame has been seen.
    const matte = scene.turn.then(() => this.#look(frame, scene));
    scene.turn = matte.catch(() => {});
    return matte;
  }

  async #look(frame: Frame, scene: Scene, isGlance = false): Promise<Matte> {
    const seen = seenBy(this.#networks, frame, scene, isGlance);
    const finding = findIn(scene, seen);
    const known = lookAtAll(scene.people, [], seen);
    known.catch(() => {});
    const people = [...scene.people];
    let found = await finding;
    for (const look of await known) putInto(seen.matte, look, look);
    const doubts = () =>
      doubtfulParts(people, seen.matte, frame, scene.settled.map(({ region }) => region));
    let isDoubted = found === undefined && doubts().length > 0;
    if (isDoubted && !seen.isLive) {
      found = await this.#networks.detector.find(frame);
      isDoubted = false;
    }
    if (found !== undefined) {
      scene.found = found;
      await meetAll(people, found.filter(({ isInPart }) => isInPart !== true), seen);
      // Whose face is where others are, is one of them: of a group parts show one by one.
      const apart = found.filter((one) => one.isInPart && !people.some(hasFaceOf(one)));
      if (apart.length > 0) await meetAll(people, apart, seen);
    }
    if (!isDoubted) await settleDoubts(people, doubts(), scene, seen);
    if (isDoubted || people.some(({ isMissed }) => isMissed)) scene.sinceFound = Infinity;
    scene.people = distinct(people.filter(({ isGone }) => !isGone));
    return seen.matte;
  }

  /** The same of a frame that stands alone. */
  glance(frame: Frame): Promise<Matte> {
    return this.#look(frame, new Scene(), true);
  }

  /** Forget whom one follows. */
  reset(): void {
    this.#scene = new Scene();
    this.#networks.whole.reset();
    for (const { segmenter } of this.#networks.looks) segmenter.reset();
  }

  /** Dispose of all networks. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { detector, body, whole, looks } = this.#networks;
    const all = new Set([detector, body, whole, ...looks.map(({ segmenter }) => segmenter)]);
    // All of them, even if one fails.
    const ends = await Promise.allSettled([...all].map((one) => one[Symbol.asyncDispose]()));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}

/** Whether a face is in somebody's region. */
function hasFaceOf({ face }: PersonFound): (person: Person) => boolean {
  const { x, y } = circleIn(face);
  return ({ region }) =>
    region !== undefined && x >= region.left && x < region.left + region.width &&
    y >= region.top && y < region.top + region.height;
}
