import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { pathStride, startPath, startPaths } from "./semi_global_paths.ts";
import type { SemiGlobalPlan } from "./semi_global_plan.ts";
import type { SemiGlobalRoom } from "./semi_global_room.ts";
import type { PickOptions, SemiGlobalSteps, Sweep } from "./semi_global_steps.ts";

/** A picture in the kernels' memory. */
export interface PixelsAt {
  readonly address: number;
  /** Bytes of a pixel. */
  readonly step: number;
}

/** Kernels, in the memory that the room and both pictures lie in. */
export class KernelSteps implements SemiGlobalSteps {
  readonly #plan: SemiGlobalPlan;
  readonly #kernels: KernelMemory["kernels"];
  readonly room: SemiGlobalRoom;
  readonly #left: PixelsAt;
  readonly #right: PixelsAt;

  constructor(
    plan: SemiGlobalPlan,
    room: SemiGlobalRoom,
    { kernels }: KernelMemory,
    left: PixelsAt,
    right: PixelsAt,
  ) {
    this.#plan = plan;
    this.room = room;
    this.#kernels = kernels;
    this.#left = left;
    this.#right = right;
  }

  sumRow(y: number, place: number, addsFirst: boolean): void {
    const { width, height, channels, cap, first, columns, least, depth, radius } = this.#plan;
    const { left, right, pixels } = this.room;
    for (const lines of [left, right]) {
      const { address, step } = lines === left ? this.#left : this.#right;
      const [values, lows, highs] = [lines.values, lines.lows, lines.highs].map(addressOf);
      this.#kernels.stereoSignals(
        address,
        step,
        width,
        height,
        y,
        channels,
        cap,
        lines === right,
        values,
        lows,
        highs,
      );
    }
    const to = addressOf(pixels);
    const from = addressOf(left.values);
    const area = addressOf(left.lows) - from;
    const other = addressOf(right.values);
    this.#kernels.stereoPixelCosts(
      from,
      other,
      area,
      width,
      channels,
      first,
      columns,
      least,
      depth,
      to,
    );
    this.#kernels.stereoSumAcross(to, this.#sums(place), columns, depth, radius, addsFirst);
  }

  addSums(at: number, place: number, times: number): void {
    const costs = addressOf(this.room.costs) + 2 * at;
    this.#kernels.stereoAddSums(costs, this.#sums(place), this.#plan.row, times);
  }

  moveCosts(before: number, at: number, comes: number, goes: number, addsFirst: number): void {
    const costs = addressOf(this.room.costs);
    this.#kernels.stereoMoveCosts(
      costs + 2 * before,
      costs + 2 * at,
      this.#sums(comes),
      this.#sums(goes),
      this.#plan.row,
      addsFirst,
    );
  }

  startPaths(): void {
    startPaths(this.#plan, this.room.along);
    for (const paths of this.room.down) startPaths(this.#plan, paths);
  }

  sweep(at: number, sweep: Sweep): void {
    const { columns, depth, p1, p2, mode } = this.#plan;
    const { room } = this;
    const costs = addressOf(room.costs) + 2 * at;
    const totals = addressOf(room.totals) + 2 * at;
    const [fromLeft, above, fromRight] = room.down;
    const along = [room.along.costs, room.along.least].map(addressOf) as [number, number];
    const straight = [above.costs, above.least].map(addressOf) as [number, number];
    const shared = [costs, totals, columns, depth, p1, p2] as const;
    if (sweep.along) startPath(this.#plan, room.along, 0);
    const stops = mode === "3way";
    if (stops && sweep.along) {
      this.#kernels.stereoSweepTwo(...shared, along[0], ...straight);
    } else if (sweep.slanted) {
      const shift = sweep.turn % columns;
      startPath(this.#plan, fromLeft, (columns - shift) % columns);
      startPath(this.#plan, fromRight, (columns - 1 + shift) % columns);
      this.#kernels.stereoSweepFour(
        ...shared,
        shift,
        sweep.isBack,
        sweep.adds,
        ...along,
        addressOf(fromLeft.costs),
        addressOf(fromLeft.least),
        ...straight,
        addressOf(fromRight.costs),
        addressOf(fromRight.least),
      );
    } else if (sweep.along) {
      this.#kernels.stereoSweepOne(...shared, stops, sweep.adds, along[0], 0, along[1], 0);
    } else {
      const stride = 2 * pathStride(this.#plan);
      this.#kernels.stereoSweepOne(
        ...shared,
        stops,
        sweep.adds,
        straight[0],
        stride,
        straight[1],
        2,
      );
    }
  }

  pick(at: number, { follows, addsStraight }: PickOptions): void {
    const { columns, depth, p1, p2, uniqueness, first, least } = this.#plan;
    const { costs, totals, along, down, unused, seen, seenCosts, found } = this.room;
    startPath(this.#plan, along, 0);
    this.#kernels.stereoPick(
      follows ? addressOf(costs) + 2 * at : 0,
      addressOf(totals) + 2 * at,
      columns,
      depth,
      p1,
      p2,
      addressOf(along.costs),
      addsStraight ? addressOf(down[1].costs) : 0,
      addressOf(unused),
      uniqueness,
      first,
      least,
      addressOf(seen),
      addressOf(seenCosts),
      addressOf(found),
    );
  }

  median(): void {
    const { all, smooth } = this.room;
    const { width, height } = this.#plan;
    this.#kernels.stereoMedian(addressOf(all), addressOf(smooth), width, height);
  }

  /** Where a row of the ring of sums is. */
  #sums(place: number): number {
    return addressOf(this.room.sums) + 2 * place * this.#plan.row;
  }
}

const addressOf = ({ byteOffset }: ArrayBufferView): number => byteOffset;
