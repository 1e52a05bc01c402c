import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import config from "../../../deno.json" with { type: "json" };
import { fileURLToPath } from "node:url";
import { methods } from "../../../mod.ts";
import { isFastCached } from "../../../lib/files/onnx/is_fast_cached.ts";
import { encodeGrayPng } from "../../../lib/files/mod.ts";
import { grayOf, ROOT, runCliHere, temporaryFolder } from "../../helpers.ts";
import { assertFailed, workplace } from "../helpers.ts";

const path = (name: string) => fileURLToPath(new URL(name, ROOT));
const LABELLED = path("examples/media/labelled");
const MINE = path("examples/my_method.ts");

Deno.test("cli evaluate prints a table for each clip and the means", async () => {
  const args = ["evaluate", LABELLED, "--methods", "tutorial", "--edges-every", "0"];
  const { code, stdout } = await runCliHere(args);
  assertEquals(code, 0);
  const heads = stdout.split("\n").filter((line) => / IoU +Worst /.test(line));
  assertEquals(heads.map((line) => line.split(/\s+IoU/)[0]), ["sway", "walk", "mean of 2"]);
  assertEquals(stdout.match(/^tutorial /gm)?.length, 3);
});

Deno.test("cli evaluate takes the mean by folder, then over the folders", async () => {
  await using folder = await temporaryFolder();
  const place = (name: string) => `${folder.path}/${name}`;
  for (const [group, clip] of [["room", "walk"], ["room", "again"], ["other", "sway"]]) {
    await Deno.mkdir(place(`${group}/${clip}`), { recursive: true });
    const source = `${LABELLED}/${clip === "sway" ? "sway" : "walk"}`;
    for (const name of ["input.mp4", "truth.mkv"]) {
      await Deno.copyFile(`${source}/${name}`, place(`${group}/${clip}/${name}`));
    }
  }
  const args = ["evaluate", place("room"), place("other"), "--methods", "tutorial"];
  const { code, stdout } = await runCliHere([...args, "--edges-every", "0", "--json"]);
  assertEquals(code, 0);
  const { clips, groups, mean } = JSON.parse(stdout);
  assertEquals(clips.map(({ name, group }: Record<string, string>) => [group, name]), [
    ["room", "again"],
    ["room", "walk"],
    ["other", "sway"],
  ]);
  const ious = groups.map((group: { mean: typeof mean }) => group.mean.tutorial.iou);
  assertEquals(groups.map(({ name }: { name: string }) => name), ["room", "other"]);
  assertAlmostEquals(mean.tutorial.iou, (ious[0] + ious[1]) / 2, 1e-5);
  assertEquals(mean.tutorial.clips, 3);
});

Deno.test("cli evaluate shows which clip it is at, and counts frames", async () => {
  let seconds = 0;
  const terminal = { columns: () => 80, now: () => 1000 * seconds++ };
  const args = ["evaluate", `${LABELLED}/walk`, "--methods", "tutorial", "--edges-every", "0"];
  const { stderr } = await runCliHere(args, { terminal });
  assertStringIncludes(stderr, "\r\x1b[Kclip 1 of 1, walk, tutorial: frame 7 of 45\r");
});

Deno.test("cli evaluate measures all methods that need no screen, if none is named", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("labelled"));
  for (const name of ["input.mp4", "truth.mp4"]) {
    await Deno.copyFile(place.file("clip.mp4"), place.file(`labelled/${name}`));
  }
  const { code, stdout } = await place.run(["evaluate", "labelled", "--json"]);
  const measured: Record<string, { iou: number }> = JSON.parse(stdout).clips[0].methods;
  const hasNetworks = await isFastCached();
  const wanted = Object.keys(methods).filter((name) =>
    name !== "chroma" && name !== "depth" && (name !== "segment" || hasNetworks)
  );
  assertEquals([code, Object.keys(measured)], [0, wanted]);
  for (const [name, { iou }] of Object.entries(measured)) {
    // There is no plate in this folder.
    assertEquals(iou >= 0, name !== "clean-plate", name);
  }
});

/** Clips of one frame, whose left half is near: one with its depth, and one without. */
async function depthClips(path: string) {
  const half = (near: number, far: number) =>
    grayOf(Array(64).fill([...Array(32).fill(near), ...Array(32).fill(far)]));
  for (const name of ["with", "without"]) {
    await Deno.mkdir(`${path}/${name}`);
    await Deno.writeFile(`${path}/${name}/input.png`, encodeGrayPng(half(90, 90)));
    await Deno.writeFile(`${path}/${name}/truth.png`, encodeGrayPng(half(255, 0)));
  }
  await Deno.writeFile(`${path}/with/depth.png`, encodeGrayPng(half(200, 50)));
}

