import type { Tensor, TensorInfo } from "../inference_session.ts";

/**
 * What is wrong with the inputs of a network, or the outputs wanted of it: a
 * runtime says it less clearly.
 *
 * @param network Its inputs and outputs.
 * @param inputs What it is to be fed with, by name.
 * @param wanted The names of the outputs that are wanted.
 * @returns The first thing that is wrong, or `undefined`.
 */
export function wrongTensors(
  network: { readonly inputs: readonly TensorInfo[]; readonly outputs: readonly TensorInfo[] },
  inputs: Readonly<Record<string, Tensor>>,
  wanted: readonly string[],
): string | undefined {
  for (const name of Object.keys(inputs)) {
    if (!network.inputs.some((input) => input.name === name)) {
      return `it has no input '${name}', but ${namesOf(network.inputs)}`;
    }
  }
  for (const name of wanted) {
    if (!network.outputs.some((output) => output.name === name)) {
      return `it has no output '${name}', but ${namesOf(network.outputs)}`;
    }
  }
  for (const info of network.inputs) {
    if (!Object.hasOwn(inputs, info.name)) return `its input '${info.name}' is missing`;
    const wrong = wrongTensor(info, inputs[info.name]);
    if (wrong !== undefined) return `its input '${info.name}' must ${wrong}`;
  }
  return undefined;
}

function wrongTensor(info: TensorInfo, { dims, data }: Tensor): string | undefined {
  if (!(data instanceof Float32Array)) return "have 'data' of float32";
  const isFitting = dims.length === info.dims.length &&
    info.dims.every((dim, i) => dim === undefined || dim === dims[i]);
  if (!isFitting) return `be ${sizeOf(info.dims)}, got ${sizeOf(dims)}`;
  const odd = dims.find((dim) => !Number.isSafeInteger(dim) || dim < 0);
  if (odd !== undefined) return `have whole numbers as dimensions, got ${odd}`;
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (length !== data.length) {
    return `have ${length} values for ${sizeOf(dims)}, got ${data.length}`;
  }
  return undefined;
}

/** "1×3×?×?"; a single number has no dimensions. */
function sizeOf(dims: readonly (number | undefined)[]): string {
  return dims.length === 0 ? "a single number" : dims.map((dim) => dim ?? "?").join("×");
}

function namesOf(infos: readonly TensorInfo[]): string {
  return infos.length === 0 ? "none" : infos.map(({ name }) => `'${name}'`).join(", ");
}
