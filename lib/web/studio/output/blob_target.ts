import { StreamTarget, type StreamTargetChunk } from "./mediabunny.ts";

/** So many bytes are collected before they are handed to the browser. */
const PART = 4 << 20;

/**
 * A file that grows in the browser's own store, which writes large ones to disk: for a muxer, which now
 * and then goes back to an earlier place.
 */
export class BlobTarget {
  /** What the muxer writes to. */
  readonly target: StreamTarget;
  #whole: Blob = new Blob();
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #pending = 0;

  constructor() {
    this.target = new StreamTarget(
      new WritableStream<StreamTargetChunk>({ write: (chunk) => this.#write(chunk) }),
    );
  }

  /**
   * The file as it is now.
   *
   * @param type Its media type.
   */
  take(type: string): Blob {
    this.#flush();
    return new Blob([this.#whole], { type });
  }

  #write({ data, position }: StreamTargetChunk): void {
    const end = this.#whole.size + this.#pending;
    if (position === end) {
      this.#parts.push(data.slice());
      this.#pending += data.length;
      if (this.#pending >= PART) this.#flush();
      return;
    }
    this.#flush();
    const gap = new Uint8Array(Math.max(0, position - end));
    const [before, after] = [
      this.#whole.slice(0, position),
      this.#whole.slice(position + data.length),
    ];
    this.#whole = new Blob([before, gap, data, after]);
  }

  #flush(): void {
    if (this.#pending === 0) return;
    this.#whole = new Blob([this.#whole, ...this.#parts]);
    this.#parts = [];
    this.#pending = 0;
  }
}
