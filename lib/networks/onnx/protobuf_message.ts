/** How the bytes of a field's value are delimited. */
const VARINT = 0;
const DELIMITED = 2;
const FIXED_32 = 5;

/**
 * A message in Protocol Buffers' wire format, field by field.
 *
 * Bytes that are handed in are kept as they are and copied once, when the whole
 * is put together: weights of many megabytes may lie in messages within messages.
 *
 * @example Field 1 is 150
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...new ProtobufMessage().integer(1, 150).toBytes()], [0x08, 0x96, 0x01]);
 * ```
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufMessage {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** Add a whole number, of 64 bits where it is negative. */
  integer(field: number, value: number): this {
    return this.#add(varint(field << 3 | VARINT), varint(value));
  }

  /** Add whole numbers, packed. */
  integers(field: number, values: readonly number[]): this {
    return this.message(field, new ProtobufMessage().#add(...values.map(varint)));
  }

  /** Add a number of 32 bits. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#add(varint(field << 3 | FIXED_32), bytes);
  }

  /** Add a text. */
  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Add bytes, which must stay as they are until {@linkcode toBytes}. */
  bytes(field: number, value: Uint8Array): this {
    return this.#add(varint(field << 3 | DELIMITED), varint(value.length), value);
  }

  /** Add a message as it is by now. */
  message(field: number, value: ProtobufMessage): this {
    const head = [varint(field << 3 | DELIMITED), varint(value.#length)];
    return this.#add(...head).#add(...value.#parts);
  }

  /** The whole message. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  #add(...parts: readonly Uint8Array[]): this {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += part.length;
    }
    return this;
  }
}

/** A whole number, seven bits a byte, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}
