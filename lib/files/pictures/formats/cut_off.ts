import type { UnsupportedMediaError } from "../../../errors.ts";
import { truncated } from "../picture_size.ts";
import { onDisk } from "../../system/working_folder.ts";

/** How much of a GIF is read at a time. */
const WINDOW = 1 << 16;

/**
 * Check that a GIF does not end within its first picture. What follows is not looked at.
 *
 * @param path The file; it must begin as a GIF does.
 * @throws {UnsupportedMediaError} If it does.
 */
export function assertWholeGif(path: string): void {
  using file = Deno.openSync(onDisk(path));
  const buffer = new Uint8Array(WINDOW);
  let [start, length] = [0, 0];
  /** One byte; `undefined` behind the end. */
  const byte = (at: number): number | undefined => {
    if (at < start || at >= start + length) {
      file.seekSync(at, Deno.SeekMode.Start);
      [start, length] = [at, file.readSync(buffer) ?? 0];
    }
    return at < start + length ? buffer[at - start] : undefined;
  };
  if (!endsBehindPicture(byte)) throw truncated("GIF");
}

function endsBehindPicture(byte: (at: number) => number | undefined): boolean {
  const tableBytes = (flags: number) => (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1);
  const flags = byte(10);
  if (flags === undefined) return false;
  for (let at = 13 + tableBytes(flags);;) {
    const kind = byte(at);
    if (kind === undefined) return false;
    // Neither an extension nor a picture: damaged, or without any; that is for ffmpeg to tell.
    if (kind !== 0x21 && kind !== 0x2c) return true;
    if (kind === 0x21) at += 2;
    else {
      const own = byte(at + 9);
      if (own === undefined) return false;
      // Behind the colours is the length of codes.
      at += 10 + tableBytes(own) + 1;
    }
    let last = 255;
    for (let size = byte(at); size !== 0; size = byte(at)) {
      // Writers fill each block but the last: only the mark of the end may be missing then.
      if (size === undefined) return kind === 0x2c && last < 254;
      if (byte(at + size) === undefined) return false;
      at += 1 + size;
      last = size;
    }
    if (kind === 0x2c) return true;
    at++;
  }
}

/** What the kinds of netpbm are called, by their digit. */
const NETPBM = ["", "PBM", "PGM", "PPM", "PBM", "PGM", "PPM", "PAM"];

/**
 * Whether a picture of the plainest kind, netpbm's, holds fewer bytes than its header promises.
 *
 * @param head The file's first bytes.
 * @param size How many it has.
 * @param read Reads it whole, where numbers are written in letters.
 * @returns The error; `undefined` for whatever else.
 */
export function truncatedPlain(
  head: Uint8Array,
  size: number,
  read: () => Uint8Array,
): UnsupportedMediaError | undefined {
  const text = new TextDecoder("latin1").decode(head);
  const kind = Number(/^P([1-7])[\s#]/.exec(text)?.[1]);
  if (!(kind > 0)) return undefined;
  const name = NETPBM[kind];
  if (kind === 7) {
    const header = /^P7\n[^]*?\nENDHDR\n/.exec(text)?.[0];
    if (header === undefined) return size < 512 ? truncated(name) : undefined;
    const field = (word: string) => Number(new RegExp(`\\n${word}\\s+(\\d+)`).exec(header)?.[1]);
    const sample = field("MAXVAL") > 255 ? 2 : 1;
    const promised = field("WIDTH") * field("HEIGHT") * field("DEPTH") * sample;
    return size < header.length + promised ? truncated(name) : undefined;
  }
  const blank = String.raw`(?:\s|#[^\n]*\n)+`;
  const numbers = kind === 1 || kind === 4 ? 2 : 3;
  const header = new RegExp(`^P\\d${`${blank}(\\d+)`.repeat(numbers)}\\s`).exec(text);
  if (header === null) return size < 512 ? truncated(name) : undefined;
  const [width, height, most = 1] = header.slice(1).map(Number);
  const samples = width * height * (kind % 3 === 0 ? 3 : 1);
  if (kind < 4) {
    const plain = new TextDecoder("latin1").decode(read().subarray(header[0].length));
    // Bits may stand without blanks between them.
    const there = plain.match(kind === 1 ? /[01]/g : /\d+/g)?.length ?? 0;
    return there < samples ? truncated(name) : undefined;
  }
  const bytes = kind === 4 ? Math.ceil(width / 8) * height : samples * (most > 255 ? 2 : 1);
  return size < header[0].length + bytes ? truncated(name) : undefined;
}
