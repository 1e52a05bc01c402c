import type { Matte, Size } from "../../raster/frame.ts";
import { findRuns, joinRuns } from "../../pixels/regions/runs.ts";
import type { BodyLook } from "./body_network.ts";
import {
  type Answers,
  type Lacking,
  LEAST_PERSON,
  OwnParts,
  type PlacedMatte,
} from "./own_parts.ts";
import {
  areaOf,
  type Circle,
  clamped,
  holds,
  intersection,
  type Region,
  regionOf,
  squareAround,
  widened,
} from "./region.ts";
import { Later } from "./scene/later.ts";
import type { SquareLook } from "./square_look.ts";

/** Around a person so much more is looked at, in parts of their width and height. */
const MARGIN = 0.3;

/** The region stays as it is while at least so much is left around them, or it flickers. */
const LEAST_MARGIN = 0.15;

/** It also stays while it is at most so many times as large as it had to be. */
const MOST_LARGER = 1.5;

/** Parts that are smaller than the largest by this are not the person. */
const LEAST_PART = 0.1;

/**
 * When a body is whole, as one network of bodies sees it: not at all up to the first number, altogether
 * from the second on.
 *
 * @category Networks
 */
export interface WholeBodies {
  /** How sure it is that both knees can be seen, 0–1. */
  readonly knees: readonly [none: number, all: number];
  /**
   * How much of the square around the body's circle is in the picture, 0–1: a desk may hide its knees, and
   * of somebody near most of it is below the picture.
   *
   * @default {it goes by the knees alone}
   */
  readonly inside?: readonly [none: number, all: number];
}

/** Of a body that is not whole the body network is asked again after so many looks. */
const BODY_EVERY = 8;

/** Of what is new beside somebody it is asked at most at each n-th look. */
const ASK_EVERY = 3;

/** Live it looks at a whole body at each n-th look. */
const BODY_LIVE = 3;

/** Live it is asked less often of what is new. */
export const ASK_LIVE = 6;

/** Somebody who was not seen in so many looks is gone. */
const PATIENCE = 3;

/** Below this the body network says that nobody is there. */
const LEAST_PRESENCE = 0.1;

/** Of whom a circle is larger than so many heights of the frame it sees too little to tell what is theirs. */
const LARGEST = 1.5;

/** From this on it tells what is theirs. */
const SURE_PRESENCE = 0.5;

/** From this on it alone tells that somebody is there, if their nose is in the upper part of where they are. */
const SUREST_PRESENCE = 0.9;
const UPPER = 0.5;

/** Somebody who is followed from look to look. */
export class Person {
  /** Around their whole body, in the frame's pixels. */
  circle: Circle;
  /** Where to look closer, in the frame's pixels: not known before the first look. */
  region: Region | undefined;
  /** What the body network last said. */
  body: BodyLook | undefined;
  /** Whether a finder has found them, or only a part of the first look is there. */
  readonly isFound: boolean;
  /** Whether only the look at the whole frame sees them. */
  isSeenFirst = false;
  readonly #parts = new OwnParts();
  /** What the body network is asked and nobody waits for. */
  readonly asked: Later<BodyLook> = new Later();
  /** What those have seen that do not look at each frame. */
  readonly squares: Map<unknown, SquareLook> = new Map();
  /** Whether something is new beside them, of which only the body network can tell what is theirs. */
  wantsBody = false;
  #wholeness = 0;
  #sinceBody = 0;
  #misses = 0;
  #keepsAll = 0;
  /** What the body network saw when it was last sure of them, and how often in a row it has seen nobody. */
  #sureBody: BodyLook | undefined;
  #absences = 0;

  /** @param circle Around their whole body. */
  constructor(circle: Circle, isFound: boolean, region?: Region) {
    this.circle = circle;
    this.isFound = isFound;
    this.region = region;
  }

  /** How whole the body is that can be seen, 0–1: heads and shoulders are not. */
  get wholeness(): number {
    return this.body === undefined ? 0 : this.#wholeness;
  }

  /** Whether the body network is sure of them. */
  get isSure(): boolean {
    return this.body !== undefined && this.body.presence >= SURE_PRESENCE;
  }

  /** What the body network saw when it was last sure of them. */
  get sureBody(): BodyLook | undefined {
    return this.#sureBody;
  }

  /** Whether the body network has looked and sees nobody. */
  get seemsAbsent(): boolean {
    return this.body !== undefined && this.body.presence < LEAST_PRESENCE;
  }

  /** Whether the body network is very sure of them, and sees their head in the upper part of a region. */
  hasHeadIn({ left, top, width, height }: Region): boolean {
    if (this.body === undefined || this.body.presence < SUREST_PRESENCE) return false;
    const { x, y } = this.body.nose;
    return x >= left && x <= left + width && y >= top && y <= top + UPPER * height;
  }

  /**
   * Whether the body network is to look.
   *
   * @param isLive Whether it is to look less often.
   */
  needsBody(isLive: boolean): boolean {
    const every = this.wholeness === 0 ? BODY_EVERY : isLive ? BODY_LIVE - 1 : 0;
    return this.wantsBody || this.body === undefined || this.#sinceBody >= every;
  }

