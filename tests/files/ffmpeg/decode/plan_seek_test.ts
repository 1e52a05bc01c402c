import { assert, assertEquals } from "@std/assert";
import { DamagedMediaError } from "../../../../mod.ts";
import { openRawVideo, picturesOf } from "../../../../lib/files/ffmpeg/decode/open_by_ffmpeg.ts";
import type { OpenVideoOptions } from "../../../../lib/files/ffmpeg/decode/decode_arguments.ts";
import { findInput } from "../../../../lib/files/ffmpeg/decode/video_input.ts";
import { frameCountOf } from "../../../../lib/files/ffmpeg/probe/frame_index.ts";
import { frameIndex } from "../../../../lib/files/ffmpeg/probe/frame_index.ts";
import { Ffmpeg, type FfmpegRun } from "../../../../lib/files/ffmpeg/ffmpeg.ts";
import { findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { ffmpeg as runFfmpeg, runProgram, sha256, temporaryFolder } from "../../../helpers.ts";

/** An ffmpeg that remembers whether frames were read from the middle of a file. */
class WatchedFfmpeg extends Ffmpeg {
  hasSought = false;

  override start(...all: Parameters<Ffmpeg["start"]>): FfmpegRun {
    const [args] = all;
    if (args.includes("rawvideo")) this.hasSought = args.includes("-noaccurate_seek");
    return super.start(...all);
  }
}

const ffmpeg = new WatchedFfmpeg((await findFfmpeg()).command);

type Reading = Omit<OpenVideoOptions, "ffmpeg">;

/** Number, time and checksum of every frame. */
async function framesOf(path: string, options: Reading = {}) {
  const frames: [number, number, string][] = [];
  await using source = await openVideo(path, { ffmpeg, ...options });
  for await (const { number, timestamp, bitmap } of source) {
    frames.push([number, timestamp, await sha256(new Uint8Array(bitmap))]);
  }
  return frames;
}

/** The same of frames as they are coded. */
async function codedFramesOf(path: string, options: Reading) {
  const frames: [number, number, string][] = [];
  await using video = await openRawVideo(path, { ffmpeg, ...options, isNative: true });
  for await (const { number, timestamp, bytes } of picturesOf(video)) {
    frames.push([number, timestamp, await sha256(bytes)]);
  }
  assertEquals(video.format === "rgba", false);
  return frames;
}

/** Draw a video whose frames all differ, with noise, so that each depends on those before it. */
async function draw(path: string, args: readonly string[], frames = 340): Promise<void> {
  const picture = `testsrc2=s=96x64:r=25:d=${frames / 25},noise=alls=12:allf=t,format=yuv420p`;
  await runFfmpeg("-f", "lavfi", "-i", picture, ...args, path);
}

const X264 = ["-c:v", "libx264", "-preset", "fast", "-g", "40", "-sc_threshold", "0"];

/** Which frames are read first in a clip of 340: a key frame, and the last. */
const FIRST = [281, 340];

/**
 * Check that frames from some on are those of the whole video, and that they were sought, or not.
 *
 * @param path The video.
 * @param options How it is read, and which frames are to be the first.
 */
async function assertSame(
  path: string,
  { first = FIRST, isSought = true, ...reading }: Reading & {
    first?: readonly number[];
    isSought?: boolean;
  } = {},
): Promise<void> {
  const { every = 1, ...whole } = reading;
  const all = await framesOf(path, whole);
  for (const firstFrame of first) {
    const frames = await framesOf(path, { ...reading, firstFrame });
    assertEquals([path, firstFrame, ffmpeg.hasSought], [path, firstFrame, isSought]);
    const expected = all.slice(firstFrame - 1).filter((_, i) => i % every === 0);
    assertEquals(frames, expected, `${path} ${firstFrame}`);
  }
  if (!isSought) return;
  const { start, duration } = reading;
  const count = await frameCountOf(ffmpeg, await findInput(path), { start, duration });
  assertEquals([path, count], [path, all.length]);
}

Deno.test("openVideo() seeks to a later frame of H.264 with B-frames, and gives the same", async () => {
  await using folder = await temporaryFolder();
  for (const ending of ["mp4", "mkv"]) {
    const clip = `${folder.path}/clip.${ending}`;
    await draw(clip, [...X264, "-bf", "3"]);
    await assertSame(clip);
  }
  const clip = `${folder.path}/clip.mp4`;
  await assertSame(clip, { first: [300], every: 7, size: { width: 40, height: 30 } });
  const coded = await codedFramesOf(clip, {});
  assertEquals(await codedFramesOf(clip, { firstFrame: 300 }), coded.slice(299));
  // In pieces, as what is live is written.
  const pieces = `${folder.path}/pieces.mp4`;
  const how = ["-movflags", "frag_keyframe+empty_moov"];
  await runFfmpeg("-i", clip, "-c", "copy", ...how, pieces);
  await assertSame(pieces, { first: [283] });
});

Deno.test("openVideo() seeks within a part of a video", async () => {
  await using folder = await temporaryFolder();
  for (const ending of ["mp4", "mkv"]) {
    const clip = `${folder.path}/clip.${ending}`;
    await draw(clip, [...X264, "-bf", "3"], 400);
    await assertSame(clip, { start: 1.37, first: [287] });
    await assertSame(clip, { start: 0.4, duration: 12.01, first: [300] });
  }
});

Deno.test("openVideo() seeks where pictures before a key frame need others", async () => {
  await using folder = await temporaryFolder();
  for (const ending of ["mp4", "mkv"]) {
    const clip = `${folder.path}/open.${ending}`;
    await draw(clip, [...X264, "-bf", "3", "-x264-params", "open-gop=1"]);
    await assertSame(clip);
  }
  const mpeg = `${folder.path}/mpeg2.mov`;
  await draw(mpeg, ["-c:v", "mpeg2video", "-q:v", "3", "-bf", "2", "-g", "15"]);
  await assertSame(mpeg, { first: [280, 286] });
});

Deno.test("openVideo() seeks in video of a variable rate", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mkv`;
  const kept = ["-vf", "select='mod(n,7)*mod(n,11)*mod(n+1,5)'", "-vsync", "vfr"];
  await draw(clip, [...kept, ...X264, "-bf", "3"], 540);
  await assertSame(clip, { first: [280, 281, 300] });
  const movie = `${folder.path}/clip.mp4`;
  await runFfmpeg("-i", clip, "-c", "copy", movie);
  await assertSame(movie, { first: [300] });
});

Deno.test("openVideo() seeks in WebM of VP9, and not in VP8, whose packets may be no pictures", async () => {
  await using folder = await temporaryFolder();
  const speed = ["-deadline", "realtime", "-cpu-used", "8", "-g", "40", "-b:v", "200k"];
  const ahead = ["-lag-in-frames", "12", "-auto-alt-ref", "1"];
  const clip = `${folder.path}/clip.webm`;
  await draw(clip, ["-c:v", "libvpx-vp9", ...speed, ...ahead]);
  await assertSame(clip);
  const older = `${folder.path}/older.webm`;
  await draw(older, ["-c:v", "libvpx", ...speed, ...ahead]);
  await assertSame(older, { first: [300], isSought: false });
  assertEquals(await frameCountOf(ffmpeg, await findInput(older)), undefined);
});

Deno.test("openVideo() seeks behind an edit list, and where sound begins first", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await draw(clip, [...X264, "-bf", "3"], 400);
  const cut = `${folder.path}/cut.mov`;
  await runFfmpeg("-ss", "1.9", "-i", clip, "-c", "copy", cut);
  await assertSame(cut);
  for (const ending of ["mkv", "mp4"]) {
    const late = `${folder.path}/late.${ending}`;
    const sound = ["-f", "lavfi", "-i", "sine=d=17", "-itsoffset", "0.31", "-i", clip];
    await runFfmpeg(...sound, "-map", "0", "-map", "1", "-c:v", "copy", "-c:a", "aac", late);
    await assertSame(late, { first: [300], isAccurate: true });
    await assertSame(late, { start: 1.2, first: [300] });
  }
});

Deno.test("openVideo() seeks in a video that is to be turned", async () => {
  await using folder = await temporaryFolder();
  const [clip, turned] = [`${folder.path}/clip.mp4`, `${folder.path}/turned.mp4`];
  await draw(clip, [...X264, "-bf", "3"]);
  await runFfmpeg("-i", clip, "-c", "copy", "-metadata:s:v:0", "rotate=90", turned);
  await using source = await openVideo(turned, { ffmpeg, firstFrame: 300 });
  assertEquals([source.width, source.height], [64, 96]);
  await assertSame(turned, { first: [300] });
});

Deno.test("openVideo() seeks where each picture stands by itself", async () => {
  await using folder = await temporaryFolder();
  for (const codec of [["prores_ks"], ["mjpeg", "-q:v", "3"], ["ffv1", "-g", "30"]]) {
    const clip = `${folder.path}/${codec[0]}.${codec[0] === "ffv1" ? "mkv" : "mov"}`;
    await draw(clip, ["-c:v", ...codec]);
    await assertSame(clip, { first: [300] });
  }
});

Deno.test("openVideo() seeks in HEVC and AV1, if they can be written here", async (t) => {
  await using folder = await temporaryFolder();
  const { stdout } = await runProgram(ffmpeg.command, ["-hide_banner", "-encoders"]);
  const speed = ["-preset", "ultrafast", "-x265-params", "log-level=none:bframes=3:keyint=40"];
  const encoders = { libx265: speed, libsvtav1: ["-preset", "12", "-g", "40"] };
  for (const [encoder, args] of Object.entries(encoders)) {
    const test = async () => {
      const clip = `${folder.path}/${encoder}.mp4`;
      await draw(clip, ["-c:v", encoder, ...args]);
      await assertSame(clip);
    };
    await t.step({ name: encoder, ignore: !stdout.includes(` ${encoder} `), fn: test });
  }
});

Deno.test("openVideo() decodes from the start where no key frame comes later, or is a whole one", async () => {
  await using folder = await temporaryFolder();
  const one = `${folder.path}/one.mp4`;
  await draw(one, ["-c:v", "libx264", "-preset", "fast", "-g", "9999", "-sc_threshold", "0"]);
  await assertSame(one, { first: [300], isSought: false });
  assertEquals(await frameCountOf(ffmpeg, await findInput(one)), 340);
  const refreshed = `${folder.path}/refreshed.mp4`;
  await draw(refreshed, [...X264, "-x264-params", "intra-refresh=1"]);
  await assertSame(refreshed, { first: [300], isSought: false });
  assertEquals(await framesOf(one, { firstFrame: 341 }), []);
});

Deno.test("openVideo() decodes from the start where frames are made by a rate", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await draw(clip, X264);
  await assertSame(clip, { fps: 30, first: [300], isSought: false });
});

/** Frames of a file that is damaged, and what is said of it at the end. */
async function damagedFramesOf(path: string, firstFrame: number) {
  const frames: [number, number, string][] = [];
  await using source = await openVideo(path, { ffmpeg, firstFrame });
  let message: string | undefined;
  try {
    for await (const { number, timestamp, bitmap } of source) {
      frames.push([number, timestamp, await sha256(new Uint8Array(bitmap))]);
    }
  } catch (error) {
    if (!(error instanceof DamagedMediaError)) throw error;
    message = error.message;
  }
  return { frames, message };
}

Deno.test("openVideo() seeks in a file that breaks off, which it says at the end", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/clip.mp4`;
  await draw(clip, [...X264, "-movflags", "faststart"], 400);
  const bytes = await Deno.readFile(clip);
  await Deno.writeFile(clip, bytes.subarray(0, bytes.length * 0.9));
  const all = await damagedFramesOf(clip, 1);
  assert(all.frames.length > 340 && all.frames.length < 400);
  // Whether the end is seen depends on how much of the list comes at once.
  const later = await damagedFramesOf(clip, 255);
  assertEquals(later, { ...all, frames: all.frames.slice(254) });
  assertEquals(await frameCountOf(ffmpeg, await findInput(clip)), undefined);
});

