/**
 * What the first bytes of a file tell, before ffmpeg gets it.
 *
 * @module
 */

/** First bytes of pictures and animations, as Latin-1 text. */
const PICTURES =
  /^(\xff\xd8\xff|\x89PNG\r\n|GIF8|BM|II\*\0|MM\0\*|P[1-7]\s|qoif|8BPS|RIFF[^]{4}WEBP)/;

/** First bytes of containers that are no MPEG streams, whatever stands in them. */
// deno-lint-ignore no-control-regex
const MAGIC = /^([^]{4}(ftyp|moov|mdat|wide|free|skip)|\x1aE\xdf\xa3|RIFF|OggS|FLV|0&\xb2u)/;

/** Begins a pack of an MPEG program stream, of either generation. */
// deno-lint-ignore no-control-regex
const PACK = /\0\0\x01\xba[!-/Dd@-\x7f]/;

/** Begins a part of a stream without packs. */
// deno-lint-ignore no-control-regex
const START_CODE = /^\0?\0\0\x01/;

/** How far a stream is looked through that may begin anywhere. */
const STREAM_HEAD = 1 << 16;

/** A packet of MPEG-TS, and one with a time before it, as cameras and Blu-rays have it. */
const PACKETS = [188, 192, 204];

/** What each packet of MPEG-TS begins with. */
const SYNC = 0x47;

/**
 * Whether a file says in which shape its pixels are shown. What pictures have there is the
 * density of a print, or nonsense: no viewer heeds it.
 *
 * @param head Its first bytes.
 */
export function hasPixelShape(head: Uint8Array): boolean {
  return !PICTURES.test(textOf(head.subarray(0, 16)));
}

/** A character a byte. */
function textOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}

/**
 * Whether a file is a stretch of an MPEG stream, which has neither beginning nor end: recordings of
 * broadcasts, raw H.264 and HEVC.
 *
 * @param head Its first bytes.
 */
export function isMpegStream(head: Uint8Array): boolean {
  const text = textOf(head.subarray(0, STREAM_HEAD));
  if (MAGIC.test(text)) return false;
  return START_CODE.test(text) || PACK.test(text) || PACKETS.some((length) => {
    for (let first = 0; first < length && first + 5 * length <= head.length; first++) {
      if ([0, 1, 2, 3, 4].every((i) => head[first + i * length] === SYNC)) return true;
    }
    return false;
  });
}

/** First bytes of an mp4, mov or 3gp. */
const MOVIE = /^[^]{4}(ftyp|moov|mdat|wide|free|skip|pnot|styp)/;

/**
 * Whether a file is an mp4, mov or 3gp.
 *
 * @param head Its first bytes.
 */
export function isMovie(head: Uint8Array): boolean {
  return MOVIE.test(textOf(head.subarray(0, 8)));
}

/**
 * Whether an AVI has less in it than it says: ffmpeg says nothing of pictures that are missing at
 * its end.
 *
 * @param head Its first bytes.
 * @param size How many bytes it has.
 */
export function isCutAvi(head: Uint8Array, size: number): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const nameAt = (at: number) => textOf(head.subarray(at, at + 4));
  if (nameAt(0) !== "RIFF" || nameAt(8) !== "AVI ") return false;
  for (let at = 12; at + 12 <= head.length;) {
    const length = view.getUint32(at + 4, true);
    // A recorder that was never stopped leaves nothing, or all ones.
    const isPictures = nameAt(at) === "LIST" && nameAt(at + 8) === "movi";
    if (isPictures) return length < 0x7fff_0000 && at + 8 + length > size + 1;
    at += 8 + length + length % 2;
  }
  return false;
}

/**
 * Whether an MP4 or MOV has its pictures before the index that says where they are: from a pipe
 * nobody can go back to them.
 *
 * @param head Its first bytes.
 */
export function isIndexLast(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  for (let at = 0; at + 8 <= head.length;) {
    const name = textOf(head.subarray(at + 4, at + 8));
    if (name === "mdat") return true;
    if (!/^(ftyp|free|skip|wide|pnot|uuid)$/.test(name)) return false;
    const length = view.getUint32(at);
    if (length < 8) return false;
    at += length;
  }
  return false;
}

/**
 * How many pictures an AVI says it has.
 *
 * @param head Its first bytes.
 */
export function aviPictures(head: Uint8Array): number | undefined {
  const text = textOf(head.subarray(0, STREAM_HEAD));
  if (!/^RIFF[^]{4}AVI /.test(text)) return undefined;
  const stream = /strh[^]{4}vids[^]{28}([^]{4})/.exec(text);
  if (stream === null) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return view.getUint32(stream.index + stream[0].length - 4, true) || undefined;
}

/**
 * How many seconds an AVI says its pictures last.
 *
 * @param head Its first bytes.
 */
export function aviSeconds(head: Uint8Array): number | undefined {
  const text = textOf(head.subarray(0, STREAM_HEAD));
  if (!/^RIFF[^]{4}AVI /.test(text)) return undefined;
  // How many units of time a picture lasts, how many a second has, the first picture, how many.
  const stream = /strh[^]{4}vids[^]{16}(?=[^]{16})/.exec(text);
  if (stream === null) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const at = stream.index + stream[0].length;
  const [scale, rate, count] = [0, 4, 12].map((offset) => view.getUint32(at + offset, true));
  return count * scale / rate || undefined;
}

/** Whether a file is a Matroska or WebM. */
export function isMatroska(head: Uint8Array): boolean {
  return textOf(head.subarray(0, 4)) === "\x1aE\xdf\xa3";
}

/** Whether a file is an FLV. */
export function isFlv(head: Uint8Array): boolean {
  return textOf(head.subarray(0, 3)) === "FLV";
}

/**
 * How many seconds an FLV says it lasts.
 *
 * @param head Its first bytes.
 */
export function flvSeconds(head: Uint8Array): number | undefined {
  // A number of eight bytes.
  // deno-lint-ignore no-control-regex
  const found = /\0\x08duration\0([^]{8})/.exec(textOf(head.subarray(0, STREAM_HEAD)));
  if (found === null) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const seconds = view.getFloat64(found.index + 11);
  return seconds > 0 ? seconds : undefined;
}
