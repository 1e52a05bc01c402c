import { onDisk } from "./working_folder.ts";

/** How much is read at a time: headers lie near each other, what they announce is passed over. */
const WINDOW = 1 << 16;

/** How a {@linkcode FileWindow} is opened. */
export interface FileWindowOptions {
  /**
   * Whether it can be synced: on Windows only what may be written can.
   *
   * @default {false}
   */
  isSynced?: boolean;
  /**
   * What is read at a time goes in here, if no other window does.
   *
   * @default {65,536 bytes of its own}
   */
  window?: Uint8Array<ArrayBuffer> | undefined;
}

/** A file of which a little is looked at, here and there, forwards. */
export class FileWindow implements Disposable {
  /** How many bytes the file has. */
  readonly size: number;
  readonly #file: Deno.FsFile;
  readonly #buffer: Uint8Array<ArrayBuffer>;
  #start = 0;
  #length = 0;

  /**
   * Open a file.
   *
   * @param path Its path.
   * @param options What it is opened for.
   * @throws What the system says.
   */
  constructor(path: string, { isSynced = false, window }: FileWindowOptions = {}) {
    this.#buffer = window ?? new Uint8Array(WINDOW);
    this.#file = Deno.openSync(onDisk(path), { read: true, write: isSynced });
    this.size = this.#file.statSync().size;
  }

  /**
   * Some bytes, valid until the next call.
   *
   * @param position Where they begin.
   * @param length How many, at most as many as are read at a time; else {@linkcode bytes}.
   * @returns Fewer where the file ends.
   */
  at(position: number, length: number): Uint8Array {
    if (position < this.#start || position + length > this.#start + this.#length) {
      this.#start = position;
      this.#length = this.#fill(this.#buffer, position);
    }
    const from = position - this.#start;
    return this.#buffer.subarray(from, Math.min(from + length, this.#length));
  }

  /** Bytes of any length, of the caller's own; fewer where the file ends. */
  bytes(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - position)));
    return bytes.subarray(0, this.#fill(bytes, position));
  }

  #fill(bytes: Uint8Array<ArrayBuffer>, position: number): number {
    this.#file.seekSync(position, Deno.SeekMode.Start);
    let length = 0;
    while (length < bytes.length) {
      const count = this.#file.readSync(bytes.subarray(length));
      if (count === null) break;
      length += count;
    }
    return length;
  }

  /** Wait until all of the file is on the disk: an error that a disk has kept to itself comes up. */
  async sync(): Promise<void> {
    await this.#file.sync();
  }

  /** Close it. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
