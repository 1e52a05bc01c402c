import type { Size } from "../../raster/frame.ts";
import type { Region } from "./region.ts";

/** What a network says of a region of a frame. */
export interface RegionLook extends Size {
  /** How sure each pixel is of a person, as a logit, row after row. */
  readonly logits: Float32Array;
  /** What it covers, in the frame's pixels. */
  readonly region: Region;
  /** How much it counts beside the others, above 0. */
  readonly weight: number;
}

/** No look is surer than this: probabilities of 0.001 and 0.999. */
export const SUREST: number = Math.log(999);

/**
 * The mean is doubled. Looks that agree are surer together than each alone, for they err in different places;
 * and a body about which they are unsure is there or not, rather than half transparent.
 */
const SHARPER = 2;

/** Levels of a matte for logits from −{@linkcode SUREST} to it, in so many steps a unit; the middle one is for 0. */
const STEPS = 128;
const MIDDLE = Math.ceil(STEPS * SUREST);
const LEVELS = Uint8Array.from({ length: 2 * MIDDLE + 2 }, (_, k) => {
  return Math.round(255 / (1 + Math.exp(SHARPER * (MIDDLE - k) / STEPS)));
});

/** The logit of each of a matte's levels. */
export const LOGITS: Float32Array = Float32Array.from({ length: 256 }, (_, level) => {
  const share = Math.min(0.999, Math.max(0.001, level / 255));
  return Math.log(share / (1 - share));
});

/**
 * Join what networks say of a person: the weighted mean of their logits, enlarged between the nearest four
 * pixels. A look says nobody wherever it does not reach.
 *
 * @param looks At least one.
 * @param place What the matte covers, in its own pixels.
 * @param perPixel How many of the frame's pixels one of the matte's is, on each axis.
 * @param out Takes the matte of the place.
 */
export function joinLooks(
  looks: readonly RegionLook[],
  place: Region,
  perPixel: Size,
  out: Uint8Array,
): void {
  const { left, top, width, height } = place;
  const sum = looks.reduce((total, { weight }) => total + weight, 0);
  const axes = looks.map((look) => {
    const { region } = look;
    const across = places(left, width, perPixel.width, region.left, region.width, look.width);
    const down = places(top, height, perPixel.height, region.top, region.height, look.height);
    return { look, across, down, share: look.weight / sum };
  });
  const row = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (const { look, across, down, share } of axes) addRow(row, look, across, down, y, share);
    for (let x = 0, i = y * width; x < width; x++, i++) {
      out[i] = LEVELS[(STEPS * row[x] + MIDDLE + 0.5) | 0];
    }
  }
}

/** Where an axis of a matte lies on an axis of a look. */
interface Places {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
  /** The first place that the look reaches, and the one before which its reach ends. */
  readonly from: number;
  readonly to: number;
}

function places(
  start: number,
  length: number,
  step: number,
  regionStart: number,
  regionLength: number,
  side: number,
): Places {
  const first = new Int32Array(length), second = new Int32Array(length);
  const share = new Float32Array(length);
  let from = length, to = 0;
  for (let i = 0; i < length; i++) {
    const at = ((start + i + 0.5) * step - regionStart) * side / regionLength;
    if (at < 0 || at > side) continue;
    if (i < from) from = i;
    to = i + 1;
    const place = Math.min(Math.max(at - 0.5, 0), side - 1);
    first[i] = Math.floor(place);
    second[i] = Math.min(first[i] + 1, side - 1);
    share[i] = place - first[i];
  }
  return { first, second, share, from: Math.min(from, to), to };
}

function addRow(
  row: Float32Array,
  { logits, width }: RegionLook,
  { first, second, share, from, to }: Places,
  down: Places,
  y: number,
  weight: number,
): void {
  const nobody = -SUREST * weight;
  if (y < down.from || y >= down.to) {
    for (let x = 0; x < row.length; x++) row[x] += nobody;
    return;
  }
  const above = down.first[y] * width, below = down.second[y] * width;
  const lower = weight * down.share[y], upper = weight - lower;
  for (let x = 0; x < from; x++) row[x] += nobody;
  for (let x = to; x < row.length; x++) row[x] += nobody;
  for (let x = from; x < to; x++) {
    const l = first[x], r = second[x], right = share[x];
    const a = logits[above + l], b = logits[below + l];
    row[x] += upper * (a + right * (logits[above + r] - a)) +
      lower * (b + right * (logits[below + r] - b));
  }
}
