/** A field of a table; `undefined` for one that is left out. */
export type Field =
  | { readonly int8: number }
  | { readonly int32: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly uint16s: readonly number[] }
  | { readonly int32s: readonly number[] }
  | { readonly int64s: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly table: readonly (Field | undefined)[] }
  | { readonly tables: readonly (readonly (Field | undefined)[])[] }
  | undefined;

/** A FlatBuffer with a table at its root, as small as a test wants one. */
export function writeFlatbuffer(root: readonly Field[], identifier: string): Uint8Array {
  const writer = new Writer(identifier);
  writer.pointFrom(0, writer.table(root));
  return writer.toBytes();
}

/** Parts are written one behind the other; who points to one is told where it went. */
class Writer {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #end = 8;

  constructor(identifier: string) {
    this.#bytes.set(new TextEncoder().encode(identifier), 4);
  }

  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#end);
  }

  /** Let a place point to a later one. */
  pointFrom(from: number, to: number): void {
    this.#view.setUint32(from, to - from, true);
  }

  /** Write a table, then what it points to. */
  table(fields: readonly Field[]): number {
    const list = this.#reserve(4 + 2 * fields.length, 4);
    const at = this.#reserve(4 + 4 * fields.length, 4);
    this.#view.setUint16(list, 4 + 2 * fields.length, true);
    this.#view.setUint16(list + 2, 4 + 4 * fields.length, true);
    this.#view.setInt32(at, at - list, true);
    fields.forEach((field, i) => {
      if (field === undefined) return;
      this.#view.setUint16(list + 4 + 2 * i, 4 + 4 * i, true);
      this.#field(at + 4 + 4 * i, field);
    });
    return at;
  }

  #field(at: number, field: NonNullable<Field>): void {
    if ("int8" in field) return this.#view.setInt8(at, field.int8);
    if ("int32" in field) return this.#view.setInt32(at, field.int32, true);
    if ("float" in field) return this.#view.setFloat32(at, field.float, true);
    if ("table" in field) return this.pointFrom(at, this.table(field.table));
    if ("tables" in field) return this.pointFrom(at, this.#tables(field.tables));
    const [bytes, size] = listBytes(field);
    this.pointFrom(at, this.#list(bytes, size));
  }

  #tables(tables: readonly (readonly Field[])[]): number {
    const list = this.#reserve(4 + 4 * tables.length, 4);
    this.#view.setUint32(list, tables.length, true);
    tables.forEach((table, i) => this.pointFrom(list + 4 + 4 * i, this.table(table)));
    return list;
  }

  /** A list: its length, then its elements, where numbers of 64 bits may be read. */
  #list(bytes: Uint8Array, size: number): number {
    const list = this.#reserve(4 + bytes.length + 1, 16, 4);
    this.#view.setUint32(list, bytes.length / size, true);
    this.#bytes.set(bytes, list + 4);
    return list;
  }

  /** Take so many bytes, so that the one after the first few is at a multiple. */
  #reserve(length: number, multiple: number, first = 0): number {
    const at = Math.ceil((this.#end + first) / multiple) * multiple - first;
    this.#end = at + length;
    while (this.#end > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}

/** A list's bytes, and how many an element has. */
function listBytes(
  field: Extract<
    Field,
    | { text: string }
    | { bytes: Uint8Array }
    | { uint16s: readonly number[] }
    | { int32s: readonly number[] }
    | { int64s: readonly number[] }
    | { floats: readonly number[] }
  >,
): [Uint8Array, number] {
  if ("text" in field) return [new TextEncoder().encode(field.text), 1];
  if ("bytes" in field) return [field.bytes, 1];
  if ("uint16s" in field) return [new Uint8Array(Uint16Array.from(field.uint16s).buffer), 2];
  if ("int32s" in field) return [new Uint8Array(Int32Array.from(field.int32s).buffer), 4];
  if ("floats" in field) return [new Uint8Array(Float32Array.from(field.floats).buffer), 4];
  return [new Uint8Array(BigInt64Array.from(field.int64s, BigInt).buffer), 8];
}
