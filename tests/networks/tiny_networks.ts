/**
 * Networks of the families' inputs and outputs that are small enough to check
 * by hand: each pixel's numbers depend on that pixel's colour alone.
 *
 * @module
 */

import { OnnxGraph } from "../../lib/networks/onnx/onnx_graph.ts";
import type { OnnxDims } from "../../lib/networks/onnx/onnx_tensor.ts";

/** What each channel gives: three factors for what a network takes, red first unless told otherwise. */
export type Mix = readonly (readonly [number, number, number])[];

/** A network that mixes channels. */
export interface MixNetwork {
  /** Name and dimensions of its input. */
  readonly input: readonly [string, OnnxDims];
  /** What it gives. */
  readonly mix: Mix;
  /** The names of its outputs; the second and later ones are the first negated. */
  readonly outputs: readonly string[];
  /** Dimensions of the first output. */
  readonly dims: OnnxDims;
  /** What comes after the mix, if anything. */
  readonly last?: "Sigmoid" | "Softmax";
  /** Whether the output has the other order than the input. */
  readonly isTurned?: boolean;
  /** Whether the first output is a list of its pixels, of the dimensions given. */
  readonly isFlat?: boolean;
}

/** The ONNX file of such a network. */
export function mixNetwork(network: MixNetwork): Uint8Array<ArrayBuffer> {
  const { input: [name, dims], mix, outputs, last, isTurned = false, isFlat = false } = network;
  const graph = new OnnxGraph("mix");
  const x = graph.input(name, dims);
  const isPlanar = dims[1] === 3;
  const weights = isPlanar
    ? graph.constant(Float32Array.from(mix.flat()), [mix.length, 3, 1, 1])
    : graph.constant(Float32Array.from([0, 1, 2].flatMap((c) => mix.map((to) => to[c]))), [
      3,
      mix.length,
    ]);
  let y = graph.node(isPlanar ? "Conv" : "MatMul", [x, weights]);
  if (last === "Sigmoid") y = graph.node(last, [y]);
  if (last === "Softmax") y = graph.node(last, [y], { attributes: { axis: isPlanar ? 1 : 3 } });
  const perm = isPlanar ? [0, 2, 3, 1] : [0, 3, 1, 2];
  if (isTurned) y = graph.node("Transpose", [y], { attributes: { perm } });
  if (isFlat) y = graph.node("Reshape", [y, graph.integers(network.dims.map(Number))]);
  const [first, ...more] = outputs;
  graph.output(y, network.dims, { name: first });
  for (const other of more) graph.output(graph.node("Neg", [y]), network.dims, { name: other });
  return graph.toBytes();
}

/**
 * A network with Robust Video Matting's inputs and outputs. Of gray frames of
 * level x, 0–1, the matte is the sum of what it remembers and a tenth of the
 * ratio; then it remembers x / 10 more, 0.01 more, the last that follows, and
 * 0.02 more.
 */
export function recurrentNetwork(): Uint8Array<ArrayBuffer> {
  const graph = new OnnxGraph("recurrent");
  const any = [undefined, undefined, undefined, undefined];
  const source = graph.input("src", [undefined, 3, undefined, undefined]);
  const states = [1, 2, 3, 4].map((i) => graph.input(`r${i}i`, any));
  const ratio = graph.input("downsample_ratio", [1]);
  const number = (value: number) => graph.constant(Float32Array.of(value), []);
  const add = (a: string, b: string) => graph.node("Add", [a, b]);
  const level = graph.node("ReduceMean", [source], { attributes: { axes: [1] } });
  const scale = graph.node("Mul", [ratio, number(0.1)]);
  // It has the frame's size by the level, which adds nothing.
  const nothing = graph.node("Mul", [level, number(0)]);
  const matte = [...states, nothing].reduce(add, scale);
  graph.output(source, [undefined, 3, undefined, undefined], { name: "fgr" });
  graph.output(matte, [undefined, 1, undefined, undefined], { name: "pha" });
  const next = [
    add(states[0], graph.node("Mul", [level, number(0.1)])),
    add(states[1], number(0.01)),
    add(states[2], states[3]),
    add(states[3], number(0.02)),
  ];
  next.forEach((value, i) => graph.output(value, any, { name: `r${i + 1}o` }));
  return graph.toBytes();
}

/**
 * A network of 1×3×256×256 whose look takes ten seconds and more (14 s on two cores of 2023): 400
 * convolutions of 64 channels, 2.4 · 10⁹ multiplications each, which share their weights.
 */
export function slowNetwork(): Uint8Array<ArrayBuffer> {
  const graph = new OnnxGraph("slow");
  const x = graph.input("x", [1, 3, 256, 256]);
  const weights = (to: number, from: number, side: number) =>
    graph.constant(new Float32Array(to * from * side * side).fill(1e-3), [to, from, side, side]);
  const same = { attributes: { pads: [1, 1, 1, 1] } };
  const middle = weights(64, 64, 3);
  let y = graph.node("Conv", [x, weights(64, 3, 1)]);
  for (let i = 0; i < 400; i++) y = graph.node("Conv", [y, middle], same);
  y = graph.node("Sigmoid", [graph.node("Conv", [y, weights(1, 64, 1)])]);
  graph.output(y, [1, 1, 256, 256], { name: "y" });
  return graph.toBytes();
}
