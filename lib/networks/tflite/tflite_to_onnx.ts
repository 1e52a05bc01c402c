import { OnnxGraph } from "../onnx/onnx_graph.ts";
import { convolveFirst } from "./operators/convolve_first.ts";
import { assertFloats, distinctNames } from "./tflite_checks.ts";
import { densify } from "./densify.ts";
import { mergeEnlargements } from "./operators/merge_enlargements.ts";
import { parseTflite } from "./tflite_model.ts";
import { TRANSLATIONS } from "./operators/operators.ts";
import { Translation } from "./translation.ts";
import { assertKnownOperators, withModelName } from "../onnx/unreadable.ts";

/**
 * A TensorFlow Lite model as an ONNX model, which ONNX Runtime can run.
 *
 * Inputs and outputs keep their names and dimensions (pictures N × H × W × C);
 * what lies between them has the channels first, as ONNX wants it. Weights of 16
 * bits become such of 32. Quantized models, models that compute shapes while
 * they run and those with control flow are not handled.
 *
 * @example A file that is none
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * const bytes = new TextEncoder().encode("no model at all");
 * assertThrows(() => tfliteToOnnx(bytes, "selfie.tflite"), Error, "Cannot read the model 'selfie.tflite'");
 * ```
 *
 * @param bytes The .tflite file.
 * @param name What errors shall call it.
 * @returns The .onnx file.
 * @throws {ModelError} If it cannot be read or translated.
 * @category Networks
 */
export function tfliteToOnnx(bytes: Uint8Array, name = "tflite"): Uint8Array<ArrayBuffer> {
  return withModelName(name, () => translateModel(bytes, name));
}

/** A damaged file may name the same weights very often: more than this it does not have. */
const MOST_WEIGHTS_A_BYTE = 4;

function translateModel(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  const model = convolveFirst(mergeEnlargements(densify(parseTflite(bytes), bytes.length)));
  const { inputs, outputs, operators } = model;
  const names = operators.map(({ name }) => name);
  assertKnownOperators(names, (operator) => TRANSLATIONS.has(operator));
  assertFloats(model);
  const graph = new OnnxGraph(name);
  const to = new Translation(graph, model, MOST_WEIGHTS_A_BYTE * bytes.length);
  const inputNames = distinctNames(model, inputs, "input");
  inputs.forEach((index, i) => to.place(index, graph.input(inputNames[i], to.dims(index))));
  for (const operator of operators) TRANSLATIONS.get(operator.name)!(to, operator);
  const outputNames = distinctNames(model, outputs, "output");
  outputs.forEach((index, i) => {
    graph.output(to.value(index), to.dims(index), { name: outputNames[i] });
  });
  return graph.toBytes();
}
