import { ModelError } from "../../errors.ts";
import type { InferenceSession, Tensor, TensorInfo } from "../inference_session.ts";

/**
 * A network that was loaded.
 *
 * @category Networks
 */
export interface OpenNetwork {
  /** What it is called in messages. */
  readonly name: string;
  /** What runs it. */
  readonly session: InferenceSession;
}

/**
 * Networks that stay open from one video to the next: each is loaded once, whoever asks for it.
 *
 * What is lent knows nothing of earlier videos: a network's memory of frames is with whoever runs it,
 * not in the session.
 *
 * @category Networks
 */
export class SharedNetworks implements AsyncDisposable {
  readonly #networks = new Map<string, Promise<OpenNetwork>>();
  /** All that were loaded, those that have failed included. */
  readonly #loaded: Promise<OpenNetwork>[] = [];
  readonly #signal: AbortSignal | undefined;

  /**
   * None is open yet.
   *
   * @param signal Where it is aborted, disposing waits for no look that has begun.
   */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * A network, loaded if it was not before.
   *
   * @param key What tells it from all others.
   * @param load Loads it.
   * @returns The network. To dispose of its session gives it back, and leaves it open.
   * @throws What `load` throws; the next one who asks has it loaded anew.
   */
  async lend(key: string, load: () => Promise<OpenNetwork>): Promise<OpenNetwork> {
    let loading = this.#networks.get(key);
    if (loading === undefined) {
      loading = load();
      this.#networks.set(key, loading);
      this.#loaded.push(loading);
    }
    const forget = () => {
      if (this.#networks.get(key) === loading) this.#networks.delete(key);
    };
    try {
      const { name, session } = await loading;
      return { name, session: new LentSession(name, session, forget) };
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** Dispose of all networks. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#networks.clear();
    const ends = this.#loaded.splice(0).map(async (loading) => {
      const network = await loading.catch(() => undefined);
      await network?.session[Symbol.asyncDispose]();
    });
    const ended = Promise.allSettled(ends);
    if (this.#signal?.aborted !== true) await ended;
  }
}

/** A session that somebody has for one video. */
class LentSession implements InferenceSession {
  readonly #name: string;
  readonly #session: InferenceSession;
  readonly #onFailure: () => void;
  #isGivenBack = false;

  constructor(name: string, session: InferenceSession, onFailure: () => void) {
    this.#name = name;
    this.#session = session;
    this.#onFailure = onFailure;
  }

  get inputs(): readonly TensorInfo[] {
    return this.#session.inputs;
  }

  get outputs(): readonly TensorInfo[] {
    return this.#session.outputs;
  }

  async run(
    inputs: Readonly<Record<string, Tensor>>,
    wanted?: readonly string[],
  ): Promise<Record<string, Tensor>> {
    if (this.#isGivenBack) {
      throw new ModelError(`Cannot run the model '${this.#name}': it was closed`);
    }
    try {
      return await this.#session.run(inputs, wanted);
    } catch (error) {
      // Its thread may have ended: the next video gets another.
      this.#onFailure();
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#isGivenBack = true;
    return Promise.resolve();
  }
}
