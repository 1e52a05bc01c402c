import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { replaceBackground } from "../../../mod.ts";
import { cliArguments, makeClip, runProgram } from "../../helpers.ts";
import { numberedNames, snapshot, type Workplace, workplaces } from "../helpers.ts";
import { fetchRuntimes, red, segment } from "./red_network.ts";

const COUNT = 100;

/** A place with a clip of a hundred frames, `long.mp4`, and a network that takes what is red for a person. */
const place = workplaces(async (place) => {
  await makeClip(place.file("long.mp4"), { frames: COUNT, rate: 25 });
  await Deno.writeFile(place.file("red.onnx"), red);
});

/** Composites and mattes, by name with their checksums; and how many frames were read. */
async function made(place: Workplace, name: string, ...args: readonly string[]) {
  const { stdout, stderr } = await place.succeed([
    ...["long.mp4", "bg.jpg", "-o", name, "--mattes", name, "--json", ...args],
  ]);
  const { framesRead } = JSON.parse(stdout);
  return { files: await snapshot(place.file(name)), framesRead, stderr };
}

const methods: Readonly<Record<string, readonly string[]>> = {
  mog2: ["-m", "mog2"],
  median: ["-m", "median"],
  "segment, surveyed and refined": segment,
};

for (const [name, method] of Object.entries(methods)) {
  Deno.test(`cli --reset-every: parts by ${name} have the whole run's bytes, and read a run-up`, async () => {
    await fetchRuntimes();
    await using here = await place();
    const run = (folder: string, ...args: string[]) => made(here, folder, ...method, ...args);
    const whole = await run("whole", "--reset-every", "40");
    const never = await run("never");
    const same = (number: number) => {
      const names = [`output${number}.jpg`, `matte${number}.png`];
      return names.every((name) => whole.files[name] === never.files[name]);
    };
    const count = Object.keys(whole.files).length / 2;
    assertEquals(Object.keys(never.files).length, 2 * count);
    assert(count > COUNT - 10);
    // The first block is as it was. Whoever knows the room makes nothing else of so steady a clip.
    const all = numberedNames(COUNT - count + 1, COUNT).map((name) => Number(name.match(/\d+/)));
    assert(all.filter((number) => number <= 40).every(same));
    if (name === "mog2") assertEquals(all.every(same), false);
    for (const [first, last, start] of [[41, 44, 11], [38, 43, 1], [81, 81, 51], [95, 100, 51]]) {
      const part = await run(`part${first}`, "--reset-every", "40", "--frames", `${first}-${last}`);
      assertEquals(Object.keys(part.files).length, 2 * (last - first + 1));
      for (const [name, sum] of Object.entries(part.files)) {
        assertEquals([name, sum], [name, whole.files[name]]);
      }
      const ahead = part.framesRead - (last - start + 1);
      assert(ahead >= 0 && ahead <= 4, `${part.framesRead} frames read for ${first}-${last}`);
    }
  });
}

Deno.test("cli --reset-every has no effect where a matte depends on a few frames, and says so", async () => {
  await using here = await place();
  for (
    const method of [["-m", "tutorial"], ["-m", "difference", "--refine", "open:1,smooth:1"]]
  ) {
    const run = (...args: string[]) =>
      made(here, crypto.randomUUID(), ...method, "--frames", "30-50", ...args);
    const [plain, reset] = [await run(), await run("--reset-every", "20")];
    assertEquals(reset.files, plain.files);
    assertStringIncludes(reset.stderr, "note: --reset-every has no effect here");
    assertEquals(plain.stderr.includes("--reset-every"), false);
    // No more is read than that.
    assert(plain.framesRead <= 21 + 6, `${plain.framesRead} frames read`);
  }
});

Deno.test({
  name: "cli --reset-every: a stream gives the same, without a survey",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using here = await place();
    const args = ["bg.jpg", "-m", "knn", "--reset-every", "40", "-q"];
    await here.succeed(["long.mp4", ...args, "-o", "named"]);
    const words = cliArguments(["-", ...args, "-o", "piped"]).map((word) => `'${word}'`).join(" ");
    const cat = `cat long.mp4 | '${Deno.execPath()}' ${words}`;
    const { code, stderr } = await runProgram("sh", ["-c", cat], here.settings);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await snapshot(here.file("piped")), await snapshot(here.file("named")));
  },
});

Deno.test("'resetEvery' is the command line's", async () => {
  await using here = await place();
  const cli = await made(here, "cli", "-m", "average", "--reset-every", "50");
  const options = { method: "average", resetEvery: 50, cwd: here.path, mattes: "library" };
  await replaceBackground("long.mp4", "bg.jpg", "library", options);
  assertEquals(await snapshot(here.file("library")), cli.files);
});
