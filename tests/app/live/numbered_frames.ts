/**
 * A camera whose frames are numbered in their pixels, and somebody who reads the numbers in what is made
 * of them, through named pipes.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Terminal } from "../../../lib/cli/main.ts";
import { type Outcome, runCliHere, temporaryFolder } from "../../helpers.ts";

/** The sides of a frame. */
export const WIDTH = 160;
export const HEIGHT = 120;

/** Sides of the block that shows a bit, and how many there are in a row of the number. */
const BLOCK = 8;
const BITS = 16;

/** Of a raw frame of YUV 4:2:0. */
export const FRAME_BYTES = WIDTH * HEIGHT * 3 / 2;

/** Whether named pipes can be made here. */
export const hasPipes = Deno.build.os !== "windows";

/** A frame whose number is written twice: its bits from left to right, and below them their opposites. */
function numbered(number: number): Uint8Array {
  const frame = new Uint8Array(FRAME_BYTES).fill(128);
  for (let bit = 0; bit < BITS; bit++) {
    const isSet = (number >> bit) % 2 === 1;
    for (const [row, level] of [isSet ? 235 : 16, isSet ? 16 : 235].entries()) {
      for (let y = row * BLOCK; y < (row + 1) * BLOCK; y++) {
        const from = y * WIDTH + bit * BLOCK;
        frame.fill(level, from, from + BLOCK);
      }
    }
  }
  return frame;
}

/** What is seen in a frame. */
export interface Seen {
  /** Its number; `undefined` where none can be read. */
  readonly number: number | undefined;
  /** Whether the number stands mirrored. */
  readonly isMirrored: boolean;
  /** Y, U and V of a pixel in the middle, where there is no number. */
  readonly middle: readonly number[];
  /** When it was read, in milliseconds. */
  readonly at: number;
}

/** See what a raw frame shows. */
export function look(frame: Uint8Array): Seen {
  const half = BLOCK / 2;
  const lumaOf = (x: number, row: number) => frame[(row * BLOCK + half) * WIDTH + x];
  const read = (xOf: (bit: number) => number) => {
    let number = 0;
    for (let bit = 0; bit < BITS; bit++) {
      const [level, opposite] = [lumaOf(xOf(bit), 0), lumaOf(xOf(bit), 1)];
      if (Math.abs(level - opposite) < 150) return undefined;
      if (level > opposite) number += 1 << bit;
    }
    return number;
  };
  const plain = read((bit) => bit * BLOCK + half);
  const mirrored = read((bit) => WIDTH - 1 - bit * BLOCK - half);
  const chroma = WIDTH * HEIGHT + (HEIGHT / 4) * (WIDTH / 2) + WIDTH / 4;
  const middle = [
    frame[(HEIGHT / 2) * WIDTH + WIDTH / 2],
    frame[chroma],
    frame[chroma + WIDTH * HEIGHT / 4],
  ];
  return {
    number: plain ?? mirrored,
    isMirrored: plain === undefined && mirrored !== undefined,
    middle,
    at: performance.now(),
  };
}

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}

/** Make named pipes. */
export async function makePipes(...paths: string[]): Promise<void> {
  assertEquals((await new Deno.Command("mkfifo", { args: paths }).output()).code, 0);
}

/** A run of the command line between two named pipes. */
export class LiveStage implements AsyncDisposable {
  /** All that came out so far. */
  readonly seen: Seen[] = [];
  /** When each number went in. */
  readonly sent = new Map<number, number>();
  readonly path: string;
  readonly #folder: AsyncDisposable;
  #writer: Deno.FsFile | undefined;
  #run: Promise<Outcome> | undefined;
  #reading: Promise<void> | undefined;
  #press: (key: string) => void = () => {};
  /** All that was said so far. */
  said = "";
  /** Whether what comes out is read. */
  isReading = true;
  #isLeaving = false;
  /** Whether the run has ended. */
  protected isOver = false;

  /** @param folder Where the pipes lie. */
  protected constructor(folder: { path: string } & AsyncDisposable) {
    this.path = folder.path;
    this.#folder = folder;
  }

  /** Make the pipes `in` and `out`. */
  static async make(): Promise<LiveStage> {
    const folder = await temporaryFolder();
    await makePipes(`${folder.path}/in`, `${folder.path}/out`);
    return new LiveStage(folder);
  }

  /** Write a module with a method, and start the run. */
  async start(method: string, ...args: string[]): Promise<void> {
    await Deno.writeTextFile(`${this.path}/method.ts`, method);
    this.#run = this.run(["camera:in", ...args, "-m", "./method.ts", "--refine", "none"]);
    // Whoever waits for it is told.
    this.#run.catch(() => {});
    this.#reading = args.includes("-o") ? this.read() : Promise.resolve();
    await this.connect();
  }

  /** Run the command line to its end. */
  protected run(args: readonly string[]): Promise<Outcome> {
    const typed: string[] = [];
    let wake = () => {};
    let isOver = false;
    this.#press = (key) => (typed.push(key), wake());
    const openKeys: Terminal["openKeys"] = () => ({
      async *[Symbol.asyncIterator]() {
        while (!isOver) {
          if (typed.length > 0) yield typed.shift()!;
          else await new Promise<void>((resolve) => wake = resolve);
        }
      },
      [Symbol.dispose]: () => (isOver = true, wake()),
    });
    const terminal: Partial<Terminal> = { openKeys, err: (text) => void (this.said += text) };
    return runCliHere(args, { cwd: this.path, terminal });
  }

