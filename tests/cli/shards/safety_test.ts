import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cliArguments, ffmpeg, namesIn, runProgram } from "../../helpers.ts";
import { mayMount, mountDisk } from "../outputs/disk.ts";
import { assertRefused, snapshot, type Workplace, workplace, workplaces } from "../helpers.ts";
import { runShards } from "./sharding.ts";

/** A place with 1,200 frames. */
const placeWithLong = workplaces((place) =>
  ffmpeg(
    ...["-stream_loop", "99", "-i", place.file("clip.mp4"), "-c", "copy"],
    place.file("long.mp4"),
  )
);

const LONG = ["-m", "tutorial", "long.mp4", "bg.jpg", "-o", "out.mp4", "--shard", "2/3"];
const CLIP = ["-m", "tutorial", "clip.mp4", "bg.jpg", "-o", "out.mp4"];

/** A run in a process of its own. */
function start(place: Workplace, args: readonly string[]): Deno.ChildProcess {
  const options = { stdin: "null", stdout: "null", stderr: "piped", cwd: place.path } as const;
  return new Deno.Command(Deno.execPath(), { args: cliArguments(args), ...options }).spawn();
}

/** Wait until something is in a folder. */
async function appearance(folder: string, name: RegExp): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const names = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
    if (names.some((entry) => name.test(entry.name))) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${name} does not come`);
}

/** What a run leaves that nothing disturbs. */
async function undisturbed(args: readonly string[], folder: string) {
  await using place = await placeWithLong();
  await place.succeed([...args, "-q"]);
  return await snapshot(place.file(folder));
}

Deno.test({
  name: "cli --shard: one that was killed is run again and leaves the same files",
  ignore: Deno.build.os === "windows",
}, async () => {
  await using place = await placeWithLong();
  const shards = place.file("out.mp4.shards");
  const child = start(place, LONG);
  await appearance(shards, /^\.0002-.*tmp$/);
  assertMatch((await place.run(["status", "out.mp4"])).stdout, /^running: shard 2 .* since /m);
  child.kill("SIGKILL");
  await child.output();
  // What it has started ends by itself, and may still write.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { code, stdout } = await place.run(["status", "out.mp4", "--json"]);
  const { done, running, missing } = JSON.parse(stdout);
  if (Deno.build.os === "linux") {
    assertEquals([code, done, running, missing], [1, [], [], [1, 2, 3]]);
  }
  assert(namesIn(shards).some((name) => name.startsWith(".0002-")));
  await place.succeed([...LONG, "-q"]);
  assertEquals(await snapshot(shards), await undisturbed(LONG, "out.mp4.shards"));
});

Deno.test({
  name: "cli --shard: one that is told to end leaves no claim and no half piece",
  ignore: Deno.build.os === "windows",
}, async () => {
  await using place = await placeWithLong();
  const shards = place.file("out.mp4.shards");
  const child = start(place, LONG);
  await appearance(shards, /^\.0002-.*tmp$/);
  child.kill("SIGTERM");
  assertEquals((await child.output()).code, 143);
  assertEquals(namesIn(shards), ["manifest.json"]);
});

Deno.test("cli --shard: two runs of one shard at once leave the same files", async () => {
  await using place = await placeWithLong();
  const both = [start(place, LONG), start(place, LONG)];
  for (const child of both) {
    const { code, stderr } = await child.output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
  }
  const expected = await undisturbed(LONG, "out.mp4.shards");
  assertEquals(await snapshot(place.file("out.mp4.shards")), expected);
});

Deno.test("cli --shard: a shard is not done twice", async () => {
  await using place = await workplace();
  await place.succeed([...CLIP, "--shard", "2/3", "-q"]);
  const before = await snapshot(place.path);
  const { stderr, stdout } = await place.succeed([...CLIP, "--shard", "2/3", "--json"]);
  assertEquals(stderr, "note: 'out.mp4' has shard 2/3 already: left out\n");
  assertEquals(JSON.parse(stdout).skipped, true);
  assertEquals(await snapshot(place.path), before);
  const [piece] = namesIn(place.file("out.mp4.shards")).filter((name) => name.endsWith(".mp4"));
  const path = place.file(`out.mp4.shards/${piece}`);
  for (const spoil of [(bytes: Uint8Array) => bytes[bytes.length >> 1] ^= 1, undefined]) {
    const bytes = await Deno.readFile(path);
    spoil?.(bytes);
    await (spoil ? Deno.writeFile(path, bytes) : Deno.remove(path));
    await place.succeed([...CLIP, "--shard", "2/3", "-q"]);
    assertEquals(await snapshot(place.path), before);
  }
});

Deno.test(
  { name: "cli --shard on a full disk, and then again", ignore: !await mayMount() },
  async () => {
    await using place = await placeWithLong();
    await using _disk = await mountDisk(place, "size=64k");
    const args = LONG.with(LONG.indexOf("out.mp4"), "disk/out.mp4");
    const { code, stderr } = await place.run([...args, "-q"]);
    assertEquals(code, 1);
    assertMatch(
      stderr,
      /^error: Cannot write 'disk\/out\.mp4\.shards\/0002-.*': no space left on device\n$/,
    );
    assertEquals(namesIn(place.file("disk/out.mp4.shards")), ["manifest.json"]);
    await runProgram("mount", ["-o", "remount,size=64m", place.file("disk")]);
    await place.succeed([...args, "-q"]);
    const expected = await undisturbed(args, "disk/out.mp4.shards");
    assertEquals(await snapshot(place.file("disk/out.mp4.shards")), expected);
  },
);

Deno.test("cli --shard refuses other options, and names what differs", async () => {
  await using place = await workplace();
  await place.succeed([...CLIP, "--shard", "2/3", "-q"]);
  await Deno.copyFile(place.file("clip.mp4"), place.file("copy.mp4"));
  const other = await Deno.readFile(place.file("bg.jpg"));
  await Deno.writeFile(place.file("other.jpg"), new Uint8Array([...other, 0]));
  const cases: [args: string[], says: string][] = [
    [[...CLIP, "--shard", "2/4"], "the number of shards is 3 there and 4 here"],
    [[...CLIP, "--crf", "30", "--shard", "1/3"], "--crf is left out there and 30 here"],
    [[...CLIP, "--threshold", "9", "--shard", "1/3"], "--threshold is left out there and 9 here"],
    [[...CLIP.with(1, "median"), "--shard", "1/3"], "--method is tutorial there and median here"],
    [[...CLIP.with(3, "other.jpg"), "--shard", "1/3"], "the background is another file"],
    [[...CLIP.with(3, "blur"), "--shard", "1/3"], "the background is another file"],
    [[...CLIP, "--mattes", "m.mp4", "--shard", "1/3"], "--mattes is left out there and m.mp4 here"],
    [[...CLIP, "--frames", "2-5", "--shard", "1/3"], "--frames is left out there and 2-5 here"],
  ];
  for (const [args, says] of cases) await assertRefused(place, args, { code: 2, says: [says] });
  // Neither where a file lies nor how many threads there are makes a difference.
  await place.succeed([...CLIP.with(2, "copy.mp4"), "-j", "1", "--shard", "1/3", "-q"]);
  await Deno.writeTextFile(place.file("out.mp4.shards/manifest.json"), "{}");
  const { code, stderr } = await place.run([...CLIP, "--shard", "3/3"]);
  assertEquals(code, 1);
  assertStringIncludes(stderr, "it is damaged; remove 'out.mp4.shards' to begin anew");
});

Deno.test("cli --shard and join keep what is there", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("out.mp4"), "mine");
  const says = ["'out.mp4' is there already: --overwrite"];
  await assertRefused(place, [...CLIP, "--shard", "1/2"], { code: 2, says });
  const skipped = await place.succeed([...CLIP, "--shard", "1/2", "--skip-existing"]);
  assertStringIncludes(skipped.stderr, "'out.mp4' is there already: left out");
  await runShards(place, [...CLIP, "--overwrite"], 2);
  assertEquals(await Deno.readTextFile(place.file("out.mp4")), "mine");
  await assertRefused(place, ["join", "out.mp4"], { code: 1, says: ["--overwrite replaces it"] });
  await place.succeed(["join", "out.mp4", "--overwrite"]);
  const joined = await snapshot(place.path);
  // All that comes later changes nothing: another join, a shard that the engine starts again.
  for (const args of [["join", "out.mp4"], [...CLIP, "--shard", "1/2"], ["status", "out.mp4"]]) {
    await place.succeed(args);
    assertEquals(await snapshot(place.path), joined);
  }
  // But whoever asks for it gets it anew.
  await runShards(place, [...CLIP, "--overwrite", "--crf", "40"], 3);
  await place.succeed(["join", "out.mp4", "--overwrite"]);
  assert((await snapshot(place.path))["out.mp4"] !== joined["out.mp4"]);
});

Deno.test("cli --shard --overwrite cuts anew what was joined", async () => {
  await using place = await workplace();
  for (const [range, frames] of [["1-4", 4], ["3-12", 10]] as const) {
    await runShards(place, [...CLIP, "--overwrite", "--frames", range], 2);
    const { stdout } = await place.succeed(["join", "out.mp4", "--overwrite", "--json"]);
    assertEquals(JSON.parse(stdout).frames, frames);
  }
});

Deno.test("cli join refuses shards that are missing", async () => {
  await using place = await workplace();
  await assertRefused(place, ["join", "out.mp4"], { code: 1, says: ["Cannot find shards of"] });
  await assertRefused(place, ["status", "out.mp4"], { code: 1, says: ["Cannot find shards of"] });
  for (const index of [2, 5, 6]) {
    await place.succeed([...CLIP, "--shard", `${index}/6`, "-q"]);
  }
  const says = ["Cannot join 'out.mp4': shards 1, 3, 4 of 6 are missing; run them again"];
  await assertRefused(place, ["join", "out.mp4"], { code: 1, says });
  const status = await place.run(["status", "out.mp4"]);
  assertEquals(status, {
    code: 1,
    stdout: "out.mp4: 3 of 6 shards done (6 frames), 3 missing\nmissing: shards 1, 3, 4\n",
    stderr: "",
  });
});

Deno.test("cli --shard says in a sentence what has no shards", async () => {
  await using place = await workplace();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("photo.png"));
  const cases: [args: string[], ...says: string[]][] = [
    [["clip.mp4", "bg.jpg", "-o", "out.gif"], "a GIF"],
    [["clip.mp4", "bg.jpg", "-o", "-"], "needs a file for its output"],
    [["-", "bg.jpg", "-o", "out.mp4"], "needs a file: what comes by a pipe"],
    [["camera", "bg.jpg", "-o", "out.mp4"], "a camera has no parts"],
    [["photo.png", "bg.jpg", "-m", "chroma", "-o", "out.png"], "is one picture"],
    [["clip.mp4", "bg.jpg", "-o", "one.png", "--frames", "5"], "is one picture"],
    [["clip.mp4", "bg.jpg", "-o", "out.mp4", "--resume"], "--resume"],
  ];
  for (const [args, ...says] of cases) {
    const { code, stderr } = await place.run([...args, "--shard", "2/3", "-q"]);
    assertEquals(code, 2, stderr);
    for (const part of says) assertStringIncludes(stderr, part);
  }
  for (const shard of ["0/3", "4/3", "3", "x"]) {
    const { code, stderr } = await place.run([...CLIP, "--shard", shard]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "like 3/8");
  }
  await assertRefused(place, [...CLIP, "--shards", "3"], { code: 2, says: ["--shard auto"] });
  await assertRefused(place, [...CLIP, "--shard", "1/2", "--shards", "3"], {
    code: 2,
    says: ["say two numbers of shards"],
  });
});

Deno.test("cli --shard auto takes the engine's word, and says so", async () => {
  await using place = await workplace();
  const slurm = {
    SLURM_ARRAY_TASK_ID: "11",
    SLURM_ARRAY_TASK_MIN: "10",
    SLURM_ARRAY_TASK_MAX: "12",
    SLURM_ARRAY_TASK_COUNT: "3",
  };
  const { stderr } = await place.succeed([...CLIP, "--shard", "auto"], { env: slurm });
  assertMatch(
    stderr,
    /^note: shard 2\/3, by a Slurm array \(SLURM_ARRAY_TASK_ID=11 of 10–12\): frames 5–8\n/,
  );
  const kubernetes = { JOB_COMPLETION_INDEX: "0" };
  await assertRefused(place, [...CLIP, "--shard", "auto"], {
    code: 2,
    says: ["--shard auto: a Kubernetes Job (JOB_COMPLETION_INDEX=0)", "add --shards N"],
    env: kubernetes,
  });
  const args = [...CLIP, "--shard", "auto", "--shards", "3", "-q"];
  await place.succeed(args, { env: kubernetes });
  await place.succeed(args, { env: { JOB_COMPLETION_INDEX: "2" } });
  await place.succeed(["join", "out.mp4", "-q"]);
});

Deno.test("cli --shard of a method that remembers all frames says what that costs", async () => {
  await using place = await workplace();
  const args = CLIP.with(1, "average");
  const { stderr } = await place.succeed([...args, "--shard", "3/3"]);
  assertStringIncludes(stderr, "'average' remembers all frames, so this shard looks at frames 1–8");
  // A third of 12 frames.
  assertStringIncludes(stderr, "--reset-every 4 for all shards");
  const first = await place.succeed([...args, "--shard", "1/3"]);
  assert(!first.stderr.includes("remembers"));
});
