import { assert, assertEquals, assertMatch } from "@std/assert";
import { loneFolder } from "../../../lib/files/packages/lone_package.ts";
import { POSE, SELFIE } from "../../../lib/files/onnx/model_file.ts";
import { openJpegCodec } from "../../../lib/files/mod.ts";
import { NATIVE } from "../../../lib/files/onnx/onnx_packages.ts";
import { namesIn, type Outcome, ROOT, runCli } from "../../helpers.ts";
import { hasTerminal, runOnTerminal, workplace } from "../helpers.ts";

const ignore = !hasTerminal;

/** What Deno prints before it waits for an answer. */
const PROMPT = /requests .+ access|Allow\?/;

function assertNeverAsked({ code, stdout }: Outcome): void {
  assert(!PROMPT.test(stdout), stdout);
  assertEquals(code, 0, stdout);
}

/** The lines of docs/cli.md that give Deno fewer permissions than all: permissions and arguments. */
function frugalLines(): [permissions: string[], args: string[]][] {
  const readme = Deno.readTextFileSync(new URL("docs/cli.md", ROOT));
  return [...readme.matchAll(/^ {4}deno run ((?:--allow-\S+ )+)cli\.ts (.+)$/gm)]
    .map(([, permissions, args]) => [permissions.trim().split(" "), args.split(" ")]);
}

/** All that any of them reads has been fetched. */
async function fetchAll(): Promise<void> {
  (await openJpegCodec())[Symbol.dispose]();
  for (const wanted of [NATIVE, SELFIE, POSE]) await loneFolder(wanted);
}

for (const [permissions, args] of frugalLines()) {
  const line = args.join(" ");
  Deno.test({
    name: `cli never waits for an answer on a terminal, as docs/cli.md runs it: ${line}`,
    ignore,
    fn: async () => {
      await fetchAll();
      await using place = await workplace();
      const named: Record<string, string> = { "video.mp4": "clip.mp4", "talk.mp4": "clip.mp4" };
      const words = args.map((word) =>
        named[word] ?? word.replace(/^(beach|office)\.jpg$/, "bg.jpg")
      );
      assertNeverAsked(await runOnTerminal(place, words, { permissions }));
      assertEquals(namesIn(place.file("out")).length, line.endsWith(".mp4") ? 1 : 10);
    },
  });
}

Deno.test("docs/cli.md has lines with fewer permissions than all", () => {
  assertEquals(frugalLines().length >= 2, true);
});

/** What works with nothing but reading, writing to one folder and running ffmpeg. */
const FEW = ["--allow-read", "--allow-write=out", "--allow-run=ffmpeg"];

const runs: [title: string, args: string[], permissions: string[]][] = [
  ["without --allow-ffi", ["clip.mp4", "bg.jpg", "-o", "out"], FEW],
  ["into a video", ["clip.mp4", "blur", "-o", "out/x.mp4"], [...FEW, "--allow-ffi"]],
  ["with mattes", ["clip.mp4", "bg.jpg", "-o", "out", "--mattes", "out"], FEW],
  ["with a survey", ["clip.mp4", "bg.jpg", "-m", "median", "-o", "out/x.mkv"], FEW],
  ["as a GIF", ["clip.mp4", "bg.jpg", "-o", "out/x.gif"], FEW],
  [
    "people, without --allow-env",
    ["clip.mp4", "bg.jpg", "-m", "segment", "-o", "out"],
    [...FEW, "--allow-ffi"],
  ],
  ["of several videos", ["clip.mp4", "clip?.mp4", "bg.jpg", "-o", "out/"], FEW],
  ["--version", ["--version"], []],
  ["--help-method", ["--help-method", "median"], []],
  ["complete", ["complete", "--", "--me"], []],
];

for (const [title, args, permissions] of runs) {
  Deno.test({
    name: `cli never waits for an answer on a terminal: ${title}`,
    ignore,
    fn: async () => {
      await fetchAll();
      await using place = await workplace();
      await Deno.copyFile(place.file("clip.mp4"), place.file("clip2.mp4"));
      assertNeverAsked(await runOnTerminal(place, args, { permissions }));
    },
  });
}

Deno.test({
  name:
    "cli never waits for an answer on a terminal where there is no ffmpeg, and Deno may not fetch",
  ignore,
  fn: async () => {
    await using place = await workplace();
    await Deno.mkdir(place.file("empty"));
    const permissions = [...FEW, "--allow-env"];
    const env = { PATH: place.file("empty"), FFMPEG_PATH: "" };
    const args = ["clip.mp4", "bg.jpg", "-o", "out"];
    const { code, stdout } = await runOnTerminal(place, args, { permissions, env });
    assert(!PROMPT.test(stdout), stdout);
    assert(/error: Cannot find ffmpeg: none on PATH, and [^\n]*--allow-run/.test(stdout), stdout);
    assertEquals(code, 1);
  },
});

/** What is not allowed, and what the one line must tell to add. */
const denials: [title: string, permissions: string[], args: string[], add: string][] = [
  ["the video", ["--allow-read=bg.jpg"], ["-o", "out"], "--allow-read=clip.mp4"],
  [
    "the background",
    ["--allow-read=clip.mp4", "--allow-run=ffmpeg"],
    ["-o", "out"],
    "--allow-read=bg.jpg",
  ],
  ["ffmpeg", ["--allow-read"], ["-o", "out"], "--allow-run=ffmpeg"],
  [
    "another ffmpeg",
    ["--allow-read", "--allow-run=ffmpeg"],
    ["-o", "out", "--ffmpeg", "/usr/bin/other"],
    "--allow-run=/usr/bin/other",
  ],
  [
    "the thread that reads a JPEG",
    ["--allow-read=clip.mp4,bg.jpg", "--allow-run=ffmpeg"],
    ["-o", "out", "-m", "average"],
    "--allow-read",
  ],
  ["a video elsewhere", FEW, ["-o", "o.mp4", "-m", "average"], "--allow-write=."],
  ["pictures elsewhere", FEW, ["-o", "my pictures/"], "--allow-write='my pictures'"],
  ["mattes elsewhere", FEW, ["-o", "out", "--mattes", "mattes"], "--allow-write=mattes"],
  ["a method of one's own", ["--allow-read=bg.jpg"], ["-m", "./mine.ts"], "--allow-read=./mine.ts"],
];

for (const [title, permissions, args, add] of denials) {
  Deno.test(`cli says in one line what Deno must be given for ${title}`, async () => {
    await using place = await workplace();
    const words = ["clip.mp4", "bg.jpg", ...args, "-q"];
    const settings = { permissions, cwd: place.path };
    const { code, stderr } = await runCli(words, settings);
    assertEquals(code, 1, stderr);
    assertMatch(stderr, /^error: Cannot [^\n]+: Deno was not allowed to; add [^\n]+\n$/);
    assertEquals(stderr.trimEnd().split("; add ")[1], add);
  });
}

Deno.test("cli says what Deno must be given to read a pattern's folder, and labelled clips", async () => {
  await using place = await workplace();
  const settings = { permissions: ["--allow-read=bg.jpg"], cwd: place.path };
  const pattern = await runCli(["*.mp4", "bg.jpg", "-o", "out/"], settings);
  const clips = await runCli(["evaluate", "clips"], settings);
  assertMatch(pattern.stderr, /^error: [^\n]+; add --allow-read=\.\n$/);
  assertMatch(clips.stderr, /^error: [^\n]+; add --allow-read=clips\n$/);
});