  /** Begin to give frames. */
  async connect(): Promise<void> {
    this.#writer = await Deno.open(`${this.path}/in`, { write: true });
    await this.#write(new TextEncoder().encode(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 C420jpeg\n`));
  }

  /** Be a camera that is unplugged. */
  disconnect(): void {
    this.#writer?.close();
    this.#writer = undefined;
  }

  /** Give frames, so many milliseconds apart. */
  async give(first: number, last: number, apart: number): Promise<void> {
    const start = performance.now();
    for (let number = first; number <= last; number++) {
      await pause(start + (number - first) * apart - performance.now());
      this.sent.set(number, performance.now());
      await this.#write(new TextEncoder().encode("FRAME\n"));
      await this.#write(numbered(number));
    }
  }

  /**
   * Give frames from number 1 on until one has come out: while all is made ready, those go nowhere.
   *
   * @returns The number of the last one.
   */
  async warmUp(): Promise<number> {
    const start = performance.now();
    for (let number = 1; performance.now() - start < 20_000; number++) {
      await this.give(number, number, 0);
      await pause(40);
      if (this.seen.some(({ number }) => number !== undefined)) return number;
    }
    throw new Error(`nothing has come out; said: ${this.said}`);
  }

  /** Give frames until the end, or nobody takes them. */
  keepGiving(first: number, apart: number): void {
    this.give(first, Infinity, apart).catch(() => {});
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      if (this.#writer === undefined) throw new Error("the camera is unplugged");
      rest = rest.subarray(await this.#writer.write(rest));
    }
  }

  /** Press a key. */
  press(key: string): void {
    this.#press(key);
  }

  /** Wait until something has come out. */
  async until(isSo: (seen: Seen) => boolean, seconds = 20): Promise<Seen> {
    const end = performance.now() + 1000 * seconds;
    for (let from = 0;;) {
      for (; from < this.seen.length; from++) if (isSo(this.seen[from])) return this.seen[from];
      if (performance.now() > end) throw new Error(`it has not come out; said: ${this.said}`);
      await pause(5);
    }
  }

  /** Wait for the end. */
  async end(): Promise<Outcome> {
    const outcome = await this.#run!;
    this.isOver = true;
    await this.#reading;
    return outcome;
  }

  /** Leave, and read what comes out some time later. */
  async readAnew(): Promise<void> {
    this.#isLeaving = true;
    await this.#reading;
    // Until the next picture, the writer does not know that nobody reads.
    await pause(500);
    this.#isLeaving = false;
    this.#reading = this.read();
  }

  /** Look at what comes out, until the end. */
  protected async read(): Promise<void> {
    using pipe = await Deno.open(`${this.path}/out`, { read: true });
    const part = new Uint8Array(1 << 16);
    let rest = new Uint8Array();
    let header: number | undefined;
    for (let count; !this.#isLeaving && (count = await pipe.read(part)) !== null;) {
      while (!this.isReading && !this.isOver) await pause(20);
      const all = new Uint8Array(rest.length + count);
      all.set(rest);
      all.set(part.subarray(0, count), rest.length);
      rest = all;
      header ??= rest.indexOf(10) < 0 ? undefined : rest.indexOf(10) + 1;
      if (header === undefined) continue;
      if (header > 0) rest = rest.slice(header);
      header = 0;
      const mark = "FRAME\n".length;
      for (; rest.length >= mark + FRAME_BYTES; rest = rest.slice(mark + FRAME_BYTES)) {
        this.seen.push(look(rest.subarray(mark, mark + FRAME_BYTES)));
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.press("q");
    this.disconnect();
    await this.#run?.catch(() => {});
    this.isOver = true;
    await this.#reading;
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** Y, U and V of red in the middle of the range, as BT.601 has it. */
export const RED = [81, 90, 240];
/** The same of blue. */
export const BLUE = [41, 240, 110];

/** Whether a pixel has a colour, to a rounding. */
export function isColor(middle: readonly number[], color: readonly number[]): boolean {
  return middle.every((level, i) => Math.abs(level - color[i]) <= 2);
}

/** How long numbers took from one pipe to the other, in milliseconds. */
export function delays({ seen, sent }: LiveStage): number[] {
  return seen.flatMap(({ number, at }) => number === undefined ? [] : [at - sent.get(number)!]);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

/** Whether later frames took no longer than earlier ones: what grows, grows by more than this. */
export function assertNoGrowth(all: readonly number[], limit: number): void {
  const third = Math.floor(all.length / 3);
  const [early, late] = [median(all.slice(0, third)), median(all.slice(-third))];
  assert(late < early + limit, `from ${early} ms to ${late} ms`);
}

/** A method that takes all of a frame for foreground. */
export const ALL = `export default ({ width, height }) =>
  ({ width, height, data: new Uint8Array(width * height).fill(255) });`;

/** The same, which takes so many milliseconds. */
export function slowly(milliseconds: number): string {
  return `export default async ({ width, height }) => {
  await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));
  return { width, height, data: new Uint8Array(width * height).fill(255) };
};`;
}

/** A method that sees nothing. */
export const NOTHING = `export default ({ width, height }) =>
  ({ width, height, data: new Uint8Array(width * height) });`;
