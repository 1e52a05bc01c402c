import { assertEquals, assertRejects } from "@std/assert";
import {
  composite,
  createFrame,
  FfmpegError,
  type Frame,
  KernelMemory,
  type Size,
} from "../../../../mod.ts";
import type { Layers } from "../../../../lib/pixels/compose/layers.ts";
import { createVideo } from "../../../../lib/files/ffmpeg/encode/create_video.ts";
import { type CreateVideoOptions, findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { ffmpeg, sha256, temporaryFolder } from "../../../helpers.ts";
import { freeLayers, layersIn } from "../../threads/layers.ts";

const found = await findFfmpeg();

/** 64 flat patches of 16 × 16 pixels: grays, and colours from dull to full. */
function chart(): Frame {
  const frame = createFrame(128, 128);
  for (let i = 0; i < 128 * 128; i++) {
    const patch = 8 * (i >> 11) + ((i & 127) >> 4);
    const colour = patch < 8
      ? [0, 1, 2].map(() => Math.round(patch * 255 / 7))
      : [patch * 37, patch * 101, patch * 53].map((value) => value % 256);
    frame.bitmap.set([...colour, 255], 4 * i);
  }
  return frame;
}

/** Mean of the differences of all colours, in the middle of the patches: chroma is halved at edges. */
function meanError(a: Frame, b: Frame): number {
  let sum = 0;
  let count = 0;
  for (let p = 0; p < a.bitmap.length; p++) {
    const [x, y] = [(p >> 2) & 15, (p >> 9) & 15];
    if (p % 4 === 3 || Math.min(x, y) < 4 || Math.max(x, y) > 11) continue;
    sum += Math.abs(a.bitmap[p] - b.bitmap[p]);
    count++;
  }
  return sum / count;
}

async function firstFrame(path: string): Promise<Frame> {
  await using video = await openVideo(path, { ffmpeg: found, isAccurate: true });
  for await (const { width, height, bitmap } of video) {
    return { width, height, bitmap: bitmap.slice() };
  }
  throw new Error("no frame");
}

for (const matrix of ["bt601", "bt709"]) {
  for (const range of ["tv", "pc"]) {
    for (const pixels of ["yuv444p", "yuv420p"]) {
      Deno.test(`createVideo() keeps the colours of ${matrix} ${range} ${pixels}`, async () => {
        await using folder = await temporaryFolder();
        const [raw, input, output] = ["raw", "in.mkv", "out.mp4"].map((name) =>
          `${folder.path}/${name}`
        );
        const original = chart();
        await Deno.writeFile(raw, new Uint8Array(original.bitmap.buffer as ArrayBuffer));
        const space = matrix === "bt601" ? "smpte170m" : "bt709";
        await ffmpeg(
          ...["-f", "rawvideo", "-pix_fmt", "rgba", "-s", "128x128", "-i", raw],
          ...["-vf", `scale=out_color_matrix=${matrix}:out_range=${range}:flags=accurate_rnd`],
          ...["-pix_fmt", pixels, "-colorspace", space, "-color_range", range],
          ...["-c:v", "libx264", "-qp", "0", input],
        );
        const frame = await firstFrame(input);
        await using video = createVideo(output, {
          ffmpeg: found,
          container: "mp4",
          crf: 1,
          width: 128,
          height: 128,
        });
        for (let i = 0; i < 3; i++) await video.frames.write(frame, i + 1, i / 25);
        await video.close();
        const error = meanError(original, await firstFrame(output));
        assertEquals(error < 1, true, `mean error ${error}`);
      });
    }
  }
}

Deno.test("createVideo() leaves nothing without close()", async () => {
  await using folder = await temporaryFolder();
  {
    await using video = createVideo(`${folder.path}/out.mp4`, {
      ffmpeg: found,
      container: "mp4",
      width: 16,
      height: 16,
    });
    await video.frames.write(createFrame(16, 16), 1, 0);
  }
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

/** A video of eight composites, all handed over at once. */
async function composites(
  path: string,
  { width, height }: Size,
  where: KernelMemory | undefined,
  options: Partial<CreateVideoOptions>,
): Promise<string[]> {
  const memory = where ?? (await KernelMemory.load())!;
  await using video = createVideo(path, {
    ffmpeg: found,
    container: "mkv",
    width,
    height,
    ...options,
  });
  await Promise.all(Array.from({ length: 8 }, async (_, i) => {
    const layers = layersIn(memory, width, height, i);
    const there = where === undefined ? elsewhere(layers) : layers;
    // Where something lies does not count, only what it is.
    if (i % 4 === 3) await video.composites.write(elsewhere(layers), i + 1, i / 25);
    else if (i % 2 === 0) await video.composites.write(there, i + 1, i / 25);
    else {
      const { foreground, background, matte } = there;
      const out = where?.createFrame(width, height) ?? createFrame(width, height);
      const frame = composite(foreground, background, matte, { out });
      await video.frames.write(frame, i + 1, i / 25);
    }
  }));
  await video.close();
  await using source = await openVideo(path, { ffmpeg: found });
  return await Array.fromAsync(source, ({ bitmap }) => sha256(new Uint8Array(bitmap)));
}

function elsewhere({ foreground, background, matte }: Layers): Layers {
  return {
    foreground: { ...foreground, bitmap: foreground.bitmap.slice() },
    background: { ...background, bitmap: background.bitmap.slice() },
    matte: { ...matte, data: matte.data.slice() },
  };
}

for (
  const [title, size, options] of [
    ["YUV", { width: 64, height: 48 }, {}],
    ["YUV with odd sides", { width: 67, height: 33 }, {}],
    ["RGBA", { width: 33, height: 16 }, { isLossless: true }],
  ] as const
) {
  Deno.test(`createVideo() composes ${title} in a thread or here to the same pictures`, async () => {
    await using folder = await temporaryFolder();
    const memory = (await KernelMemory.load())!;
    const wanted = await composites(`${folder.path}/here.mkv`, size, undefined, options);
    assertEquals(new Set(wanted).size, 8);
    const there = await composites(`${folder.path}/there.mkv`, size, memory, options);
    assertEquals(there, wanted);
    const known = { ...options, memory };
    assertEquals(await composites(`${folder.path}/mixed.mkv`, size, undefined, known), wanted);
  });
}

Deno.test("createVideo() in a thread tells of an encoder that has gone, and of an abort", async () => {
  await using folder = await temporaryFolder();
  const memory = (await KernelMemory.load())!;
  const abort = new AbortController();
  const { signal } = abort;
  const options = { ffmpeg: found, container: "mkv", width: 64, height: 48 } as const;
  const layers = layersIn(memory, 64, 48, 1);
  {
    const bad = { ...options, preset: "nowhere" };
    await using video = createVideo(`${folder.path}/out.mkv`, bad);
    await assertRejects(
      async () => {
        for (let i = 0; i < 100; i++) await video.composites.write(layers, i + 1, i / 25);
      },
      FfmpegError,
      "Cannot write",
    );
  }
  {
    await using video = createVideo(`${folder.path}/out.mkv`, { ...options, signal });
    await video.composites.write(layers, 1, 0);
    const reason = new Error("enough");
    abort.abort(reason);
    const error = await assertRejects(() => video.composites.write(layers, 2, 1 / 25), Error);
    assertEquals(error, reason);
  }
  assertEquals([...Deno.readDirSync(folder.path)], []);
  freeLayers(memory, layers);
  assertEquals(memory.bytesInUse, 0);
});

Deno.test("createVideo() waits for no end of ffmpeg's where a picture cannot be read", async () => {
  await using folder = await temporaryFolder();
  const options = { ffmpeg: found, container: "mkv", width: 16, height: 16 } as const;
  await using video = createVideo(`${folder.path}/out.mkv`, options);
  const gray = { width: 16, height: 16, data: new Uint8Array(256) };
  await video.grays.write(gray, 1, 0);
  await assertRejects(() => video.grays.write({ ...gray, data: undefined! }, 2, 1), TypeError);
});

Deno.test("createVideo() refuses a picture of another size at once, here and in a thread", async () => {
  await using folder = await temporaryFolder();
  const memory = (await KernelMemory.load())!;
  const options = { ffmpeg: found, container: "mkv", width: 16, height: 16 } as const;
  for (const frame of [createFrame(16, 17), memory.createFrame(16, 17)]) {
    await using video = createVideo(`${folder.path}/out.mkv`, options);
    await assertRejects(() => video.frames.write(frame, 1, 0), RangeError);
  }
});
