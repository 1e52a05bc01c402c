import { createGrayBeside, release } from "../../memory/beside.ts";
import { threshold } from "../../pixels/color/threshold.ts";
import { boxBlur } from "../../pixels/filter/box_blur.ts";
import { dilate } from "../../pixels/filter/morphology.ts";
import { andMasks } from "../../pixels/regions/mask_logic.ts";
import { resizeLinear } from "../../pixels/resize/resize_linear.ts";
import {
  assertSameSize,
  type Frame,
  type Gray,
  type Mask,
  type Matte,
} from "../../raster/frame.ts";
import { findEmpty } from "./find_empty.ts";
import { FittedPlate } from "../plate/fitted_plate.ts";
import { plateDistance } from "../plate/plate_distance.ts";
import { dropApart, PERSON, VISIBLE } from "./drop_apart.ts";
import type { KnownRoom } from "./known_room.ts";
import { addEvidence, evidenceTable, NEUTRAL_DISTANCE } from "./plate_evidence.ts";
import { PlateTrust } from "./plate_trust.ts";
import { RoomLearner } from "./room_learner.ts";

/** Up to this a matte says background. */
const BACKGROUND = 25;

/** A pixel that was seen empty so often is known. */
const LEAST_SEEN = 3;

/** Around people so many of the network's pixels are not taken for background. */
const MARGIN = 2;

/** The plate has a say as far from people, in widths of the picture. */
const REACH = 1 / 8;

/** At least one pixel in so many must be known and empty, or nobody can tell whether the plate is right. */
const LEAST_SHARE = 50;

/** In how many steps it is trusted. */
const STEPS = 4;

/**
 * Learns what is behind people wherever a network sees none, and corrects the
 * network's mattes by it. How right the plate is, is seen in each frame where
 * nobody is: where it fits badly, as with a camera that moves, it gets no say. And what it adds
 * must hang together with somebody whom the network itself sees.
 */
export class PlateGuide implements Disposable {
  readonly #fitted: FittedPlate;
  readonly #learner: RoomLearner;
  /** Whether the plate was seen from several places. */
  #isMixed = false;
  readonly #known: Mask;
  /** Runs of pixels that are not known: they change only when something is learned. */
  #unknown: [start: number, end: number][] = [];
  /** What is known, and empty in the present frame. */
  readonly #empty: Mask;
  /** What is known and near to somebody: the plate has a say there. */
  readonly #near: Mask;
  readonly #distance: Gray;
  readonly #smoothed: Gray;
  /** What the network has said. */
  readonly #before: Matte;
  readonly #trust = new PlateTrust();
  readonly #tables: (Uint8Array | undefined)[] = [];

  /**
   * A guide that knows nothing yet.
   *
   * @param near A frame of the size of all frames: what is kept lies where it does.
   */
  constructor(near: Frame) {
    this.#fitted = new FittedPlate({ align: true, exposure: true });
    this.#learner = new RoomLearner(near);
    const gray = () => createGrayBeside(near);
    this.#known = gray();
    this.#empty = gray();
    this.#near = gray();
    this.#distance = gray();
    this.#smoothed = gray();
    this.#before = gray();
  }

