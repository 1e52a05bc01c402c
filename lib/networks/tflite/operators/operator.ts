import type { TfliteOperator } from "../tflite_model.ts";
import type { Translation } from "../translation.ts";

/** Add an operator of TensorFlow Lite to the graph, and say where its outputs are. */
export type Translate = (to: Translation, operator: TfliteOperator) => void;
