import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { measureRun } from "../../bench/process_memory.ts";
import { cliArguments, ffmpeg, namesIn } from "../../helpers.ts";
import { assertRefused, workplace } from "../helpers.ts";

const bare = { isBare: true };

Deno.test("cli plan prints a job, says what it assumes, and writes nothing", async () => {
  await using place = await workplace();
  const before = namesIn(place.path);
  const { stdout, stderr } = await place.succeed([
    ...["plan", "clip.mp4", "bg.jpg", "--engine", "slurm", "--rate", "2", "--minutes", "0.05"],
    ...["--", "-m", "tutorial", "-o", "out.mp4"],
  ], bare);
  assertEquals(namesIn(place.path), before);
  assertMatch(stdout, /^#!\/bin\/sh\n# .*\nset -eu\n/s);
  // 12 frames, 6 a shard.
  assertStringIncludes(stdout, '--array="1-2"');
  assertStringIncludes(stdout, "clip.mp4 bg.jpg -m tutorial -o out.mp4 --shard auto --shards 2");
  assertMatch(stdout, /cli\.ts join out\.mp4 && exit 0/);
  assertMatch(stderr, /note: 2 frames a second of a node, as was said\nnote: 2 shards/);
  assertMatch(stderr, /wall time about 6 s on 1 node, 3 s on 10 nodes, 3 s on 1000 nodes/);
});

Deno.test("cli plan measures the rate where none is said", async () => {
  await using place = await workplace();
  const { stdout, stderr } = await place.succeed([
    ...["plan", "clip.mp4", "bg.jpg", "--engine", "parallel", "--json"],
    ...["--", "-m", "tutorial", "-o", "out.mp4"],
  ], bare);
  const figures = JSON.parse(stdout);
  assertEquals([figures.videos, figures.frames, figures.shards], [1, 12, 1]);
  assert(figures.rate > 0);
  assertMatch(stderr, /as measured here with \d+ frames of 'clip\.mp4'/);
  assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4"]);
});

Deno.test("cli plan surveys first where the method does, and lets it begin anew with each shard", async () => {
  await using place = await workplace();
  const run = ["--", "-m", "median", "--set", "every=2", "--crf", "30", "-o", "out.mp4"];
  const { stdout, stderr } = await place.succeed([
    ...["plan", "clip.mp4", "bg.jpg", "--engine", "parallel", "--rate", "2", "--minutes", "0.05"],
    ...run,
  ], bare);
  const survey = "survey clip.mp4 -m median --set every=2 --output out.mp4.job/survey.bin";
  assertStringIncludes(stdout, `[ -e out.mp4.job/survey.bin ] || `);
  assertStringIncludes(stdout, survey);
  assertMatch(stdout, /--reset-every 6 --survey out\.mp4\.job\/survey\.bin --shard \{\}\/2/);
  assertStringIncludes(stderr, "begins anew every 6 frames");
});

Deno.test("cli plan cuts many videos into sets", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("clips"));
  for (const name of "abc") {
    await Deno.copyFile(place.file("clip.mp4"), place.file(`clips/${name}.mp4`));
  }
  const { stdout, stderr } = await place.succeed([
    ...["plan", "clips/*.mp4", "blur", "--engine", "kubernetes", "--rate", "2"],
    ...["--minutes", "0.1", "--", "-m", "tutorial", "-o", "out/"],
  ], bare);
  assertStringIncludes(stdout, "name: backdrop-out-cut");
  assertStringIncludes(stdout, "until [ -s out.shards/manifest.json ]");
  assertStringIncludes(stdout, "completions: 3\n");
  assertStringIncludes(stdout, '- "clips/*.mp4"\n');
  assertStringIncludes(stdout, "status out/ >/dev/null; do sleep 10; done");
  assertStringIncludes(stderr, "of video in 3 files, 36 frames at ");
});

Deno.test("cli plan refuses what it cannot cut", async () => {
  await using place = await workplace();
  const engine = ["--engine", "slurm", "--rate", "1"];
  const refused = (args: string[], ...says: string[]) =>
    assertRefused(place, ["plan", ...args], { ...bare, code: 2, says });
  await refused(["clip.mp4", "bg.jpg", "--", "-o", "out.mp4"], "--engine");
  await refused(["clip.mp4", "bg.jpg", ...engine, "--", "-o", "-"], "-o out.mp4");
  await refused(["-", "bg.jpg", ...engine, "--", "-o", "out.mp4"], "needs a file");
  await refused(["camera", "bg.jpg", ...engine], "a camera has no parts");
  await refused(["clip.mp4", "bg.jpg", ...engine, "--", "-o", "out.gif"], "GIF");
  await refused(["clip.mp4", "bg.jpg", ...engine, "--", "--shard", "1/2"], "--shard");
  await refused(["clip.mp4", "bg.jpg", ...engine, "--", "--crff", "1"], "--crf");
  await refused(["clip.mp4", "bg.jpg", ...engine, "-o", "out.mp4"], "-o", "behind --");
});

Deno.test("cli plan reads 10,000 files in less than 5 s and 200 MB", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("archive"));
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=32x32:rate=25:duration=2", "-c:v", "libx264"],
    place.file("long.mp4"),
  );
  for (let number = 0; number < 10_000; number++) {
    const from = number % 3 === 0 ? "long.mp4" : "clip.mp4";
    Deno.linkSync(place.file(from), place.file(`archive/${number}.mp4`));
  }
  const args = [
    ...["plan", `${place.path}/archive/*.mp4`, place.file("bg.jpg"), "--engine", "slurm"],
    ...["--rate", "20", "--json", "--quiet", "--", "-m", "tutorial", "-o", place.file("out/")],
  ];
  const { stdout } = await place.succeed(args, bare);
  const { videos, estimated, shards } = JSON.parse(stdout);
  assertEquals([videos, estimated], [10_000, 0]);
  assert(shards > 1);
  // What else the machine does is in it, too.
  let seconds = Infinity;
  for (let round = 0; round < 3 && seconds >= 5; round++) {
    const measured = await measureRun(Deno.execPath(), cliArguments(args));
    seconds = Math.min(seconds, measured.seconds);
    assert(measured.mebibytes < 200, `${measured.mebibytes} MB`);
  }
  assert(seconds < 5, `${seconds} s`);
});
