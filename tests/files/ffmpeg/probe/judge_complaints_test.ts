import { assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";
import {
  type Beginning,
  judgeComplaints,
} from "../../../../lib/files/ffmpeg/probe/judge_complaints.ts";
import type { Complaint } from "../../../../lib/files/ffmpeg/ffmpeg_log.ts";
import { findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { DamagedMediaError } from "../../../../mod.ts";
import { ffmpeg, lcgBytes, temporaryFolder } from "../../../helpers.ts";

const tool = await findFfmpeg();

const say = (text: string, pictures: number, from: Complaint["from"] = "pictures") => ({
  text,
  from,
  pictures,
});

function judge(
  complaints: Complaint[],
  { beginning = "whole" as Beginning, isMpegStream = false, isShort = true } = {},
) {
  const reading = {
    pictures: 50,
    isMpegStream,
    beginning: () => Promise.resolve(beginning),
    isShort: () => Promise.resolve(isShort),
  };
  return judgeComplaints(complaints, reading);
}

Deno.test("judgeComplaints() finds what is missing or broken after the first good picture", async () => {
  assertEquals(await judge([]), {});
  assertEquals((await judge([say("corrupt decoded frame", 5)])).damage, "corrupt decoded frame");
  assertEquals((await judge([say("Read error", 0, "file")])).damage, "Read error");
  const cut = [say("Invalid NAL", 40), say("stream 0: partial file", 41, "file")];
  assertEquals((await judge(cut)).damage, "stream 0: partial file");
});

Deno.test("judgeComplaints() asks where the video begins, if pictures before the first are complained of", async () => {
  const ref = [say("Could not find ref with POC 36", 0)];
  const other = [say("error while decoding MB 1 2", 0)];
  assertEquals((await judge(ref)).damage, ref[0].text);
  assertEquals(await judge(ref, { beginning: "open" }), { beginsBroken: true, endsBroken: false });
  assertEquals((await judge(other, { beginning: "open" })).damage, other[0].text);
  const between = await judge(other, { beginning: "between" });
  assertEquals(between, { beginsBroken: true, endsBroken: false });
});

Deno.test("judgeComplaints() lets a recording of a broadcast end within a picture", async () => {
  const last = [say("ac-tex damaged at 3 3", 48), say("corrupt decoded frame in stream 0", 49)];
  assertEquals((await judge(last)).damage, "corrupt decoded frame in stream 0");
  const verdict = { beginsBroken: false, endsBroken: true };
  assertEquals(await judge(last, { isMpegStream: true }), verdict);
  const both = [say("corrupt decoded frame in stream 0", 20), ...last];
  assertEquals((await judge(both, { isMpegStream: true })).damage, last[1].text);
  // Of two recordings, one behind the other.
  const jump = [say("corrupt input packet in stream 0", 25)];
  assertEquals(await judge(jump, { isMpegStream: true }), {});
  assertEquals((await judge(jump)).damage, jump[0].text);
});

Deno.test("judgeComplaints() is not concerned with chapters, times and notes", async () => {
  for (
    const text of [
      "Application provided invalid, non monotonically increasing dts to muxer in stream 0: 2 >= 1",
      "Non-monotonous DTS in output stream 0:0",
      "Referenced QT chapter track not found",
      "SEI type 5 size 2208 truncated at 1912",
      "unable to decode APP fields: Invalid data found when processing input",
    ]
  ) assertEquals(await judge([say(text, 9, "file"), say(text, 9)]), {}, text);
});

/** How a video ends, and what was told of it. */
async function endOf(path: string): Promise<{ frames: number; error?: Error; notes: string[] }> {
  const notes: string[] = [];
  let frames = 0;
  try {
    const onNotice = (note: string) => notes.push(note);
    await using video = await openVideo(path, { ffmpeg: tool, onNotice });
    for await (const _ of video) frames++;
  } catch (error) {
    return { frames, error: error as Error, notes };
  }
  return { frames, notes };
}

const source = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=4,noise=alls=20:allf=t:all_seed=7"];
const sound = ["-f", "lavfi", "-i", "sine=d=4"];
const x264 = ["-c:v", "libx264", "-g", "40", "-bf", "2", "-pix_fmt", "yuv420p"];

const broadcasts: [title: string, ending: string, ...args: string[]][] = [
  ["H.264", "ts", ...x264],
  ["H.264 with open groups", "ts", ...x264, "-x264-params", "open-gop=1"],
  ["MPEG-2", "ts", "-c:v", "mpeg2video", "-g", "40", "-bf", "2"],
  ["MPEG-2", "vob", "-c:v", "mpeg2video", "-g", "40", "-bf", "2"],
];

for (const [title, ending, ...args] of broadcasts) {
  Deno.test(`openVideo() takes any stretch of a broadcast in ${title} (${ending})`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/whole.${ending}`;
    await ffmpeg(...source, ...sound, ...args, "-c:a", "mp2", path);
    const bytes = await Deno.readFile(path);
    for (const [from, to] of [[0.3, 1], [0, 0.77], [0.251, 0.83]]) {
      const part = `${folder.path}/part.${ending}`;
      await Deno.writeFile(part, bytes.subarray(bytes.length * from, bytes.length * to));
      const { frames, error } = await endOf(part);
      assertEquals(error, undefined, `${from} to ${to}`);
      assertEquals(frames > 15 && frames < 100, true, `${frames} frames of ${from} to ${to}`);
    }
    // Garbage in the middle is damage.
    bytes.set(lcgBytes(bytes.length / 10, 5), bytes.length / 2);
    await Deno.writeFile(path, bytes);
    assertInstanceOf((await endOf(path)).error, DamagedMediaError);
  });
}

const files: [name: string, ...args: string[]][] = [
  ["a.mp4", ...x264, "-movflags", "+faststart"],
  ["a.mkv", ...x264],
  ["a.flv", ...x264],
  ["h264.avi", ...x264],
  ["mpeg4.avi", "-c:v", "mpeg4"],
  ["mjpeg.avi", "-c:v", "mjpeg"],
  ["vp8.webm", "-c:v", "libvpx", "-b:v", "1M"],
];

for (const [name, ...args] of files) {
  Deno.test(`openVideo() tells a whole ${name} from one that breaks off`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/${name}`;
    await ffmpeg(...source, "-t", "1", ...args, path);
    assertEquals(await endOf(path), { frames: 25, notes: [] });
    const bytes = await Deno.readFile(path);
    for (const part of [0.5, 0.7]) {
      await Deno.writeFile(path, bytes.subarray(0, bytes.length * part));
      const { frames, error } = await endOf(path);
      assertInstanceOf(error, DamagedMediaError, `${part}: ${frames} frames`);
      assertStringIncludes(error.message, `is damaged: ${frames} frames could be read`);
    }
  });
}

Deno.test("openVideo() is not concerned with chapters that have no titles", async () => {
  await using folder = await temporaryFolder();
  const chapter = "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\n";
  await Deno.writeTextFile(`${folder.path}/chapters.txt`, `;FFMETADATA1\n${chapter}`);
  const inputs = [...source, "-i", `${folder.path}/chapters.txt`, "-map_chapters", "1", "-t", "1"];
  await ffmpeg(...inputs, ...x264, `${folder.path}/a.mp4`);
  assertEquals(await endOf(`${folder.path}/a.mp4`), { frames: 25, notes: [] });
});

Deno.test("openVideo() names a codec that ffmpeg does not know, and says where no picture is", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/a.avi`;
  await ffmpeg(...source, "-t", "0.5", "-c:v", "mpeg4", "-vtag", "FMP4", path);
  const bytes = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(bytes);
  for (let at = text.indexOf("FMP4"); at >= 0; at = text.indexOf("FMP4", at + 1)) {
    bytes.set(new TextEncoder().encode("QZX7"), at);
  }
  await Deno.writeFile(path, bytes);
  assertStringIncludes((await endOf(path)).error!.message, "does not know its video codec 'QZX7'");

  const empty = `${folder.path}/a.mov`;
  await ffmpeg(...source, "-t", "0.5", "-c:v", "png", empty);
  const movie = await Deno.readFile(empty);
  const [from, to] = ["mdat", "moov"].map((box) =>
    new TextDecoder("latin1").decode(movie).indexOf(box)
  );
  movie.fill(0, from + 4, to - 4);
  await Deno.writeFile(empty, movie);
  assertStringIncludes((await endOf(empty)).error!.message, "it holds no picture");
});
