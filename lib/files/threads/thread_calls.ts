import { startWorker } from "./start_worker.ts";

/** What goes to a thread that answers by `answerCalls`. */
export interface NumberedCall<Call> {
  readonly id: number;
  readonly call: Call;
}

/** What comes back: first what is told meanwhile, if anything. */
export type NumberedAnswer<Answer, Word = never> =
  | { readonly id: number; readonly word: Word }
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: Error };

/** A thread that will not answer any more: it has broken down, or was ended. */
export class ThreadFailure extends Error {
  override readonly name = "ThreadFailure";
}

interface Waiting<Answer, Word> {
  hear: ((word: Word) => void) | undefined;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * A thread that is asked one thing after another, and answers in order. What it works on lies in
 * memory that both see: only small objects are sent.
 */
export class ThreadCalls<Call, Answer, Word = never> implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting<Answer, Word>>();
  #nextId = 0;
  /** Why it will not answer any more. */
  #failure: { error: ThreadFailure } | undefined;
  #onIdle: (() => void) | undefined;

  /**
   * Start the thread.
   *
   * @param module Its module, which calls `answerCalls`.
   */
  constructor(module: URL) {
    this.#worker = startWorker(module);
    this.#worker.onmessage = ({ data }: MessageEvent<NumberedAnswer<Answer, Word>>) => {
      const waiting = this.#waiting.get(data.id);
      if ("word" in data) return waiting?.hear?.(data.word);
      this.#waiting.delete(data.id);
      if ("error" in data) waiting?.reject(data.error);
      else waiting?.resolve(data.answer);
      if (this.#waiting.size === 0) this.#onIdle?.();
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new ThreadFailure(`Cannot go on, a thread failed: ${event.message}`));
    };
  }

  /** How many calls have not been answered. */
  get pending(): number {
    return this.#waiting.size;
  }

  /**
   * Ask for something.
   *
   * @param call What.
   * @param hear Called with what the thread tells before it answers.
   * @returns The answer.
   * @throws {ThreadFailure} If the thread has broken down, or was ended.
   * @throws {Error} If it threw something: of the same message; a RangeError if it was one.
   */
  ask(call: Call, hear?: (word: Word) => void): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const id = this.#nextId++;
    this.#waiting.set(id, { hear, resolve, reject });
    try {
      this.#worker.postMessage({ id, call } satisfies NumberedCall<Call>);
    } catch (error) {
      this.#waiting.delete(id);
      reject(error);
    }
    return promise;
  }

  #fail(error: ThreadFailure): void {
    this.#failure ??= { error };
    for (const { reject } of this.#waiting.values()) reject(this.#failure.error);
    this.#waiting.clear();
    this.#onIdle?.();
  }

  /**
   * End the thread as soon as it has answered all: until then it may write to memory. Who lets it
   * wait for a pipe must break that first.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#waiting.size > 0) {
      await new Promise<void>((resolve) => this.#onIdle = resolve);
    }
    this.#fail(new ThreadFailure("Cannot ask a thread that was ended"));
    this.#worker.terminate();
  }
}
