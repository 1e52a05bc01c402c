import { messageOf } from "../../errors.ts";
import type { NumberedAnswer, NumberedCall } from "./thread_calls.ts";
import { workerScope } from "./worker_scope.ts";

/**
 * Answer the calls of a `ThreadCalls`, one after the other: to be called once, by the thread's module.
 *
 * @param answer Gives the answer, or throws; what it tells meanwhile is passed on.
 */
export function answerCalls<Call, Answer, Word = never>(
  answer: (call: Call, tell: (word: Word) => void) => Answer | Promise<Answer>,
): void {
  const reply = (message: NumberedAnswer<Answer, Word>) => {
    workerScope.postMessage(message, "answer" in message ? handedOver(message.answer) : []);
  };
  let last = Promise.resolve();
  workerScope.onmessage = ({ data: { id, call } }: MessageEvent<NumberedCall<Call>>) => {
    last = last.then(async () => {
      try {
        reply({ id, answer: await answer(call, (word) => reply({ id, word })) });
      } catch (error) {
        // Not every class of error can be sent.
        const message = messageOf(error);
        reply({
          id,
          error: error instanceof RangeError ? new RangeError(message) : new Error(message),
        });
      }
    });
  };
}

/** Bytes of an answer that need not be copied: whoever gives them is done with them. */
function handedOver(answer: unknown): Transferable[] {
  const isOwn = answer instanceof Uint8Array && answer.buffer instanceof ArrayBuffer;
  return isOwn ? [answer.buffer as ArrayBuffer] : [];
}