Deno.test("cli evaluate measures depth where a clip tells distance, if no method is named", async () => {
  await using folder = await temporaryFolder();
  await depthClips(folder.path);
  const args = ["evaluate", folder.path, "--edges-every", "0", "--json", "--refine", "none"];
  const { stdout, stderr } = await runCliHere(args);
  const [{ methods: { depth } }, without] = JSON.parse(stdout).clips;
  assertEquals([depth.framesMeasured, depth.iou > 0.9], [1, true]);
  const error = "needs the other eye's pictures (right.*) or depth (depth.*)";
  assertEquals([without.name, without.methods.depth], ["without", { error }]);
  assertStringIncludes(stderr, "'without' has no right.* or depth.*: left out for depth");
});

Deno.test("cli evaluate --methods depth says what a clip lacks that tells no distance", async () => {
  await using folder = await temporaryFolder();
  await depthClips(folder.path);
  const args = ["evaluate", `${folder.path}/without`, "--methods", "depth", "--edges-every", "0"];
  const { code, stdout, stderr } = await runCliHere(args);
  // As with a method that needs a plate.
  assertEquals(code, 0);
  assertEquals(stderr, "note: 'without' has no right.* or depth.*: left out for depth\n");
  assertMatch(stdout, /^depth( +–)+$/m);
});

Deno.test("cli evaluate says in one line what does not fit of what tells distance", async () => {
  await using folder = await temporaryFolder();
  await depthClips(folder.path);
  const small = encodeGrayPng(grayOf([[0, 0], [0, 0], [0, 0]]));
  for (const name of ["right", "depth"]) {
    await Deno.writeFile(`${folder.path}/without/${name}.png`, small);
    const args = ["evaluate", `${folder.path}/without`, "--methods", "depth"];
    assertFailed(await runCliHere(args), { code: 1, says: [`${name}.png`, "64×64", "2×3"] });
    await Deno.remove(`${folder.path}/without/${name}.png`);
  }
});

Deno.test("cli evaluate compares a module with a built-in method, as JSON and as a page", async () => {
  await using folder = await temporaryFolder();
  const report = `${folder.path}/sub/out.html`;
  const methods = ["--methods", "tutorial", "--method", MINE];
  const args = ["evaluate", `${LABELLED}/sway`, ...methods, "--json", "-q", "--report", report];
  const { code, stdout, stderr } = await runCliHere(args);
  assertEquals([code, stderr], [0, ""]);
  const { clips, mean } = JSON.parse(stdout);
  assertEquals([clips.length, clips[0].name], [1, "sway"]);
  assertEquals(Object.keys(clips[0].methods), ["tutorial", MINE]);
  const { framesRead, framesMeasured, iou } = clips[0].methods.tutorial;
  assertEquals([framesRead, framesMeasured, iou], [45, 43, mean.tutorial.iou]);
  assertEquals(mean[MINE].iou > iou, true);
  const html = await Deno.readTextFile(report);
  assertMatch(html, /^<!doctype html>/);
  assertEquals(html.match(/<h3>/g)?.length, 3);
});

Deno.test("cli evaluate --json says by what it was measured, and --baseline reads it", async () => {
  await using folder = await temporaryFolder();
  const file = `${folder.path}/before.json`;
  const args = ["evaluate", `${LABELLED}/walk`, "--methods", MINE, "--edges-every", "0", "-q"];
  const before = await runCliHere([...args, "--json"]);
  const { version, date, machine, settings } = JSON.parse(before.stdout);
  assertEquals(version, config.version);
  assert(Date.now() - Date.parse(date) < 600_000);
  assertEquals([machine.os, machine.deno], [Deno.build.os, Deno.version.deno]);
  assert(machine.cores >= 1 && machine.ffmpeg !== "unknown", JSON.stringify(machine));
  assertEquals([settings.edgesEvery, settings.methods[MINE].refine], [0, "none"]);
  assertMatch(settings.methods[MINE].moduleSha256, /^[0-9a-f]{64}$/);
  await Deno.writeTextFile(file, before.stdout);
  const again = await runCliHere([...args, "--refine", "open:1", "--baseline", file]);
  assertEquals([again.code, again.stderr], [0, ""]);
  assertStringIncludes(again.stdout, `against ${file}, mean changes, 95 % intervals`);
  assertStringIncludes(again.stdout, `differs: ${MINE}: refine: none, now open:1\n`);
  assertMatch(again.stdout, /^ {2}IoU( +0\.\d{3}){2} +[+−]0\.\d{4} +– +[01] of 1$/m);
});

Deno.test("cli evaluate --baseline compares with a method, which is measured too", async () => {
  const args = ["evaluate", `${LABELLED}/walk`, "--methods", "tutorial", "--edges-every", "0"];
  const { stdout } = await runCliHere([...args, "-q", "--baseline", "average", "--json"]);
  const { mean, comparison } = JSON.parse(stdout);
  const [{ method, against, changes }] = comparison.methods;
  assertEquals([method, against, changes[0].key], ["tutorial", "average", "iou"]);
  assertAlmostEquals(changes[0].change, mean.tutorial.iou - mean.average.iou, 1e-6);
});

