import type { Kernels } from "../../memory/kernel_signatures.ts";
import {
  AC_TABLES,
  DC_TABLES,
  huffmanCodes,
  NATURAL_ORDER,
  quantizationTables,
} from "./jpeg_tables.ts";

/**
 * Write everything that the kernels look up to encode JPEGs.
 *
 * @param kernels The kernels, for where it goes.
 * @param workspace Their workspace.
 * @param quality 1–100.
 */
export function writeJpegTables(kernels: Kernels, workspace: DataView, quality: number): void {
  const place = (global: WebAssembly.Global): number => global.value;
  NATURAL_ORDER.forEach((index, k) => workspace.setUint8(place(kernels.NATURAL) + k, index));
  quantizationTables(quality).forEach((table, t) =>
    table.forEach((divisor, i) => {
      const at = place(kernels.QUANT_FACTORS) + 256 * t + 4 * i;
      // A little too large, so that halves round outwards: see kernels/jpeg/block.ts.
      workspace.setFloat32(at, (1 + 2 ** -18) / (8 * divisor), true);
    })
  );
  for (let t = 0; t < 2; t++) {
    const codes = huffmanCodes(DC_TABLES[t]);
    for (let bits = 0; bits < 12; bits++) {
      const at = place(kernels.DC_CODES) + 64 * t + 4 * bits;
      workspace.setUint32(at, codeEntry(codes[bits], bits), true);
    }
    writeAcTable(kernels, workspace, t);
  }
}

/** See acEntry() in kernels/jpeg/bits.ts. */
function writeAcTable(kernels: Kernels, workspace: DataView, table: number): void {
  const codes = huffmanCodes(AC_TABLES[table]);
  const start = kernels.AC_CODES.value + 2048 * table;
  for (let run = 0; run < 16; run++) {
    for (let bits = 1; bits <= 10; bits++) {
      const entry = codeEntry(codes[run << 4 | bits], bits);
      const at = start + 128 * run + 8 * (16 - bits);
      workspace.setUint32(at, entry, true);
      // A negative value's bits are those of the value less 1.
      workspace.setUint32(at + 4, entry + (((1 << bits) - 1) << 5), true);
    }
  }
  workspace.setUint32(start + kernels.END_OF_BLOCK.value, codeEntry(codes[0], 0), true);
  workspace.setUint32(start + kernels.SIXTEEN_ZEROS.value, codeEntry(codes[0xf0], 0), true);
}

/** A code of {@linkcode huffmanCodes} with room for a value of so many bits, then the length of both in 5 bits. */
function codeEntry(code: number, bits: number): number {
  return ((code >>> 8) << bits << 5) | ((code & 255) + bits);
}
