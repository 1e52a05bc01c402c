import { assert, assertEquals } from "@std/assert";
import { claim } from "../../../lib/files/system/claim.ts";
import { FilePattern } from "../../../lib/files/mod.ts";
import { cliArguments, ffmpeg, namesIn } from "../../helpers.ts";
import {
  assertFailed,
  assertRefused,
  numberedNames,
  type Workplace,
  workplace,
} from "../helpers.ts";

const ignore = Deno.build.os === "windows";

/** Start a run that goes on for long, and wait until it writes under a temporary name. */
async function startLong(place: Workplace, output: string): Promise<Deno.ChildProcess> {
  await ffmpeg(
    "-stream_loop",
    "4999",
    "-i",
    place.file("clip.mp4"),
    "-c",
    "copy",
    place.file("long.mp4"),
  );
  const args = cliArguments(["-m", "tutorial", "long.mp4", "bg.jpg", "-q", "-o", output]);
  const options = { stdin: "null", stdout: "null", stderr: "null", cwd: place.path } as const;
  const child = new Deno.Command(Deno.execPath(), { args, ...options }).spawn();
  const end = Date.now() + 60_000;
  while (!namesIn(place.path).some((name) => /^\.out\.\w+\.[0-9a-f]{16}\.tmp$/.test(name))) {
    if (Date.now() > end) throw new Error("it writes nothing");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return child;
}

const busy = "is being written by another run: wait for it, or choose another name";

for (const name of ["out.mp4", "out.gif"]) {
  Deno.test({
    name:
      `cli says that another run writes ${name}, and removes what that leaves when it is killed`,
    ignore,
  }, async () => {
    await using place = await workplace();
    const first = await startLong(place, name);
    for (const more of [[], ["--overwrite"]]) {
      const args = ["clip.mp4", "bg.jpg", "-o", name, ...more];
      assertFailed(await place.run(args), { code: 2, says: [`'${name}' ${busy}`] });
    }
    first.kill("SIGKILL");
    await first.status;
    const left = namesIn(place.path).filter((name) => name.startsWith("."));
    assert(left.length >= 2, `${left}`);
    await place.succeed(["clip.mp4", "bg.jpg", "-o", name, "-q"]);
    assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4", "long.mp4", name].sort());
  });
}

Deno.test("cli says that another run writes the mattes", async () => {
  await using place = await workplace();
  const mattes = place.file("mattes.mkv");
  await using _other = await claim(mattes);
  const args = ["clip.mp4", "bg.jpg", "-o", "new/out.mp4", "--mattes", mattes];
  await assertRefused(place, args, { code: 2, says: [`'${mattes}' ${busy}`] });
});

Deno.test("cli lets runs write parts of one folder's pictures at once", async () => {
  await using place = await workplace();
  await using _other = await claim(new FilePattern(place.file("out/output%d.jpg")), {
    isShared: true,
  });
  for (const frames of ["3-5", "6-12"]) {
    await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "--frames", frames, "-q"]);
  }
  assertEquals(namesIn(place.file("out")), [".output%d.jpg.lock", ...numberedNames(3, 12)]);
});

Deno.test("cli --skip-existing leaves out what another run is writing", async () => {
  await using place = await workplace();
  await using _other = await claim(place.file("out/clip.mkv"));
  const args = ["clip.mp4", "bg.jpg", "-o", "out", "--format", "mkv", "--skip-existing"];
  const { stderr } = await place.succeed(args);
  assertEquals(stderr, "note: 'out/clip.mkv' is being written by another run: left out\n");
  assertEquals(namesIn(place.file("out")), [".clip.mkv.lock"]);
});

Deno.test("cli --skip-existing twice at once does no file twice", async () => {
  await using place = await workplace();
  const names = ["a", "b", "c"].map((name) => `${name}.mp4`);
  for (const name of names) await Deno.copyFile(place.file("clip.mp4"), place.file(name));
  const args = [...names, "bg.jpg", "-o", "out", "--skip-existing", "--json", "-q"];
  const outcomes = await Promise.all([0, 1].map(() => place.run(args, { isApart: true })));
  const done = outcomes.flatMap(({ code, stdout, stderr }) => {
    assertEquals(code, 0, stderr);
    return JSON.parse(stdout).files.filter(({ state }: { state: string }) => state === "done");
  });
  assertEquals(done.map(({ video }) => video).sort(), names);
  assertEquals(namesIn(place.file("out")).length, 3);
});

Deno.test("cli writes through no link that lies under a temporary name", { ignore }, async () => {
  await using place = await workplace();
  const victim = place.file("victim");
  await Deno.writeTextFile(victim, "precious");
  // As it was guessed until now: by the number of the process.
  for (const name of ["out.mp4", "output3.jpg"]) {
    await Deno.symlink(victim, place.file(`.${name}.${Deno.pid}.tmp`));
  }
  for (const output of [["out.mp4"], ["./", "--frames", "3"]]) {
    await place.succeed(["clip.mp4", "bg.jpg", "-q", "-o", ...output]);
  }
  assertEquals(await Deno.readTextFile(victim), "precious");
  assertEquals((await Deno.lstat(place.file("output3.jpg"))).isFile, true);
});
