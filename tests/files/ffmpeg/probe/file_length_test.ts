import { assert, assertEquals, assertThrows } from "@std/assert";
import { fileLength } from "../../../../lib/files/ffmpeg/probe/file_length.ts";
import { ffmpeg, temporaryFolder } from "../../../helpers.ts";

const bars = ["-f", "lavfi", "-i", "testsrc=size=32x32:rate=10:duration=3.2"];
const tone = ["-f", "lavfi", "-i", "sine=duration=3.2"];
const h264 = [...tone, "-c:v", "libx264"];

const files: [title: string, name: string, ...args: string[]][] = [
  ["an mp4 with its index first", "a.mp4", ...h264, "-movflags", "+faststart"],
  ["an mp4 with its index last", "b.mp4", ...h264],
  ["a mov", "c.mov", ...h264],
  ["a Matroska", "d.mkv", ...h264],
  ["a WebM", "e.webm", "-c:v", "libvpx-vp9", "-deadline", "realtime"],
  ["an AVI", "f.avi", "-c:v", "mpeg4"],
  ["an FLV", "g.flv", "-c:v", "flv"],
];

for (const [title, name, ...args] of files) {
  Deno.test(`fileLength() reads the length of ${title}`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/${name}`;
    await ffmpeg(...bars, ...args, path);
    const { size, milliseconds } = fileLength(path);
    assertEquals(size, (await Deno.stat(path)).size);
    // Sound is cut into packets, and the last one reaches beyond the end.
    assert(Math.abs(milliseconds! - 3200) <= 100, String(milliseconds));
  });
}

Deno.test("fileLength() knows none of a stream, of a broken file and of one in fragments", async () => {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  await ffmpeg(...bars, "-c:v", "mpeg2video", path("a.ts"));
  await ffmpeg(...bars, "-c:v", "libx264", "-movflags", "+empty_moov+frag_keyframe", path("b.mp4"));
  await ffmpeg(...bars, "-c:v", "libx264", path("c.mp4"));
  await Deno.truncate(path("c.mp4"), (await Deno.stat(path("c.mp4"))).size - 400);
  await Deno.writeTextFile(path("d.mp4"), "");
  for (const name of ["a.ts", "b.mp4", "c.mp4", "d.mp4"]) {
    assertEquals(fileLength(path(name)).milliseconds, undefined, name);
  }
  assertThrows(() => fileLength(path("none.mp4")), Deno.errors.NotFound);
});

/** A box of an mp4. */
function box(
  type: string,
  ...content: readonly (Uint8Array | number[])[]
): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 8);
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, length);
  bytes.set(new TextEncoder().encode(type), 4);
  let at = 8;
  for (const part of content) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const numbers = (...values: number[]) =>
  values.flatMap((value) => [value >>> 24, value >> 16 & 255, value >> 8 & 255, value & 255]);

Deno.test("fileLength() reads long numbers, and the length of fragments where that is told", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/a.mp4`;
  const measured = async (...boxes: Uint8Array[]) => {
    await Deno.writeFile(path, new Blob([box("ftyp"), ...boxes] as BlobPart[]).stream());
    return fileLength(path).milliseconds;
  };
  // Version and flags, two dates of 64 bits, units a second, and how many.
  const long = box("mvhd", numbers(1 << 24, 0, 0, 0, 0, 90_000, 1, 0));
  assertEquals(await measured(box("moov", long)), Math.round(2 ** 32 / 90));
  const open = box("mvhd", numbers(0, 0, 0, 1000, 0));
  assertEquals(await measured(box("moov", open)), undefined);
  const told = box("mvex", box("mehd", numbers(0, 4200)));
  assertEquals(await measured(box("moov", open, told)), 4200);
  const unknown = box("mvhd", numbers(0, 0, 0, 1000, 0xffffffff));
  assertEquals(await measured(box("free"), box("moov", unknown)), undefined);
});
