import { assertEquals } from "@std/assert";
import { hasOtherPixels } from "../../../../lib/files/ffmpeg/probe/has_other_pixels.ts";
import { lcgBytes } from "../../../helpers.ts";

/** A byte a character. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

const padding = "\0".repeat(32);

function answers(files: Record<string, string>): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, hasOtherPixels(latin1(text + padding))]),
  );
}

Deno.test("hasOtherPixels() reads the records of codecs in an mp4", () => {
  const hevc = (chroma: number, depth: number) =>
    `\0\0\0\x7fhvcC\x01${"\0".repeat(15)}${String.fromCharCode(0xfc | chroma, 0xf8 | depth)}`;
  assertEquals(
    answers({
      main: "\0\0\0\x2aavcC\x01\x4d\x40",
      high: "\0\0\0\x2aavcC\x01\x64\0",
      "High 10": "\0\0\0\x2aavcC\x01\x6e\0",
      "High 4:4:4": "\0\0\0\x2aavcC\x01\xf4\0",
      hevc: hevc(1, 0),
      "hevc of 10 bits": hevc(1, 2),
      "hevc 4:2:2": hevc(2, 0),
      vp9: "\0\0\0\x14vpcC\x01\0\0\0\0\x0a\x82",
      "vp9 of 10 bits": "\0\0\0\x14vpcC\x01\0\0\0\x02\x0a\xa2",
      "vp9 4:4:4": "\0\0\0\x14vpcC\x01\0\0\0\x01\x0a\x86",
      av1: "\0\0\0\x14av1C\x81\0\x0c",
      "av1 of 10 bits": "\0\0\0\x14av1C\x81\0\x4c",
      "av1 4:4:4": "\0\0\0\x14av1C\x81\x20\0",
      prores: "\0\0\0\x14apch",
    }),
    {
      main: false,
      high: false,
      "High 10": true,
      "High 4:4:4": true,
      hevc: false,
      "hevc of 10 bits": true,
      "hevc 4:2:2": true,
      vp9: false,
      "vp9 of 10 bits": true,
      "vp9 4:4:4": true,
      av1: false,
      "av1 of 10 bits": true,
      "av1 4:4:4": true,
      prores: true,
    },
  );
});

Deno.test("hasOtherPixels() reads the records of codecs in a Matroska", () => {
  const start = "\x1aE\xdf\xa3....\x86\x8fV_MPEG4/ISO/AVC\x83\x81\x01";
  assertEquals(
    answers({
      high: `${start}c\xa2\xaf\x01\x64\0`,
      "High 4:4:4": `${start}c\xa2\xaf\x01\xf4\0`,
      "a long one": `${start}c\xa2\x40\xaf\x01\xf4\0`,
      "without a record": start,
    }),
    { high: false, "High 4:4:4": true, "a long one": true, "without a record": false },
  );
});

Deno.test("hasOtherPixels() knows animations, and takes nothing else for a video", () => {
  assertEquals(answers({ gif: "GIF89a", text: "avc V_ ap", nothing: "" }), {
    gif: true,
    text: false,
    nothing: false,
  });
  // A record that is cut off.
  assertEquals(hasOtherPixels(latin1("\0\0\0\x2aavcC\x01")), false);
  assertEquals(hasOtherPixels(new Uint8Array()), false);
  assertEquals(hasOtherPixels(lcgBytes(100_000, 3)), false);
});
