/**
 * Small models of an operator or a few, with all the ways that their settings
 * allow. `tests/data/make_litert.ts` runs them with Google's LiteRT and stores
 * what comes out.
 *
 * @module
 */

import { ARITHMETIC_CASES } from "./cases/arithmetic.ts";
import { CONVOLUTION_CASES } from "./cases/convolutions.ts";
import { POOLING_CASES } from "./cases/pooling.ts";
import { SHAPE_CASES } from "./cases/shapes.ts";
import { SPARSE_CASES } from "./cases/sparse.ts";
import type { OperatorCase } from "./model_parts.ts";

/** All models. */
export const OPERATOR_CASES: readonly OperatorCase[] = [
  ...SPARSE_CASES,
  ...CONVOLUTION_CASES,
  ...POOLING_CASES,
  ...ARITHMETIC_CASES,
  ...SHAPE_CASES,
];
