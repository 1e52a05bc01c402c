import { assertEquals, assertRejects } from "@std/assert";
import { KernelMemory, type Size } from "../../../../mod.ts";
import { compositeYuv, yuvOfFrame, yuvWeights } from "../../../../lib/pixels/mod.ts";
import { type FfmpegRun, findFfmpeg } from "../../../../lib/files/mod.ts";
import { PictureWriter } from "../../../../lib/files/threads/finish/picture_writer.ts";
import {
  matroskaFrameHeader,
  matroskaHeader,
} from "../../../../lib/files/ffmpeg/encode/matroska.ts";
import { freeLayers, layersIn, noiseIn } from "../layers.ts";

const weights = yuvWeights("bt709", false);
const ffmpeg = await findFfmpeg();

/** An ffmpeg that gives back what it reads, as raw planes. */
function echo(): FfmpegRun {
  const args = ["-f", "matroska", "-i", "pipe:0", "-f", "rawvideo", "pipe:1"];
  return ffmpeg.start(args, undefined, { stdin: "piped" });
}

function headerOf(number: number, length: number): Uint8Array<ArrayBuffer> {
  return matroskaFrameHeader(number / 25, length) as Uint8Array<ArrayBuffer>;
}

async function begin(memory: KernelMemory, run: FfmpegRun, size: Size): Promise<PictureWriter> {
  const writer = await PictureWriter.start(memory, run.stdinPath!, size, weights);
  await run.stdin.close();
  const even = { width: size.width + size.width % 2, height: size.height + size.height % 2 };
  await writer.writeBytes(matroskaHeader(even, "yuv420p") as Uint8Array<ArrayBuffer>);
  return writer;
}

Deno.test({
  name: "PictureWriter writes composites and frames into ffmpeg's pipe, in order",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const memory = (await KernelMemory.load())!;
    const size = { width: 64, height: 48 };
    const length = 64 * 48 * 3 / 2;
    {
      await using run = echo();
      const echoed = new Response(run.stdout).bytes();
      await using writer = await begin(memory, run, size);
      const wanted: number[] = [];
      const written: Promise<void>[] = [];
      for (let number = 0; number < 10; number++) {
        const layers = layersIn(memory, size.width, size.height, number);
        const { foreground, background, matte } = layers;
        const frame = noiseIn(memory, size.width, size.height, number);
        wanted.push(...compositeYuv(foreground, background, matte, weights));
        wanted.push(...yuvOfFrame(frame, weights));
        written.push(
          writer.writeComposite(headerOf(2 * number, length), layers)
            .then(() => freeLayers(memory, layers)),
          writer.writeFrame(headerOf(2 * number + 1, length), frame)
            .then(() => memory.free(frame)),
        );
      }
      await Promise.all(written);
      assertEquals(writer.pending, 0);
      await writer.close();
      const bytes = await echoed;
      assertEquals(bytes.length, wanted.length);
      assertEquals(bytes.every((byte, i) => byte === wanted[i]), true);
    }
    assertEquals(memory.bytesInUse, 0);
  },
});

Deno.test({
  name: "PictureWriter reaches what the memory grows by while its thread starts",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const memory = (await KernelMemory.load())!;
    const size = { width: 64, height: 48 };
    await using run = echo();
    const echoed = new Response(run.stdout).bytes();
    const starting = begin(memory, run, size);
    const large = memory.createFrame(1000, 1000);
    await using writer = await starting;
    const frame = noiseIn(memory, size.width, size.height, 3);
    await writer.writeFrame(headerOf(0, 64 * 48 * 3 / 2), frame);
    await writer.close();
    assertEquals(await echoed, yuvOfFrame(frame, weights));
    memory.free(large);
    memory.free(frame);
  },
});

Deno.test({
  name: "PictureWriter makes odd sides even by the last column and line",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const memory = (await KernelMemory.load())!;
    await using run = echo();
    const echoed = new Response(run.stdout).bytes();
    await using writer = await begin(memory, run, { width: 3, height: 1 });
    const frame = noiseIn(memory, 3, 1, 5);
    await writer.writeFrame(headerOf(0, 12), frame);
    await writer.close();
    const [a, b, c, ...chroma] = yuvOfFrame(frame, weights);
    assertEquals([...await echoed], [a, b, c, c, a, b, c, c, ...chroma]);
  },
});

Deno.test({
  name: "PictureWriter tells of a program that has gone, however full the pipe is",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const memory = (await KernelMemory.load())!;
    await using run = ffmpeg.start(
      ["-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"],
      undefined,
      {
        stdin: "piped",
      },
    );
    // That ffmpeg never reads: the pipe is full soon.
    await using writer = await PictureWriter.start(
      memory,
      run.stdinPath!,
      { width: 640, height: 480 },
      weights,
    );
    const written = writer.writeFrame(new Uint8Array(0), noiseIn(memory, 640, 480, 1));
    const gone = assertRejects(() => written, Error, "roken pipe");
    await writer.writeFrame(new Uint8Array(65), noiseIn(memory, 640, 480, 1))
      .catch((error) => assertEquals(error.name, "RangeError"));
    run.kill();
    await gone;
  },
});

Deno.test("PictureWriter cannot be started without its pipe", async () => {
  const memory = (await KernelMemory.load())!;
  const size = { width: 4, height: 2 };
  const path = "/nowhere/pipe";
  await assertRejects(() => PictureWriter.start(memory, path, size, weights), Error, path);
  assertEquals(memory.bytesInUse, 0);
});
