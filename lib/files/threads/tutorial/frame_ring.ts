/** Numbers that threads share: what each index holds. */
const CHANGES = 0;
const LOCK = 1;
/** The next frame number that a job begins with. */
const NEXT = 2;
/** The number of the last frame that is in the ring. */
const FILLED = 3;
const STATE = 4;
/** Bytes of a frame that breaks off. */
const BYTES_LEFT = 5;
/** Whether the pictures can be made: what is behind them is there. */
const READY = 6;
/** From here on, for each slot, how many pictures still need its frame. */
const USES = 7;

const RUNNING = 0;
const ENDED = 1;
const STOPPED = 2;

/** What a ring is made of; can be posted to other threads. */
export interface FrameRingData {
  readonly state: SharedArrayBuffer;
  readonly slots: number;
  /** The number of the first frame. */
  readonly first: number;
  /** The number of the last frame that is wanted. */
  readonly last: number;
}

/** Numbers of frames in a row: the shown one is even. */
export interface FrameJob {
  readonly before: number | undefined;
  readonly shown: number;
  readonly after: number | undefined;
}

/**
 * Who may use which slot of a ring of frames in shared memory: frame n lies in
 * slot n mod `slots`. Frames are put in one after the other, taken out three at a
 * time by any thread, and a slot is free again when the pictures that need its
 * frame are done: that is the back-pressure.
 */
export class FrameRing {
  readonly #data: FrameRingData;
  readonly #state: Int32Array<SharedArrayBuffer>;

  /**
   * The same ring in another thread.
   *
   * @param data What {@linkcode FrameRing.create} made.
   */
  constructor(data: FrameRingData) {
    this.#data = data;
    this.#state = new Int32Array(data.state);
  }

  /**
   * An empty ring.
   *
   * @param slots How many frames it holds.
   * @param first The number of the first frame.
   * @param last The number of the last frame that is wanted.
   */
  static create(slots: number, first: number, last: number): FrameRingData {
    const state = new SharedArrayBuffer(4 * (USES + slots));
    const numbers = new Int32Array(state);
    numbers[NEXT] = first + first % 2;
    numbers[FILLED] = first - 1;
    return { state, slots, first, last };
  }

  /** How many frames have been put in. */
  get framesRead(): number {
    return Atomics.load(this.#state, FILLED) - this.#data.first + 1;
  }

  /** How many bytes of a frame came behind the last whole one, once the frames have ended. */
  get bytesLeft(): number {
    return Atomics.load(this.#state, BYTES_LEFT);
  }

  /** Whether the frames have ended before the last one that is wanted. */
  get hasEnded(): boolean {
    return Atomics.load(this.#state, STATE) === ENDED;
  }

  /** Whether the frames have ended, or the ring was stopped. */
  get isOver(): boolean {
    return Atomics.load(this.#state, STATE) !== RUNNING;
  }

  /** Let the threads make pictures of the frames that they have taken. */
  setReady(): void {
    Atomics.store(this.#state, READY, 1);
    this.#signal();
  }

  /**
   * Wait until {@linkcode setReady} was called; blocks.
   *
   * @returns Whether it was; `false` if the ring was stopped before. Once it was, what a
   * thread has taken is made, or there would be a gap before what another makes.
   */
  waitUntilReady(): boolean {
    const isReady = () => Atomics.load(this.#state, READY) === 1;
    this.#waitUntil(() => isReady() || this.#isStopped);
    return isReady();
  }

  get #isStopped(): boolean {
    return Atomics.load(this.#state, STATE) === STOPPED;
  }

  /** Let no thread wait, or take another job. */
  stop(): void {
    Atomics.store(this.#state, STATE, STOPPED);
    this.#signal();
  }

  /** In which slot a frame lies. */
  slotOf(number: number): number {
    return number % this.#data.slots;
  }

  /** Whether a frame's slot is free: its number is one more than that of the last one put in. */
  hasRoom(number: number): boolean {
    return Atomics.load(this.#state, USES + this.slotOf(number)) === 0;
  }

  /**
   * Wait until there is room for a frame; blocks.
   *
   * @returns Whether there is; `false` if the frames have ended or the ring was stopped.
   */
  waitForRoom(number: number): boolean {
    this.#waitUntil(() => this.hasRoom(number) || this.isOver);
    return !this.isOver;
  }

  /** A frame is whole in its slot. */
  put(number: number): void {
    // An odd frame is compared with the even ones on both sides, an even one shown once.
    const uses = number % 2 === 1 && number > this.#data.first ? 2 : 1;
    Atomics.store(this.#state, USES + this.slotOf(number), uses);
    Atomics.store(this.#state, FILLED, number);
    this.#signal();
  }

  /**
   * There are no more frames.
   *
   * @param bytesLeft Bytes of one that breaks off.
   */
  end(bytesLeft: number): void {
    Atomics.store(this.#state, BYTES_LEFT, bytesLeft);
    Atomics.compareExchange(this.#state, STATE, RUNNING, ENDED);
    this.#signal();
  }

  /**
   * Take the next frames; blocks until they are there.
   *
   * @param read Puts a frame in and returns true, or false at the end; without it,
   * another thread puts them in.
   * @returns The frames, or `undefined` when all have been taken or the ring was stopped.
   */
  take(read?: (number: number) => boolean): FrameJob | undefined {
    this.#waitUntil(() => Atomics.compareExchange(this.#state, LOCK, 0, 1) === 0);
    try {
      const { first, last } = this.#data;
      const has = (number: number) => number <= last && this.#has(number, read);
      const shown = Atomics.load(this.#state, NEXT);
      const before = shown > first ? shown - 1 : undefined;
      if ((before !== undefined && !has(before)) || !has(shown)) return undefined;
      const after = has(shown + 1) ? shown + 1 : undefined;
      Atomics.store(this.#state, NEXT, shown + 2);
      return { before, shown, after };
    } finally {
      Atomics.store(this.#state, LOCK, 0);
      this.#signal();
    }
  }

  /** The pictures of some frames are done. */
  release({ before, shown, after }: FrameJob): void {
    for (const number of [before, shown, after]) {
      if (number !== undefined) Atomics.sub(this.#state, USES + this.slotOf(number), 1);
    }
    this.#signal();
  }

  /** Whether a frame is there, if need be after reading it or waiting for it. */
  #has(number: number, read: ((number: number) => boolean) | undefined): boolean {
    const isThere = () => Atomics.load(this.#state, FILLED) >= number;
    if (!isThere() && read !== undefined) return !this.isOver && read(number);
    this.#waitUntil(() => isThere() || this.isOver);
    return isThere() && !this.#isStopped;
  }

  #waitUntil(isTrue: () => boolean): void {
    while (true) {
      const seen = Atomics.load(this.#state, CHANGES);
      if (isTrue()) return;
      Atomics.wait(this.#state, CHANGES, seen);
    }
  }

  #signal(): void {
    Atomics.add(this.#state, CHANGES, 1);
    Atomics.notify(this.#state, CHANGES);
  }
}
