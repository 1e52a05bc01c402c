/**
 * Something that several users share: who makes it is the first of them, and when the last has let it
 * go, it is given back.
 *
 * @category Kernel memory
 */
export abstract class SharedUse implements Disposable {
  #users = 1;

  /**
   * One user more, who must call {@linkcode SharedUse.release} later.
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
   * One user less.
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
