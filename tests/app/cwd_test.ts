/**
 * Runs in a folder that is not the process's: paths are relative to it, and are told as they were
 * named.
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { replaceBackground, type ReplaceFileOptions } from "../../mod.ts";
import { ffmpeg, makeClip, namesIn, runCliHere, temporaryFolder } from "../helpers.ts";

async function filledFolder() {
  const folder = await temporaryFolder();
  await makeClip(`${folder.path}/clip.mp4`);
  const input = ["-f", "lavfi", "-i", "testsrc=size=80x60"];
  await ffmpeg(...input, "-frames:v", "1", `${folder.path}/bg.jpg`);
  return folder;
}

/** Runs by every kind of target and of method, with what they write. */
const runs: [output: string, options: ReplaceFileOptions, names: string[]][] = [
  ["out.mp4", { method: "median" }, ["out.mp4"]],
  ["out.gif", { method: "difference", mattes: "m.mkv" }, ["m.mkv", "out.gif"]],
  ["out%d.jpg", { method: "tutorial", frames: { first: 3, last: 4 } }, ["out3.jpg", "out4.jpg"]],
  ["out%d.jpg", { method: "difference", frames: { first: 5, last: 5 } }, ["out5.jpg"]],
  ["out%d.png", { method: "clean-plate", cleanPlate: "bg.jpg", frames: { first: 1, last: 1 } }, [
    "out1.png",
  ]],
  ["out%d.png", { method: "./own.js", frames: { first: 2, last: 2 } }, ["out2.png"]],
  ["new/out.webm", { method: "average", jobs: 1 }, ["new"]],
];

const OWN = `export default ({ width, height }) =>
  ({ width, height, data: new Uint8Array(width * height).fill(255) });`;

for (const [output, options, names] of runs) {
  Deno.test(`replaceBackground() takes paths from cwd: ${options.method} to ${output}`, async () => {
    await using folder = await filledFolder();
    const { path: cwd } = folder;
    await Deno.writeTextFile(`${cwd}/own.js`, OWN);
    const before = namesIn(cwd);
    const done = await replaceBackground("clip.mp4", "bg.jpg", output, { ...options, cwd });
    assertEquals(done.output, output);
    assertEquals(namesIn(cwd), [...before, ...names].sort());
  });
}

Deno.test("replaceBackground() has a folder of its own in each of several calls at once", async () => {
  await using first = await filledFolder();
  await using second = await filledFolder();
  const process = Deno.cwd();
  const run = ({ path: cwd }: { path: string }) =>
    replaceBackground("clip.mp4", "bg.jpg", "out.mp4", { method: "difference", cwd });
  await Promise.all([run(first), run(second)]);
  for (const { path } of [first, second]) assert(namesIn(path).includes("out.mp4"));
  assertEquals(Deno.cwd(), process);
});

Deno.test("replaceBackground() tells paths as they were named", async () => {
  await using folder = await filledFolder();
  const { path: cwd } = folder;
  const run = (video: string, background: string, output: string) =>
    replaceBackground(video, background, output, { method: "difference", cwd });
  const wrong: [video: string, background: string, output: string, says: string][] = [
    ["none.mp4", "bg.jpg", "out.mp4", "Cannot open the video 'none.mp4'"],
    ["clip.mp4", "none.jpg", "out.mp4", "'none.jpg'"],
    ["clip.mp4", "bg.jpg", "clip.mp4", "'clip.mp4' would overwrite the input 'clip.mp4'"],
    ["clip.mp4", "bg.jpg", "bg.jpg/out.mp4", "Cannot write 'bg.jpg"],
  ];
  for (const [video, background, output, says] of wrong) {
    const error = await assertRejects(() => run(video, background, output), Error);
    assertStringIncludes(error.message, says);
    assert(!error.message.includes(cwd), error.message);
  }
  // Whole paths stay whole.
  await run(`${cwd}/clip.mp4`, `${cwd}/bg.jpg`, `${cwd}/whole.mp4`);
  assertEquals(namesIn(cwd), ["bg.jpg", "clip.mp4", "whole.mp4"]);
});

Deno.test("the command line runs in this process, in folders of its own at once", async () => {
  await using first = await filledFolder();
  await using second = await filledFolder();
  const args = ["clip.mp4", "bg.jpg", "-o", "out/", "-m", "tutorial"];
  const outcomes = await Promise.all(
    [first, second].map(({ path: cwd }) => runCliHere(args, { cwd })),
  );
  for (const { code, stderr } of outcomes) {
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "10 pictures as out/output%d.jpg");
  }
  for (const { path } of [first, second]) assertEquals(namesIn(`${path}/out`).length, 10);
});
