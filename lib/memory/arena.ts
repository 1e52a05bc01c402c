const PAGE = 65536;

/** Kernels read and write whole vectors, so each block is followed by some room. */
const SLACK = 64;

/** What a block of so many bytes takes. */
const roomOf = (length: number) => Math.ceil((length + SLACK) / SLACK) * SLACK;

/** A block serves as one that is at most so much shorter: parts of pictures come in many sizes. */
const MOST_LONGER = 1.25;

/**
 * Blocks in a shared WebAssembly memory.
 *
 * What is given back serves the next block of the same length or of a little less. The memory grows
 * as needed; views of it stay valid.
 */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  #end = PAGE;
  readonly #live = new Map<number, number>();
  readonly #spare = new Map<number, number[]>();
  // Each growth gives the memory another buffer object, and old views keep the old one.
  readonly #buffers = new WeakSet<ArrayBufferLike>();
  readonly #onGrowth: (buffer: ArrayBufferLike) => void;
  #bytesInUse = 0;

  /**
   * @param memory The memory, of which the first page is left alone.
   * @param onGrowth Told of each buffer that the memory has, now and when it has grown.
   */
  constructor(memory: WebAssembly.Memory, onGrowth: (buffer: ArrayBufferLike) => void = () => {}) {
    this.#memory = memory;
    this.#onGrowth = onGrowth;
    this.#noteBuffer();
  }

  /** How many bytes of blocks have been taken and not given back. */
  get bytesInUse(): number {
    return this.#bytesInUse;
  }

  #noteBuffer(): void {
    const { buffer } = this.#memory;
    this.#buffers.add(buffer);
    this.#onGrowth(buffer);
  }

  /**
   * Take a block; what is in it is left from before.
   *
   * @param length Its bytes.
   * @returns Its address, a multiple of 64.
   * @throws {RangeError} If the memory cannot grow so far.
   */
  allocate(length: number): number {
    const wanted = roomOf(length);
    const room = this.#spareRoom(wanted) ?? wanted;
    const address = this.#takeSpare(room) ?? this.#extend(room);
    this.#live.set(address, room);
    this.#bytesInUse += room;
    return address;
  }

  /** The shortest of the spare blocks that serve. */
  #spareRoom(wanted: number): number | undefined {
    if (this.#spare.has(wanted)) return wanted;
    let shortest = Infinity;
    for (const room of this.#spare.keys()) {
      if (room >= wanted && room < shortest) shortest = room;
    }
    return shortest <= MOST_LONGER * wanted ? shortest : undefined;
  }

  #takeSpare(room: number): number | undefined {
    const spare = this.#spare.get(room);
    const address = spare?.pop();
    if (spare?.length === 0) this.#spare.delete(room);
    return address;
  }

  /**
   * Whether a block can be had without going beyond an address.
   *
   * @param length Its bytes.
   * @param limit The address.
   */
  hasRoomFor(length: number, limit: number): boolean {
    const room = roomOf(length);
    return this.#end + room <= limit || this.#spareRoom(room) !== undefined;
  }

  /**
   * Take a block of zeros.
   *
   * Benefit: of 3 GB, which `-m knn` takes at 7680×4320, nothing is written before it is used.
   * Correctness: memory that has just grown is zero, and nobody writes behind the last block.
   *
   * @param length Its bytes.
   * @returns Its address, a multiple of 64.
   * @throws {RangeError} If the memory cannot grow so far.
   */
  allocateZeros(length: number): number {
    const end = this.#end;
    const address = this.allocate(length);
    if (address !== end) new Uint8Array(this.#memory.buffer, address, length).fill(0);
    return address;
  }

  /**
   * Give a block back.
   *
   * @param address What `allocate` gave.
   * @returns Whether there was such a block.
   */
  free(address: number): boolean {
    const room = this.#live.get(address);
    if (room === undefined) return false;
    this.#live.delete(address);
    this.#bytesInUse -= room;
    const spare = this.#spare.get(room);
    if (spare === undefined) this.#spare.set(room, [address]);
    else spare.push(address);
    return true;
  }

  /** The buffer as it is now, for views. */
  get buffer(): ArrayBufferLike {
    return this.#memory.buffer;
  }

  /** Where a view lies in the memory, or `undefined` if it lies elsewhere. */
  addressOf({ buffer, byteOffset }: ArrayBufferView): number | undefined {
    return this.#buffers.has(buffer) ? byteOffset : undefined;
  }

  #extend(room: number): number {
    const address = this.#end;
    const pages = Math.ceil((address + room - this.#memory.buffer.byteLength) / PAGE);
    if (pages > 0) {
      try {
        this.#memory.grow(pages);
      } catch {
        const [wanted, used] = [room, this.#end].map((bytes) => Math.ceil(bytes / 2 ** 20));
        const isShared = !(this.#memory.buffer instanceof ArrayBuffer);
        const end = isShared ? 4096 : this.#memory.buffer.byteLength / 2 ** 20;
        throw new RangeError(
          `Cannot take ${wanted} MiB beside ${used} MiB: the kernels' memory ends at ${end} MiB`,
        );
      }
      this.#noteBuffer();
    }
    this.#end += room;
    return address;
  }
}
