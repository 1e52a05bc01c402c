/** Longer texts are no names. */
const LONGEST_TEXT = 4096;

/**
 * A table in a FlatBuffer: a record whose fields may be left out.
 *
 * Nothing in the file is believed: what points or reaches beyond the file
 * throws, and a list may have so many elements only. So a damaged file costs
 * neither endless time nor memory without bounds.
 *
 * @see https://flatbuffers.dev/internals/
 */
export class FlatbufferTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #fields: number;
  readonly #fieldsEnd: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    this.#fields = at - view.getInt32(at, true);
    this.#fieldsEnd = this.#fields + view.getUint16(this.#fields, true);
  }

  /**
   * The table that a file begins with.
   *
   * @param bytes The file.
   * @returns The table.
   * @throws {RangeError} If it lies beyond the end.
   */
  static root(bytes: Uint8Array): FlatbufferTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatbufferTable(view, view.getUint32(0, true));
  }

  /** A number of 8 bits, or what it is if it was left out. */
  int8(field: number, otherwise = 0): number {
    const at = this.#find(field);
    return at === 0 ? otherwise : this.#view.getInt8(at);
  }

  /** A truth, false if it was left out. */
  boolean(field: number): boolean {
    return this.int8(field) !== 0;
  }

  /** A number of 32 bits, or what it is if it was left out. */
  int32(field: number, otherwise = 0): number {
    const at = this.#find(field);
    return at === 0 ? otherwise : this.#view.getInt32(at, true);
  }

  /** A number of 32 bits without sign, 0 if it was left out. */
  uint32(field: number): number {
    return this.int32(field) >>> 0;
  }

  /** A number with a fraction, 0 if it was left out. */
  float(field: number): number {
    const at = this.#find(field);
    return at === 0 ? 0 : this.#view.getFloat32(at, true);
  }

  /** A text, empty if it was left out. */
  text(field: number): string {
    return new TextDecoder().decode(this.#bytes(field, 1, LONGEST_TEXT));
  }

  /** Bytes as they lie in the file, none if they were left out. */
  bytes(field: number): Uint8Array {
    return this.#bytes(field, 1, Infinity);
  }

  /** Whole numbers of 8 bits without sign. */
  uint8s(field: number, most: number): number[] {
    return Array.from(this.#bytes(field, 1, most));
  }

  /** Whole numbers of 16 bits without sign. */
  uint16s(field: number, most: number): number[] {
    return Array.from(new Uint16Array(this.#bytes(field, 2, most).slice().buffer));
  }

  /** Whole numbers of 32 bits. */
  int32s(field: number, most: number): number[] {
    return Array.from(new Int32Array(this.#bytes(field, 4, most).slice().buffer));
  }

  /** Numbers with a fraction. */
  floats(field: number, most: number): number[] {
    return Array.from(new Float32Array(this.#bytes(field, 4, most).slice().buffer));
  }

  /** Whole numbers of 64 bits. */
  int64s(field: number, most: number): number[] {
    return Array.from(new BigInt64Array(this.#bytes(field, 8, most).slice().buffer), Number);
  }

  /** A table, or `undefined` if it was left out. */
  table(field: number): FlatbufferTable | undefined {
    const at = this.#find(field);
    return at === 0 ? undefined : this.#tableFrom(at);
  }

  /** Tables. */
  tables(field: number, most: number): FlatbufferTable[] {
    const { length, byteOffset } = this.#bytes(field, 4, most);
    const first = byteOffset - this.#view.byteOffset;
    return Array.from({ length: length / 4 }, (_, i) => this.#tableFrom(first + 4 * i));
  }

  #tableFrom(at: number): FlatbufferTable {
    return new FlatbufferTable(this.#view, at + this.#view.getUint32(at, true));
  }

  /** Where a field's value is, 0 if it was left out. */
  #find(field: number): number {
    const at = this.#fields + 4 + 2 * field;
    if (at + 2 > this.#fieldsEnd) return 0;
    const offset = this.#view.getUint16(at, true);
    return offset === 0 ? 0 : this.#at + offset;
  }

  /** The bytes of a list of elements of so many bytes each. */
  #bytes(field: number, size: number, most: number): Uint8Array {
    const view = this.#view;
    const at = this.#find(field);
    if (at === 0) return new Uint8Array();
    const list = at + view.getUint32(at, true);
    const length = view.getUint32(list, true);
    if (length > most) throw new RangeError(`A list of ${length} elements`);
    if (list + 4 + size * length > view.byteLength) throw new RangeError("A list beyond the end");
    return new Uint8Array(view.buffer, view.byteOffset + list + 4, size * length);
  }
}
