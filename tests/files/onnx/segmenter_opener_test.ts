import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { findFfmpeg, openJpegCodec, readImage, segmenterOpener } from "../../../lib/files/mod.ts";
import { resizeArea } from "../../../lib/pixels/resize/resize_area.ts";
import { createFrame, type Frame, KernelMemory, type Matte, ModelError } from "../../../mod.ts";
import { noiseFrame, ROOT, temporaryFolder } from "../../helpers.ts";
import { mixNetwork } from "../../networks/tiny_networks.ts";

const ASTRONAUT = fileURLToPath(new URL("examples/media/astronaut.jpg", ROOT));

/** The matte of one frame. */
async function matteOf(model: string, frame: Frame, options = {}) {
  await using segmenter = await segmenterOpener(model, options)(frame);
  return await segmenter.segment(frame);
}

for (const [width, height] of [[64, 36], [40, 40], [1, 9]]) {
  Deno.test(`segmenterOpener("fast") finds nobody in noise of ${width}×${height}`, async () => {
    const matte = await matteOf("fast", noiseFrame(width, height, 3));
    assertEquals([matte.width, matte.height], [width, height]);
    assertEquals(matte.data.findIndex((alpha) => alpha >= 128), -1);
  });
}

for (const model of ["fast", "quality"]) {
  Deno.test(`segmenterOpener("${model}") finds the astronaut, near and far`, async () => {
    using jpeg = await openJpegCodec();
    const near = await readImage(ASTRONAUT, { jpeg, ffmpeg: findFfmpeg });
    // The same at a quarter of the size, in the corner of a gray room.
    const far = createFrame(near.width, near.height);
    far.bitmap.fill(128);
    const [width, height] = [near.width, near.height].map((side) => Math.round(side / 4));
    const small = resizeArea(near, { width, height });
    for (let y = 0; y < height; y++) {
      const row = small.bitmap.subarray(4 * y * width, 4 * (y + 1) * width);
      far.bitmap.set(row, 4 * (far.height - height + y) * far.width);
    }
    const shareOf = ({ data }: Matte) => data.filter((alpha) => alpha >= 128).length / data.length;
    const [whole, quarter] = [
      shareOf(await matteOf(model, near)),
      shareOf(await matteOf(model, far)),
    ];
    assert(whole > 0.3 && whole < 0.7, `share ${whole}`);
    // A quarter of each side.
    assert(Math.abs(16 * quarter - whole) < 0.1, `shares ${whole} and 16 · ${quarter}`);
  });
}

/** A folder with a network of any size: what is red is somebody. */
async function folderWithModel() {
  const folder = await temporaryFolder();
  const model = `${folder.path}/red.onnx`;
  const any = [undefined, 3, undefined, undefined];
  const network = { mix: [[1, 0, 0]], outputs: ["output"], dims: [1, 1, undefined, undefined] };
  await Deno.writeFile(model, mixNetwork({ ...network, input: ["input", any] } as never));
  return { model, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

Deno.test("segmenterOpener() opens one's own network, as one says", async () => {
  await using folder = await folderWithModel();
  const [frame, inKernels] = [
    createFrame(64, 64),
    (await KernelMemory.load())!.createFrame(64, 64),
  ];
  for (const { bitmap } of [frame, inKernels]) bitmap.fill(51);
  const alphas = async (overrides: object, seen = frame) => {
    const { width, data } = await matteOf(folder.model, seen, { overrides });
    return [width, new Set(data).values().next().value, new Set(data).size];
  };
  const overrides = { size: { width: 32, height: 32 }, mean: [0, 0, 0], std: [255, 255, 255] };
  assertEquals(await alphas(overrides), [32, 51, 1]);
  assertEquals(await alphas({ ...overrides, std: [127.5, 127.5, 127.5] }), [32, 102, 1]);
  assertEquals(await alphas(overrides, inKernels), [32, 51, 1]);
});

Deno.test("segmenterOpener() of a name takes no heed of what is said of one's own model", async () => {
  const frame = noiseFrame(64, 36, 3);
  const overrides = { size: { width: 5, height: 5 }, layout: "nchw", output: "nonsense" };
  assertEquals(await matteOf("fast", frame, { overrides }), await matteOf("fast", frame));
});

Deno.test("segmenterOpener() opens nothing until it is asked to, and each time anew", async () => {
  await using folder = await folderWithModel();
  segmenterOpener("none.onnx");
  const open = segmenterOpener(folder.model);
  const [one, two] = await Promise.all([open(createFrame(4, 4)), open(createFrame(4, 4))]);
  await one[Symbol.asyncDispose]();
  assert((await two.segment(createFrame(4, 4))).data.length > 0);
  await assertRejects(() => one.segment(createFrame(4, 4)), ModelError, "it was closed");
  await two[Symbol.asyncDispose]();
});

Deno.test("segmenterOpener() refuses what is no network of people, and leaves no thread", async () => {
  await using folder = await folderWithModel();
  const broken = `${folder.model.slice(0, -5)}.tflite`;
  await Deno.writeTextFile(broken, "hello");
  await assertRejects(() => matteOf(broken, createFrame(4, 4)), ModelError, broken);
  const open = segmenterOpener(folder.model, { overrides: { output: "nonsense" } });
  // The runner tells of threads that outlive a test.
  await assertRejects(() => open(createFrame(4, 4)), RangeError, "'nonsense'");
  await assertRejects(() => matteOf("toString", createFrame(4, 4)), RangeError, "'toString'");
  await assertRejects(
    () => matteOf(folder.model, createFrame(4, 4), { threads: 0 }),
    RangeError,
    "'threads'",
  );
});

Deno.test("segmenterOpener() refuses frames that are not whole", async () => {
  await using folder = await folderWithModel();
  const half = { width: 4, height: 4, bitmap: new Uint8ClampedArray(32) };
  await assertRejects(() => matteOf(folder.model, half), RangeError, "'frame'");
});

Deno.test("segmenterOpener() tells of Robust Video Matting, its authors' files too, that it gives mattes", () => {
  const tell = (model: string) => segmenterOpener(model).givesMattes;
  const those = ["rvm", "rvm_mobilenetv3_fp32.onnx", "models/RVM.onnx", "C:\\rvm_resnet50.onnx"];
  assertEquals(those.map(tell), [true, true, true, true]);
  const others = ["fast", "quality", "rvm/modnet.onnx", "my_rvmodel.tflite"];
  assertEquals(others.map(tell), [false, false, false, false]);
});
