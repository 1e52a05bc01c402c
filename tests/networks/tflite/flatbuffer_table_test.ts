import { assertEquals, assertThrows } from "@std/assert";
import { FlatbufferTable } from "../../../lib/networks/tflite/flatbuffer_table.ts";
import { writeFlatbuffer } from "./flatbuffer_writer.ts";

const table = FlatbufferTable.root(writeFlatbuffer([
  { int8: -1 },
  { int32: -2 },
  { float: 1.5 },
  { text: "Grüße" },
  { int32s: [1, -1, 2 ** 31 - 1] },
  { int64s: [-3, 2 ** 40] },
  { floats: [0.5] },
  undefined,
  { table: [undefined, { int32: 7 }] },
  { tables: [[{ int8: 1 }], [{ int8: 2 }]] },
  { bytes: Uint8Array.of(1, 2) },
  { uint16s: [3, 65535] },
], "TEST"));

Deno.test("Table reads fields of every kind", () => {
  assertEquals([table.int8(0), table.boolean(0), table.int32(1), table.uint32(1)], [
    -1,
    true,
    -2,
    2 ** 32 - 2,
  ]);
  assertEquals([table.float(2), table.text(3)], [1.5, "Grüße"]);
  assertEquals(table.int32s(4, 3), [1, -1, 2 ** 31 - 1]);
  assertEquals(table.int64s(5, 2), [-3, 2 ** 40]);
  assertEquals(table.floats(6, 1), [0.5]);
  assertEquals(table.table(8)?.int32(1), 7);
  assertEquals(table.tables(9, 2).map((inner) => inner.int8(0)), [1, 2]);
  assertEquals([...table.bytes(10)], [1, 2]);
  assertEquals([table.uint8s(10, 2), table.uint16s(11, 2)], [[1, 2], [3, 65535]]);
});

Deno.test("Table has defaults for what is left out, or newer than the file", () => {
  for (const field of [7, 12, 1000]) {
    assertEquals([table.int8(field), table.int32(field, 5), table.float(field)], [0, 5, 0]);
    assertEquals([table.text(field), table.int32s(field, 1), table.tables(field, 1)], ["", [], []]);
    assertEquals(table.table(field), undefined);
  }
});

Deno.test("Table refuses lists that are longer than expected, or than the file", () => {
  assertThrows(() => table.int32s(4, 2), RangeError);
  const bytes = writeFlatbuffer([{ bytes: Uint8Array.of(9, 9, 9) }], "TEST");
  new DataView(bytes.buffer).setUint32(bytes.indexOf(9) - 4, 2 ** 32 - 1, true);
  assertThrows(() => FlatbufferTable.root(bytes).bytes(0), RangeError);
  assertThrows(() => FlatbufferTable.root(Uint8Array.of(200, 0, 0, 0)), RangeError);
});

Deno.test("Table reads from a part of a larger buffer", () => {
  const bytes = writeFlatbuffer([{ tables: [[{ text: "inside" }]] }], "TEST");
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  assertEquals(FlatbufferTable.root(larger.subarray(3)).tables(0, 1)[0].text(0), "inside");
});
