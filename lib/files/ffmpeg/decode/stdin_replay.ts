/** How much of the beginning is kept, so that it can be decoded again in another way. */
const LONGEST_BEGINNING = 256 << 20;

/** What a pipe holds, and so what one read gives at most. */
const CHUNK = 1 << 16;

/**
 * Our standard input, handed on to a program, and from its beginning to another one, if the first
 * has found out that it must be decoded otherwise.
 */
export class StdinReplay {
  /** All that has come, as long as it may be asked for again. */
  #beginning: Uint8Array<ArrayBuffer>[] | undefined = [];
  #length = 0;
  #pending: Promise<Uint8Array<ArrayBuffer> | undefined> | undefined;
  /** How many programs have been fed: an earlier one gets no more. */
  #feedings = 0;

  /** Whether the beginning is still there. */
  get isRepeatable(): boolean {
    return this.#beginning !== undefined;
  }

  /**
   * Wait for the first bytes, which stay.
   *
   * @param length How many are wanted.
   * @returns At least so many, unless all ends before.
   */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#length < length && await this.#take() !== undefined);
    return new Uint8Array(await new Blob(this.#beginning ?? []).arrayBuffer());
  }

  /** Nobody will ask for the beginning again. */
  forget(): void {
    this.#beginning = undefined;
  }

  /**
   * Feed a program, from the beginning, until there is no more or it has gone. Whoever was fed before
   * must have gone.
   *
   * @param stdin The program's standard input; it is closed at the end.
   */
  async feed(stdin: WritableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const feeding = ++this.#feedings;
    const writer = stdin.getWriter();
    try {
      for (const bytes of [...this.#beginning ?? []]) await writer.write(bytes);
      while (feeding === this.#feedings) {
        const bytes = await this.#take(() => feeding === this.#feedings);
        if (feeding !== this.#feedings) break;
        if (bytes === undefined) {
          await writer.close();
          break;
        }
        await writer.write(bytes);
      }
    } catch {
      // It has gone, and says itself why, or has seen enough.
    } finally {
      writer.releaseLock();
    }
  }

  /** The next bytes; kept for a later feeding if this one is over when they come. */
  async #take(isWanted = () => true): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const bytes = await (this.#pending ??= readChunk());
    if (!isWanted()) return undefined;
    this.#pending = undefined;
    if (bytes === undefined) return undefined;
    this.#length += bytes.length;
    if (this.#length > LONGEST_BEGINNING) this.#beginning = undefined;
    this.#beginning?.push(bytes);
    return bytes;
  }
}

async function readChunk(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(CHUNK);
  const length = await Deno.stdin.read(bytes);
  return length === null ? undefined : bytes.subarray(0, length);
}
