import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseArguments } from "../../lib/cli/arguments.ts";
import { namesIn, runProgram } from "../helpers.ts";
import { assertRefused, type Workplace, workplace } from "./helpers.ts";

/** A workplace with a photo, and names that a shell would take apart. */
async function place(): Promise<Workplace> {
  const place = await workplace();
  const copies = [["bg.jpg", "photo.jpg"], ["clip.mp4", "my clip.mp4"], ["clip.mp4", "b.mov"]];
  for (const [from, to] of [...copies, ["bg.jpg", "it's.png"]]) {
    await Deno.copyFile(place.file(from), place.file(to));
  }
  return place;
}

/** The command that a message ends with, behind the program. */
function correctedIn(stderr: string): string {
  const [, command] = /; try: deno run -A \S*cli\.ts (.*)\n$/.exec(stderr) ?? [];
  if (command === undefined) throw new Error(`no command: ${stderr}`);
  return command;
}

/** What is typed, and what it is answered with. */
const wrong: [typed: string[], corrected: string][] = [
  // An output without -o.
  [["clip.mp4", "bg.jpg", "out.mp4"], "clip.mp4 bg.jpg -o out.mp4"],
  [["my clip.mp4", "bg.jpg", "out.mp4"], "'my clip.mp4' bg.jpg -o out.mp4"],
  [["clip.mp4", "bg.jpg", "out/"], "clip.mp4 bg.jpg -o out/"],
  [["clip.mp4", "bg.jpg", "f%04d.png", "-q"], "clip.mp4 bg.jpg -q -o f%04d.png"],
  [["clip.mp4", "blur", "b.mov"], "clip.mp4 blur -o b-2.mov"],
  [["clip.mp4", "none", "out.webm"], "clip.mp4 transparent -o out.webm"],
  [["photo.jpg", "out.png"], "photo.jpg transparent -o out.png"],
  [["it's.png", "out.png"], "'it'\\''s.png' transparent -o out.png"],
  [["clip.mp4", "out.mp4"], "clip.mp4 blur -o out.mp4"],
  [["clip.mp4", "-o", "out.webm"], "clip.mp4 transparent -o out.webm"],
  // The wrong way round.
  [["bg.jpg", "clip.mp4"], "clip.mp4 bg.jpg"],
  [["bg.jpg", "my clip.mp4", "-o", "out.mp4"], "'my clip.mp4' bg.jpg -o out.mp4"],
  [["bg.jpg", "clip.mp4", "b.mov", "-o", "out/"], "clip.mp4 b.mov bg.jpg -o out/"],
  [["bg.jpg", "clip.mp4", "out.mp4"], "clip.mp4 bg.jpg -o out.mp4"],
  [["blur", "clip.mp4"], "clip.mp4 blur"],
  [["bg.jpg", "photo.jpg", "clip.mp4", "-o", "o/"], "bg.jpg photo.jpg file:clip.mp4 -o o/"],
  // Words of which there is no file.
  [["clip.mp4", "none"], "clip.mp4 transparent -o out.webm"],
  [["clip.mp4", "Green"], "clip.mp4 color:Green"],
  [["clip.mp4", "green screen"], "clip.mp4 color:lime"],
  [["clip.mp4", "blurr"], "clip.mp4 blur"],
  [["clip.mp4", "blur20"], "clip.mp4 blur:20"],
  [["clip.mp4", "-"], "clip.mp4 blur"],
  [["camera", "blur"], "camera:0 blur"],
  [["webcam1", "bg.jpg", "out.mp4"], "camera:1 bg.jpg -o out.mp4"],
  [["/dev/video2", "bg.jpg"], "camera:2 bg.jpg"],
  [["clip.mp4", "bg.jpg", "-o", "out.heic"], "clip.mp4 bg.jpg -o out%d.jpg"],
  [["clip.mp4", "transparent", "--output=out.avi"], "clip.mp4 transparent -o out.mov"],
  [["evalute", "clips"], "evaluate clips"],
  // Options of other programs.
  [["-i", "clip.mp4", "-b", "bg.jpg", "-o", "o.mp4"], "clip.mp4 bg.jpg -o o.mp4"],
  [["clip.mp4", "--background=bg.jpg"], "clip.mp4 bg.jpg"],
  [
    ["--input", "clip.mp4", "--bg", "none", "--out", "o.webm"],
    "clip.mp4 transparent --output o.webm",
  ],
  [["clip.mp4", "--blur", "-o", "o.mp4"], "clip.mp4 blur -o o.mp4"],
  [["clip.mp4", "--blur", "20"], "clip.mp4 blur:20"],
  [["clip.mp4", "--color", "navy"], "clip.mp4 color:navy"],
  [["--webcam", "bg.jpg"], "camera:0 bg.jpg"],
  [
    ["-y", "-i", "clip.mp4", "-i", "bg.jpg", "-ss", "1", "-c:v", "libx264", "-crf", "20", "o.mp4"],
    "clip.mp4 bg.jpg --start 1 --codec h264 --crf 20 -o o.mp4",
  ],
  [["i", "photo.jpg", "out.png"], "photo.jpg transparent -o out.png"],
  [["-i", "clip.mp4", "-tv", "-o", "o.mov"], "clip.mp4 transparent -o o.mov"],
  [["-i", "clip.mp4", "-toi", "bg.jpg", "-o", "o.mp4"], "clip.mp4 bg.jpg -o o.mp4"],
  [["clip.mp4", "bg.jpg", "-output", "o.mp4"], "clip.mp4 bg.jpg --output o.mp4"],
  [["clip.mp4", "bg.jpg", "-m", "u2net"], "clip.mp4 bg.jpg -m segment"],
  [["clip.mp4", "bg.jpg", "-m", "quality"], "clip.mp4 bg.jpg --model quality"],
  [["clip.mp4", "bg.jpg", "--device", "cuda"], "clip.mp4 bg.jpg"],
  [["clip.mp4", "bg.jpg", "-o", "o", "-f", "png"], "clip.mp4 bg.jpg -o o --format png"],
  // A word that meant two things.
  [["clip.mp4", "bg.jpg", "--quality", "90"], "clip.mp4 bg.jpg --jpeg-quality 90"],
  [["clip.mp4", "bg.jpg", "--quality=90"], "clip.mp4 bg.jpg --jpeg-quality 90"],
  [["clip.mp4", "bg.jpg", "--quality", "best"], "clip.mp4 bg.jpg --model quality"],
  [["clip.mp4", "bg.jpg", "-o", "o.mp4", "--quality", "9"], "clip.mp4 bg.jpg -o o.mp4 --crf 18"],
  // Many files, and no folder.
  [["clip.mp4", "b.mov", "bg.jpg", "-o", "out.mp4"], "clip.mp4 b.mov bg.jpg -o out/"],
  [["clip.mp4", "b.mov", "bg.jpg"], "clip.mp4 b.mov bg.jpg -o out/"],
];

