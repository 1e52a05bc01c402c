import type { Size } from "../raster/frame.ts";

/** The sides, each in 32 bits. */
const HEAD = 8;

/**
 * What a survey has learned, as bytes: the frames' sides, then its parts one after the other. Numbers
 * of several bytes begin with the lowest, as on all machines that Deno and browsers run on.
 *
 * @example And back
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = packSurvey({ width: 2, height: 1 }, Uint8Array.of(7, 8), Float32Array.of(0.5));
 * const { size, parts: [levels, numbers] } = unpackSurvey(bytes, ({ width }) => [width, 4]);
 * assertEquals([size.width, size.height, ...levels], [2, 1, 7, 8]);
 * assertEquals([...new Float32Array(numbers.buffer)], [0.5]);
 * ```
 *
 * @param size The frames' sides.
 * @param parts What was learned.
 * @returns New bytes.
 */
export function packSurvey(
  { width, height }: Size,
  ...parts: readonly ArrayBufferView[]
): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, HEAD);
  const bytes = new Uint8Array(length);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, width, true);
  head.setUint32(4, height, true);
  let at = HEAD;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** What {@linkcode unpackSurvey} has found. */
export interface UnpackedSurvey {
  /** The frames' sides. */
  readonly size: Size;
  /** What was learned: bytes of their own, whose buffers hold nothing else. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Take apart what {@linkcode packSurvey} gave.
 *
 * @param bytes The bytes.
 * @param lengthsFor How many bytes each part has, for frames of a size.
 * @returns The parts.
 * @throws {RangeError} If the bytes are not so many.
 */
export function unpackSurvey(
  bytes: Uint8Array,
  lengthsFor: (size: Size) => readonly number[],
): UnpackedSurvey {
  const { buffer, byteOffset, byteLength } = bytes;
  const head = new DataView(buffer, byteOffset, byteLength);
  if (byteLength >= HEAD) {
    const size = { width: head.getUint32(0, true), height: head.getUint32(4, true) };
    const lengths = lengthsFor(size);
    const length = lengths.reduce((sum, part) => sum + part, HEAD);
    if (length === byteLength && size.width > 0 && size.height > 0) {
      let at = HEAD;
      return { size, parts: lengths.map((part) => new Uint8Array(bytes.subarray(at, at += part))) };
    }
  }
  throw new RangeError(
    `Cannot load a survey: 'bytes' must be what saveSurvey() of the same method gave, got ` +
      `${byteLength} bytes that are not`,
  );
}
