import { createFrameBeside, createGrayBeside, release } from "../../memory/beside.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { threshold } from "../../pixels/color/threshold.ts";
import { boxBlur } from "../../pixels/filter/box_blur.ts";
import { assertSameSize, type Frame, type Gray, type Matte } from "../../raster/frame.ts";
import { fitToFirst } from "../plate/fit_to_first.ts";
import { plateDistance } from "../plate/plate_distance.ts";
import { findEmpty } from "./find_empty.ts";
import { learnPlate } from "./learn_plate.ts";
import { PlateTrust } from "./plate_trust.ts";

/** What is known of a room. */
export interface Room {
  /** The room, H × W. */
  readonly plate: Frame;
  /** How many more looks were for each pixel's colour than against it, H × W. */
  readonly counts: Gray;
}

/** A room, and the look to which all others are fitted. */
interface FittedRoom extends Room {
  readonly first: Frame;
}

/** Looks at people teach nothing: a matte is at most so high where a look teaches. */
const SURELY_BACKGROUND = 60;

/** Fewer looks from one place do not make a room. */
const LEAST_LOOKS = 3;

/** More votes do not count: in as many looks a camera that has moved is believed. */
const MOST_VOTES = 20;

const SAME = { gain: 1, offset: 0 };

/**
 * Learns a room from looks, and keeps apart what a camera has seen from different places.
 *
 * A plate that is put together of looks from several places has edges that stand nowhere. So
 * the looks vote, by majority in one pass as the pixels' colours do: a look whose edges are where
 * the plate's are is for the plate and teaches; another one is against it, and when no vote is
 * left the room begins anew with that look. Where no place has the majority, the room is the one
 * that all looks have taught, and {@linkcode isMixed}.
 *
 * @see Boyer and Moore, "MJRTY: a fast majority vote algorithm", 1991, DOI 10.1007/978-94-011-3488-0_5.
 */
export class RoomLearner implements Disposable {
  /** What looks from one place have taught. */
  readonly #placed: FittedRoom;
  /** What all looks have taught, from when the first one was against the plate. */
  #mixed: FittedRoom | undefined;
  /** A look that is learned from, where its pixels are worked on. */
  readonly #look: Frame;
  readonly #trust = new PlateTrust();
  #votes = 0;

  /** @param near A frame of the size of all looks: what is kept lies where it does. */
  constructor(near: Frame) {
    this.#placed = createRoom(near);
    this.#look = createFrameBeside(near);
  }

  /** Whether the room was seen from several places, none of which has the majority. */
  get isMixed(): boolean {
    return this.#mixed !== undefined && this.#votes < LEAST_LOOKS;
  }

  /** What is known now. */
  get room(): Room {
    return this.isMixed ? this.#mixed! : this.#placed;
  }

  /**
   * Learn from a look.
   *
   * @param frame What was seen, H × W.
   * @param matte Where somebody is, H × W.
   * @throws {RangeError} If the sizes differ.
   */
  learn(frame: Frame, matte: Matte): void {
    assertSameSize("learn a room", { plate: this.#placed.plate, frame, matte });
    if (this.#votes === 0) return this.#begin(frame, matte);
    this.#fit(frame, this.#placed);
    if (this.#isLike(matte)) {
      this.#votes = Math.min(MOST_VOTES, this.#votes + 1);
      teach(this.#placed, this.#look, matte);
    } else {
      this.#mixed ??= copyRoom(this.#placed);
      if (--this.#votes === 0) this.#begin(frame, matte);
    }
    if (this.#mixed === undefined) return;
    this.#fit(frame, this.#mixed);
    teach(this.#mixed, this.#look, matte);
  }

  /** Begin the room with a look. */
  #begin(frame: Frame, matte: Matte): void {
    const { first, counts } = this.#placed;
    first.bitmap.set(frame.bitmap);
    counts.data.fill(0);
    teach(this.#placed, first, matte);
    this.#votes = 1;
  }

  /** Fit a frame to a room's first look. */
  #fit(frame: Frame, { first }: FittedRoom): void {
    this.#look.bitmap.set(frame.bitmap);
    fitToFirst([first, this.#look], memoryOf(this.#look.bitmap));
  }

  /** Whether the look has its edges where the plate has them, or too few to tell. */
  #isLike(matte: Matte): boolean {
    const { plate, counts } = this.#placed;
    const gray = () => createGrayBeside(plate);
    const [known, near, empty, distance, smoothed] = [gray(), gray(), gray(), gray(), gray()];
    threshold(counts, 0, { out: known });
    findEmpty(matte, SURELY_BACKGROUND, { known, near, empty });
    plateDistance(this.#look, plate, [SAME, SAME, SAME], distance);
    boxBlur(distance, 1, { out: smoothed });
    const isLike = this.#trust.isLike({ plate, known, empty, distance, smoothed });
    release(known, near, empty, distance, smoothed);
    return isLike;
  }

  /** Forget the room. */
  forget(): void {
    this.#votes = 0;
    this.#placed.counts.data.fill(0);
    this.#forgetMixed();
  }

  #forgetMixed(): void {
    if (this.#mixed !== undefined) releaseRoom(this.#mixed);
    this.#mixed = undefined;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.#forgetMixed();
    releaseRoom(this.#placed);
    release(this.#look);
  }
}

function createRoom(near: Frame): FittedRoom {
  const [plate, first] = [createFrameBeside(near), createFrameBeside(near)];
  return { plate, first, counts: createGrayBeside(near) };
}

function copyRoom({ plate, first, counts }: FittedRoom): FittedRoom {
  const copy = createRoom(plate);
  copy.plate.bitmap.set(plate.bitmap);
  copy.first.bitmap.set(first.bitmap);
  copy.counts.data.set(counts.data);
  return copy;
}

function releaseRoom({ plate, first, counts }: FittedRoom): void {
  release(plate, first, counts);
}

function teach({ plate, counts }: Room, look: Frame, matte: Matte): void {
  learnPlate(plate, counts, look, matte, { surelyBackground: SURELY_BACKGROUND });
}
