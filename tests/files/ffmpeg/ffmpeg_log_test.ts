import { assertEquals } from "@std/assert";
import { FfmpegLog } from "../../../lib/files/mod.ts";

function logOf(text: string, nonce?: string): FfmpegLog {
  const log = new FfmpegLog(nonce);
  for (const line of text.trim().split("\n")) log.add(line);
  return log;
}

const modern = `
[info] ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers
[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:phone.mp4':
[info]   Metadata:
[info]     title           : Holiday
[info]   Duration: 00:01:04.50, start: 0.000000, bitrate: 517 kb/s
[info]   Stream #0:0[0x1](und): Video: h264 (High), yuv420p, 1920x1080, 30 fps, 25 tbr (default)
[info]       displaymatrix: rotation of -90.00 degrees
[info] Input #1, ffmetadata, from 'data:,n1':
[info]   Duration: N/A, start: 0.000000, bitrate: N/A
[info] Stream mapping:
[info]   Stream #0:0 -> #0:0 (h264 (native) -> rawvideo (native))
[showinfo@n1 @ 0x5] [info] config in time_base: 1/15360, frame_rate: 30/1
[showinfo@n1 @ 0x5] [info] config out time_base: 0/0, frame_rate: 0/0
[showinfo@n1 @ 0x5] [info] n:   0 pts:    512 pts_time:0.0333  pos:  48 fmt:yuv420p sar:64/45 s:1080x1920 i:P iskey:1 type:I 
[showinfo@n1 @ 0x5] [info] color_range:tv color_space:bt709 color_primaries:bt2020 color_trc:smpte2084
[info] Output #0, rawvideo, to 'pipe:1':
`;

Deno.test("FfmpegLog reads what the filter with its random name says of the first frame", () => {
  const log = logOf(modern, "n1");
  assertEquals(log.version, "5.1.9-0+deb12u1");
  assertEquals(log.format, "mov,mp4,m4a,3gp,3g2,mj2");
  assertEquals(log.isDescribed, true);
  assertEquals(log.frameSize, { width: 1080, height: 1920 });
  assertEquals(log.pixelFormat, "yuv420p");
  assertEquals(log.colours, ["tv", "bt709"]);
  assertEquals(log.pixelAspect, { numerator: 64, denominator: 45 });
  assertEquals(log.frameRate, { numerator: 30, denominator: 1 });
  assertEquals(log.frameCount, 1935);
  assertEquals([log.isHdr, log.mayBeTurned, log.pictures], [true, true, 1]);
  assertEquals(log.takeTime(), 512 / 15360);
  assertEquals(log.reason, undefined);
});

Deno.test("FfmpegLog reads the dialects of ffmpeg 4.1, with checksums, and of ffmpeg 7", () => {
  const lines = [
    "n:   0 pts:      0 pts_time:0       pos:       48 fmt:rgba sar:0/1 s:91x48 i:P iskey:1 type:I " +
    "checksum:EE952757 plane_checksum:[EE952757] mean:[113 ] stdev:[109.3 ]",
    "n:   0 pts:      0 pts_time:0       duration:    512 duration_time:0.04    fmt:rgba cl:left " +
    "sar:0/1 s:91x48 i:P iskey:1 type:I checksum:EE952757 plane_checksum:[EE952757]",
  ];
  for (const line of lines) {
    const log = logOf(`[showinfo@x @ 0x1] [info] ${line}`, "x");
    assertEquals(log.frameSize, { width: 91, height: 48 });
    assertEquals(log.pixelAspect, undefined);
    assertEquals(log.complaints, []);
  }
});

Deno.test("FfmpegLog hears what another thread says in the middle of a frame's lines", () => {
  const ofFile = ["File ended prematurely", "Packet mismatch 0 11 28730"];
  const [before, after] = modern.split("[showinfo@n1 @ 0x5] [info] color_range");
  const colours = "color_range" + after.split("\n")[0];
  const ends = [...colours.matchAll(/ |$/g)].map(({ index }) => index);
  for (const end of ends) {
    for (const said of [...ofFile, "corrupt decoded frame in stream 0"]) {
      const lines = [colours.slice(0, end) + said, colours.slice(end)];
      const log = logOf(
        before + lines.map((line) => `[showinfo@n1 @ 0x5] [info] ${line}`).join("\n"),
        "n1",
      );
      const from = ofFile.includes(said) ? "file" : "pictures";
      assertEquals(log.complaints, [{ text: said, from, pictures: 1 }], lines[0]);
      assertEquals([log.colours, log.isHdr, log.isDescribed], [["tv", "bt709"], true, true]);
    }
  }
  const log = logOf(before.slice(0, -1) + ofFile[0], "n1");
  assertEquals(log.complaints, [{ text: ofFile[0], from: "file", pictures: 1 }]);
});

Deno.test("FfmpegLog knows no count where the duration is unknown, or said twice", () => {
  const clock = "[showinfo@x @ 0x1] [info] config in time_base: 1/25, frame_rate: 25/1";
  const countOf = (...durations: string[]) => {
    const lines = durations.map((duration) => `[info]   Duration: ${duration}, start: 0.0`);
    const log = logOf([...lines, clock].join("\n"), "x");
    return [log.frameCount, log.isDurationForged];
  };
  assertEquals(countOf("N/A"), [undefined, false]);
  assertEquals(countOf("00:00:02.00"), [50, false]);
  assertEquals(countOf("01:00:00.00", "00:00:02.00"), [undefined, true]);
  assertEquals(countOf("01:00:00.00", "N/A"), [undefined, true]);
});

