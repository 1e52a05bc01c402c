/** What {@linkcode answerOf} waits for besides the answer. */
export interface AnswerOptions {
  /** Ends the thread. */
  signal?: AbortSignal | undefined;
  /** After how many milliseconds it is ended; never if left out. */
  timeout?: number;
}

/**
 * Ask a thread one question, and end it: with the answer, with the signal, or when the time
 * is up.
 *
 * @param worker The thread.
 * @param question What it is sent.
 * @param options When not to wait any longer.
 * @returns Its answer.
 * @throws The signal's reason, an Error if the thread fails, a `TimeoutError` of DOMException.
 */
export async function answerOf<Answer>(
  worker: Worker,
  question: unknown,
  { signal, timeout }: AnswerOptions,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const timer = timeout === undefined ? undefined : setTimeout(() => {
    reject(new DOMException(`no answer within ${timeout} ms`, "TimeoutError"));
  }, timeout);
  worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  try {
    signal?.throwIfAborted();
    worker.postMessage(question);
    return await promise;
  } finally {
    worker.terminate();
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
