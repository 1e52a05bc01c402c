import { assertEquals } from "@std/assert";
import { FfmpegLog } from "../../lib/io/mod.ts";

function logOf(text: string): FfmpegLog {
  const log = new FfmpegLog();
  for (const line of text.trim().split("\n")) log.add(line);
  return log;
}

const modern = logOf(`
[info] ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers
[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:phone.mp4':
[info]   Metadata:
[info]     title           : Holiday
[info]   Duration: 00:01:04.50, start: 0.000000, bitrate: 517 kb/s
[info]   Stream #0:0[0x1](und): Video: h264 (High), yuv420p, 1920x1080, 30 fps, 25 tbr (default)
[info]       displaymatrix: rotation of -90.00 degrees
[info] Output #0, rawvideo, to 'pipe:1':
[info]   Stream #0:0(und): Video: rawvideo (RGBA / 0x41424752), rgba(pc, progressive), 1080x1920 [SAR 1:1 DAR 9:16], q=2-31, 184320 kb/s, 30 fps, 30 tbn (default)
`);

Deno.test("FfmpegLog reads version, format, size after rotation, and about how many frames", () => {
  assertEquals(modern.version, "5.1.9-0+deb12u1");
  assertEquals(modern.format, "mov,mp4,m4a,3gp,3g2,mj2");
  assertEquals(modern.frameSize, { width: 1080, height: 1920 });
  assertEquals(modern.frameCount, 1935);
  assertEquals(modern.reason, undefined);
});

Deno.test("FfmpegLog reads the dialect of ffmpeg 4.1", () => {
  const log = logOf(`
[info] Output #0, rawvideo, to 'pipe:':
[info]     Stream #0:0(und): Video: rawvideo (RGBA / 0x41424752), rgba, 640x360, q=2-31, 184320 kb/s, 25 fps, 25 tbn, 25 tbc (default)
  `);
  assertEquals(log.frameSize, { width: 640, height: 360 });
  assertEquals(log.frameCount, undefined);
});

Deno.test("FfmpegLog knows no count where the duration is unknown", () => {
  const log = logOf("[info]   Duration: N/A, start: 0.000000, bitrate: 513 kb/s");
  assertEquals(log.frameCount, undefined);
});

Deno.test("FfmpegLog does not take text from inside the file for ffmpeg's own", () => {
  const log = logOf(`
[info] Input #0, matroska,webm, from 'file:a.mkv':
[info]     title           : Output #0, rawvideo, to 'pipe:1':
[info]                     :   Stream #0:0: Video: rawvideo (RGBA / 0x41424752), rgba, 9x9, 1 fps
[info]   Stream #0:0: Video: rawvideo (RGBA / 0x41424752), rgba, 8x8, 1 fps
  `);
  assertEquals(log.frameSize, undefined);
});

Deno.test("FfmpegLog keeps errors once, without prefixes, and finds the telling one", () => {
  const log = logOf(`
[mov,mp4 @ 0x560e886609c0] [warning] Packet corrupt (stream = 0, dts = 20992).
[h264 @ 0x560e8869e0c0] [error] Invalid NAL unit size (5833 > 1856).
[h264 @ 0x560e8869e0c0] [error] Invalid NAL unit size (5833 > 1856).
[mov,mp4 @ 0x560e886609c0] [error] stream 0, offset 0x25979: partial file
[error] file:a b.mp4: Invalid data found when processing input
  `);
  assertEquals(log.errors, [
    "Invalid NAL unit size (5833 > 1856).",
    "stream 0, offset 0x25979: partial file",
    "Invalid data found when processing input",
  ]);
  assertEquals(log.reason, "stream 0, offset 0x25979: partial file");
});

Deno.test("FfmpegLog keeps the last twenty lines", () => {
  const log = logOf(Array.from({ length: 30 }, (_, i) => `[info] line ${i}`).join("\n"));
  assertEquals(log.lastLines.length, 20);
  assertEquals(log.lastLines.at(-1), "[info] line 29");
});
