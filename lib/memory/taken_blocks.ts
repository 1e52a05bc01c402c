import type { Arena } from "./arena.ts";

/** Blocks of an arena that are given back together, at the latest when it is disposed of. */
export class TakenBlocks implements Disposable {
  readonly #arena: Arena;
  readonly #addresses = new Set<number>();

  /** @param arena Where blocks are taken. */
  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /**
   * Take a block; what is in it is left from before.
   *
   * @param length Its bytes.
   * @returns Its address.
   */
  take(length: number): number {
    const address = this.#arena.allocate(length);
    this.#addresses.add(address);
    return address;
  }

  /** Give some back already. */
  giveBack(...addresses: number[]): void {
    for (const address of addresses) {
      this.#arena.free(address);
      this.#addresses.delete(address);
    }
  }

  [Symbol.dispose](): void {
    this.giveBack(...this.#addresses);
  }
}
