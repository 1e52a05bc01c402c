import { assertEquals } from "@std/assert";
import {
  hasPixelShape,
  isCutAvi,
  isIndexLast,
  isMpegStream,
} from "../../../../lib/files/ffmpeg/probe/file_head.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

Deno.test("hasPixelShape() is false for pictures, whose density is that of a print", () => {
  const pictures = [
    "\xff\xd8\xff\xe0",
    "\x89PNG\r\n\x1a\n",
    "II*\0",
    "GIF89a",
    "RIFF....WEBP",
    "BM..",
  ];
  for (const head of pictures) assertEquals(hasPixelShape(bytesOf(head)), false, head);
  const videos = ["\0\0\0\x20ftypisom", "\x1aE\xdf\xa3", "RIFF....AVI ", "\0\0\x01\xba", ""];
  for (const head of videos) assertEquals(hasPixelShape(bytesOf(head)), true, head);
});

/** Packets of MPEG-TS, each with its sync byte after some others. */
function packets(length: number, first: number, count: number): Uint8Array {
  const bytes = new Uint8Array(length * count).fill(1);
  for (let i = 0; i < count; i++) bytes[first + i * length] = 0x47;
  return bytes;
}

Deno.test("isMpegStream() knows a stretch of a stream, wherever it begins", () => {
  assertEquals(isMpegStream(packets(188, 0, 6)), true);
  assertEquals(isMpegStream(packets(188, 77, 6)), true);
  assertEquals(isMpegStream(packets(192, 4, 6)), true);
  assertEquals(isMpegStream(packets(188, 0, 4)), false);
  assertEquals(isMpegStream(bytesOf("..........\0\0\x01\xba\x44..")), true);
  assertEquals(isMpegStream(bytesOf("\0\0\0\x01\x67")), true);
  assertEquals(isMpegStream(bytesOf("\0\0\0\x20ftypisom..\0\0\x01\xba\x44")), false);
  assertEquals(isMpegStream(bytesOf("\x1aE\xdf\xa3..\0\0\x01\xba\x44")), false);
  assertEquals(isMpegStream(new Uint8Array()), false);
});

Deno.test("isCutAvi() compares the list of pictures with the file's size", () => {
  const chunk = (name: string, length: number, rest: string) =>
    name + String.fromCharCode(length & 255, length >> 8, 0, 0) + rest;
  const avi = (length: number) =>
    bytesOf(
      "RIFF....AVI " + chunk("LIST", 6, "hdrlab") + chunk("JUNK", 3, "xyz\0") +
        chunk("LIST", length, "movi" + "p".repeat(20)),
    );
  const size = avi(24).length;
  assertEquals(isCutAvi(avi(24), size), false);
  assertEquals(isCutAvi(avi(25), size), false);
  assertEquals(isCutAvi(avi(240), size), true);
  assertEquals(isCutAvi(avi(0), size), false);
  assertEquals(isCutAvi(avi(240).subarray(0, 30), size), false);
  assertEquals(isCutAvi(bytesOf("RIFF....WAVE"), 12), false);
  assertEquals(isCutAvi(bytesOf("RIFF"), 4), false);
});

Deno.test("isIndexLast() is true where the pictures of an mp4 come before what says where they are", () => {
  const head = "\0\0\0\x0cftypisom";
  const heads = [`${head}\0\0\0\x08free\0\0\x80\0mdat`, `${head}\0\0\0\x01mdat`, "\0\0\0\0mdat"];
  for (const text of heads) assertEquals(isIndexLast(bytesOf(text)), true, text);
  const others = [`${head}\0\0\0\x20moov`, head, "", "\x1aE\xdf\xa3", "\0\0\0\0ftypmdat", "mdat"];
  for (const text of others) assertEquals(isIndexLast(bytesOf(text)), false, text);
});