Deno.test("cli evaluate takes --refine, --set for the methods that know it, --threshold", async () => {
  const args = ["evaluate", `${LABELLED}/walk`, "--methods", "average,tutorial,clean-plate"];
  const measure = async (...more: string[]) => {
    const { stdout, stderr } = await runCliHere([
      ...args,
      "--json",
      "--edges-every",
      "0",
      "-q",
      ...more,
    ]);
    assertEquals(stderr, "");
    const { methods } = JSON.parse(stdout).clips[0];
    return ["average", "tutorial", "clean-plate"].map((name) => methods[name].iou);
  };
  const plain = await measure();
  // The plate is passed, the refinement is there: this is far beyond what motion alone gives.
  assertEquals(plain[2] > 0.9, true);
  const bare = await measure("--refine", "none", "--set", "learning-rate=0.5");
  assertEquals(bare.map((iou, i) => iou === plain[i]), [false, true, false]);
  const strict = await measure("--threshold", "60");
  assertEquals(strict.map((iou, i) => iou === plain[i]), [false, false, false]);
});

Deno.test("cli evaluate goes on when a method fails, and ends with 1", async () => {
  await using folder = await temporaryFolder();
  const module = `${folder.path}/broken.ts`;
  await Deno.writeTextFile(module, "export default () => { throw new Error('no\\nidea'); };");
  const args = ["evaluate", `${LABELLED}/walk`, "--methods", `tutorial,${module}`];
  const { code, stdout, stderr } = await runCliHere([...args, "--edges-every", "0"]);
  assertEquals(code, 1);
  assertEquals(stderr, `error: walk: The method '${module}' failed at frame 1: no idea\n`);
  assertMatch(stdout, /^tutorial +0\.6\d+ .* – +\d/m);
  assertMatch(stdout, /^….*broken\.ts( +–)+$/m);
});

const wrong: [args: string[], code: number, says: string[]][] = [
  [[], 2, ["name folders with labelled clips"]],
  [[".", "--cdnet", "x"], 2, ["--cdnet takes the place of other folders"]],
  [["--cdnet", "none"], 1, ["'none'", "there is no such folder"]],
  [["nowhere"], 1, ["'nowhere'", "there is no such folder"]],
  [["clip.mp4"], 1, ["'clip.mp4'", "it is no folder"]],
  [["."], 1, ["no labelled clip in it"]],
  [["."].concat("--methods", "magic"), 2, ["'magic'", "tutorial", "./my_method.ts"]],
  [[".", "--report", "out.txt"], 2, ["'out.txt'", "--report must end in .html"]],
  [[".", "--edges-every", "x"], 2, ["--edges-every", "whole number"]],
  [[".", "--threshold", "x"], 2, ["--threshold", "a number from 0 to 441"]],
  [[LABELLED, "--baseline", "none.json"], 1, ["'none.json'", "there is no such file"]],
  [[LABELLED, "--baseline", "magic"], 2, ["--baseline", "'magic'", "tutorial"]],
  [[LABELLED, "--refine", "blow"], 2, ["'blow'", "open"]],
  [[LABELLED, "--set", "nothing=3"], 2, ["no method has a setting 'nothing'", "learningRate"]],
  [[LABELLED, "--set", "samples=1"], 2, ["'samples'", "from 3 to 255"]],
  [[LABELLED, "--method", "./none.ts"], 1, ["'./none.ts'", "there is no such file"]],
];
for (const [args, code, says] of wrong) {
  Deno.test(`cli refuses evaluate ${args.join(" ").replace(LABELLED, "labelled")}`, async () => {
    await using place = await workplace();
    assertFailed(await place.run(["evaluate", ...args]), { code, says });
  });
}

Deno.test("cli evaluate --help, and --help that names it", async () => {
  const help = await runCliHere(["evaluate", "--help"]);
  assertEquals([help.code, help.stderr], [0, ""]);
  assertStringIncludes(help.stdout, "Usage: backdrop evaluate <folders...> [options]");
  assertStringIncludes((await runCliHere(["--help"])).stdout, "evaluate");
});

Deno.test("cli --method takes a module of the user's in a run", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "-m", MINE]);
  // Its mask is there from the first frame.
  assertEquals([...Deno.readDirSync(place.file("out"))].length, 12);
});

const modules: [source: string, says: string[]][] = [
  ["export const a = 1;", ["'./m.ts'", "it has no default export"]],
  ["export default 5;", ["'./m.ts'", "function from frame to mask", "got a number"]],
  ["throw new Error('early');", ["Cannot load the method './m.ts': early"]],
  ["export default (", ["Cannot load the method './m.ts'"]],
];
for (const [source, says] of modules) {
  Deno.test(`cli --method refuses a module with ${source}`, async () => {
    await using place = await workplace();
    await Deno.writeTextFile(place.file("m.ts"), source);
    assertFailed(await place.run(["clip.mp4", "bg.jpg", "-m", "./m.ts"]), { code: 1, says });
  });
}
