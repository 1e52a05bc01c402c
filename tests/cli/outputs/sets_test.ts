import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { drawAll, namesIn, sha256 } from "../../helpers.ts";
import { assertFailed, assertRefused, type Workplace, workplaces } from "../helpers.ts";

/** Five clips of 4 to 20 frames in `clips/`, and what one run makes of them in `one/`. */
const clipsPlace = workplaces(async (place) => {
  await Deno.mkdir(place.file("clips"));
  await drawAll([4, 20, 9, 8, 7].map((frames, i) => ({
    path: place.file(`clips/${"abcde"[i]}.mp4`),
    source: "testsrc=size=48x32:rate=10",
    args: ["-c:v", "libx264", "-pix_fmt", "yuv420p"],
    frames,
  })));
  await place.succeed(["clips/*.mp4", "bg.jpg", "-o", "one/"]);
});

const RUN = ["clips/*.mp4", "bg.jpg", "-o", "out/"];

async function sumsIn(place: Workplace, folder: string): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const name of namesIn(place.file(folder))) {
    const path = place.file(`${folder}/${name}`);
    if (Deno.statSync(path).isFile) sums[name] = await sha256(await Deno.readFile(path));
  }
  return sums;
}

Deno.test("cli --shard i/N of many videos makes set i, and all sets make what one run does", async () => {
  await using place = await clipsPlace();
  const { stderr } = await place.succeed([...RUN, "--shard", "1/2"]);
  // 20 and 4 frames against 9, 8 and 7.
  assertEquals(Object.keys(await sumsIn(place, "out")), ["a.mp4", "b.mp4"], stderr);
  assertStringIncludes(stderr, "shard 1/2 has 2 files");
  await place.succeed([...RUN, "--shard", "2/2"]);
  assertEquals(await sumsIn(place, "out"), await sumsIn(place, "one"));
  assertEquals(namesIn(place.file("out.shards")), ["0001.json", "0002.json", "manifest.json"]);
});

Deno.test("cli --shard of many videos does nothing twice, and makes anew what is damaged", async () => {
  await using place = await clipsPlace();
  await place.succeed([...RUN, "--shard", "1/1"]);
  const one = await sumsIn(place, "one");
  const path = place.file("out/c.mp4");
  await Deno.writeFile(path, new Uint8Array(Deno.statSync(path).size));
  const before = Deno.statSync(place.file("out/a.mp4")).mtime;
  const { stderr } = await place.succeed([...RUN, "--shard", "1/1"]);
  assertMatch(stderr, /4 of them done\n1\/1 clips\/c\.mp4/);
  assertEquals(await sumsIn(place, "out"), one);
  assertEquals(Deno.statSync(place.file("out/a.mp4")).mtime, before);
  const again = await place.succeed([...RUN, "--shard", "1/1"]);
  assertStringIncludes(again.stderr, "shard 1/1 has 5 files, all of them done");
});

Deno.test("cli --shard of many videos goes on behind what a killed run has made", async () => {
  await using place = await clipsPlace();
  await place.succeed([...RUN, "--shard", "1/1"]);
  // As it is when a run is killed: outputs, but no record.
  await Deno.remove(place.file("out.shards/0001.json"));
  await Deno.remove(place.file("out/d.mp4"));
  const before = Deno.statSync(place.file("out/a.mp4")).mtime;
  await place.succeed([...RUN, "--shard", "1/1"]);
  assertEquals(await sumsIn(place, "out"), await sumsIn(place, "one"));
  assertEquals(Deno.statSync(place.file("out/a.mp4")).mtime, before);
  assert(namesIn(place.file("out.shards")).includes("0001.json"));
});

Deno.test("cli --shard of many videos leaves what was there before to its owner", async () => {
  await using place = await clipsPlace();
  await Deno.mkdir(place.file("out"));
  await Deno.writeTextFile(place.file("out/b.mp4"), "mine");
  const outcome = await place.run([...RUN, "--shard", "1/1"]);
  assertEquals(outcome.code, 1);
  assertStringIncludes(outcome.stderr, "'out/b.mp4' is there already");
  assertStringIncludes(outcome.stderr, "shard 1/1 is not done: 'clips/b.mp4' is missing");
  assertEquals(await Deno.readTextFile(place.file("out/b.mp4")), "mine");
  await place.succeed([...RUN, "--shard", "1/1", "--overwrite"]);
  assertEquals(await sumsIn(place, "out"), await sumsIn(place, "one"));
});