  /**
   * Learn from a frame; {@linkcode settle} makes use of it.
   *
   * @param frame The frame, H × W; what is learned is made to fit the first one.
   * @param matte What the network says of it, in its own resolution.
   */
  learn(frame: Frame, matte: Matte): void {
    assertSameSize("learn a room", { plate: this.#known, frame });
    this.#withCopy(matte, (spread) => {
      dilate(spread, MARGIN, { shape: "rect", out: spread });
      resizeLinear(spread, frame, { out: this.#smoothed });
    });
    this.#learner.learn(frame, this.#smoothed);
  }

  /** From now on correct by what was learned. */
  settle(): void {
    const { plate, counts } = this.#learner.room;
    threshold(counts, LEAST_SEEN - 1, { out: this.#known });
    this.#take(plate, this.#learner.isMixed);
  }

  /** What it corrects by, lent until the next call; `undefined` while nothing is settled. */
  get room(): KnownRoom | undefined {
    const { plate } = this.#fitted;
    return plate && { plate, known: this.#known, isMixed: this.#isMixed };
  }

  /**
   * From now on correct by what another guide has settled.
   *
   * @param room What that knows; it is copied.
   * @throws {RangeError} If it is not of the frames' size.
   */
  settleFor({ plate, known, isMixed }: KnownRoom): void {
    assertSameSize("correct by a known room", { frame: this.#known, plate, known });
    this.#known.data.set(known.data);
    this.#take(plate, isMixed);
  }

  #take(plate: Frame, isMixed: boolean): void {
    this.#isMixed = isMixed;
    this.#unknown = runsOfZeros(this.#known.data);
    this.#fitted.setPlate(plate);
  }

  /**
   * Correct a matte by the plate.
   *
   * @param frame The frame, H × W.
   * @param matte What the network says of it, H × W; is changed.
   * @param small The same in the network's own resolution.
   * @returns How far the plate was trusted, 0–1.
   * @throws {RangeError} If the sizes differ.
   */
  correct(frame: Frame, matte: Matte, small: Matte): number {
    assertSameSize("correct by a plate", { plate: this.#known, frame, matte });
    if (!this.#fitted.hasPlate) return 0;
    this.#spreadPeople(small);
    if (!this.#findEmpty(matte)) return 0;
    const { plate, exposure } = this.#fitted.fit(frame, this.#empty);
    const distance = this.#distance;
    plateDistance(frame, plate, exposure, distance);
    this.#silenceUnknown();
    boxBlur(distance, 1, { out: this.#smoothed });
    const { trust, where } = this.#trust.look({
      plate,
      distance,
      smoothed: this.#smoothed,
      known: this.#known,
      empty: this.#empty,
    });
    const step = Math.round(STEPS * trust);
    if (step === 0 || where?.data.includes(255) === false) return 0;
    if (where !== undefined) this.#keepNear(where);
    const table = this.#tables[step] ??= evidenceTable(step / STEPS);
    this.#before.data.set(matte.data);
    addEvidence(matte, distance, this.#smoothed, this.#near, table);
    if (this.#isMixed) dropUnseen(matte, this.#before);
    // Where the room is right, a hint of the network's is enough.
    dropApart(matte, this.#before, where === undefined ? VISIBLE : PERSON);
    return step / STEPS;
  }

  /** What is near to somebody: chairs that are moved and curtains that wave elsewhere are no people. */
  #spreadPeople(small: Matte): void {
    this.#withCopy(small, (people) => {
      threshold(people, 127, { out: people });
      dilate(people, Math.round(REACH * small.width), { shape: "rect", out: people });
      resizeLinear(people, this.#near, { out: this.#near });
    });
  }

  /** Of what is near, leave what is in the regions of a small mask. */
  #keepNear(where: Mask): void {
    // What is known and empty has been looked at.
    this.#withCopy(where, (kept) => {
      resizeLinear(kept, this.#empty, { out: this.#empty });
    });
    threshold(this.#empty, 127, { out: this.#empty });
    andMasks(this.#near, this.#empty, { out: this.#near });
  }

  /** Mark what is known, near or empty; tells whether enough is empty to judge the plate by. */
  #findEmpty(matte: Matte): boolean {
    const masks = { known: this.#known, near: this.#near, empty: this.#empty };
    const count = findEmpty(matte, BACKGROUND, masks);
    return count * LEAST_SHARE > matte.data.length;
  }

  /** Distances are smoothed: an unknown pixel's must not speak for or against its neighbours. */
  #silenceUnknown(): void {
    const { data: distance } = this.#distance;
    for (const [start, end] of this.#unknown) distance.fill(NEUTRAL_DISTANCE, start, end);
  }

  /** Do something with a copy of a small mask where the frames lie. */
  #withCopy({ width, height, data }: Mask, work: (copy: Mask) => void): void {
    const copy = createGrayBeside(this.#near, { width, height });
    copy.data.set(data);
    work(copy);
    release(copy);
  }

  /** Forget the room. */
  forget(): void {
    this.#fitted.reset();
    this.#trust.reset();
    this.#learner.forget();
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.#fitted[Symbol.dispose]();
    const grays = [
      this.#known,
      this.#empty,
      this.#near,
      this.#distance,
      this.#smoothed,
      this.#before,
    ];
    this.#learner[Symbol.dispose]();
    release(...grays);
  }
}

/**
 * Take back what a plate has added where the network sees nothing at all: a room that was seen
 * from several places has edges that are in none of them.
 */
function dropUnseen({ data }: Matte, { data: before }: Matte): void {
  for (let i = 0; i < data.length; i++) {
    if (before[i] < VISIBLE && data[i] > before[i]) data[i] = before[i];
  }
}

/** Where there are zeros: first ones, and those after the last. */
function runsOfZeros(bytes: Uint8Array): [start: number, end: number][] {
  const runs: [number, number][] = [];
  for (let start = bytes.indexOf(0); start >= 0;) {
    let end = start + 1;
    while (end < bytes.length && bytes[end] === 0) end++;
    runs.push([start, end]);
    start = bytes.indexOf(0, end);
  }
  return runs;
}
