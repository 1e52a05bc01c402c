/** An answer that nobody waits for: it is taken when it is there. */
export class Later<Answer> {
  #isAsked = false;
  #answer: Promise<Answer> | undefined;

  /** Whether somebody was asked whose answer was not taken yet. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /**
   * Somebody was asked.
   *
   * @param answering Gives the answer.
   */
  ask(answering: Promise<Answer>): void {
    this.#isAsked = true;
    const settle = () => void (this.#answer = answering);
    answering.then(settle, settle);
  }

  /**
   * Take the answer.
   *
   * @returns It, or why there is none; `undefined` while it is not there.
   */
  take(): Promise<Answer> | undefined {
    const answer = this.#answer;
    if (answer === undefined) return undefined;
    this.#answer = undefined;
    this.#isAsked = false;
    return answer;
  }
}
