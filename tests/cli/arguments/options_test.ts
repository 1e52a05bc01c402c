import { assert, assertEquals, assertGreater, assertLess, assertMatch } from "@std/assert";
import { namesIn } from "../../helpers.ts";
import { numberedNames, readPicture, snapshot, workplace } from "../helpers.ts";
import config from "../../../deno.json" with { type: "json" };

/** The levels in a matte, after a look at its header: PNG, 8 bits, one gray channel. */
async function matteLevels(path: string): Promise<number[]> {
  const head = (await Deno.readFile(path)).subarray(0, 26);
  assertEquals([...head.subarray(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  assertEquals([head[24], head[25]], [8, 0]);
  const { width, height, bitmap } = await readPicture(path);
  assertEquals([width, height], [64, 48]);
  return [...bitmap].filter((_, p) => p % 4 === 0);
}

Deno.test("cli --mattes writes each mask as a gray PNG under the picture's number", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "--mattes", "mattes"]);
  assertEquals(namesIn(place.file("out")), numberedNames(3, 12));
  assertEquals(namesIn(place.file("mattes")), numberedNames(3, 12, "matte", ".png"));
  const levels = await matteLevels(place.file("mattes/matte7.png"));
  assertEquals([...new Set(levels)].sort(), [0, 255]);
});

Deno.test("cli --mattes takes a pattern, and the folder of the pictures", async () => {
  await using place = await workplace();
  const range = ["--frames", "9-10"];
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "--mattes", "out/m%03d.png", ...range]);
  const files = ["m009.png", "m010.png", "output10.jpg", "output9.jpg"];
  assertEquals(namesIn(place.file("out")), files);
});

const ranges: [range: string, first: number, last: number][] = [
  ["5-8", 5, 8],
  ["10-", 10, 12],
  ["-4", 3, 4],
  ["7", 7, 7],
  ["1-3", 3, 3],
  ["11-99", 11, 12],
];

Deno.test("cli --frames gives the full run's files, and only those asked for", async () => {
  await using place = await workplace();
  const mattes = ["--mattes", "full"];
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "full", ...mattes]);
  const full = await snapshot(place.file("full"));
  for (const [range, first, last] of ranges) {
    const target = `part_${range}`;
    const args = ["-o", target, "--mattes", target, "--frames", range];
    await place.succeed(["clip.mp4", "bg.jpg", ...args]);
    const names = [
      ...numberedNames(first, last, "matte", ".png"),
      ...numberedNames(first, last),
    ];
    const expected = Object.fromEntries(names.map((name) => [name, full[name]]));
    assertEquals(await snapshot(place.file(target)), expected, range);
  }
});

Deno.test("cli --threshold makes all of it background at 255, and less of it at 0", async () => {
  await using place = await workplace();
  const counts: number[] = [];
  for (const level of ["0", "3", "255"]) {
    const args = [
      "-t",
      level,
      "--frames",
      "7",
      "--overwrite",
      "-o",
      "p.jpg",
      "--mattes",
      `m${level}.png`,
    ];
    await place.succeed(["clip.mp4", "bg.jpg", ...args]);
    const levels = await matteLevels(place.file(`m${level}.png`));
    counts.push(levels.filter((one) => one === 255).length);
  }
  assertGreater(counts[0], counts[1]);
  assertGreater(counts[1], 0);
  assertEquals(counts[2], 0);
});

Deno.test("cli --jpeg-quality changes the size of the files", async () => {
  await using place = await workplace();
  const sizes: number[] = [];
  for (const quality of ["1", "50", "100"]) {
    const args = ["--jpeg-quality", quality, "--frames", "7", "-o", "picture.jpg", "--overwrite"];
    await place.succeed(["clip.mp4", "bg.jpg", ...args]);
    sizes.push((await Deno.stat(place.file("picture.jpg"))).size);
  }
  assertLess(sizes[0], sizes[1]);
  assertLess(sizes[1], sizes[2]);
});

Deno.test("cli ends with one line on stderr, and nothing on stdout", async () => {
  await using place = await workplace();
  const { stdout, stderr } = await place.succeed(["clip.mp4", "bg.jpg", "-o", "out"]);
  assertEquals(stdout, "");
  const line = /^10 pictures as out\/output%d\.jpg, 12 frames read, [\d.]+ s, [\d.]+ frames\/s\n$/;
  assertMatch(stderr, line);
});

Deno.test("cli --json prints one summary on stdout", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-o", "out", "--mattes", "m%d.png", "--json"];
  const { stdout, stderr } = await place.succeed(args, { isApart: true });
  assertMatch(stdout, /^\{[^\n]+\}\n$/);
  const { seconds, framesPerSecond, ...rest } = JSON.parse(stdout);
  assertGreater(seconds, 0);
  assertGreater(framesPerSecond, 0);
  assertEquals(rest, {
    framesRead: 12,
    framesWritten: 10,
    width: 64,
    height: 48,
    output: "out/output%d.jpg",
    mattes: "m%d.png",
    method: "tutorial",
  });
  assertMatch(stderr, /^10 pictures as [^\n]+\n$/);
});

Deno.test("cli --json tells of a failure too", async () => {
  await using place = await workplace();
  const { code, stdout, stderr } = await place.run(["none.mp4", "bg.jpg", "--json"]);
  assertEquals(code, 1);
  const { framesWritten, error } = JSON.parse(stdout);
  assertEquals(framesWritten, 0);
  assertEquals(stderr, `error: ${error}\n`);
});

Deno.test("cli --quiet says nothing when all is well", async () => {
  await using place = await workplace();
  const quiet = await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "-q"]);
  assertEquals([quiet.stdout, quiet.stderr], ["", ""]);
  const json = await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "--quiet", "--json"]);
  assertEquals([JSON.parse(json.stdout).framesWritten, json.stderr], [10, ""]);
});

Deno.test("cli --verbose says which programs and sizes, and gives errors in full", async () => {
  await using place = await workplace();
  const good = await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "-v"]);
  assertMatch(good.stderr, /decoder \S*ffmpeg, JPEG by \w+/);
  assertMatch(good.stderr, /video 64×48, background 90×60/);
  const bad = await place.run(["bg.jpg", "bg.jpg", "-v"]);
  assertMatch(bad.stderr, /^error: .*at least 3 frames/m);
  assertMatch(bad.stderr, /^ +at /m);
});

Deno.test("cli --help shows every option and examples, on stdout", async () => {
  await using place = await workplace();
  const { stdout, stderr } = await place.succeed(["--help"]);
  assertEquals(stderr, "");
  const options = ["output", "threshold", "method", "jpeg-quality", "mattes", "frames", "ffmpeg"];
  for (const option of [...options, "json", "quiet", "verbose", "help", "version"]) {
    assert(stdout.includes(`--${option} `), option);
  }
  assertMatch(stdout, /Examples:\n {2}backdrop talk\.mp4 office\.jpg/);
  assertMatch(stdout, /completions <shell>/);
  assertMatch(stdout, /Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted/);
});

Deno.test("cli --version prints the version and nothing else", async () => {
  await using place = await workplace();
  const { stdout, stderr } = await place.succeed(["--version"], { isApart: true });
  assertEquals([stdout, stderr], [`${config.version}\n`, ""]);
});
