import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  copyMasked,
  createFrame,
  encodeJpeg,
  estimateFrames,
  type Frame,
  KernelMemory,
  type Progress,
  resizeArea,
  TutorialEstimator,
} from "../../../../mod.ts";
import { FilePattern } from "../../../../lib/files/mod.ts";
import type { RawFrames } from "../../../../lib/files/ffmpeg/decode/raw_video.ts";
import { FinishThreads } from "../../../../lib/files/threads/finish/finish_threads.ts";
import { writeTutorial } from "../../../../lib/files/threads/tutorial/write_tutorial.ts";
import { namesIn, noiseFrame, numbered, temporaryFolder } from "../../../helpers.ts";

const SIZE = { width: 33, height: 18 };

/** Frames of noise that changes in one corner. */
const frames: Frame[] = Array.from({ length: 9 }, (_, i) => {
  const frame = noiseFrame(SIZE.width, SIZE.height, 5);
  frame.bitmap.forEach((_, p) => p % 4 === 3 && (frame.bitmap[p] = 255));
  frame.bitmap.set(noiseFrame(8, 1, i).bitmap.map((level, p) => p % 4 === 3 ? 255 : level));
  return frame;
});

/** A video of some frames, by a stream unless told otherwise. */
function videoOf(all: readonly Frame[], more: Partial<RawFrames> = {}) {
  const log: string[] = [];
  let next = 0;
  const video = {
    ...SIZE,
    format: "rgba",
    frameBytes: 4 * SIZE.width * SIZE.height,
    firstFrame: 1,
    pipe: undefined,
    read(buffer: ArrayBuffer) {
      if (next === all.length) return Promise.resolve(new Uint8Array());
      const bytes = new Uint8Array(buffer);
      bytes.set(all[next++].bitmap);
      return Promise.resolve(bytes);
    },
    stop: () => void log.push("stopped"),
    assertGoodEnd: (read: number, left: number) => {
      log.push(`ended ${read} ${left}`);
      return Promise.resolve();
    },
    ...more,
  };
  return { video: video as RawFrames, log };
}

const background = noiseFrame(20, 12, 77);

/** The pictures as plain code makes them. */
async function wantedPictures(): Promise<Uint8Array[]> {
  const memory = (await KernelMemory.load())!;
  const behind = memory.createFrame(20, 12);
  behind.bitmap.set(background.bitmap);
  const resized = resizeArea(behind, SIZE);
  using estimator = new TutorialEstimator();
  const pictures: Uint8Array[] = [];
  const all = frames.map((frame, i) => numbered(1 + i, frame));
  for await (const { matte: mask, foreground } of estimateFrames(all, estimator)) {
    if (mask === undefined) continue;
    const out = createFrame(SIZE.width, SIZE.height);
    out.bitmap.set(resized.bitmap);
    copyMasked(foreground, mask, { out });
    pictures.push(encodeJpeg(out, { quality: 95 }));
  }
  return pictures;
}

const common = { background, threshold: 3, quality: 95, warmUp: 2 };

for (const count of [1, 2, 3]) {
  // Of a pipe each thread reads on where another one stopped; a file, only one thread can read.
  for (const source of count === 1 ? ["stream", "file"] : ["stream"]) {
    Deno.test(`writeTutorial() gives plain code's files: ${count} threads, from a ${source}`, async () => {
      await using folder = await temporaryFolder();
      const bytes = await new Blob(frames.map(({ bitmap }) => bitmap as BlobPart)).bytes();
      await Deno.writeFile(`${folder.path}/raw`, bytes);
      const { video, log } = videoOf(
        frames,
        source === "file" ? { pipe: `${folder.path}/raw` } : {},
      );
      const memory = (await KernelMemory.load())!;
      const heard: Progress[] = [];
      {
        await using threads = await FinishThreads.start(memory, count);
        const done = await writeTutorial(threads, video, {
          ...common,
          output: new FilePattern(`${folder.path}/out/o%d.jpg`),
          mattes: new FilePattern(`${folder.path}/m/m%d.png`),
          onProgress: (progress) => heard.push(progress),
        });
        const wanted = await wantedPictures();
        assertEquals(done, { framesRead: frames.length, framesWritten: wanted.length });
        assertEquals(heard.at(-1), done);
        for (const [i, picture] of wanted.entries()) {
          const file = await Deno.readFile(`${folder.path}/out/o${3 + i}.jpg`);
          assertEquals(file, picture, `picture ${3 + i}`);
        }
        assertEquals(namesIn(`${folder.path}/m`).length, wanted.length);
        const { bytesInUse } = memory;
        // The same threads serve once more, for anything.
        const next = videoOf(frames).video;
        const output = new FilePattern(`${folder.path}/again/o%d.jpg`);
        const range = { first: 4, last: 5 };
        const again = await writeTutorial(threads, next, { ...common, output, range });
        assertEquals(again.framesWritten, 2);
        assertEquals(namesIn(`${folder.path}/again`), ["o4.jpg", "o5.jpg"]);
        assertEquals(memory.bytesInUse, bytesInUse);
      }
      assertEquals(log, [`ended ${frames.length} 0`]);
    });
  }
}

Deno.test("writeTutorial() tells what cannot be written, and ends the video", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  const memory = (await KernelMemory.load())!;
  await using threads = await FinishThreads.start(memory, 2);
  const { video, log } = videoOf(frames);
  const output = new FilePattern(`${folder.path}/file/o%d.jpg`);
  await assertRejects(() => writeTutorial(threads, video, { ...common, output }), Error, "file");
  assert(log.includes("stopped"));
});

Deno.test("writeTutorial() throws what the video throws, and the signal's reason", async () => {
  await using folder = await temporaryFolder();
  const memory = (await KernelMemory.load())!;
  await using threads = await FinishThreads.start(memory, 2);
  const output = new FilePattern(`${folder.path}/o%d.jpg`);
  const broken = videoOf(frames, { read: () => Promise.reject(new RangeError("broken")) });
  await assertRejects(
    () => writeTutorial(threads, broken.video, { ...common, output }),
    RangeError,
    "broken",
  );
  const ending = new AbortController();
  const { video, log } = videoOf(frames);
  const onProgress = () => ending.abort(new Error("enough"));
  const { signal } = ending;
  await assertRejects(
    () => writeTutorial(threads, video, { ...common, output, onProgress, signal }),
    Error,
    "enough",
  );
  assertEquals(log.includes("stopped"), true);
  const half = videoOf(frames.slice(0, 4)).video;
  const done = await writeTutorial(threads, half, { ...common, output });
  assertEquals(done, { framesRead: 4, framesWritten: 2 });
});