/** Overwrite bytes of a packet in the middle of a movie that has nothing but pictures. */
async function damage(path: string, packet: number, from: number, length: number): Promise<void> {
  const { packets } = (await frameIndex(ffmpeg, await findInput(path)))!;
  const bytes = await Deno.readFile(path);
  const start = bytes.findIndex((_, i) => `${bytes.subarray(i, i + 4)}` === "109,100,97,116") + 4;
  const at = start + packets.sizes.slice(0, packet).reduce((sum, size) => sum + size) + from;
  await Deno.writeFile(path, bytes.fill(0x55, at, at + length));
}

Deno.test("openVideo() decodes from the start where a damaged packet may be no picture", async () => {
  await using folder = await temporaryFolder();
  const [clip, other] = [`${folder.path}/clip.mp4`, `${folder.path}/other.mp4`];
  await draw(clip, [...X264, "-bf", "3"]);
  await Deno.copyFile(clip, other);
  // The length of a slice, and then what is in it.
  await damage(clip, 101, 0, 4);
  await damage(other, 120, 500, 400);
  const all = await damagedFramesOf(clip, 1);
  assert(all.message !== undefined && all.frames.length < 340);
  assertEquals((await damagedFramesOf(clip, 300)).frames, all.frames.slice(299));
  assertEquals(ffmpeg.hasSought, false);
  const whole = await damagedFramesOf(other, 1);
  assertEquals([whole.message !== undefined, whole.frames.length], [true, 340]);
  // What is damaged before is not seen.
  const frames = whole.frames.slice(299);
  assertEquals(await damagedFramesOf(other, 300), { frames, message: undefined });
  assertEquals(ffmpeg.hasSought, true);
});
