import type { InferenceSession, Tensor } from "../inference_session.ts";

/**
 * Something that a network can look at before there is a picture.
 *
 * @param session What it takes.
 * @param valueAt The value at a place; 0 everywhere if left out.
 * @returns A tensor for each input; `undefined` if one of them may have any size.
 */
export function madeUpInputs(
  { inputs }: Pick<InferenceSession, "inputs">,
  valueAt: (i: number) => number = () => 0,
): Record<string, Tensor> | undefined {
  const feeds: Record<string, Tensor> = {};
  for (const { name, dims } of inputs) {
    const known = dims.filter((dim) => dim !== undefined);
    if (known.length < dims.length) return undefined;
    const length = known.reduce((product, dim) => product * dim, 1);
    feeds[name] = { dims: known, data: Float32Array.from({ length }, (_, i) => valueAt(i)) };
  }
  return feeds;
}
