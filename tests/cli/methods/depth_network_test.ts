/** `-m depth` by a network of the user's. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { mixNetwork } from "../../networks/tiny_networks.ts";
import { assertFailed, assertRefused, readPicture, workplaces } from "../helpers.ts";
import { fetchRuntimes, red } from "./red_network.ts";

await fetchRuntimes();

const [WIDTH, HEIGHT] = [64, 48];

/** What is red is near. */
const near = mixNetwork({
  input: ["0", [1, 3, HEIGHT, WIDTH]],
  mix: [[1, 0, 0]],
  outputs: ["797"],
  dims: [1, 1, HEIGHT, WIDTH],
});

/** A dark wall, and something red in its right half. */
const place = workplaces(async (place) => {
  await Deno.writeFile(place.file("midas.onnx"), near);
  await Deno.writeFile(place.file("plain.onnx"), near);
  await Deno.writeFile(place.file("selfie.onnx"), red);
  const wall = `color=0x101010:${WIDTH}x${HEIGHT}:r=25,drawbox=32:0:32:48:color=0xE01010:t=fill`;
  await ffmpeg("-f", "lavfi", "-i", wall, "-frames:v", "4", "-c:v", "ffv1", place.file("red.mkv"));
});

const OUT = ["-o", "out%d.png", "--mattes", "m%d.png"];

for (
  const [title, model] of [
    ["recognised", ["--model", "midas.onnx"]],
    ["described", ["--model", "plain.onnx", "--model-mean", "0", "--model-std", "1"]],
  ] as const
) {
  Deno.test(`cli -m depth takes what a network sees near: ${title}`, async () => {
    await using here = await place();
    const { stderr } = await here.succeed(["red.mkv", "blur", "-m", "depth", ...model, ...OUT]);
    assertEquals(stderr.includes("no effect"), false, stderr);
    for (let k = 1; k <= 4; k++) {
      const { bitmap } = await readPicture(here.file(`m${k}.png`));
      const levels = [4, 20, 44, 60].map((x) => bitmap[4 * (24 * WIDTH + x)]);
      assertEquals(levels, [0, 0, 255, 255], `frame ${k}`);
    }
  });
}

const run = ["red.mkv", "blur", ...OUT];

Deno.test("cli -m depth says what to give it, and the command that needs none", async () => {
  await using here = await place();
  const sources = ["--stereo sbs", "--right right.mp4", "--depth depth.mkv", "--model midas.onnx"];
  const says = ["-m depth needs what tells distances", ...sources, "-m segment"];
  await assertRefused(here, [...run, "-m", "depth"], { code: 2, says });
  const named = ["--model fast finds people and measures no depth", ...sources];
  await assertRefused(here, [...run, "-m", "depth", "--model", "fast"], { code: 2, says: named });
  // Before any of several files is read.
  const many = ["*.mkv", "blur", "-m", "depth", "-o", "out/"];
  await assertRefused(here, many, { code: 2, says });
});

Deno.test("cli -m depth and -m segment each name the other where a network is of the other kind", async () => {
  await using here = await place();
  await assertRefused(here, [...run, "-m", "depth", "--model", "selfie.onnx"], {
    code: 1,
    says: ["'selfie.onnx' sounds like a network that finds people, as -m segment does"],
  });
  await assertRefused(here, [...run, "-m", "segment", "--model", "midas.onnx"], {
    code: 1,
    says: ["'midas.onnx' sounds like a network that measures depth, as -m depth takes"],
  });
  await assertRefused(here, [...run, "-m", "depth", "--model", "plain.onnx"], {
    code: 1,
    says: ["it is of no family that is known", "'--model-mean' and '--model-std' would help"],
  });
  const missing = await here.run([...run, "-m", "depth", "--model", "none.onnx"]);
  assertFailed(missing, { code: 1, says: ["'none.onnx'", "there is no such file"] });
});

Deno.test("cli -m depth says of a network that it is not asked where the frames bring depth along", async () => {
  await using here = await place();
  await ffmpeg("-i", here.file("red.mkv"), "-vf", "format=gray", here.file("gray.mkv"));
  const distance = ["-m", "depth", "--depth", "gray.mkv", "--model", "none.onnx"];
  const { stderr } = await here.succeed([...run, ...distance, "--every", "2"]);
  assertStringIncludes(stderr, "--model has no effect here");
  assertStringIncludes(stderr, "--every has no effect here");
});
