import { createGrayBeside, release } from "../../memory/beside.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertGrays,
  assertSameSize,
  createMatte,
  type Frame,
  type Mask,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { assertOptions } from "../../raster/option_checks.ts";
import { dilate, erode } from "../filter/morphology.ts";
import { threshold } from "../color/threshold.ts";

/**
 * Options of {@linkcode voteEdges}.
 *
 * @category Primitives: regions
 */
export interface VoteEdgesOptions extends OutOption<Matte> {
  /**
   * So far from an edge a mask is unsure, in pixels.
   *
   * @default {8}
   */
  radius?: number;
  /**
   * Within how many pixels somebody is asked.
   *
   * @default {twice the radius}
   */
  reach?: number;
  /** Where else the mask is unsure, H × W: wherever it is not 0. */
  unsure?: Mask | undefined;
  /**
   * How different in colour a pixel is that has 0.6 of a vote: a deviation, in levels.
   *
   * @default {14}
   */
  deviation?: number;
}

/** So many pixels are asked between the middle and the edge of the reach: their neighbours would say the same. */
const STEPS = 4;

/** Colours farther apart than so many deviations have no vote. */
const FARTHEST = 3.5;

/** With fewer votes nobody is taken to be alike. */
const LEAST_VOTES = 1e-3;

/** Entries of the table of votes. */
const ENTRIES = 1024;

/**
 * Decide the pixels near a mask's edges by the colours of what is sure around them.
 *
 * A mask that comes from matching blocks or from a small picture is right inside and outside, and several
 * pixels wrong along its edges. Here each pixel near an edge asks the sure ones within twice the radius:
 * the more alike in colour and the nearer one is, the more its vote counts. The share of the foreground's
 * votes becomes the alpha. Where nobody is alike, the mask stays.
 *
 * @example The edge of a mask that is one pixel too wide goes to where the colour changes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 *
 * const frame = createFrame(6, 1);
 * for (let x = 0; x < 6; x++) frame.bitmap.fill(x < 3 ? 200 : 20, 4 * x, 4 * x + 3);
 * const mask = { width: 6, height: 1, data: Uint8Array.of(255, 255, 255, 255, 0, 0) };
 * assertEquals([...voteEdges(mask, frame, { radius: 1 }).data], [255, 255, 255, 0, 0, 0]);
 * ```
 *
 * @param mask The mask, or a matte, H × W; 128 and more is foreground.
 * @param frame Its frame, H × W.
 * @param options How far it is unsure. `out` may not be `mask`.
 * @returns `out`, or a new H × W matte: 0 and 255 away from edges.
 * @throws {RangeError} If sizes differ, or an option is out of its range.
 * @category Primitives: regions
 * @see Tomasi and Manduchi, Bilateral filtering, ICCV 1998, https://doi.org/10.1109/ICCV.1998.710815; its
 * weights, as votes.
 */
export function voteEdges(mask: Matte, frame: Frame, options: VoteEdgesOptions = {}): Matte {
  assertFrames("vote on edges", { frame });
  assertGrays("vote on edges", { mask });
  const { radius = 8, reach = 2 * radius, deviation = 14, unsure } = options;
  const { out = createMatte(mask.width, mask.height) } = options;
  assertOptions("vote on edges", { radius, reach, deviation }, {
    radius: { least: 1, most: 64, isWhole: true },
    reach: { least: 1, most: 128, isWhole: true },
    deviation: { least: 1, most: 255 },
  });
  assertSameSize("vote on edges", { mask, frame, out, ...(unsure && { unsure }) });
  // Where the frame lies kernels grow them.
  const [inside, most, least] = [0, 0, 0].map(() => createGrayBeside(frame, mask));
  inside.data.set(mask.data);
  threshold(inside, 127, { out: inside });
  dilate(inside, radius, { out: most });
  erode(inside, radius, { out: least });
  if (unsure !== undefined) {
    for (let i = 0; i < most.data.length; i++) {
      if (unsure.data[i] === 0) continue;
      most.data[i] = 255;
      least.data[i] = 0;
    }
  }
  const voters = votersWithin(reach);
  const votes = votesByColor(deviation);
  const poll = { most, least, inside, frame, voters, votes, reach };
  const memory = memoryOf(frame.bitmap, most.data, least.data, inside.data);
  if (memory === undefined) voteUnsure(poll, out);
  else voteByKernel(memory, poll, out);
  release(inside, most, least);
  return out;
}

