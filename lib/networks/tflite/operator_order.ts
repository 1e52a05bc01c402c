/**
 * Orders of dimensions: `order[i]` says which of TensorFlow's dimensions is the
 * `i`-th of what lies in memory. ONNX's convolutions want the channels before
 * the rows, TensorFlow has them last.
 *
 * @module
 */

import { elementCount } from "./constant.ts";

/** Which dimension comes when. */
export type Order = readonly number[];

/** TensorFlow's N × H × W × C as N × C × H × W. */
export const CHANNELS_FIRST: Order = [0, 3, 1, 2];

/** The order that changes nothing. */
export function naturalOrder(rank: number): Order {
  return Array.from({ length: rank }, (_, i) => i);
}

/** Values by dimension, in an order. */
export function inOrder<T>(values: readonly T[], order: Order): T[] {
  return order.map((dimension) => values[dimension]);
}

/** Whether two orders put dimensions that have more than one index one behind the other alike. */
export function liesAlike(dims: readonly number[], from: Order, to: Order): boolean {
  const wide = (order: Order) => order.filter((dimension) => dims[dimension] !== 1).join();
  return wide(from) === wide(to);
}

/**
 * Numbers in another order of their dimensions.
 *
 * @param data The numbers, in the natural order.
 * @param dims Their dimensions.
 * @param order The wanted order.
 * @returns The numbers in that order; the same ones where nothing changes.
 */
export function permute(data: Float32Array, dims: readonly number[], order: Order): Float32Array {
  const natural = naturalOrder(dims.length);
  if (elementCount(dims) !== data.length) throw new RangeError("Other dimensions");
  if (liesAlike(dims, natural, order)) return data;
  const strides = natural.map((i) => elementCount(dims.slice(i + 1)));
  const permuted = new Float32Array(data.length);
  const sizes = inOrder(dims, order);
  const steps = inOrder(strides, order);
  const last = sizes.length - 1;
  const index = sizes.map(() => 0);
  for (let to = 0, from = 0; to < data.length;) {
    const step = steps[last];
    for (let i = 0; i < sizes[last]; i++) permuted[to++] = data[from + i * step];
    // On to the next row, as an odometer does.
    for (let d = last - 1; d >= 0; d--) {
      from += steps[d];
      if (++index[d] < sizes[d]) break;
      from -= sizes[d] * steps[d];
      index[d] = 0;
    }
  }
  return permuted;
}
