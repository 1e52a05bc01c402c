import type { InferenceSession, Tensor, TensorInfo } from "../inference_session.ts";
import type { RuntimeName } from "./onnx_runtime.ts";

/**
 * How far two runs of a network may be apart, in shares of the range of what it
 * gives, or of 1 where that is larger: five levels of a matte's 255. Numbers of
 * 16 bits, which some accelerators use, have 11 bits and a hundred sums.
 */
const TOLERANCE = 0.02;

/** What a {@linkcode ComparedSession} is made of. */
export interface ComparedSessions {
  /** The network as it is to be. */
  readonly processor: InferenceSession;
  /** The same network somewhere else. */
  readonly other: InferenceSession;
  /** What the other one runs on. */
  readonly title: string;
  /** "gpu" takes the other one if it sees the same; "auto" if it is faster, too. */
  readonly device: "auto" | "gpu";
  /** Told in a few words why the processor goes on. */
  readonly onFallback: (reason: string) => void;
  readonly runtime: RuntimeName;
}

type Inputs = Readonly<Record<string, Tensor>>;
type Outputs = Record<string, Tensor>;

/**
 * A network that runs in two places until its first look has shown whether the
 * second one can be trusted; then in one.
 */
export class ComparedSession implements InferenceSession {
  readonly runtime: RuntimeName;
  readonly #sessions: ComparedSessions;
  /** Who goes on, and what the first look gave. */
  #decision: Promise<InferenceSession> | undefined;
  #chosen: InferenceSession | undefined;

  /** @param sessions The network, twice. Both are disposed of: one after the first look. */
  constructor(sessions: ComparedSessions) {
    this.#sessions = sessions;
    this.runtime = sessions.runtime;
  }

  /** The network's inputs. */
  get inputs(): readonly TensorInfo[] {
    return this.#sessions.processor.inputs;
  }

  /** The network's outputs. */
  get outputs(): readonly TensorInfo[] {
    return this.#sessions.processor.outputs;
  }

  /** Run the network once: see {@linkcode InferenceSession.run}. */
  async run(inputs: Inputs, wanted?: readonly string[]): Promise<Outputs> {
    if (this.#chosen !== undefined) return await this.#chosen.run(inputs, wanted);
    const own = copyOf(inputs);
    if (this.#decision === undefined) {
      const first = this.#sessions.processor.run(own, wanted);
      this.#decision = this.#decide(own, wanted, first);
      // What the processor cannot do is its own error, told to whoever asked.
      this.#decision.catch(() => {});
      return await first.finally(() => this.#decision!.catch(() => {}));
    }
    return await (await this.#decision).run(own, wanted);
  }

  /** Compare, and keep one. */
  async #decide(
    inputs: Inputs,
    wanted: readonly string[] | undefined,
    first: Promise<Outputs>,
  ): Promise<InferenceSession> {
    const { processor, other, onFallback } = this.#sessions;
    const expected = await first;
    const reason = await this.#reasonAgainst(inputs, wanted, expected);
    if (reason !== undefined) onFallback(reason);
    const [chosen, rest] = reason === undefined ? [other, processor] : [processor, other];
    this.#chosen = chosen;
    await rest[Symbol.asyncDispose]();
    return chosen;
  }

  /** Why the processor must go on, if it must. */
  async #reasonAgainst(
    inputs: Inputs,
    wanted: readonly string[] | undefined,
    expected: Outputs,
  ): Promise<string | undefined> {
    const { processor, other, title, device } = this.#sessions;
    try {
      const difference = differenceOf(expected, await other.run(inputs, wanted));
      if (!(difference <= TOLERANCE)) {
        const percent = Number.isNaN(difference) ? "" : `, by ${Math.round(100 * difference)} %`;
        return `${title} sees something else${percent}`;
      }
      if (device === "gpu") return undefined;
      // The first look of each had things to prepare.
      const [slow, fast] = [await seconds(processor), await seconds(other)];
      return fast < slow ? undefined : `${title} is not faster`;
    } catch {
      return `${title} fails`;
    }

    async function seconds(session: InferenceSession): Promise<number> {
      const start = performance.now();
      await session.run(inputs, wanted);
      return performance.now() - start;
    }
  }

  /** Dispose of what still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { processor, other } = this.#sessions;
    await Promise.all([processor[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
  }
}

function copyOf(inputs: Inputs): Inputs {
  const copies = Object.entries(inputs).map(([name, { dims, data }]) => {
    return [name, { dims: [...dims], data: data.slice() }] as const;
  });
  return Object.fromEntries(copies);
}

/**
 * The largest difference of two runs, in shares of the range of an output.
 *
 * @param expected What the processor gave.
 * @param got What something else gave.
 * @returns The share; NaN if an output is missing, has another size, or only one is a number.
 */
export function differenceOf(expected: Outputs, got: Outputs): number {
  let largest = 0;
  for (const [name, { data }] of Object.entries(expected)) {
    const other = got[name]?.data;
    if (other?.length !== data.length) return NaN;
    let [low, high, apart] = [Infinity, -Infinity, 0];
    for (let i = 0; i < data.length; i++) {
      const value = data[i];
      if (value < low) low = value;
      if (value > high) high = value;
      // Both may be infinite, or no number.
      if (Object.is(value, other[i])) continue;
      const difference = Math.abs(value - other[i]);
      if (!(difference <= apart)) apart = difference;
      if (Number.isNaN(apart)) return NaN;
    }
    const share = apart / Math.max(1, high - low);
    if (!(share <= largest)) largest = share;
  }
  return largest;
}
