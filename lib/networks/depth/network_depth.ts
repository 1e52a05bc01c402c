import { assertWhole, type Disparity, type Frame } from "../../raster/frame.ts";
import type { InferenceSession, Tensor } from "../inference_session.ts";
import { NetworkInput } from "../model/network_input.ts";
import { numbersOfChannel, withoutNumbers } from "../model/network_output.ts";
import type { DepthNetwork } from "./depth_network.ts";
import { DepthRange } from "./depth_range.ts";
import type { DepthSpec } from "./depth_spec.ts";

/**
 * How near all is, as a neural network sees it.
 *
 * The frame is stretched to the network's size; the map is of the size that the network gives. Its
 * numbers are brought to 0–1 by a range that follows the video slowly, anew after `reset`.
 *
 * @example A network of three pixels that takes what is red for near
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { depthSpec } from "./depth_spec.ts";
 * import type { InferenceSession } from "../inference_session.ts";
 *
 * const session: InferenceSession = {
 *   inputs: [{ name: "picture", dims: [1, 1, 3, 3] }],
 *   outputs: [{ name: "depth", dims: [1, 1, 3] }],
 *   run({ picture: { data } }) {
 *     const depth = { dims: [1, 1, 3], data: Float32Array.of(data[0], data[3], data[6]) };
 *     return Promise.resolve({ depth });
 *   },
 *   [Symbol.asyncDispose]: () => Promise.resolve(),
 * };
 * const levels = { mean: [0, 0, 0], std: [1, 1, 1], layout: "nhwc" } as const;
 * await using network = new NetworkDepth(session, depthSpec(session, "red", levels));
 * const bitmap = Uint8ClampedArray.of(250, 0, 0, 255, 50, 0, 0, 255, 150, 0, 0, 255);
 * const { disparity } = await network.look({ width: 3, height: 1, bitmap });
 * assertEquals([...disparity], [1, 0, 0.5]);
 * ```
 *
 * @category Networks
 */
export class NetworkDepth implements DepthNetwork {
  readonly #session: InferenceSession;
  readonly #spec: DepthSpec;
  readonly #input: NetworkInput;
  #range = new DepthRange();
  /** Ends when the last look has: frames are brought to 0–1 in their order. */
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * A network that has seen nothing.
   *
   * @param session The network, which is disposed of with this.
   * @param spec What it takes and gives: what {@linkcode depthSpec} has found out.
   */
  constructor(session: InferenceSession, spec: DepthSpec) {
    this.#session = session;
    this.#spec = spec;
    this.#input = new NetworkInput(spec);
  }

  /**
   * Look at the next frame: see {@linkcode DepthNetwork.look}.
   *
   * @param frame The frame, of any size.
   * @returns How near all is, 0–1, in the network's own resolution.
   * @throws {ModelError} If the network cannot be run, or gives something else than was told.
   */
  async look(frame: Frame): Promise<Disparity> {
    assertWhole("measure depth", "frame", frame);
    const { width, height } = frame;
    const { input, decoding: { output } } = this.#spec;
    this.#input.take(frame, { left: 0, top: 0, width, height });
    const tensor = this.#input.lentTensor(false);
    const running = this.#session.run({ [input]: tensor }, [output]);
    const look = this.#finish(running, output, this.#turn, this.#range);
    this.#turn = look.catch(() => {});
    return await look;
  }

  async #finish(
    running: Promise<Record<string, Tensor>>,
    output: string,
    before: Promise<unknown>,
    range: DepthRange,
  ): Promise<Disparity> {
    const tensor = (await running)[output];
    await before;
    const { decoding, layout, isDistance } = this.#spec;
    const { width, height, data } = numbersOfChannel(tensor, decoding, layout);
    let numbers = 0;
    for (let i = 0; i < data.length; i++) {
      const value = isDistance ? 1 / data[i] : data[i];
      const isKnown = Number.isFinite(value) && (!isDistance || value > 0);
      data[i] = isKnown ? value : NaN;
      if (isKnown) numbers++;
    }
    if (numbers === 0) throw withoutNumbers(decoding);
    return { width, height, disparity: range.scale(data) };
  }

  /** Forget earlier frames; those that are still being looked at leave nothing behind. */
  reset(): void {
    this.#range = new DepthRange();
  }

  /** Dispose of the network. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#input[Symbol.dispose]();
    await this.#session[Symbol.asyncDispose]();
  }
}
