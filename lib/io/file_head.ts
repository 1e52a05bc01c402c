/**
 * What the first bytes of a file tell, before ffmpeg gets it.
 *
 * @module
 */

/** First bytes of pictures and animations, as Latin-1 text. */
const PICTURES =
  /^(\xff\xd8\xff|\x89PNG\r\n|GIF8|BM|II\*\0|MM\0\*|P[1-7]\s|qoif|8BPS|RIFF[^]{4}WEBP)/;

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
  return !PICTURES.test(new TextDecoder("latin1").decode(head.subarray(0, 16)));
}

/**
 * Whether a file is a stretch of an MPEG stream, which has neither beginning nor end: recordings of
 * broadcasts, raw H.264 and HEVC.
 *
 * @param head Its first bytes.
 */
export function isMpegStream(head: Uint8Array): boolean {
  if (head[0] === 0 && head[1] === 0 && (head[2] === 1 || (head[2] === 0 && head[3] === 1))) {
    return true;
  }
  return PACKETS.some((length) => {
    for (let first = 0; first < length && first + 5 * length <= head.length; first++) {
      if ([0, 1, 2, 3, 4].every((i) => head[first + i * length] === SYNC)) return true;
    }
    return false;
  });
}
