import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments, type RunOptions } from "../../../lib/cli/arguments/arguments.ts";
import type { Target } from "../../../lib/app/targets/target.ts";
import { chooseTargets } from "../../../lib/app/targets/choose_targets.ts";
import type { Container } from "../../../lib/files/ffmpeg/encode/containers.ts";
import type { FilePattern } from "../../../lib/files/pictures/numbered_files.ts";
import { UsageError } from "../../../lib/app/usage_error.ts";
import { temporaryFolder } from "../../helpers.ts";

/** The file names of a target that is one for each picture. */
function patternOf(target: Target | undefined): FilePattern {
  if (target?.kind !== "pictures") throw new Error("no pictures");
  return target.pattern;
}

/** What a command line with only the two files says, with some changes. */
function options(changes: Partial<RunOptions>): RunOptions {
  const request = parseArguments(["no/video.mp4", "no/picture.jpg"], "");
  if (request.kind !== "run") throw new Error("no run");
  return { ...request.options, ...changes };
}

const outputs: [output: string, third: string][] = [
  ["output%d.jpg", "output3.jpg"],
  ["out", "out/output3.jpg"],
  ["out/", "out/output3.jpg"],
  ["./out.d/", "out.d/output3.jpg"],
  ["out/%04d.JPEG", "out/0003.JPEG"],
  ["50%%_%d.jpg", "50%_3.jpg"],
];

for (const [output, third] of outputs) {
  Deno.test(`chooseTargets() of '${output}' makes ${third}`, () => {
    const targets = chooseTargets(options({ output }));
    assertEquals([patternOf(targets.output).path(3), targets.mattes], [third, undefined]);
  });
}

const videos: [
  output: string,
  format: RunOptions["format"],
  container: Container,
  path: string | undefined,
][] = [
  ["out.mp4", undefined, "mp4", "out.mp4"],
  ["a/b.M4V", undefined, "mp4", "a/b.M4V"],
  ["x.webm", undefined, "webm", "x.webm"],
  ["-", "mkv", "mkv", undefined],
];

for (const [output, format, container, path] of videos) {
  Deno.test(`chooseTargets() of '${output}' makes a ${container}`, () => {
    const target = chooseTargets(options({ output, format })).output;
    assertEquals(target, { kind: "video", path, container });
  });
}

Deno.test("chooseTargets() writes PNG where something is transparent, or --format asks for it", () => {
  const transparent = chooseTargets(options({ output: "out" }), true).output;
  const asked = chooseTargets(options({ output: "out", format: "png" })).output;
  for (const target of [transparent, asked]) {
    assertEquals(patternOf(target).path(3), "out/output3.png");
  }
});

Deno.test("chooseTargets() takes a folder that is there, whatever its name", async () => {
  await using folder = await temporaryFolder();
  const output = `${folder.path}/holiday.jpg`;
  await Deno.mkdir(output);
  assertEquals(
    patternOf(chooseTargets(options({ output })).output).path(3),
    `${output}/output3.jpg`,
  );
});

Deno.test("chooseTargets() numbers mattes as pictures are", () => {
  const { mattes } = chooseTargets(options({ mattes: "masks" }));
  assertEquals(patternOf(mattes).path(3), "masks/matte3.png");
});

Deno.test("chooseTargets() takes one name for one picture only", () => {
  const output = "one.jpg";
  const frames = { first: 5, last: 5 };
  assertEquals(patternOf(chooseTargets(options({ output, frames })).output).path(5), "one.jpg");
  const many = options({ output, frames: { first: 5, last: 6 } });
  assertThrows(() => chooseTargets(many), UsageError, "one name for many pictures");
});

Deno.test("chooseTargets() guards an input only where a picture to come has its name", async () => {
  await using folder = await temporaryFolder();
  const video = `${folder.path}/output7.jpg`;
  await Deno.writeTextFile(video, "");
  const output = folder.path;
  assertThrows(() => chooseTargets(options({ video, output })), UsageError, "would overwrite");
  const guarded = options({ video, output, frames: { first: 7, last: 9 } });
  assertThrows(() => chooseTargets(guarded), UsageError, "would overwrite");
  chooseTargets(options({ video, output, frames: { first: 8, last: 9 } }));
  chooseTargets(options({ video, output: `${folder.path}/output%02d.jpg` }));
});
