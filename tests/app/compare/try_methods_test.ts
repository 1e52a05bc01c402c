import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { sampleMethods, tryMethods } from "../../../lib/app/mod.ts";
import { findFfmpeg, openJpegCodec, readImage } from "../../../lib/files/mod.ts";
import type { Frame } from "../../../mod.ts";
import { BEACH, namesIn, ROOT, temporaryFolder } from "../../helpers.ts";

const VIDEO = fileURLToPath(new URL("examples/media/labelled/walk/input.mp4", ROOT));

async function read(path: string): Promise<Frame> {
  using jpeg = await openJpegCodec();
  return await readImage(path, { jpeg, ffmpeg: () => findFfmpeg() });
}

/** Whether a picture is somewhere in another one, at this column. */
function isIn({ bitmap, width, height }: Frame, sheet: Frame, x: number): boolean {
  const rowOf = (y: number) =>
    sheet.bitmap.subarray(4 * (y * sheet.width + x), 4 * (y * sheet.width + x + width));
  const isSame = (at: number, row: number) => {
    const level = rowOf(at);
    return bitmap.subarray(4 * row * width, 4 * (row + 1) * width).every((v, i) => v === level[i]);
  };
  return Array.from({ length: sheet.height - height }, (_, y) => y).some((y) =>
    Array.from({ length: height }, (_, row) => row).every((row) => isSame(y + row, row))
  );
}

Deno.test("tryMethods() writes one picture with what sampleMethods() gives", async () => {
  await using folder = await temporaryFolder();
  const output = `${folder.path}/sheets/try.png`;
  const how = { methods: ["median", "clean-plate"], frames: [40, 12] };
  const tried = await tryMethods(VIDEO, BEACH, output, how);
  assertEquals([tried.output, tried.frames], [output, [12, 40]]);
  const [median, plate] = tried.methods;
  assert(median.failure === undefined);
  assert(median.command.endsWith(`${VIDEO} ${BEACH} -o out.mp4 -m median`), median.command);
  assertStringIncludes(plate.failure!, "cleanPlate");
  const sheet = await read(output);
  const [sampled] = await sampleMethods(VIDEO, BEACH, { ...how, output: "out.mp4" });
  assert(sampled.failure === undefined);
  for (const [i, number] of tried.frames.entries()) {
    const { frame, composite } = sampled.samples.get(number)!;
    // The clip has 320 columns: its pictures are shown as they are.
    const x = 28 + i * (320 + 8);
    assertEquals([isIn(frame, sheet, x), isIn(composite, sheet, x)], [true, true]);
  }
});

Deno.test("tryMethods() chooses three moments over the video, and none of the first five frames", async () => {
  await using folder = await temporaryFolder();
  const output = `${folder.path}/try.jpg`;
  const { frames } = await tryMethods(VIDEO, "blur", output, { methods: ["tutorial"] });
  const [first, second, third] = frames;
  assertEquals(frames.length, 3);
  assert(6 <= first && first <= 19 && 19 < second && second <= 32 && 32 < third, `${frames}`);
  assertEquals([...(await Deno.readFile(output)).subarray(0, 3)], [0xff, 0xd8, 0xff]);
});

Deno.test("tryMethods() writes nothing where no method can work, and when it is stopped", async () => {
  await using folder = await temporaryFolder();
  const output = `${folder.path}/try.png`;
  const { output: none } = await tryMethods(VIDEO, "blur", output, { methods: ["clean-plate"] });
  assertEquals(none, undefined);
  const stop = new AbortController();
  const reason = new Error("enough");
  const stopped = tryMethods(VIDEO, "blur", output, {
    methods: ["average"],
    signal: stop.signal,
    onProgress: ({ stage }) => stage === "frames" && stop.abort(reason),
  });
  assertEquals(await assertRejects(() => stopped), reason);
  assertEquals(namesIn(folder.path), []);
});

Deno.test("tryMethods() leaves a picture that is there, unless it may replace it", async () => {
  await using folder = await temporaryFolder();
  const output = `${folder.path}/try.jpg`;
  await Deno.writeTextFile(output, "mine");
  const how = { methods: ["tutorial"], frames: [4] };
  const refused = () => tryMethods(VIDEO, "blur", output, how);
  await assertRejects(refused, Error, "is there already: 'overwrite' replaces it");
  assertEquals(await Deno.readTextFile(output), "mine");
  await tryMethods(VIDEO, "blur", output, { ...how, overwrite: true });
  assertEquals((await Deno.readFile(output))[0], 0xff);
});

Deno.test("tryMethods() refuses other files than pictures, what is read, and what is no background", async () => {
  const refused = async (background: string, output: string) =>
    (await assertRejects(() => tryMethods(VIDEO, background, output), Error)).message;
  assertStringIncludes(await refused("blur", "try.gif"), "must be a .png or a .jpg");
  assertStringIncludes(await refused(BEACH, BEACH), "is what is read");
  assertStringIncludes(await refused("blurr", "try.png"), "Did you mean blur?");
});
