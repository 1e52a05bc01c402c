// Where things lie in a workspace: tables that the loader fills in, then scratch
// for one MCU. Each instance of this module has a workspace of its own in the
// memory that all share.

export const NATURAL: usize = 0; // 64 bytes: natural index of the k-th in zigzag order
export const DC_CODES: usize = 128; // 2 × 16 u32: code << 8 | length
export const AC_CODES: usize = 256; // 2 × 256 u32
export const QUANT_FACTORS: usize = 2304; // 2 × 64 f32: 1 / divisor, and a little more
export const COEFFICIENTS: usize = 3328; // 6 × 64 i16: four luma blocks, blue, red chroma
export const PLANES: usize = 4096; // 3 × 256 bytes: red, green, blue of 16 × 16 pixels
export const LUMA: usize = 4864; // 16 × 16 i16
export const CHROMA: usize = 5376; // 2 × 8 × 8 i16
export const BEFORE: usize = 5632; // planes as above: the frame before
export const AFTER: usize = 6400; // the same of the frame after
export const MASK: usize = 7168; // 16 × 16 bytes
export const SOURCE: usize = 7424; // 16 × 16 pixels of RGBA, or of YUV 4:2:0
export const ZIGZAG_BITS: usize = 8448; // 8 × 256 u64: a row of natural order, as bits, in zigzag order

/** Start of this instance's workspace. */
export let base: usize = 0;

export function setBase(address: usize): void {
  base = address;
}
