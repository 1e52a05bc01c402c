import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFfmpeg, openJpegCodec, openLabelledClip } from "../lib/files/mod.ts";
import { BEACH, namesIn, ROOT, runCliHere, runProgram, temporaryFolder, WAVE } from "./helpers.ts";

function runExample(name: string, ...args: string[]) {
  const path = fileURLToPath(new URL(`examples/${name}`, ROOT));
  return runProgram(Deno.execPath(), ["run", "--quiet", "-A", path, ...args]);
}

Deno.test("examples/primitives.ts works on ImageScript images", async () => {
  await using folder = await temporaryFolder();
  const { code, stdout, stderr } = await runExample("primitives.ts", folder.path);
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^\d+ of 64000 pixels changed/);
  assertEquals(namesIn(folder.path), ["composite.png", "difference.png", "foreground.png"]);
});

Deno.test("examples/tutorial.ts writes the same files as the command line", async () => {
  await using folder = await temporaryFolder();
  const [ours, theirs] = [`${folder.path}/cli`, `${folder.path}/example`];
  assertEquals((await runExample("tutorial.ts", WAVE, BEACH, theirs)).code, 0);
  assertEquals((await runCliHere([WAVE, BEACH, "-o", ours])).code, 0);
  assertEquals(namesIn(theirs), namesIn(ours));
  assertEquals(namesIn(ours).length, 88);
  for (const name of namesIn(ours)) {
    const [a, b] = await Promise.all([ours, theirs].map((f) => Deno.readFile(`${f}/${name}`)));
    assertEquals(a, b, name);
  }
});

Deno.test("examples/custom_mask.ts puts its function into the pipeline", async () => {
  await using folder = await temporaryFolder();
  const outcome = await runExample("custom_mask.ts", WAVE, BEACH, folder.path);
  assertEquals(outcome, { code: 0, stdout: `90 pictures in ${folder.path}/\n`, stderr: "" });
  assertEquals(namesIn(folder.path).length, 90);
});

Deno.test("examples/video.ts writes a video", async () => {
  await using folder = await temporaryFolder();
  const out = `${folder.path}/wave.mp4`;
  const outcome = await runExample("video.ts", WAVE, out);
  assertEquals(outcome, { code: 0, stdout: `90 frames in ${out}\n`, stderr: "" });
  assertEquals(namesIn(folder.path), ["wave.mp4"]);
});

Deno.test("examples/segment.ts cuts a person out of a picture", async () => {
  await using folder = await temporaryFolder();
  const photo = fileURLToPath(new URL("examples/media/astronaut.jpg", ROOT));
  const outcome = await runExample("segment.ts", photo, `${folder.path}/cutout.png`);
  assertMatch(outcome.stdout, /^(4[5-9]|5\d) % of /);
  assertEquals(outcome.code, 0, outcome.stderr);
  assertEquals(namesIn(folder.path), ["cutout.png"]);
});

Deno.test("examples/media/real: photos with a truth of their size, somebody and nobody in it", async () => {
  const folder = new URL("examples/media/real/", ROOT);
  const [ffmpeg, codec] = await Promise.all([findFfmpeg(), openJpegCodec()]);
  using jpeg = codec;
  const names = namesIn(fileURLToPath(folder));
  for (const name of names) {
    const { read } = await openLabelledClip(fileURLToPath(new URL(name, folder)), { ffmpeg, jpeg });
    const [{ frame, truth }, ...more] = await Array.fromAsync(read());
    const { data, width, height } = truth!.matte;
    assertEquals([more.length, width, height], [0, frame.width, frame.height], name);
    const share = (isCounted: (alpha: number) => boolean) =>
      data.filter(isCounted).length / data.length;
    const [inside, outside] = [share((alpha) => alpha === 255), share((alpha) => alpha === 0)];
    // Between the two lies a soft edge, but no more than that.
    assert(
      inside > 0.03 && outside > 0.3 && inside + outside > 0.9,
      `${name}: ${inside}, ${outside}`,
    );
  }
  assertEquals(names.length, 8);
});

Deno.test("examples/media/real_clips: every eighth frame has a truth, with somebody in it", async () => {
  const folder = fileURLToPath(new URL("examples/media/real_clips/webcam", ROOT));
  const [ffmpeg, codec] = await Promise.all([findFfmpeg(), openJpegCodec()]);
  using jpeg = codec;
  const { read } = await openLabelledClip(folder, { ffmpeg, jpeg });
  const labelled: number[] = [];
  for await (const { frame, truth } of read()) {
    if (truth === undefined) continue;
    labelled.push(frame.number);
    const { data } = truth.matte;
    const known = truth.region!.data.filter((level) => level > 0).length;
    const inside = data.filter((level) => level === 255).length / known;
    assert(known > 0.9 * data.length && inside > 0.3 && inside < 0.7, `${frame.number}: ${inside}`);
  }
  assertEquals(labelled, Array.from({ length: 12 }, (_, k) => 8 * k + 1));
});

Deno.test("examples/my_method.ts is a method, better than the tutorial's", async () => {
  const module = fileURLToPath(new URL("examples/my_method.ts", ROOT));
  const clips = fileURLToPath(new URL("examples/media/labelled", ROOT));
  const methods = ["--methods", "tutorial", "--method", module, "--edges-every", "0"];
  const { code, stdout } = await runCliHere(["evaluate", clips, ...methods, "--json", "-q"]);
  const { mean } = JSON.parse(stdout);
  assertEquals([code, mean[module].iou > mean.tutorial.iou], [0, true]);
});
