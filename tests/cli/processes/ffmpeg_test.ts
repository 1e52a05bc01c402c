import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn } from "../../helpers.ts";
import {
  assertFailed,
  assertRefused,
  decodeJpeg,
  numberedNames,
  quotedFfmpeg,
  snapshot,
  type Workplace,
  workplace,
} from "../helpers.ts";

/** A script that notes that it was called, then is the real ffmpeg. */
async function loggingFfmpeg(place: Workplace, name: string): Promise<string> {
  const log = `echo "$@" >> '${place.file(`${name}.log`)}'`;
  return await place.script(name, `${log}\nexec ${quotedFfmpeg} "$@"`);
}

Deno.test("cli --ffmpeg chooses the program", async () => {
  await using place = await workplace();
  const wrapper = await loggingFfmpeg(place, "chosen");
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "--ffmpeg", wrapper]);
  const log = await Deno.readTextFile(place.file("chosen.log"));
  assertStringIncludes(log, "-nostdin");
  assertStringIncludes(log, "-i file:clip.mp4");
});

Deno.test("cli takes ffmpeg from FFMPEG_PATH, unless --ffmpeg says otherwise", async () => {
  await using place = await workplace();
  // That it is taken, where nothing else is said, a name of none shows below.
  const env = { FFMPEG_PATH: await loggingFfmpeg(place, "environment") };
  const ffmpeg = ["--ffmpeg", await loggingFfmpeg(place, "chosen")];
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", ...ffmpeg], { env });
  assertEquals(namesIn(place.path).filter((name) => name.endsWith(".log")), ["chosen.log"]);
});

const missing: [title: string, args: string[], env: Record<string, string>, says: string[]][] = [
  ["is not there", ["--ffmpeg", "/nope"], {}, ["'/nope'", "no such program"]],
  ["is not on PATH", ["--ffmpeg", "nope"], {}, ["'nope'", "no such program"]],
  ["FFMPEG_PATH names is not there", [], { FFMPEG_PATH: "/nope" }, ["'/nope'", "no such program"]],
  ["is a folder", ["--ffmpeg", "/tmp"], {}, ["'/tmp'", "permission denied"]],
];

for (const [title, args, env, says] of missing) {
  Deno.test(`cli fails when the ffmpeg that ${title}`.replace("that is", "chosen is"), async () => {
    await using place = await workplace();
    await assertRefused(place, ["clip.mp4", "bg.jpg", "-o", "out", ...args], {
      code: 1,
      says,
      env,
    });
  });
}

Deno.test("cli fails when the ffmpeg chosen is another program", async () => {
  await using place = await workplace();
  const program = await place.script("other", "exit 7");
  const args = ["clip.mp4", "bg.jpg", "-o", "out", "--ffmpeg", program];
  const says = ["'clip.mp4'", "does not answer as ffmpeg does"];
  await assertRefused(place, args, { code: 1, says });
});

Deno.test("cli keeps the finished files when ffmpeg is killed midway", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "full"]);
  // 40,000 bytes are 8 frames of 64 × 48 pixels as YUV and a part of the ninth; as RGBA, 3 and a part.
  const cut = `${quotedFfmpeg} "$@" | { head -c 40000; kill -KILL $$; }`;
  const program = await place.script("dying", cut);
  const outcome = await place.run(["clip.mp4", "bg.jpg", "-o", "out", "--ffmpeg", program]);
  assertFailed(outcome, { code: 1, says: ["'clip.mp4'", "ffmpeg was killed (SIGKILL)"] });
  const count = Number(/\((1|6) pictures? written\)/.exec(outcome.stderr)?.[1]);
  const full = await snapshot(place.file("full"));
  const names = numberedNames(3, 2 + count);
  const kept = Object.fromEntries(names.map((name) => [name, full[name]]));
  assertEquals(await snapshot(place.file("out")), kept);
});

Deno.test("cli says so when ffmpeg fails midway", async () => {
  await using place = await workplace();
  const program = await place.script("failing", `${quotedFfmpeg} "$@"; exit 9`);
  const outcome = await place.run(["clip.mp4", "bg.jpg", "-o", "out", "--ffmpeg", program]);
  const says = ["'clip.mp4'", "ffmpeg ended with exit code 9", "(10 pictures written)"];
  assertFailed(outcome, { code: 1, says });
});

Deno.test("cli says why it cannot have the embedded ffmpeg", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("empty"));
  const args = ["clip.mp4", "bg.jpg", "-o", "out", "-q"];
  await assertRefused(place, args, {
    code: 1,
    says: ["none on PATH", "--allow-run"],
    env: { PATH: place.file("empty"), FFMPEG_PATH: "" },
    permissions: ["--no-prompt", "--allow-read", "--allow-env", "--allow-ffi"],
  });
});

Deno.test("cli uses the embedded ffmpeg where PATH has none, to the same bytes", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "with"]);
  await Deno.mkdir(place.file("empty"));
  const env = { PATH: place.file("empty"), FFMPEG_PATH: "" };
  const { stdout, stderr } = await place.succeed(["clip.mp4", "bg.jpg", "-o", "without"], { env });
  assertEquals(stdout, "");
  assertMatch(
    stderr,
    /^note: no ffmpeg on PATH: [^\n]+\n(note: fetching [^\n]+\n)?10 pictures as [^\n]+\n$/,
  );
  assertEquals(await snapshot(place.file("without")), await snapshot(place.file("with")));
});

const permissions = ["--no-prompt", "--allow-read", "--allow-write", "--allow-run", "--allow-env"];

Deno.test("cli reads JPEGs with ImageScript where FFI is not permitted, and says so", async () => {
  await using place = await workplace();
  const { stderr } = await place.succeed(["clip.mp4", "bg.jpg", "-o", "out"], { permissions });
  assertMatch(stderr, /^note: [^\n]*ImageScript reads JPEGs[^\n]*\n10 pictures as [^\n]+\n$/);
  assertEquals(namesIn(place.file("out")), numberedNames(3, 12));
  for (const name of numberedNames(3, 12)) {
    const { width, height } = await decodeJpeg(place.file(`out/${name}`));
    assertEquals([width, height], [64, 48]);
  }
});

for (const permission of ["--allow-read", "--allow-write", "--allow-run"]) {
  Deno.test(`cli fails in one line without ${permission}, and names it`, async () => {
    await using place = await workplace();
    const given = [...permissions.filter((one) => one !== permission), "--allow-ffi"];
    const args = ["clip.mp4", "bg.jpg", "-o", "out"];
    await assertRefused(place, args, { code: 1, says: [permission], permissions: given });
  });
}
