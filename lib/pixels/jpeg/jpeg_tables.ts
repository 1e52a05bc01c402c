/**
 * The tables of a baseline JPEG as libjpeg writes it: ITU-T T.81, annex K.
 *
 * @module
 */

/** The natural index of the k-th coefficient in zigzag order. */
// deno-fmt-ignore
export const NATURAL_ORDER: Uint8Array = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
  58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
);

/** Table K.1, natural order: luma at quality 50. */
// deno-fmt-ignore
const LUMA = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** Table K.2, natural order: chroma at quality 50. */
// deno-fmt-ignore
const CHROMA = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
  ...new Array(32).fill(99),
];

/** How many components; of each its number, its sampling and its quantization table. */
const COMPONENTS = [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];

/** A Huffman table as a JPEG file has it: how many codes of each length, and their symbols. */
export interface HuffmanTable {
  /** How many codes have 1 to 16 bits. */
  readonly counts: Uint8Array;
  /** The symbols by growing code. */
  readonly symbols: Uint8Array;
}

const DC_SYMBOLS = Uint8Array.from({ length: 12 }, (_, category) => category);

/** Tables K.3 and K.4: categories of DC differences, luma then chroma. */
export const DC_TABLES: readonly HuffmanTable[] = [
  { counts: bytes("00010501010101010100000000000000"), symbols: DC_SYMBOLS },
  { counts: bytes("00030101010101010101010000000000"), symbols: DC_SYMBOLS },
];

/** Tables K.5 and K.6: run of zeros and category of AC coefficients, luma then chroma. */
export const AC_TABLES: readonly HuffmanTable[] = [
  {
    counts: bytes("0002010303020403050504040000017d"),
    symbols: bytes(
      "01020300041105122131410613516107227114328191a1082342b1c11552d1f0" +
        "2433627282090a161718191a25262728292a3435363738393a43444546474849" +
        "4a535455565758595a636465666768696a737475767778797a83848586878889" +
        "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5" +
        "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8" +
        "f9fa",
    ),
  },
  {
    counts: bytes("00020102040403040705040400010277"),
    symbols: bytes(
      "000102031104052131061241510761711322328108144291a1b1c109233352f0" +
        "156272d10a162434e125f11718191a262728292a35363738393a434445464748" +
        "494a535455565758595a636465666768696a737475767778797a828384858687" +
        "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3" +
        "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8" +
        "f9fa",
    ),
  },
];

function bytes(hexadecimal: string): Uint8Array {
  return Uint8Array.from(hexadecimal.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

/**
 * The quantization tables of a quality, as libjpeg's `jpeg_set_quality` scales them.
 *
 * @param quality 1–100.
 * @returns Luma and chroma, natural order, each value 1–255.
 */
export function quantizationTables(quality: number): Uint8Array[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return [LUMA, CHROMA].map((table) =>
    Uint8Array.from(
      table,
      (value) => Math.min(255, Math.max(1, Math.floor((value * percent + 50) / 100))),
    )
  );
}

/**
 * The codes of a Huffman table, by symbol.
 *
 * @param table As a file has it.
 * @returns 256 entries `code << 8 | length`; 0 for a symbol that has no code.
 */
export function huffmanCodes(table: HuffmanTable): Uint32Array {
  const codes = new Uint32Array(256);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++) {
    for (let i = 0; i < table.counts[length - 1]; i++) {
      codes[table.symbols[next++]] = code++ << 8 | length;
    }
    code <<= 1;
  }
  return codes;
}

/**
 * All that comes before the bits: JFIF, tables, three components, 4:2:0.
 *
 * @param width In pixels, up to 65,535.
 * @param height In pixels, up to 65,535.
 * @param quality 1–100.
 * @returns The file's first bytes.
 */
export function jpegHeader(width: number, height: number, quality: number): Uint8Array {
  const segment = (marker: number, ...content: number[]) => {
    const length = content.length + 2;
    return [0xff, marker, length >> 8, length & 255, ...content];
  };
  const quantization = quantizationTables(quality);
  return Uint8Array.of(
    0xff,
    0xd8,
    ...segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...[0, 1].flatMap((t) =>
      segment(0xdb, t, ...Array.from(NATURAL_ORDER, (natural) => quantization[t][natural]))
    ),
    ...segment(0xc0, 8, height >> 8, height & 255, width >> 8, width & 255, ...COMPONENTS),
    ...[0, 1].flatMap((t) => [
      ...segment(0xc4, t, ...DC_TABLES[t].counts, ...DC_TABLES[t].symbols),
      ...segment(0xc4, 0x10 | t, ...AC_TABLES[t].counts, ...AC_TABLES[t].symbols),
    ]),
    ...segment(0xda, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0),
  );
}
