import { ACTIVATIONS } from "./activation.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CONVOLUTIONS } from "./convolution.ts";
import { DENSE } from "./dense.ts";
import type { Translate } from "../translation.ts";
import { POOLING } from "./pooling.ts";
import { RESIZES } from "./resize_operators.ts";
import { SHAPES } from "./shape.ts";
import { SLICES } from "./slice.ts";

/** Every operator that can be translated, by TensorFlow Lite's name of it. */
export const TRANSLATIONS: ReadonlyMap<string, Translate> = new Map(
  [ACTIVATIONS, ARITHMETIC, CONVOLUTIONS, DENSE, POOLING, RESIZES, SHAPES, SLICES]
    .flatMap((operators) => Object.entries(operators)),
);