for (const [typed, corrected] of wrong) {
  Deno.test(`cli answers ${typed.join(" ")} with the command that was meant`, async () => {
    await using here = await place();
    await assertRefused(here, typed, { code: 2, says: [], isBare: true });
    const { stderr } = await here.run(typed, { isBare: true });
    assertEquals(correctedIn(stderr), corrected);
    // The answer itself is not answered with another.
    if (Deno.build.os === "windows") return;
    const echo = 'for word in "$@"; do printf "%s\\n" "$word"; done';
    const words = await runProgram("sh", ["-c", `set -- ${corrected}; ${echo}`]);
    const before = Deno.cwd();
    Deno.chdir(here.path);
    try {
      const { kind } = parseArguments(words.stdout.trimEnd().split("\n"), "");
      assertMatch(kind, /^(run|evaluate)$/);
    } finally {
      Deno.chdir(before);
    }
  });
}

Deno.test("cli answers with a command that works when it is pasted", async () => {
  await using here = await place();
  const { stderr } = await here.run([
    "my clip.mp4",
    "--background",
    "bg.jpg",
    "out/",
    "-m",
    "mog2",
  ]);
  const [, command] = /; try: (.*)\n$/.exec(stderr)!;
  const deno = command.replace(/^deno /, `'${Deno.execPath()}' `);
  const outcome = await runProgram("sh", ["-c", deno], here.settings);
  assertEquals(outcome.code, 0, outcome.stderr);
  assertEquals(namesIn(here.file("out")).length > 0, true);
});

/** What only looks like one of these mistakes. */
const right: string[][] = [
  ["photo.jpg", "file:clip.mp4"],
  ["clip.mp4", "b.mov"],
  ["clip.mp4", "transparent"],
  ["./blur", "bg.jpg"],
  ["clip.mp4", "photo.jpg", "bg.jpg"],
  ["none.mp4", "none.jpg"],
  ["clip.mp4", "bg.jpg", "-oout.mp4"],
  ["clip.mp4", "bg.jpg", "-o", "-", "--format", "mkv"],
  ["-q", "--", "-i", "bg.jpg"],
];

Deno.test("cli takes as it is what only looks like a mistake", async () => {
  await using here = await place();
  const before = Deno.cwd();
  Deno.chdir(here.path);
  try {
    for (const args of right) {
      const request = parseArguments(args, "");
      if (request.kind !== "run") throw new Error(request.kind);
      assertEquals(request.options.videos.length >= 1, true, args.join(" "));
    }
  } finally {
    Deno.chdir(before);
  }
});

Deno.test("cli answers with files that are called as words are, if there are such", async () => {
  await using here = await place();
  await Deno.copyFile(here.file("bg.jpg"), here.file("none"));
  await Deno.copyFile(here.file("clip.mp4"), here.file("camera"));
  const { stderr } = await here.succeed(["camera", "none", "-o", "out"]);
  assertStringIncludes(stderr, "10 pictures as out/");
});

Deno.test("cli refuses a device for an output, and says what works", async () => {
  await using here = await place();
  const refused = (output: string, says: string[]) =>
    assertRefused(here, ["clip.mp4", "bg.jpg", "-o", output], { code: 2, says });
  await refused("/dev/video10", ["'/dev/video10' is a camera", "-o - --format mkv | ffmpeg -i -"]);
  if (Deno.build.os === "windows") return;
  await refused("/dev/null", ["'/dev/null' is a device", "-o - "]);
  await refused("/dev/stdout", ["'/dev/stdout' is a pipe", "-o - "]);
});