Deno.test("FfmpegLog takes of several durations the one that pictures bear out", () => {
  const log = logOf(
    `
[info]   Duration: 01:00:00.00, start: 0.0
[info]   Duration: 00:00:02.02, start: 0.0
[info]   Duration: N/A, start: 0.0
  `,
    "x",
  );
  assertEquals([2, 2.5, 3600, 20].map((seconds) => log.likelyDuration(seconds)), [
    2.02,
    2.02,
    3600,
    20,
  ]);
});

Deno.test("FfmpegLog does not take text from inside the file for ffmpeg's own", () => {
  const log = logOf(
    `
[info] Input #0, matroska,webm, from 'file:a.mkv':
[info]     title           : x
[info] Input #1, ffmetadata, from 'data:,guess':
[info] Stream mapping:
[info]   Stream #0:0 -> #0:0 (vp9 (native) -> rawvideo (native))
[info]       alpha_mode      : 1
[showinfo@guess @ 0x1] [info] config in time_base: 1/1, frame_rate: 1/1
[showinfo@guess @ 0x1] [info] n:   0 pts:   0 pts_time:0 fmt:rgba sar:1/1 s:8x8 i:P iskey:1 type:I 
[showinfo@guess @ 0x1] [info] color_range:tv color_space:bt709 color_primaries:bt2020 color_trc:smpte2084
[info] Output #0, rawvideo, to 'pipe:1':
[info]   Stream #0:0: Video: rawvideo (RGBA / 0x41424752), rgba, 8x8, 1 fps
[h264 @ 0x1] [error] bad words
[warning] a.mkv: corrupt decoded frame in stream 0
  `,
    "secret",
  );
  assertEquals([log.frameSize, log.timeBase, log.vpxAlpha], [undefined, undefined, undefined]);
  assertEquals([log.isHdr, log.pictures, log.isDescribed], [false, 0, false]);
  assertEquals(log.complaints, []);
});

Deno.test("FfmpegLog tells who complains, and after how many pictures", () => {
  const picture = (n: number) =>
    `[showinfo@n1 @ 0x5] [info] n: ${n} pts: ${n} pts_time:0 pos: 1 fmt:rgba sar:1/1 s:8x8 i:P iskey:1 type:I `;
  const log = logOf(
    `${modern}
[mov,mp4,m4a,3gp,3g2,mj2 @ 0x56] [warning] Packet corrupt (stream = 0, dts = 20992).
[NULL @ 0x56] [error] Invalid NAL unit size (5833 > 1856).
${picture(1)}
${picture(2)}error while decoding MB 3 4
[mov,mp4,m4a,3gp,3g2,mj2 @ 0x56] [error] stream 0, offset 0x25979: partial file
[mov,mp4,m4a,3gp,3g2,mj2 @ 0x56] [error] stream 1, offset 0x25979: partial file
[warning] file:a b.mp4: corrupt decoded frame in stream 0
[warning] file:a b.mp4: corrupt decoded frame in stream 1
[swscaler @ 0x56] [error] of our own filters
[error] file:a b.mp4: Invalid data found when processing input
  `,
    "n1",
  );
  assertEquals(log.complaints, [
    { text: "Invalid NAL unit size (5833 > 1856).", from: "pictures", pictures: 1 },
    { text: "error while decoding MB 3 4", from: "pictures", pictures: 3 },
    { text: "stream 0, offset 0x25979: partial file", from: "file", pictures: 3 },
    { text: "corrupt decoded frame in stream 0", from: "pictures", pictures: 3 },
    { text: "Invalid data found when processing input", from: "pictures", pictures: 3 },
  ]);
  assertEquals(log.reason, "stream 0, offset 0x25979: partial file");
});

Deno.test("FfmpegLog sees where size or shape change", () => {
  const picture = (sar: string, size: string) =>
    `[showinfo@x @ 0x5] [info] n: 0 pts: 0 pts_time:0 pos: 1 fmt:rgba sar:${sar} s:${size} i:P iskey:1 type:I `;
  const changeOf = (...pictures: string[]) => logOf(pictures.join("\n"), "x").changedAt;
  assertEquals(changeOf(picture("1/1", "8x8"), picture("1/1", "8x8")), undefined);
  assertEquals(changeOf(picture("1/1", "8x8"), picture("4096/4095", "8x8")), undefined);
  assertEquals(changeOf(picture("1/1", "8x8"), picture("1/1", "8x6")), 1);
  assertEquals(changeOf(picture("0/1", "8x8"), picture("1/1", "8x8")), undefined);
  const [square, wide] = [picture("1/1", "8x8"), picture("4/3", "8x8")];
  assertEquals(changeOf(square, square, wide, square), 2);
});

Deno.test("FfmpegLog keeps errors once, the first hundred, and nothing that commands a terminal", () => {
  const log = logOf(
    ["[h264 @ 0x5] [error] a\x1b[2Jb", "[h264 @ 0x6] [error] a\x1b[2Jb"].join("\n"),
  );
  assertEquals(log.errors, ["a�[2Jb"]);
  assertEquals(log.lastLines[0], "[h264 @ 0x5] [error] a�[2Jb");
  const many = logOf(Array.from({ length: 300 }, (_, i) => `[error] e${i}`).join("\n"));
  assertEquals([many.errors.length, many.complaints.length], [100, 100]);
});

Deno.test("FfmpegLog keeps the last twenty lines", () => {
  const log = logOf(Array.from({ length: 30 }, (_, i) => `[info] line ${i}`).join("\n"));
  assertEquals(log.lastLines.length, 20);
  assertEquals(log.lastLines.at(-1), "[info] line 29");
});
