import type { AsyncLocalStorage } from "node:async_hooks";

/** A value that counts until its work is done. */
interface Held<Value> {
  readonly value: Value;
  /** What counted before. */
  readonly before: Held<Value> | undefined;
  isOver: boolean;
}

/** Something that differs from one call to the next, and reaches all that a call calls and awaits. */
export class CallValue<Value> {
  /** Loaded with the first value. */
  #storage: AsyncLocalStorage<Held<Value>> | undefined;

  /** Whether any call was given one. */
  get wasGiven(): boolean {
    return this.#storage !== undefined;
  }

  /**
   * Do something with a value: all that it calls and awaits has that, and nothing else.
   *
   * @param value The value.
   * @param work What is done.
   * @returns What that gives.
   */
  async during<Result>(value: Value, work: () => Promise<Result>): Promise<Result> {
    if (this.#storage === undefined) {
      const { AsyncLocalStorage } = await import("node:async_hooks");
      this.#storage ??= new AsyncLocalStorage();
    }
    const here: Held<Value> = { value, before: this.#storage.getStore(), isOver: false };
    try {
      return await this.#storage.run(here, work);
    } finally {
      // Deno 2.9 calls some of what begins anew, a test or an event's listener, where earlier work was.
      here.isOver = true;
    }
  }

  /** The value here and now; `undefined` where none was given. */
  get(): Value | undefined {
    let held = this.#storage?.getStore();
    while (held?.isOver) held = held.before;
    return held?.value;
  }
}
