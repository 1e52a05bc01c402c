import { assertEquals } from "@std/assert";
import { beginningAt } from "../../../../lib/files/ffmpeg/probe/random_access.ts";

/** A NAL unit with its length before it. */
function unit(...bytes: number[]): number[] {
  return [0, 0, bytes.length >> 8, bytes.length & 255, ...bytes];
}

const at = (codec: string, bytes: readonly number[]) => beginningAt(codec, Uint8Array.from(bytes));

Deno.test("beginningAt() knows an IDR picture of H.264, with lengths or start codes", () => {
  const sei = unit(6, 5, 2, 1, 1, 0x80);
  assertEquals(at("h264", [...sei, ...unit(0x65, 0x88, 0x84)]), "whole");
  assertEquals(at("h264", [0, 0, 0, 1, 0x67, 9, 0, 0, 1, 0x65, 0x88]), "whole");
  assertEquals(at("h264", [...sei, ...unit(0x41, 0x9a)]), "between");
  assertEquals(at("h264", []), "between");
  // Its length looks like a start code.
  assertEquals(at("h264", unit(0x65, ...new Array(299).fill(7))), "whole");
});

Deno.test("beginningAt() takes a recovery point of H.264 only where all is right from there on", () => {
  const point = (
    payload: number,
  ) => [...unit(6, 5, 1, 9, 6, 1, payload, 0x80), ...unit(0x41, 0x9a)];
  assertEquals(at("h264", point(0b1100_0100)), "open");
  // Not exact; a broken link; after some pictures.
  for (const payload of [0b1000_0100, 0b1110_0100, 0b0101_0000]) {
    assertEquals(at("h264", point(payload)), "between");
  }
  // A byte that keeps the text before it from holding a start code does not count.
  const escaped = [...unit(6, 5, 3, 0, 0, 3, 1, 6, 1, 0xc4, 0x80), ...unit(0x41, 0x9a)];
  assertEquals(at("h264", escaped), "open");
});

Deno.test("beginningAt() tells IDR pictures of HEVC from CRA pictures", () => {
  const picture = (type: number) => [...unit(0x40, 1, 7), ...unit(type << 1, 1, 7)];
  assertEquals([19, 20].map((type) => at("hevc", picture(type))), ["whole", "whole"]);
  assertEquals([16, 21].map((type) => at("hevc", picture(type))), ["open", "open"]);
  assertEquals([1, 9, 31].map((type) => at("hevc", picture(type))), [
    "between",
    "between",
    "between",
  ]);
});

Deno.test("beginningAt() knows key frames of VP9, AV1 and MPEG-2", () => {
  assertEquals(at("vp9", [0b1000_0010]), "whole");
  assertEquals(at("vp9", [0b1011_0001]), "whole");
  // One between, one that is not shown, one that was there before.
  for (const byte of [0b1000_0110, 0b1000_0000, 0b1000_1010]) {
    assertEquals(at("vp9", [byte]), "between");
  }
  const av1 = (header: number) => [0x12, 0, 0x0a, 2, 0, 0, 0x32, 2, header, 0];
  assertEquals(at("av1", av1(0b0001_0000)), "whole");
  for (const header of [0b0011_0000, 0b0000_0000, 0b1000_0000]) {
    assertEquals(at("av1", av1(header)), "between");
  }
  const mpeg = (code: number, kind: number) => [0, 0, 1, code, 9, 0, 0, 1, 0, 0, kind << 3, 0];
  assertEquals(at("mpeg2video", mpeg(0xb3, 1)), "open");
  assertEquals(at("mpeg2video", mpeg(0xb3, 2)), "between");
  assertEquals(at("mpeg2video", mpeg(0xb8, 1)), "between");
});

Deno.test("beginningAt() needs no look where each picture stands by itself, and knows no others", () => {
  assertEquals(at("prores", []), "whole");
  assertEquals(at("vp8", [0, 0, 0, 1]), "between");
  assertEquals(at("constructor", []), "between");
});
