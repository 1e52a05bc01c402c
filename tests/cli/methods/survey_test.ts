import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { surveyFile } from "../../../lib/app/mod.ts";
import { replaceBackground } from "../../../mod.ts";
import { namesIn, ROOT } from "../../helpers.ts";
import { assertRefused, snapshot, type Workplace, workplace, workplaces } from "../helpers.ts";
import { fetchRuntimes, placeWithModel, segment } from "./red_network.ts";

const WALK = fileURLToPath(new URL("examples/media/labelled/walk/input.mp4", ROOT));

/** All that is made of a video: composites and mattes by name, with their checksums. */
async function made(
  place: Workplace,
  name: string,
  video: string,
  ...args: readonly string[]
): Promise<Record<string, string>> {
  const output = args.includes("--pictures") ? name : `${name}/out.mp4`;
  const rest = args.filter((word) => word !== "--pictures");
  await Deno.mkdir(place.file(name));
  await place.succeed([video, "bg.jpg", "-o", output, "--mattes", `${name}/m`, ...rest]);
  return await snapshot(place.file(name));
}

Deno.test("cli survey: a run that uses one gives the same files, to the byte", async () => {
  await fetchRuntimes();
  await using place = await placeWithModel();
  for (
    const [i, [method, kind]] of ([
      [["-m", "median"], []],
      [["-m", "median", "--set", "samples=5"], ["--pictures"]],
      [["-m", "average"], []],
      [[...segment, "--start", "0.1"], []],
    ] as const).entries()
  ) {
    const { stderr } = await place.succeed([
      "survey",
      "clip.mp4",
      "-o",
      `${i}.bin`,
      ...method,
      ...kind,
    ]);
    assertMatch(stderr, /^'\d\.bin' has what \w+ has learned of \d+ frames, \d+ kB\n$/);
    const plain = await made(place, `a${i}`, "clip.mp4", ...method, ...kind);
    const surveyed = await made(
      place,
      `b${i}`,
      "clip.mp4",
      ...method,
      ...kind,
      "--survey",
      `${i}.bin`,
    );
    assertEquals(surveyed, plain);
    assert(Object.keys(plain).length > 2);
  }
});

Deno.test("cli survey: one that was made with another threshold serves, and no second look is taken", async () => {
  await using place = await workplace();
  await place.succeed(["survey", WALK, "-o", "room.bin", "-m", "median", "-t", "30"]);
  const run = [WALK, "color:red", "-m", "median", "-t", "12", "--frames", "5-6"];
  const { stdout } = await place.succeed([
    ...run,
    "-o",
    "a.mp4",
    "--json=lines",
    "--survey",
    "room.bin",
  ]);
  assertEquals(stdout.includes('"survey"'), false);
  const plain = await place.succeed([...run, "-o", "b.mp4", "--json=lines"]);
  assertStringIncludes(plain.stdout, '"survey"');
  const [a, b] = await Promise.all(
    ["a.mp4", "b.mp4"].map((name) => Deno.readFile(place.file(name))),
  );
  assertEquals(a, b);
});

const surveyed = workplaces((place) =>
  place.succeed(["survey", "clip.mp4", "-o", "room.bin", "-m", "median"])
);

Deno.test("cli --survey refuses in one sentence what does not fit, and names it", async () => {
  await using place = await surveyed();
  await Deno.writeFile(
    place.file("cut.bin"),
    (await Deno.readFile(place.file("room.bin"))).slice(0, -9),
  );
  const run = (video: string, ...args: string[]) => [video, "bg.jpg", "-o", "out.mp4", ...args];
  const median = ["-m", "median", "--survey", "room.bin"];
  const refused: [args: string[], code: number, says: string][] = [
    [run(WALK, ...median), 2, "the survey 'room.bin' was made of another video"],
    [run("clip.mp4", "-m", "average", "--survey", "room.bin"), 2, "is of the method median, and"],
    [
      run("clip.mp4", ...median, "--set", "samples=9"),
      2,
      "with the setting samples=25, and this run's is 9",
    ],
    [
      run("clip.mp4", ...median, "--duration", "0.2"),
      2,
      "without --duration, and this run is with",
    ],
    [
      run("clip.mp4", ...median, "--size", "32x24"),
      2,
      "without --size, and this run is with --size 32x24",
    ],
    [["clip.mp4", "bg.jpg", "-o", "out", ...median], 2, "writes pictures, whose pixels differ"],
    [run("clip.mp4", "-m", "median", "--survey", "cut.bin"), 1, "cut off or damaged"],
    [run("clip.mp4", "-m", "median", "--survey", "clip.mp4"), 1, "'clip.mp4': it is no survey"],
    [
      run("clip.mp4", "-m", "median", "--survey", "no.bin"),
      1,
      "the survey 'no.bin': there is no such file",
    ],
  ];
  for (const [args, code, says] of refused) {
    await assertRefused(place, args, { code, says: [says] });
  }
});

