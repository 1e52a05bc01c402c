// Where things lie in a workspace: tables that the loader fills in, then scratch
// for one MCU, then for one row of them. Each instance of this module has a
// workspace of its own in the memory that all share.

export const NATURAL: usize = 0; // where in a workspace lie 64 bytes: natural index of the k-th in zigzag order
export const DC_CODES: usize = 64; // 2 × 16 u32, by category: code << category << 5 | length of both
export const AC_CODES: usize = 192; // 2 × 16 × 32 u32, by run, category and sign: see acEntry() in bits.ts
export const QUANT_FACTORS: usize = 4288; // 2 × 64 f32: 1 / divisor, and a little more
export const COEFFICIENTS: usize = 4800; // 6 × 64 i16: four luma blocks, blue, red chroma
export const NON_ZEROS: usize = 5568; // 6 u64: which coefficients are not 0, in zigzag order
export const SAMPLES: usize = 5616; // 3 × 256 i8: luma, blue, red chroma of 16 × 16 pixels
export const CHROMA: usize = 6384; // 2 × 8 × 8 i8: chroma averaged two by two
export const BEFORE: usize = 6512; // 3 × 256 bytes: red, green, blue of the frame before
export const SHOWN: usize = 7280; // the same of the frame that is shown
export const AFTER: usize = 8048; // the same of the frame after
export const SOURCE: usize = 8816; // three times 16 × 16 pixels of RGBA, or of YUV 4:2:0
export const PICTURES: usize = 11888; // two pictures' bits, when the other's are being written
export const ROW: usize = 11952; // for each MCU of a row: see below

// Codes without a value.
export const END_OF_BLOCK: usize = 0; // bytes into a table of AC_CODES, where no coefficient has its code
export const SIXTEEN_ZEROS: usize = 4; // the same

// An MCU of a row.
export const ROW_SAMPLES: usize = 0; // as SAMPLES: the frame that is shown, where a mask is set
export const ROW_MASKS: usize = 768; // 2 × 16 × 16 bytes: what differs from before, from after
export const ROW_ANY: usize = 1280; // 2 bytes: whether the masks are set anywhere
export const ROW_BYTES: usize = 1296;

/** Bytes of a workspace for pictures of so many MCUs a row. */
export function workspaceBytes(columns: i32): i32 {
  return <i32>(ROW + ROW_BYTES * <usize>columns);
}

/** Start of this instance's workspace. */
export let base: usize = 0;

/** Say where this instance has its workspace. */
export function setBase(address: usize): void {
  base = address;
}
