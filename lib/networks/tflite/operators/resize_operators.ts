import type { OnnxAttribute } from "../../onnx/onnx_attribute.ts";
import type { TfliteOperator } from "../tflite_model.ts";
import type { Translate, Translation } from "../translation.ts";
import { CHANNELS_FIRST, inOrder } from "../operator_order.ts";
import { Unreadable } from "../../onnx/unreadable.ts";

/** Where a pixel that goes out comes from, in ONNX's words. */
type Coordinates = "align_corners" | "half_pixel" | "asymmetric";

const translateBilinear: Translate = (to, operator) => {
  resize(to, operator, { mode: "linear", coordinate_transformation_mode: coordinates(operator) });
};

/** TensorFlow rounds to the nearest with the corners on each other, and down otherwise. */
const translateNearest: Translate = (to, operator) => {
  const from = coordinates(operator);
  resize(to, operator, {
    mode: "nearest",
    coordinate_transformation_mode: from,
    // ONNX takes half a pixel away, so what TensorFlow rounds down is to the nearest there.
    nearest_mode: from === "asymmetric" ? "floor" : "round_prefer_ceil",
  });
};

function coordinates({ name, options }: TfliteOperator): Coordinates {
  // Fields of the bilinear one: a height and a width of old, then the same as the other's.
  const first = name === "RESIZE_BILINEAR" ? 2 : 0;
  const alignsCorners = options?.boolean(first) ?? false;
  const hasHalfPixels = options?.boolean(first + 1) ?? false;
  if (alignsCorners && hasHalfPixels) throw new Unreadable("it resizes in an unknown way");
  if (alignsCorners) return "align_corners";
  return hasHalfPixels ? "half_pixel" : "asymmetric";
}

function resize(
  to: Translation,
  { inputs: [input], outputs: [output] }: TfliteOperator,
  attributes: Record<string, OnnxAttribute>,
): void {
  const sizes = to.graph.integers(inOrder(to.dims(output), CHANNELS_FIRST));
  const inputs = [to.value(input, CHANNELS_FIRST), "", "", sizes];
  to.make(output, "Resize", inputs, { attributes, order: CHANNELS_FIRST });
}

/** The operators that make pictures larger or smaller. */
export const RESIZES: Readonly<Record<string, Translate>> = {
  RESIZE_BILINEAR: translateBilinear,
  RESIZE_NEAREST_NEIGHBOR: translateNearest,
};