Deno.test("cli survey: one that is there and fits stays, another one is in the way", async () => {
  await using place = await surveyed();
  const before = await Deno.stat(place.file("room.bin"));
  const args = ["survey", "clip.mp4", "-o", "room.bin"];
  const { stderr } = await place.succeed([...args, "-m", "median"]);
  assertEquals(stderr, "'room.bin' is there already, and fits\n");
  assertEquals((await Deno.stat(place.file("room.bin"))).ino, before.ino);
  const says = [
    "'room.bin' is there already, and is of the method median",
    "--overwrite replaces it",
  ];
  await assertRefused(place, [...args, "-m", "average"], { code: 2, says });
  await assertRefused(place, ["survey", "clip.mp4", "-o", "bg.jpg", "-m", "median"], {
    code: 2,
    says: ["'bg.jpg' is there already, and cannot be used", "it is no survey"],
  });
  const { stdout } = await place.succeed([...args, "-m", "average", "--overwrite", "--json"]);
  const { bytes, ...told } = JSON.parse(stdout);
  assertEquals(told, {
    video: "clip.mp4",
    output: "room.bin",
    method: "average",
    wasThere: false,
    framesRead: 12,
  });
  assertEquals((await Deno.stat(place.file("room.bin"))).size, bytes);
  assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4", "room.bin"]);
});

Deno.test("cli survey refuses a method without one, and what cannot be told from another video", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(
    place.file("own.ts"),
    "export default class { survey() { return Promise.resolve(); } estimate() {} }",
  );
  const survey = (...args: string[]) => ["survey", "clip.mp4", "-o", "room.bin", ...args];
  const refused: [args: string[], says: string][] = [
    [survey("-m", "mog2"), "the method 'mog2' has no survey: it learns as it goes"],
    [
      survey("-m", "./own.ts"),
      "'./own.ts' cannot be saved: it has no saveSurvey() and loadSurvey()",
    ],
    [["survey", "clip.mp4", "-m", "median"], "--output"],
    [["survey", "-", "-o", "room.bin", "-m", "median"], "needs a video that is a file"],
  ];
  for (const [args, says] of refused) await assertRefused(place, args, { code: 2, says: [says] });
  const run = ["clip.mp4", "bg.jpg", "-o", "out.mp4", "--survey", "room.bin"];
  const { stderr } = await place.succeed([...run, "-m", "mog2"]);
  assertStringIncludes(stderr, "note: --survey has no effect here");
  await Deno.remove(place.file("out.mp4"));
  await assertRefused(place, [...run, "-m", "./own.ts"], {
    code: 2,
    says: ["--survey needs a method that can load it: './own.ts' has no loadSurvey()"],
  });
});

Deno.test("surveyFile() and the library's option make the same", async () => {
  await using place = await workplace();
  const cwd = place.path;
  const options = { method: "median", cwd } as const;
  const seen: number[] = [];
  const onProgress = (frame: number) => void seen.push(frame);
  const survey = await surveyFile("clip.mp4", "rooms/room.bin", { ...options, onProgress });
  assertEquals([survey.output, survey.framesRead, seen.length], ["rooms/room.bin", 12, 12]);
  await replaceBackground("clip.mp4", "bg.jpg", "a.mp4", options);
  await replaceBackground("clip.mp4", "bg.jpg", "b.mp4", { ...options, survey: survey.output });
  const files = await snapshot(cwd);
  assertEquals(files["b.mp4"], files["a.mp4"]);
});

Deno.test("cli survey: a method that learns nothing beforehand has an empty one", async () => {
  await fetchRuntimes();
  await using place = await placeWithModel();
  const method = [...segment, "--set", "plate=no"];
  const { stderr } = await place.succeed(["survey", "clip.mp4", "-o", "room.bin", ...method]);
  assertStringIncludes(stderr, "note: the method 'segment' with --model red.onnx learns nothing");
  const plain = await made(place, "a", "clip.mp4", ...method);
  assertEquals(await made(place, "b", "clip.mp4", ...method, "--survey", "room.bin"), plain);
});