  /** Whether they are gone. */
  get isGone(): boolean {
    return this.#misses >= PATIENCE ||
      this.isFound && this.#absences >= (this.#sureBody === undefined ? 1 : PATIENCE);
  }

  /** Whether they were not seen at the last look. */
  get isMissed(): boolean {
    return this.#misses > 0;
  }

  /** What was taken from their matte in this frame: somebody else may be there. */
  get taken(): PlacedMatte | undefined {
    return this.#sinceBody === 0 ? this.#parts.taken : undefined;
  }

  /** Where to look closer in a frame. */
  regionIn(size: Size): Region {
    return this.region ?? clamped(squareAround(this.circle), size);
  }

  /**
   * Take what the body network says, or nothing if it was not asked.
   *
   * @param frame The frame's size.
   * @param rule When a body is whole.
   */
  takeBody(look: BodyLook | undefined, frame: Size, { knees, inside }: WholeBodies): void {
    if (look === undefined) {
      this.#sinceBody++;
      return;
    }
    this.#sinceBody = 0;
    this.wantsBody = false;
    this.body = look;
    this.circle = look.circle;
    if (this.isSure) this.#sureBody = look;
    this.#absences = look.presence < LEAST_PRESENCE ? this.#absences + 1 : 0;
    this.#wholeness = between(knees, look.knees);
    if (inside === undefined) return;
    const square = squareAround(look.circle);
    const seen = areaOf(intersection(square, regionOf(frame)));
    if (seen === 0) return;
    this.#wholeness = Math.max(this.#wholeness, between(inside, seen / areaOf(square)));
  }

  /**
   * Take away from a matte what is not theirs.
   *
   * @param matte Of a region; is changed.
   * @param place What it covers, in the pixels of the frame's matte.
   * @param perPixel How many of the frame's pixels one of the matte's is, on each axis.
   * @param frame The frame's size.
   * @param answers What was asked.
   * @param others What the body network last saw of others.
   * @param askEvery At which n-th look after its last one the body network may be asked again.
   * @returns What is to look, if that could not be told; then all is to be asked again.
   */
  keepOwn(
    matte: Matte,
    place: Region,
    perPixel: Size,
    frame: Size,
    answers: Answers = {},
    others: readonly BodyLook[] = [],
    askEvery: number = ASK_EVERY,
  ): Lacking | undefined {
    if (this.circle.radius > LARGEST * frame.height) return undefined;
    if (!this.isFound || this.#sureBody === undefined) return undefined;
    if (this.#keepsAll > 0) {
      this.#keepsAll--;
      return undefined;
    }
    const whole = {
      width: Math.round(frame.width / perPixel.width),
      height: Math.round(frame.height / perPixel.height),
    };
    const age = this.#sinceBody >= askEvery && answers.isBodyLater !== true
      ? "earlier"
      : this.#sinceBody > 0
      ? "lately"
      : this.isSure
      ? "now"
      : "last";
    return this.#parts.keep(matte, place, perPixel, this.#sureBody, whole, age, answers, others);
  }

  /** Take nothing away from so many looks: the body network does not tell what is theirs. */
  keepAll(looks: number): void {
    this.#keepsAll = looks;
    this.#parts.forget();
  }

  /**
   * Choose where to look closer next, by the matte of where one looked last.
   *
   * @param matte Of the last region.
   * @param place What it covers, in the matte's pixels.
   * @param perPixel How many of the frame's pixels one of the matte's is, on each axis.
   * @param frame The frame's size.
   */
  follow(matte: Matte, place: Region, perPixel: Size, frame: Size): void {
    const part = personIn(matte);
    if (part === undefined) {
      this.#misses++;
      return;
    }
    this.#misses = 0;
    const seen = {
      left: (place.left + part.left) * perPixel.width,
      top: (place.top + part.top) * perPixel.height,
      width: part.width * perPixel.width,
      height: part.height * perPixel.height,
    };
    const wanted = clamped(widened(seen, MARGIN), frame);
    const nearest = clamped(widened(seen, LEAST_MARGIN), frame);
    const { region } = this;
    const stays = region !== undefined && holds(region, nearest) &&
      areaOf(region) <= MOST_LARGER * areaOf(wanted);
    if (!stays) this.region = wanted;
  }
}

/** How far a number is from one to another, 0–1. */
function between([from, to]: readonly [number, number], value: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Around the parts of a matte that are the person; nothing if nobody is there. */
function personIn(matte: Matte): Region | undefined {
  const { rows, starts, ends } = findRuns(matte, LEAST_PERSON, true);
  const { components, areas } = joinRuns({ rows, starts, ends }, true);
  if (areas.length === 0) return undefined;
  const least = LEAST_PART * areas.reduce((most, area) => Math.max(most, area), 0);
  let left = matte.width, right = 0, top = matte.height, bottom = 0;
  for (let y = 0; y < matte.height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      if (areas[components[k]] < least) continue;
      left = Math.min(left, starts[k]);
      right = Math.max(right, ends[k]);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  return { left, top, width: right - left, height: bottom - top };
}
