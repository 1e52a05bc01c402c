/**
 * What stands between two operators while a graph is translated.
 *
 * @module
 */

import type { Order } from "../tflite/operator_order.ts";

/** Numbers that are known before the network runs: weights, sizes. */
export interface Known {
  readonly kind: "known";
  /** Dimensions, outermost first; pictures are N × H × W × C. */
  readonly dims: readonly number[];
  readonly type: "float32" | "int32" | "bool";
  /** As many as the dimensions say; truths are 0 or 1. */
  readonly data: Float32Array | Int32Array;
}

/**
 * Numbers that the network computes, all of 32 bits with a fraction. What makes them is added to the
 * graph when somebody asks for them: who takes a part only, or saves a step, leaves the rest out.
 */
export interface Computed {
  readonly kind: "computed";
  readonly dims: readonly number[];
  /** The order of the dimensions in which they will lie. */
  readonly order: Order;
  /** Add them to the graph: called once. */
  readonly make: () => string;
  /** How to make only those of some indices of a dimension, where that saves work. */
  readonly part?: ((range: Range) => GraphValue) | undefined;
  /** Of what they are made, where operators that take them may save that step. */
  readonly source?: Margins | Blocks | JoinedChannels | undefined;
}

/** Some indices of a dimension. */
export interface Range {
  readonly axis: number;
  readonly from: number;
  readonly length: number;
}

/** A picture with zeros around it. */
export interface Margins {
  readonly kind: "margins";
  readonly of: Computed;
  /** By dimension. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** A picture whose pixels, each of so many rows and columns, were put into a batch. */
export interface Blocks {
  readonly kind: "blocks";
  readonly of: Computed;
  /** How many rows and columns. */
  readonly block: readonly number[];
}

/** Pictures whose channels were put one behind the other. */
export interface JoinedChannels {
  readonly kind: "joined";
  readonly parts: readonly GraphValue[];
}

/** An input whose size nothing has told yet. */
export interface Open {
  readonly kind: "open";
  readonly name: string;
  /** The same, since something has told it. */
  settled?: Computed;
}

/** What an operator takes and makes. */
export type GraphValue = Known | Computed | Open;
