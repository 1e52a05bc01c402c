import { assertEquals } from "@std/assert";
import { createFrame, type Frame } from "../../../../mod.ts";
import { createVideo } from "../../../../lib/files/ffmpeg/encode/encode.ts";
import { findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { ffmpeg, temporaryFolder } from "../../../helpers.ts";

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
          ...{ ffmpeg: found, container: "mp4", crf: 1, width: 128, height: 128 },
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
      ...{ ffmpeg: found, container: "mp4", width: 16, height: 16 },
    });
    await video.frames.write(createFrame(16, 16), 1, 0);
  }
  assertEquals([...Deno.readDirSync(folder.path)], []);
});