/** Where those lie who are asked, and what their votes count by distance. */
interface Voters {
  readonly dx: Int32Array;
  readonly dy: Int32Array;
  readonly weight: Float32Array;
}

function votersWithin(reach: number): Voters {
  const dx: number[] = [], dy: number[] = [], weight: number[] = [];
  const variance = (reach / 1.5) ** 2;
  const step = Math.max(1, Math.round(reach / STEPS));
  for (let y = -reach; y <= reach; y += step) {
    for (let x = -reach; x <= reach; x += step) {
      dx.push(x);
      dy.push(y);
      weight.push(Math.exp(-(x * x + y * y) / (2 * variance)));
    }
  }
  return { dx: Int32Array.from(dx), dy: Int32Array.from(dy), weight: Float32Array.from(weight) };
}

/** Votes by the square of the difference in colour. */
interface ColorVotes {
  readonly table: Float32Array;
  /** The square from which on there is none. */
  readonly end: number;
}

function votesByColor(deviation: number): ColorVotes {
  const end = (FARTHEST * deviation) ** 2;
  const table = Float32Array.from(
    { length: ENTRIES },
    (_, i) => Math.exp(-(i + 0.5) / ENTRIES * FARTHEST ** 2 / 2),
  );
  return { table, end };
}

interface Poll {
  /** Foreground where nobody is sure of the background, and where somebody is sure of it. */
  readonly most: Mask;
  readonly least: Mask;
  readonly inside: Mask;
  readonly frame: Frame;
  readonly voters: Voters;
  readonly votes: ColorVotes;
  readonly reach: number;
}

function voteByKernel(
  memory: KernelMemory,
  { most, least, inside, frame, voters, votes, reach }: Poll,
  out: Matte,
): void {
  const { dx, dy, weight } = voters;
  const { table, end } = votes;
  const inputs = [most.data, least.data, inside.data, frame.bitmap, dx, dy, weight, table];
  memory.work(inputs, out.data, (to, m, l, i, bitmap, right, down, weights, levels) => {
    const { width, height } = out;
    const [count, scale] = [weight.length, ENTRIES / end];
    // deno-fmt-ignore
    memory.kernels.voteEdges(
      to, m, l, i, bitmap, right, down, weights, levels, width, height, count, reach, scale, end,
    );
  });
}

function voteUnsure(poll: Poll, out: Matte): void {
  const { most, least, inside, frame, voters, votes, reach } = poll;
  const { width, height, data: alpha } = out;
  const { bitmap } = frame;
  const { dx, dy, weight } = voters;
  const { table, end } = votes;
  const scale = ENTRIES / end;
  const offsets = dx.map((x, v) => dy[v] * width + x);
  for (let y = 0, i = 0; y < height; y++) {
    const isInRows = y >= reach && y < height - reach;
    for (let x = 0; x < width; x++, i++) {
      alpha[i] = inside.data[i];
      if (most.data[i] === least.data[i]) continue;
      // There all voters are in the picture.
      const isWithin = isInRows && x >= reach && x < width - reach;
      const red = bitmap[4 * i], green = bitmap[4 * i + 1], blue = bitmap[4 * i + 2];
      let near = 0, all = 0;
      for (let v = 0; v < weight.length; v++) {
        if (!isWithin) {
          const there = x + dx[v], row = y + dy[v];
          if (there < 0 || there >= width || row < 0 || row >= height) continue;
        }
        const j = i + offsets[v];
        const isNear = least.data[j];
        if (most.data[j] !== isNear) continue;
        const r = bitmap[4 * j] - red, g = bitmap[4 * j + 1] - green, b = bitmap[4 * j + 2] - blue;
        const square = r * r + g * g + b * b;
        if (square >= end) continue;
        const vote = weight[v] * table[square * scale | 0];
        all += vote;
        if (isNear !== 0) near += vote;
      }
      if (all > LEAST_VOTES) alpha[i] = 255 * near / all + 0.5;
    }
  }
}
