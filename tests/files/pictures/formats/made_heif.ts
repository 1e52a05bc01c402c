/**
 * HEIC and AVIF files put together of coded tiles: grids, turned, mirrored, cut off.
 *
 * The tiles are 64×64, red and blue, coded once by heif-enc (x265) and avifenc (aom).
 *
 * @module
 */

/** Coded tiles, and what decoders must know of both. */
const TILES = {
  heic: {
    type: "hvc1",
    config: "hvcC",
    setup: "AQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AA" +
      "AAMAkAAAAwAAAwAeoCCBBZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQA==",
    red: "AAAAGigBrwngIzaiP//70X3//tzHof61s5BT/xY+",
    blue: "AAAAGigBrwngITl1X//+rHfvf8YDP/+0Fp0HMPX4",
  },
  avif: {
    type: "av01",
    config: "av1C",
    setup: "gSAAAA==",
    red: "EgAKCTgVf/2EBDQaQDIWE8ADDDDEALRVVagn0aJnCcNwbK5bEA==",
    blue: "EgAKCTgVf/2EBDQaQDIWE8ADDDDEALRVVSnOvmSFNk2/i+BksA==",
  },
} as const;

/** What {@linkcode makeHeif} makes. */
export interface HeifOptions {
  /** Rows of tiles. */
  rows: readonly (readonly ("red" | "blue")[])[];
  /** Sides, if the last tiles reach beyond the picture. */
  width?: number;
  height?: number;
  /** Quarter turns to the left. */
  irot?: number;
  /** 0 flips, 1 mirrors. */
  imir?: number;
  /** An orientation in EXIF, which is to be overlooked. */
  exif?: number;
  /** A row of tiles that tell how near all is, as in a phone's portrait photo: red is brighter. */
  depth?: readonly ("red" | "blue")[];
}

/** A picture of 64×64 tiles. */
export function makeHeif(kind: "heic" | "avif", options: HeifOptions): Uint8Array<ArrayBuffer> {
  const { rows, irot, imir, exif, depth = [] } = options;
  const tiles = rows.flat();
  const { width = 64 * rows[0].length, height = 64 * rows.length } = options;
  const { type, config, setup } = TILES[kind];
  const isGrid = tiles.length > 1;
  const grid = [0, 0, rows.length - 1, rows[0].length - 1, ...u16(width), ...u16(height)];
  const exifBlock = [0, 0, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0];
  const contents = [
    ...tiles.map((tile) => [...Uint8Array.fromBase64(TILES[kind][tile])]),
    ...(isGrid ? [grid] : []),
    ...(exif === undefined ? [] : [[...exifBlock, exif, 0, 0, 0, 0, 0, 0]]),
  ];
  const types = [...tiles.map(() => type), ...(isGrid ? ["grid"] : []), ...(exif ? ["Exif"] : [])];
  const exifId = types.length;
  const depthTiles = depth.map((_, i) => exifId + 1 + i);
  const depthId = exifId + 1 + depth.length;
  if (depth.length > 0) {
    contents.push(...depth.map((tile) => [...Uint8Array.fromBase64(TILES[kind][tile])]));
    contents.push([0, 0, 0, depth.length - 1, ...u16(64 * depth.length), ...u16(64)]);
    types.push(...depth.map(() => type), "grid");
  }
  const primary = isGrid ? tiles.length + 1 : 1;
  const turns = [
    ...(irot === undefined ? [] : [box("irot", [irot])]),
    ...(imir === undefined ? [] : [box("imir", [imir])]),
  ];
  const properties = [
    box("ispe", [0, 0, 0, 0, ...u32(64), ...u32(64)]),
    box(config, [...Uint8Array.fromBase64(setup)]),
    box("ispe", [0, 0, 0, 0, ...u32(width), ...u32(height)]),
    ...turns,
    ...(depth.length > 0
      ? [
        box("ispe", [0, 0, 0, 0, ...u32(64 * depth.length), ...u32(64)]),
        box("auxC", [0, 0, 0, 0, ...text("urn:mpeg:hevc:2015:auxid:2"), 0]),
      ]
      : []),
  ];
  const own = (id: number) => {
    if (id === depthId) return [4 + turns.length, 5 + turns.length];
    const plain = id === primary && isGrid ? [3] : [1, 0x82];
    return [...plain, ...(id === primary ? turns.map((_, i) => 4 + i) : [])];
  };
  const pictures = [
    ...Array.from({ length: primary }, (_, i) => i + 1),
    ...(depth.length > 0 ? [...depthTiles, depthId] : []),
  ];
  const associations = pictures.flatMap((id) => [...u16(id), own(id).length, ...own(id)]);
  const references = [
    ...(isGrid
      ? box("dimg", [...u16(primary), ...u16(tiles.length), ...tiles.flatMap((_, i) => u16(i + 1))])
      : []),
    ...(exif ? box("cdsc", [...u16(exifId), ...u16(1), ...u16(primary)]) : []),
    ...(depth.length > 0
      ? [
        ...box("dimg", [...u16(depthId), ...u16(depth.length), ...depthTiles.flatMap(u16)]),
        ...box("auxl", [...u16(depthId), ...u16(1), ...u16(primary)]),
      ]
      : []),
  ];
  const meta = (start: number) => {
    let at = start;
    const places = contents.flatMap((content, i) => {
      const place = [...u16(i + 1), ...u16(0), ...u16(1), ...u32(at), ...u32(content.length)];
      at += content.length;
      return place;
    });
    return box("meta", [
      0,
      0,
      0,
      0,
      ...box("hdlr", [...u32(0), ...u32(0), ...text("pict"), ...new Array(13).fill(0)]),
      ...box("pitm", [0, 0, 0, 0, ...u16(primary)]),
      ...box("iloc", [0, 0, 0, 0, 0x44, 0, ...u16(contents.length), ...places]),
      ...box("iinf", [
        0,
        0,
        0,
        0,
        ...u16(types.length),
        ...types.flatMap((each, i) =>
          box("infe", [2, 0, 0, 0, ...u16(i + 1), 0, 0, ...text(each), 0])
        ),
      ]),
      ...(references.length > 0 ? box("iref", [0, 0, 0, 0, ...references]) : []),
      ...box("iprp", [
        ...box("ipco", properties.flat()),
        ...box("ipma", [0, 0, 0, 0, ...u32(pictures.length), ...associations]),
      ]),
    ]);
  };
  const brand = kind === "heic" ? "heic" : "avif";
  const ftyp = box("ftyp", [...text(brand), 0, 0, 0, 0, ...text("mif1"), ...text(brand)]);
  const start = ftyp.length + meta(0).length + 8;
  return Uint8Array.from([...ftyp, ...meta(start), ...box("mdat", contents.flat())]);
}

function box(type: string, content: readonly number[]): number[] {
  return [...u32(8 + content.length), ...text(type), ...content];
}

function text(letters: string): number[] {
  return [...letters].map((letter) => letter.charCodeAt(0));
}

function u16(value: number): number[] {
  return [value >> 8, value & 255];
}

function u32(value: number): number[] {
  return [...u16(value >>> 16), ...u16(value & 0xffff)];
}
