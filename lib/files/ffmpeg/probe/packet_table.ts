import type { Ffmpeg } from "../ffmpeg.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import { AS_FRAMECRC } from "../framecrc.ts";

/** libavcodec's `AV_PKT_FLAG_KEY`, and what stands for no flags at all. */
const KEY = 1;
/** libavcodec's `AV_PKT_FLAG_CORRUPT`. */
const CORRUPT = 2;
/** libavcodec's `AV_PKT_FLAG_DISCARD`. */
const DISCARD = 4;

/** What libavformat's muxers say where they change the times of packets. */
const MENDED = /Invalid DTS|non[- ]monoton/i;

/**
 * The packets of a video in the order in which they are decoded, as ffmpeg's `framecrc` lists them. An
 * hour has a hundred thousand, so each property has an array of its own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const table = new PacketTable();
 * table.add("#tb 0: 1/25");
 * table.add("#codec_id 0: h264");
 * table.add("0,         -1,          0,        1,      900, 0x0f0e0d0c");
 * table.add("0,          0,          2,        1,      100, 0x01020304, F=0x0");
 * assertEquals([table.codec, table.timeBase], ["h264", { numerator: 1, denominator: 25 }]);
 * assertEquals([table.ticks, table.sizes], [[0, 2], [900, 100]]);
 * assertEquals([table.isKey(0), table.isKey(1)], [true, false]);
 * ```
 */
export class PacketTable {
  /** ffmpeg's name of the codec: "h264". */
  codec = "none";
  /** Seconds in a tick. */
  timeBase: Fraction | undefined;
  /** When each is shown, in ticks; NaN where the file does not say. */
  readonly ticks: number[] = [];
  /** When each is decoded, in ticks; NaN where the file does not say. */
  readonly decodingTicks: number[] = [];
  /** In bytes. */
  readonly sizes: number[] = [];
  /** Adler-32, as ffmpeg counts it. */
  readonly checksums: number[] = [];
  readonly #flags: number[] = [];
  /** How many are there to be shown, from the start of the reading on. */
  shown = 0;

  /** How many packets there are. */
  get length(): number {
    return this.ticks.length;
  }

  /** Whether decoding may begin with a packet, as its file says. */
  isKey(index: number): boolean {
    return (this.#flags[index] & KEY) !== 0;
  }

  /** Whether a packet is there for the decoder's sake alone: an edit list leaves its picture out. */
  isHidden(index: number): boolean {
    return (this.#flags[index] & DISCARD) !== 0;
  }

  /** Whether a packet breaks off. */
  isCorrupt(index: number): boolean {
    return (this.#flags[index] & CORRUPT) !== 0;
  }

  /**
   * Whether a packet is the same as one of another table, but for its time.
   *
   * @param index Which one.
   * @param other The other table.
   * @param otherIndex Which one of that.
   */
  isSame(index: number, other: PacketTable, otherIndex: number): boolean {
    return this.sizes[index] === other.sizes[otherIndex] &&
      this.checksums[index] === other.checksums[otherIndex] &&
      this.#flags[index] === other.#flags[otherIndex];
  }

  /**
   * Take in a line of `framecrc`.
   *
   * @param line The line, without its end.
   */
  add(line: string): void {
    if (line.startsWith("#")) {
      this.#addFact(line);
      return;
    }
    const fields = line.split(",");
    if (fields.length < 6) return;
    const flags = fields.find((field) => field.startsWith(" F="))?.slice(3) ?? KEY;
    this.decodingTicks.push(Number(fields[1]));
    this.ticks.push(Number(fields[2]));
    this.sizes.push(Number(fields[4]));
    this.checksums.push(Number(fields[5]));
    this.#flags.push(Number(flags));
    if (this.ticks.at(-1)! >= 0 && !this.isHidden(this.length - 1)) this.shown++;
  }

  #addFact(line: string): void {
    const [, name, value] = /^#(\w+) 0: *(.*?) *$/.exec(line) ?? [];
    if (name === "codec_id") this.codec = value;
    if (name !== "tb") return;
    const [numerator, denominator] = value.split("/").map(Number);
    this.timeBase = { numerator, denominator };
  }
}

/** How packets are listed. */
export interface ListPacketsOptions {
  /** How many at most. */
  readonly limit?: number;
  /** Whether no more are needed: asked every few hundred packets. */
  readonly isEnough?: (table: PacketTable) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Packets, and what is known of the list. */
export interface PacketListing {
  readonly table: PacketTable;
  /** Whether it goes to the end of the file. */
  readonly isWhole: boolean;
  /** Whether some times are not the file's: they went back, and were put right. */
  readonly isMended: boolean;
}

/**
 * List the packets of a file's pictures, which ffmpeg reads without decoding them.
 *
 * @param ffmpeg Whom to ask.
 * @param input ffmpeg's arguments that open the file.
 * @param options How many.
 * @returns The packets; nothing if ffmpeg complains of the file.
 */
export async function listPackets(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  { limit, isEnough = () => false, signal }: ListPacketsOptions = {},
): Promise<PacketListing | undefined> {
  const first = limit === undefined ? [] : ["-frames:v", String(limit)];
  const output = ["-map", "0:V:0", "-copyinkf", ...first, ...AS_FRAMECRC, "pipe:1"];
  await using run = ffmpeg.start([...input, ...output], signal);
  const table = new PacketTable();
  const listing = (isWhole: boolean): PacketListing | undefined => {
    const { errors, lastLines } = run.log;
    const isMended = lastLines.some((line) => MENDED.test(line));
    return errors.length > 0 ? undefined : { table, isWhole, isMended };
  };
  let rest = "";
  for await (const text of run.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) table.add(line);
    if (!isEnough(table)) continue;
    // What it has said by now is heard first.
    run.kill();
    await run.ended();
    return listing(false);
  }
  signal?.throwIfAborted();
  const { code } = await run.ended();
  return code === 0 ? listing(limit === undefined) : undefined;
}
