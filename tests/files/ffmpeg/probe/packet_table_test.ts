import { assertEquals } from "@std/assert";
import { PacketTable } from "../../../../lib/files/ffmpeg/probe/packet_table.ts";

Deno.test("PacketTable counts what is shown from the start on, and knows what a packet is for", () => {
  const table = new PacketTable();
  const lines = [
    "#software: Lavf59.27.100",
    "#tb 0: 1/25",
    "#codec_id 0: hevc",
    "0,         -2,         -1,        1,      900, 0x00000001, F=0x5",
    "0,         -1,          1,        1,      200, 0x00000002, F=0x0, S=1,       10, 0x1",
    "0,          0,          0,        1,      100, 0x00000003, F=0x3",
    "0,      NOPTS,      NOPTS,        1,      100, 0x00000004",
  ];
  for (const line of lines) table.add(line);
  assertEquals([table.length, table.shown, table.codec], [4, 2, "hevc"]);
  const each = (is: (index: number) => boolean) => table.ticks.map((_, i) => is(i));
  assertEquals(each((i) => table.isKey(i)), [true, false, true, true]);
  assertEquals(each((i) => table.isHidden(i)), [true, false, false, false]);
  assertEquals(each((i) => table.isCorrupt(i)), [false, false, true, false]);
  assertEquals(table.ticks, [-1, 1, 0, NaN]);
});

Deno.test("PacketTable compares packets but for their times", () => {
  const [one, other] = [new PacketTable(), new PacketTable()];
  one.add("0,  5,  6,  1,  900, 0x00000001");
  other.add("0,  0,  0,  1,  900, 0x00000001, F=0x0");
  other.add("0,  1,  2,  1,  900, 0x00000001");
  other.add("0,  2,  3,  1,  900, 0x00000002");
  assertEquals([0, 1, 2].map((i) => one.isSame(0, other, i)), [false, true, false]);
});