Deno.test("cli --shard of many videos refuses other settings, another cut and other videos", async () => {
  await using place = await clipsPlace();
  await place.succeed([...RUN, "--shard", "1/2"]);
  const refused = (args: string[], ...says: string[]) =>
    assertRefused(place, args, { code: 2, says: ["out.shards", ...says] });
  await refused([...RUN, "--shard", "2/2", "--crf", "30"], "crf");
  await refused([...RUN, "--shard", "2/3"], "the number of shards");
  await refused(["clips/", "bg.jpg", "-o", "out/", "--shard", "2/2"], "the videos");
  await Deno.copyFile(place.file("clips/a.mp4"), place.file("clips/c.mp4"));
  await assertRefused(place, [...RUN, "--shard", "2/2"], {
    code: 2,
    says: ["'clips/c.mp4' is another file"],
  });
});

Deno.test("cli --shard of many videos leaves out what has come since the first shard", async () => {
  await using place = await clipsPlace();
  const { stderr } = await place.succeed([...RUN, "--shards", "2"]);
  assertEquals(stderr, "5 files in 2 sets: out.shards/manifest.json\n");
  assertEquals(namesIn(place.file("out")), []);
  await Deno.copyFile(place.file("clips/a.mp4"), place.file("clips/aa.mp4"));
  for (const shard of ["1/2", "2/2"]) await place.succeed([...RUN, "--shard", shard]);
  assertEquals(await sumsIn(place, "out"), await sumsIn(place, "one"));
});

Deno.test("cli --shard of more shards than videos has nothing to do in some", async () => {
  await using place = await clipsPlace();
  const { stderr } = await place.succeed([...RUN, "--shard", "6/6"]);
  assertStringIncludes(stderr, "shard 6/6 has 0 files");
  assertEquals(namesIn(place.file("out.shards")), ["0006.json", "manifest.json"]);
});

Deno.test("cli --shard of many videos as pictures goes on with the first that is missing", async () => {
  await using place = await clipsPlace();
  const run = ["clips/*.mp4", "bg.jpg", "-o", "out/", "--format", "png"];
  await place.succeed([...run, "--shard", "1/1"]);
  const pictures = await sumsIn(place, "out/b");
  await Deno.remove(place.file("out.shards/0001.json"));
  for (const number of [7, 8, 9]) await Deno.remove(place.file(`out/b/output${number}.png`));
  await place.succeed([...run, "--shard", "1/1"]);
  assertEquals(await sumsIn(place, "out/b"), pictures);
});

Deno.test("cli status and join tell of many videos whether all are made, and as they were", async () => {
  await using place = await clipsPlace();
  await place.succeed([...RUN, "--shard", "2/2"]);
  const half = await place.run(["status", "out/"], { isBare: true });
  assertEquals([half.code, half.stdout], [
    1,
    "out: 1 of 2 shards done (3 videos), 1 missing\nmissing: shard 1\n",
  ]);
  const early = await place.run(["join", "out/"], { isBare: true });
  assertFailed(early, { code: 1, says: ["Cannot join 'out'", "shard 1 of 2 is missing"] });
  await place.succeed([...RUN, "--shard", "1/2"]);
  const whole = await place.succeed(["status", "out/", "--json"], { isBare: true });
  const { done, missing, videos, isJoined } = JSON.parse(whole.stdout);
  assertEquals([done, missing, videos, isJoined], [[1, 2], [], 5, true]);
  assertStringIncludes(
    (await place.succeed(["join", "out/"], { isBare: true })).stderr,
    "out, 5 videos of 2 shards",
  );
  await Deno.writeFile(place.file("out/c.mp4"), new Uint8Array(9));
  assertEquals((await place.run(["status", "out/"], { isBare: true })).code, 1);
});
