import { assertEquals, assertStringIncludes } from "@std/assert";
import { namesIn } from "../../helpers.ts";
import { assertRefused, numberedNames, snapshot, workplace } from "../helpers.ts";

/** A workplace whose folder `clips` has two clips and, between them, what is none. */
async function threeFiles() {
  const place = await workplace();
  await Deno.mkdir(place.file("clips"));
  for (const name of ["a.mp4", "c.mp4"]) {
    await Deno.copyFile(place.file("clip.mp4"), place.file(`clips/${name}`));
  }
  await Deno.writeTextFile(place.file("clips/b.mp4"), "no video at all");
  return place;
}

Deno.test("cli gives each of several videos an output, and goes on after a failure", async () => {
  await using place = await threeFiles();
  const { code, stderr, stdout } = await place.run(
    ["clips/*.mp4", "bg.jpg", "-o", "out/", "--format", "mp4", "--json"],
  );
  assertEquals(code, 1, stderr);
  assertEquals(namesIn(place.file("out")), ["a.mp4", "c.mp4"]);
  const { files, failed } = JSON.parse(stdout);
  assertEquals(failed, 1);
  assertEquals(
    files.map((
      { video, state, framesRead }: Record<string, unknown>,
    ) => [video, state, framesRead]),
    [["clips/a.mp4", "done", 12], ["clips/b.mp4", "failed", 0], ["clips/c.mp4", "done", 12]],
  );
  const table = stderr.trimEnd().split("\n").slice(-3);
  assertEquals(table.map((line) => line.split(/\s+/).slice(0, 2)), [
    ["done", "clips/a.mp4"],
    ["failed", "clips/b.mp4"],
    ["done", "clips/c.mp4"],
  ]);
  assertStringIncludes(table[1], "it is no video");
});

Deno.test("cli puts each video's pictures into a folder of its name", async () => {
  await using place = await threeFiles();
  const args = ["clips/a.mp4", "clips/c.mp4", "bg.jpg", "-o", "out", "--mattes", "m", "-q"];
  await place.succeed([...args, "--format", "jpg"]);
  assertEquals(namesIn(place.file("out/c")), numberedNames(3, 12));
  assertEquals(namesIn(place.file("m/a")), numberedNames(3, 12, "matte", ".png"));
});

Deno.test("cli --skip-existing leaves out what is there", async () => {
  await using place = await threeFiles();
  const args = ["clips/a.mp4", "clips/c.mp4", "bg.jpg", "-o", "out", "--format", "mkv", "-q"];
  await place.succeed(args);
  await Deno.remove(place.file("out/c.mkv"));
  const { stdout } = await place.succeed([...args, "--skip-existing", "--json"]);
  const states = JSON.parse(stdout).files.map(({ state }: { state: string }) => state);
  assertEquals(states, ["skipped", "done"]);
});

Deno.test("cli --resume goes on where a run was interrupted, with the same bytes", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-o", "out", "-q"];
  await place.succeed(args);
  const whole = await snapshot(place.path);
  for (const number of [7, 9, 10, 12]) await Deno.remove(place.file(`out/output${number}.jpg`));
  const { stdout } = await place.succeed([...args, "--resume", "--json"]);
  assertEquals(JSON.parse(stdout).framesWritten, 6);
  assertEquals(await snapshot(place.path), whole);
  // Nothing is left to be done.
  await place.succeed([...args, "--resume"]);
  assertEquals(await snapshot(place.path), whole);
});

Deno.test("cli gives videos of one name that of their folder, too", async () => {
  await using place = await threeFiles();
  await Deno.mkdir(place.file("more/clips"), { recursive: true });
  for (const name of ["more/clips/A.mp4", "more/a.mp4", "clips/a.mkv"]) {
    await Deno.copyFile(place.file("clip.mp4"), place.file(name));
  }
  const videos = ["clips/a.mp4", "more/a.mp4", "more/clips/A.mp4", "clips/a.mkv"];
  const run = [...videos, "bg.jpg", "--json"];
  const outputsOf = (stdout: string) =>
    JSON.parse(stdout).files.map(({ output }: { output: string }) => output);
  const { stdout, stderr } = await place.succeed([...run, "-o", "out"]);
  const outputs = ["out/a.mp4", "out/more-a.mp4", "out/clips-A.mp4", "out/a.mkv.mp4"];
  assertEquals(outputsOf(stdout), outputs);
  assertEquals(namesIn(place.file("out")), outputs.map((name) => name.slice(4)).sort());
  assertStringIncludes(
    stderr,
    "note: 'more/a.mp4' is written to 'out/more-a.mp4', and 2 more likewise",
  );
  await place.succeed([...run, "-o", "pictures", "--format", "jpg"]);
  assertEquals(namesIn(place.file("pictures")), ["a.mkv", "clips-A.mp4", "clips-a", "more-a"]);
  assertEquals(namesIn(place.file("pictures/a.mkv")), numberedNames(3, 12));
});

const refused: [says: string, ...args: string[]][] = [
  ["'cl*/a.mp4' may have * and ? in its last part only", "cl*/a.mp4", "bg.jpg"],
  ["several files need a folder", "clips/*.mp4", "bg.jpg"],
  ["several files need a folder", "clips/*.mp4", "bg.jpg", "-o", "out.mp4"],
  ["several files need a folder", "clips/*.mp4", "bg.jpg", "-o", "-", "--format", "mp4"],
];

for (const [says, ...args] of refused) {
  Deno.test(`cli refuses several videos: ${args.join(" ")}`, async () => {
    await using place = await threeFiles();
    await assertRefused(place, args, { code: 2, says: [says] });
  });
}

Deno.test("cli fails alike for a pattern that fits no file and for a file that is missing", async () => {
  await using place = await threeFiles();
  const pattern = { code: 1, says: ["'clips/*.avi'", "no file fits the pattern"] };
  await assertRefused(place, ["clips/*.avi", "bg.jpg"], pattern);
  const file = { code: 1, says: ["'clips/none.avi'", "there is no such file"] };
  await assertRefused(place, ["clips/none.avi", "bg.jpg"], file);
});
