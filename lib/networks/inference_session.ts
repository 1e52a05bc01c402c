/**
 * What a neural network runs on, as an estimator sees it: numbers in, numbers
 * out. `lib/files/onnx/open_session.ts` fulfils it; so may a page in a browser.
 *
 * @module
 */

/**
 * Numbers for a network or from it, the last dimension closest together.
 *
 * @category Networks
 */
export interface Tensor {
  /** Its dimensions, outermost first: `[1, 3, 256, 256]`. */
  readonly dims: readonly number[];
  /** As many values as the product of the dimensions. */
  readonly data: Float32Array;
}

/**
 * An input or an output of a network.
 *
 * @category Networks
 */
export interface TensorInfo {
  /** Its name, by which it is fed or asked for. */
  readonly name: string;
  /** Its dimensions; `undefined` for one that may have any size. */
  readonly dims: readonly (number | undefined)[];
  /**
   * What its elements are in the network, as ONNX calls it: "uint8", "float16". What is fed and given
   * is float32 all the same: whole types get the nearest number that they can hold.
   *
   * @default {"float32"}
   */
  readonly type?: string;
}

/**
 * A network that is ready to run. Whoever opened it disposes of it.
 *
 * @category Networks
 */
export interface InferenceSession extends AsyncDisposable {
  /** What it takes. */
  readonly inputs: readonly TensorInfo[];
  /** What it gives. */
  readonly outputs: readonly TensorInfo[];
  /**
   * Run the network once. Runs may be asked for before the last one has ended: they take turns.
   *
   * @param inputs A tensor for each input, by name. They may be changed as soon as the call returns.
   * @param wanted The names of the outputs that are wanted; left out, all.
   * @returns A tensor for each, by name, of the caller's own.
   * @throws {ModelError} If the network cannot be run on these inputs.
   */
  run(
    inputs: Readonly<Record<string, Tensor>>,
    wanted?: readonly string[],
  ): Promise<Record<string, Tensor>>;
}
