/**
 * Something that several users share. Its maker is the first user. When the last user releases it, it is
 * given back.
 *
 * @category Kernel memory
 */
export abstract class SharedUse implements Disposable {
  #users = 1;

  /**
   * Add a user, who must call {@linkcode SharedUse.release} later.
   *
   * @returns The same.
   * @throws {Error} If it was given back already.
   */
  retain(): this {
    if (this.#users === 0) throw new Error("Cannot retain: the last user has released it");
    this.#users++;
    return this;
  }

  /**
   * Take a user away.
   *
   * @throws {Error} If there is none.
   */
  release(): void {
    if (this.#users === 0) throw new Error("Cannot release: the last user has released it");
    if (--this.#users === 0) this.giveBack();
  }

  /** The same as {@linkcode SharedUse.release}. */
  [Symbol.dispose](): void {
    this.release();
  }

  /** Called once, when nobody uses it any more. */
  protected abstract giveBack(): void;
}
