import { assertEquals } from "@std/assert";
import { createFrame, type Frame, KernelMemory, type TimedFrame } from "../../../../mod.ts";
import { frameOfYuv, FrameStore, type LentFrame, yuvMatrix } from "../../../../lib/pixels/mod.ts";
import { Ffmpeg, FfmpegLog, findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { openRawVideo } from "../../../../lib/files/ffmpeg/decode/open_by_ffmpeg.ts";
import type { OpenVideoOptions } from "../../../../lib/files/ffmpeg/decode/decode_arguments.ts";
import { startRawVideo } from "../../../../lib/files/ffmpeg/decode/open_video.ts";
import { nativeFormat } from "../../../../lib/files/ffmpeg/decode/pixel_format.ts";
import { drawAll, ffmpeg as runFfmpeg, temporaryFolder } from "../../../helpers.ts";

const ffmpeg = await findFfmpeg();
const isX86 = Deno.build.arch === "x86_64";

/** The frames as our own conversion makes them, if the format is one of ours. */
async function nativeFrames(path: string): Promise<{ isYuv: boolean; frames: Frame[] }> {
  await using video = await openRawVideo(path, { ffmpeg, isNative: true });
  const frames: Frame[] = [];
  let bytes = new Uint8Array(video.frameBytes);
  while ((bytes = await video.read(bytes.buffer)).length === video.frameBytes) {
    const frame = createFrame(video.width, video.height);
    if (video.format === "rgba") frame.bitmap.set(bytes);
    else frameOfYuv(bytes, video, video.format.yuv420p, { out: frame });
    frames.push(frame);
  }
  return { isYuv: video.format !== "rgba", frames };
}

async function rgbaFrames(
  path: string,
  options: Partial<OpenVideoOptions> = {},
): Promise<Frame[]> {
  await using video = await openVideo(path, { ffmpeg, ...options });
  const frames: Frame[] = [];
  for await (const { width, height, bitmap } of video) {
    frames.push({ width, height, bitmap: bitmap.slice() });
  }
  return frames;
}

const videos: [title: string, isYuv: boolean, size: string, ...args: string[]][] = [
  ["untagged", true, "64x48", "-pix_fmt", "yuv420p"],
  ["of odd width", true, "65x48", "-pix_fmt", "yuv420p", "-c:v", "ffv1"],
  ["of width 2", true, "2x2", "-pix_fmt", "yuv420p", "-c:v", "ffv1"],
  ["of width 70", true, "70x38", "-pix_fmt", "yuv420p"],
  ["of width 646", true, "646x34", "-pix_fmt", "yuv420p"],
  ["of odd height", false, "64x47", "-pix_fmt", "yuv420p", "-c:v", "ffv1"],
  ["of BT.709", true, "64x48", "-pix_fmt", "yuv420p", "-colorspace", "bt709"],
  ["of BT.2020", true, "64x48", "-pix_fmt", "yuv420p", "-colorspace", "bt2020nc"],
  [
    "of BT.601, all tagged",
    true,
    "64x48",
    "-pix_fmt",
    "yuv420p",
    "-colorspace",
    "smpte170m",
    "-color_primaries",
    "smpte170m",
    "-color_trc",
    "smpte170m",
    "-color_range",
    "tv",
  ],
  ["of full range", true, "64x48", "-pix_fmt", "yuvj420p"],
  ["of full range and BT.709", true, "64x48", "-pix_fmt", "yuvj420p", "-colorspace", "bt709"],
  ["of MJPEG", true, "64x48", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg"],
  ["of YUV 4:2:2", false, "64x48", "-pix_fmt", "yuv422p"],
  ["of YUV 4:4:4", false, "64x48", "-pix_fmt", "yuv444p"],
  ["of ten bits", false, "64x48", "-pix_fmt", "yuv420p10le", "-c:v", "ffv1"],
  ["of RGB", false, "64x48", "-pix_fmt", "bgr0", "-c:v", "ffv1"],
];

Deno.test("openRawVideo() gives a video the pixels that ffmpeg's RGBA has", async (t) => {
  await using folder = await temporaryFolder();
  const drawings = videos.map(([, , size, ...args], i) => ({
    path: `${folder.path}/${i}.mkv`,
    source: `testsrc=size=${size}:rate=5,noise=alls=60:allf=t:all_seed=3`,
    args: [...args.includes("-c:v") ? [] : ["-c:v", "libx264"], ...args],
    frames: 3,
  }));
  await drawAll(drawings);
  for (const [i, [title, isYuv]] of videos.entries()) {
    await t.step(title, async () => {
      const native = await nativeFrames(drawings[i].path);
      assertEquals(native.frames, await rgbaFrames(drawings[i].path));
      assertEquals(native.frames.length, 3);
      assertEquals(native.isYuv, isYuv && isX86);
    });
  }
});

const memory = (await KernelMemory.load())!;

/** The bytes of a file's frames as ffmpeg converts them. */
async function bytesByFfmpeg(path: string): Promise<Uint8Array> {
  await using folder = await temporaryFolder();
  const target = `${folder.path}/raw`;
  const flags = "accurate_rnd+full_chroma_int+full_chroma_inp";
  const format = ["-sws_flags", flags, "-pix_fmt", "rgba", "-f", "rawvideo"];
  await runFfmpeg("-i", path, ...format, target);
  return await Deno.readFile(target);
}

/** The bytes of a file's frames as the kernels convert them. */
async function bytesByKernels(path: string): Promise<Uint8Array> {
  using store = new FrameStore(memory);
  const frames = await rgbaFrames(path, { isAccurate: true, store });
  assertEquals(store.inUse, 0);
  return Uint8Array.from(frames.flatMap(({ bitmap }) => [...bitmap]));
}

function difference(a: Uint8Array, b: Uint8Array): { worst: number; mean: number } {
  assertEquals(a.length, b.length);
  let worst = 0, sum = 0;
  for (let i = 0; i < a.length; i++) {
    const each = Math.abs(a[i] - b[i]);
    worst = Math.max(worst, each);
    sum += each;
  }
  return { worst, mean: sum / a.length };
}

Deno.test("openVideo() with kernels gives a video ffmpeg's accurate colours", async (t) => {
  await using folder = await temporaryFolder();
  const ours = videos.filter(([, isYuv]) => isYuv);
  const drawings = ours.map(([, , size, ...args], i) => {
    // Where chroma is flat: between samples ffmpeg 5.1 puts them half a row too low.
    const colours = ["0x203040", "0xd02040", "0x30c0f0"].map((colour, k) =>
      `color=${colour}:size=${size}:rate=5:duration=0.2[${k}]`
    );
    const graph = "concat=n=3,format=yuv444p,noise=c0s=60:c0f=t:all_seed=3";
    const codec = args.includes("-c:v") ? [] : ["-c:v", "libx264", "-qp", "0"];
    return {
      path: `${folder.path}/${i}.mkv`,
      source: `${colours.join(";")};[0][1][2]${graph}`,
      args: [...codec, ...args],
      frames: 3,
    };
  });
  await drawAll(drawings);
  for (const [i, [title]] of ours.entries()) {
    await t.step(title, async () => {
      const { path } = drawings[i];
      const { worst } = difference(await bytesByKernels(path), await bytesByFfmpeg(path));
      assertEquals(worst <= 1, true, `${worst} levels`);
    });
  }
});

Deno.test("openVideo() with kernels brings encoded pictures back, nearer than ffmpeg does", async () => {
  await using folder = await temporaryFolder();
  const [original, encoded] = ["rgb.mkv", "yuv.mkv"].map((name) => `${folder.path}/${name}`);
  const source = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=5", "-frames:v", "2"];
  await runFfmpeg(...source, "-pix_fmt", "bgr0", "-c:v", "ffv1", original);
  const flags = "bicubic+accurate_rnd+full_chroma_int";
  const toYuv = ["-sws_flags", flags, "-pix_fmt", "yuv420p"];
  await runFfmpeg("-i", original, ...toYuv, "-c:v", "ffv1", encoded);
  const truth = await bytesByFfmpeg(original);
  const ours = difference(await bytesByKernels(encoded), truth).mean;
  const theirs = difference(await bytesByFfmpeg(encoded), truth).mean;

  assertEquals(ours < theirs, true, `${ours} and ${theirs} levels`);
});

Deno.test("openVideo() with kernels gives the same frames and times as without", async () => {
  await using folder = await temporaryFolder();
  for (const [name, ...args] of [["yuv.mkv", "yuv420p"], ["rgb.mkv", "yuv444p"]]) {
    const path = `${folder.path}/${name}`;
    const source = "testsrc2=size=64x47:rate=5";
    await runFfmpeg(
      ...["-f", "lavfi", "-i", source, "-frames:v", "9", "-pix_fmt", ...args, "-c:v", "ffv1", path],
    );
    for (const options of [{}, { firstFrame: 3, every: 2 }, { size: { width: 32, height: 24 } }]) {
      const stores = [undefined, new FrameStore(memory)];
      const [there, here] = await Promise.all(stores.map(async (store) => {
        const found: [number, number, number, number][] = [];
        await using video = await openVideo(path, { ffmpeg, isAccurate: true, store, ...options });
        for await (const { number, timestamp, bitmap, width } of video) {
          found.push([number, timestamp, width, bitmap.length]);
        }
        return found;
      }));
      assertEquals(here, there);
      assertEquals(here.length > 3, true);
    }
  }
});

Deno.test("openVideo() with a store lends frames with owners, and gives all back however it ends", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/yuv.mkv`;
  const source = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5", "-frames:v", "6"];
  await runFfmpeg(...source, "-pix_fmt", "yuv420p", "-c:v", "ffv1", path);
  const before = memory.bytesInUse;
  for (const place of [undefined, memory]) {
    for (const wanted of [2, Infinity]) {
      using store = new FrameStore(place);
      const wholes: number[] = [];
      const kept: LentFrame[] = [];
      await using video = await openVideo(path, { ffmpeg, isAccurate: true, store });
      for await (const frame of video as AsyncIterable<TimedFrame & LentFrame>) {
        assertEquals(frame.stored?.bitmap, frame.bitmap);
        if (frame.number === 1) kept.push(frame.stored!.retain());
        wholes.push(frame.bitmap[0]);
        if (frame.number === wanted) break;
      }
      // Who retains a frame has it as it was.
      assertEquals(store.inUse, 1);
      assertEquals(kept[0].bitmap[0], wholes[0]);
      (kept[0] as { release?: () => void }).release!();
      assertEquals(store.inUse, 0);
    }
  }
  assertEquals(memory.bytesInUse, before);
});

Deno.test("openRawVideo() turns a rotated video before its pixels are converted", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/clip.mp4`;
  const source = "testsrc2=size=64x36:rate=5";
  await runFfmpeg("-f", "lavfi", "-i", source, "-frames:v", "2", "-pix_fmt", "yuv420p", path);
  const turned = `${folder.path}/turned.mp4`;
  await runFfmpeg("-i", path, "-c", "copy", "-metadata:s:v:0", "rotate=90", turned);
  const { frames } = await nativeFrames(turned);
  assertEquals([frames[0].width, frames[0].height], [36, 64]);
  assertEquals(frames, await rgbaFrames(turned));
});

Deno.test("nativeFormat() knows no format that it has not been told of", () => {
  const formatOf = (format: string, colours?: string) => {
    const log = new FfmpegLog("x");
    const part = "[showinfo@x @ 0x1] [info]";
    log.add(`${part} n: 0 pts: 0 pts_time:0 pos: 1 fmt:${format} sar:1/1 s:64x36 i:P type:I `);
    if (colours) log.add(`${part} color_range:${colours} color_primaries:bt709 color_trc:bt709`);
    return nativeFormat(log);
  };
  const bt601 = isX86 ? { yuv420p: yuvMatrix("bt601", false) } : undefined;
  assertEquals(formatOf("yuv420p"), undefined);
  assertEquals(formatOf("yuv420p", "unknown color_space:unknown"), bt601);
  assertEquals(formatOf("yuv420p", "tv color_space:bt470bg"), bt601);
  assertEquals(formatOf("yuv420p", "tv color_space:ycgco"), undefined);
  assertEquals(formatOf("nv12", "tv color_space:bt709"), undefined);
  assertEquals(formatOf("rgba", "pc color_space:gbr"), "rgba");
});

/** An ffmpeg that counts how often it is started. */
class CountingFfmpeg extends Ffmpeg {
  starts = 0;

  override start(...args: Parameters<Ffmpeg["start"]>): ReturnType<Ffmpeg["start"]> {
    this.starts++;
    return super.start(...args);
  }
}

Deno.test("openRawVideo() starts ffmpeg once where the file tells how its pixels are coded", async () => {
  await using folder = await temporaryFolder();
  const clip = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=0.5"];
  const clips: [name: string, starts: number, format: string, ...args: string[]][] = [
    ["yuv.mp4", 1, "yuv", "-pix_fmt", "yuv420p"],
    ["full.mp4", 1, "rgba", "-pix_fmt", "yuv444p"],
    ["full.mkv", 1, "rgba", "-pix_fmt", "yuv444p", "-c:v", "libx264"],
    // That tells nothing before its first picture.
    ["ffv1.mkv", 2, "rgba", "-pix_fmt", "yuv444p", "-c:v", "ffv1"],
  ];
  for (const [name, starts, format, ...args] of clips) {
    const path = `${folder.path}/${name}`;
    await runFfmpeg(...clip, ...args, path);
    const counting = new CountingFfmpeg(ffmpeg.command);
    await using opening = await startRawVideo(path, { ffmpeg: counting, isNative: true });
    const video = await opening.open();
    const found = video.format === "rgba" ? "rgba" : "yuv";
    assertEquals([name, counting.starts, found], [name, starts, isX86 ? format : "rgba"]);
    counting.starts = 0;
    const learned = { ffmpeg: counting, isNative: true, ...opening.learned };
    await using again = await startRawVideo(path, learned);
    assertEquals((await again.open()).format, video.format);
    assertEquals([name, counting.starts], [name, 1]);
  }
});
