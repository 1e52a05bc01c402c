/** Where codecs tell in an mp4, mov or Matroska how they code pixels; each has its own form. */
const RECORDS: Readonly<Record<string, (record: DataView, at: number) => boolean>> = {
  // Profiles of more bits or fuller chroma: High 10, High 4:2:2, High 4:4:4, CAVLC 4:4:4.
  avcC: (record, at) => [110, 122, 244, 44].includes(record.getUint8(at + 1)),
  hvcC: (record, at) =>
    (record.getUint8(at + 16) & 3) !== 1 || (record.getUint8(at + 17) & 7) !== 0,
  vpcC: (record, at) => record.getUint8(at + 6) >> 4 !== 8 || (record.getUint8(at + 6) & 14) > 2,
  // Bits of more than 8 a sample, then one each for half chroma across and down.
  av1C: (record, at) => (record.getUint8(at + 2) & 0x4c) !== 0x0c,
};

/** ProRes, which has never less than half the chroma. */
const OTHER_CODEC = /^(apc[nhso]|ap4[hx])$/;

/** Bytes of the longest record that is looked at. */
const RECORD_LENGTH = 20;

/** Codecs of Matroska whose record is that of an mp4. */
const MATROSKA: Readonly<Record<string, string>> = {
  "V_MPEG4/ISO/AVC": "avcC",
  "V_MPEGH/ISO/HEVC": "hvcC",
  V_AV1: "av1C",
};

/** How far behind a codec's name Matroska has its record. */
const RECORD_DISTANCE = 300;

/**
 * Whether a file's first bytes say that its pixels are coded in another way than most, YUV 4:2:0 of 8
 * bits. It is a guess, which saves the start of an ffmpeg that would have to be started again: whatever
 * the answer, what ffmpeg says of the first frame decides.
 *
 * @param head The first bytes.
 */
export function hasOtherPixels(head: Uint8Array): boolean {
  const name = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
  // Animations have palettes.
  if (name(0) === "GIF8") return true;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  for (let at = 4; at + RECORD_LENGTH < head.length; at++) {
    // "avcC" and its kin end in a capital C, ProRes begins with "ap", Matroska's names with "V_".
    const isRecord = head[at + 3] === 0x43 && head[at] >= 0x61;
    if (isRecord && Object.hasOwn(RECORDS, name(at))) return RECORDS[name(at)](view, at + 4);
    if (head[at] === 0x61 && head[at + 1] === 0x70 && OTHER_CODEC.test(name(at))) return true;
    if (head[at] === 0x56 && head[at + 1] === 0x5f) {
      const answer = inMatroska(head, view, at);
      if (answer !== undefined) return answer;
    }
  }
  return false;
}

/** The same of the codec whose name begins somewhere; nothing if it is no codec that is known. */
function inMatroska(head: Uint8Array, view: DataView, at: number): boolean | undefined {
  const text = String.fromCharCode(...head.subarray(at, at + RECORD_DISTANCE));
  const codec = Object.keys(MATROSKA).find((codec) => text.startsWith(codec));
  if (codec === undefined) return undefined;
  // The element CodecPrivate: its length takes one byte or two, and the record's version is 1.
  // deno-lint-ignore no-control-regex
  const found = /c\xa2([\x80-\xff]|[@-\x7f][^])[\x01\x81]/.exec(text);
  const start = found === null ? head.length : at + found.index + found[0].length - 1;
  if (start + RECORD_LENGTH > head.length) return undefined;
  return RECORDS[MATROSKA[codec]](view, start);
}
