import type { Size } from "../../raster/frame.ts";
import type { InferenceSession, Tensor } from "../inference_session.ts";
import { downsampleRatio } from "./input_size.ts";
import type { Recurrence } from "./model_spec_types.ts";

/** What a network remembers of a video, from one frame to the next. */
export class NetworkMemory {
  readonly #session: InferenceSession;
  readonly #recurrence: Recurrence;
  #states: Record<string, Tensor>;
  /** How often the next frame is looked at. */
  #looks: number;
  /** Ends when the last run has: the next needs what it remembers. */
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * A memory of nothing.
   *
   * @param session The network.
   * @param recurrence What it remembers.
   * @param firstLooks How often the first frame is looked at.
   */
  constructor(session: InferenceSession, recurrence: Recurrence, firstLooks = 1) {
    this.#session = session;
    this.#recurrence = recurrence;
    this.#looks = firstLooks;
    this.#states = Object.fromEntries(
      recurrence.states.map(({ input, dims }) => [input, zeros(dims)]),
    );
  }

  /**
   * Run the network on the next frame, once it has run on the last.
   *
   * @param input The name of the input that takes the frame.
   * @param frame The frame; must stay as it is.
   * @param size The frame's size.
   * @param output The name of the output that is wanted.
   * @returns That output.
   */
  run(input: string, frame: Tensor, size: Size, output: string): Promise<Tensor> {
    const result = this.#turn.then(() => this.#run({ [input]: frame }, size, output));
    this.#turn = result.catch(() => {});
    return result;
  }

  async #run(inputs: Record<string, Tensor>, size: Size, output: string): Promise<Tensor> {
    const { states, ratio } = this.#recurrence;
    if (ratio !== undefined) {
      inputs[ratio.input] = { dims: ratio.dims, data: Float32Array.of(downsampleRatio(size)) };
    }
    const wanted = [output, ...states.map((state) => state.output)];
    for (;;) {
      const outputs = await this.#session.run({ ...inputs, ...this.#states }, wanted);
      this.#states = Object.fromEntries(
        states.map((state) => [state.input, outputs[state.output]]),
      );
      if (this.#looks <= 1) return outputs[output];
      this.#looks--;
    }
  }
}

function zeros(dims: readonly number[]): Tensor {
  return { dims, data: new Float32Array(dims.reduce((product, dim) => product * dim, 1)) };
}
