import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { namesIn, runProgram } from "../../helpers.ts";
import { inFolder } from "../../../lib/files/system/working_folder.ts";
import { assertPlanned } from "../../../lib/cli/corrections/assert_planned.ts";
import { assertRefused, quotedFfmpeg, snapshot, workplaces } from "../helpers.ts";

/** A workplace with a photo, names that a shell would take apart, and outputs of earlier runs. */
const place = workplaces(async (place) => {
  for (const folder of ["clips", "done"]) await Deno.mkdir(place.file(folder));
  for (const name of ["photo.jpg", "it's.png", "me.png"]) {
    await Deno.copyFile(place.file("bg.jpg"), place.file(name));
  }
  const videos = ["my clip.mp4", "b.mov", "clips/a.mp4", "clips/b.mp4", "output.mp4", "-dash.mp4"];
  for (const name of videos) await Deno.copyFile(place.file("clip.mp4"), place.file(name));
});

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
  [["cam", "blur"], "camera:0 blur"],
  [["camera", "blurr"], "camera blur"],
  [["camera", "bg.jpg", "Navy"], "camera bg.jpg color:Navy"],
  [["camera"], "camera blur"],
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
  [["clip.mp4", "bg.jpg", "-m", "rvm"], "clip.mp4 bg.jpg --model rvm"],
  [["clip.mp4", "bg.jpg", "--device", "cuda"], "clip.mp4 bg.jpg --device gpu"],
  [["clip.mp4", "bg.jpg", "--device", "cuda:0"], "clip.mp4 bg.jpg --device gpu"],
  [["clip.mp4", "bg.jpg", "--gpu"], "clip.mp4 bg.jpg --device gpu"],
  [["clip.mp4", "bg.jpg", "--cpu"], "clip.mp4 bg.jpg"],
  [["clip.mp4", "bg.jpg", "-o", "o", "-f", "png"], "clip.mp4 bg.jpg -o o --format png"],
  // A word that meant two things.
  [["clip.mp4", "bg.jpg", "--quality", "90"], "clip.mp4 bg.jpg --jpeg-quality 90"],
  [["clip.mp4", "bg.jpg", "--quality=90"], "clip.mp4 bg.jpg --jpeg-quality 90"],
  [["clip.mp4", "bg.jpg", "--quality", "best"], "clip.mp4 bg.jpg --model quality"],
  [["clip.mp4", "bg.jpg", "-o", "o.mp4", "--quality", "9"], "clip.mp4 bg.jpg -o o.mp4 --crf 18"],
  // A file that is there is never the output.
  [["-b", "bg.jpg", "photo.jpg", "it's.png"], "photo.jpg 'it'\\''s.png' bg.jpg -o out/"],
  [["--blur", "photo.jpg", "me.png"], "photo.jpg me.png blur -o out/"],
  [["photo.jpg", "bg.jpg", "--blur"], "photo.jpg bg.jpg blur -o out/"],
  [["-i", "photo.jpg", "-i", "bg.jpg", "-b", "blur"], "photo.jpg bg.jpg blur -o out/"],
  [
    ["-b", "bg.jpg", "-y", "clips/a.mp4", "clips/b.mp4"],
    "clips/a.mp4 clips/b.mp4 bg.jpg -o out/",
  ],
  [["photo.jpg", "blur", "-o", "me.png"], "photo.jpg blur -o me-2.png"],
  [["clip.mp4", "blur", "-o", "output.mp4"], "clip.mp4 blur -o output-2.mp4"],
  // What the user named as an output beside --overwrite stays the output.
  [
    ["clip.mp4", "blurr", "-o", "output.mp4", "--overwrite"],
    "clip.mp4 blur -o output.mp4 --overwrite",
  ],
  [
    ["clip.mp4", "blur", "-m", "medain", "--output=output.mp4", "--overwrite"],
    "clip.mp4 blur -m median --output=output.mp4 --overwrite",
  ],
  [["clip.mp4", "blur", "output.mp4", "--overwrite"], "clip.mp4 blur -o output-2.mp4"],
  [["clip.mp4", "blur", "-o", "clip.mp4", "--overwrite"], "clip.mp4 blur -o clip-2.mp4"],
  [
    ["photo.jpg", "blur", "-o", "a.png", "--mattes", "me.png"],
    "photo.jpg blur -o a.png --mattes me-2.png",
  ],
  [["clips", "blur", "-o", "clips/"], "clips blur -o out/"],
  // What is transparent, where it can be.
  [["clip.mp4", "none", "-o", "o.mp4"], "clip.mp4 transparent -o o.webm"],
  [["none", "clip.mp4"], "clip.mp4 transparent -o out.webm"],
  [["photo.jpg", "none"], "photo.jpg transparent"],
  [["--transparent", "photo.jpg"], "photo.jpg transparent"],
  [["clip.mp4", "transparent", "-o", "o.mp4"], "clip.mp4 transparent -o o.webm"],
  [["clip.mp4", "transparent", "-o", "f%d.jpg"], "clip.mp4 transparent -o f%d.png"],
  [["photo.jpg", "transparent", "-o", "o.jpg"], "photo.jpg transparent -o o.png"],
  [["transparent", "photo.jpg", "-o", "o.png"], "photo.jpg transparent -o o.png"],
  [
    ["photo.jpg", "bg.jpg", "transparent", "-o", "o/", "--format", "jpg"],
    "photo.jpg bg.jpg transparent -o o/ --format png",
  ],
  // Two backgrounds.
  [["clip.mp4", "bg.jpg", "--blur", "-o", "o.mp4"], "clip.mp4 blur -o o.mp4"],
  [["clip.mp4", "bg.jpg", "--blur"], "clip.mp4 blur"],
  [["clip.mp4", "blur", "--blur", "20"], "clip.mp4 blur:20"],
  [["clip.mp4", "bg.jpg", "--greenscreen", "-o", "o.mp4"], "clip.mp4 bg.jpg -o o.mp4 -m chroma"],
  [["clip.mp4", "--greenscreen"], "clip.mp4 color:lime"],
  [["clip.mp4", "blur", "20", "-o", "o.mp4"], "clip.mp4 blur:20 -o o.mp4"],
  [["clip.mp4", "bg.jpg", "-q", "90"], "clip.mp4 bg.jpg --jpeg-quality 90"],
  // Signs of other places.
  [["clip.mp4", "bg.jpg", "–o", "o.mp4"], "clip.mp4 bg.jpg -o o.mp4"],
  [["clip.mp4", "bg.jpg", "—output", "o.mp4"], "clip.mp4 bg.jpg --output o.mp4"],
  [["clip.mp4", "bg.jpg", "-out", "o.mp4"], "clip.mp4 bg.jpg --output o.mp4"],
  [["my", "clip.mp4", "blur", "-o", "o.mp4"], "'my clip.mp4' blur -o o.mp4"],
  [["-dash.mp4", "blur", "-o", "o.mp4"], "./-dash.mp4 blur -o o.mp4"],
  // A folder without -o, or what an earlier run made.
  [["clip.mp4", "blur", "done/"], "clip.mp4 blur -o done/"],
  [["clip.mp4", "bg.jpg", "done"], "clip.mp4 bg.jpg -o done"],
  [["clip.mp4", "bg.jpg", "new"], "clip.mp4 bg.jpg -o new/"],
  [["clips/a.mp4", "clips/b.mp4", "bg.jpg", "new"], "clips/a.mp4 clips/b.mp4 bg.jpg -o new/"],
  [["photo.jpg", "transparent", "me.png"], "photo.jpg transparent -o me-2.png"],
  [["clip.mp4", "output.mp4"], "clip.mp4 blur -o output-2.mp4"],
  [["clips", "--blur"], "clips blur -o out/"],
  // One name for many pictures.
  [["clip.mp4", "blur", "-o", "o.webp"], "clip.mp4 blur -o o%d.jpg"],
  [["photo.jpg", "blur", "-o", "o.tiff"], "photo.jpg blur -o o.jpg"],
  [["clip.mp4", "bg.jpg", "-o", "one.png"], "clip.mp4 bg.jpg -o one%d.png"],
  // As ffmpeg has it.
  [
    ["-ss", "0.1", "-t", "0.3", "-i", "clip.mp4", "bg.jpg", "o.mp4"],
    "clip.mp4 bg.jpg --start 0.1 --duration 0.3 -o o.mp4",
  ],
  [
    ["-ss", "1", "-t", "5", "-i", "clip.mp4", "bg.jpg", "o.mp4"],
    "clip.mp4 bg.jpg --start 1 --duration 5 -o o.mp4",
  ],
  [
    ["clip.mp4", "bg.jpg", "-o", "o.mp4", "-ss", "2", "-to", "5"],
    "clip.mp4 bg.jpg -o o.mp4 --start 2 --duration 3",
  ],
  [
    ["clip.mp4", "bg.jpg", "-o", "o.mp4", "--start", "0:01.5", "-to", "00:00:02"],
    "clip.mp4 bg.jpg -o o.mp4 --start 0:01.5 --duration 0.5",
  ],
  [["clip.mp4", "bg.jpg", "-to", "5"], "clip.mp4 bg.jpg --duration 5"],
  [["clip.mp4", "bg.jpg", "-t", "0:05"], "clip.mp4 bg.jpg --duration 0:05"],
  [
    ["clip.mp4", "bg.jpg", "-t", "5", "-c:v:0", "h264", "-o", "o.mp4"],
    "clip.mp4 bg.jpg --duration 5 --codec h264 -o o.mp4",
  ],
  [
    ["clip.mp4", "bg.jpg", "-o", "o.mp4", "-b:v", "2M", "-c:a", "aac", "-map", "0:v"],
    "clip.mp4 bg.jpg -o o.mp4",
  ],
  [["clip.mp4", "bg.jpg", "-o", "o.mp4", "-pix_fmt", "yuv420p", "-vn"], "clip.mp4 bg.jpg -o o.mp4"],
  [["clip.mp4", "bg.jpg", "-o", "o.mp4", "-an"], "clip.mp4 bg.jpg -o o.mp4 --frames 1-"],
  [
    ["-i", "clip.mp4", "-vf", "fps=10,scale=80:44", "bg.jpg", "o.mp4"],
    "clip.mp4 bg.jpg --size 80x44 --fps 10 -o o.mp4",
  ],
  [
    ["-i", "clip.mp4", "-stream_loop", "-1", "-i", "bg.jpg", "-filter_complex", "overlay", "o.mp4"],
    "clip.mp4 bg.jpg -o o.mp4",
  ],
  // Misspelt.
  [["clip.mp4", "bg.jpg", "--ouput", "o.mp4"], "clip.mp4 bg.jpg --output o.mp4"],
  [["clip.mp4", "bg.jpg", "--treshold=10"], "clip.mp4 bg.jpg --threshold 10"],
  [["clip.mp4", "bg.jpg", "-m", "segmnt"], "clip.mp4 bg.jpg -m segment"],
  [
    ["clip.mp4", "bg.jpg", "-o", "o.mp4", "--codec", "h265"],
    "clip.mp4 bg.jpg -o o.mp4 --codec hevc",
  ],
  [
    ["clip.mp4", "bg.jpg", "-o", "o.mp4", "--codec=prores"],
    "clip.mp4 bg.jpg --codec=prores -o o.mov",
  ],
  [["clip.mp4", "bg.jpg", "--fit", "fill"], "clip.mp4 bg.jpg --fit cover"],
  [["clip.mp4", "bg.jpg", "--model", "u2net"], "clip.mp4 bg.jpg --model quality"],
  [["clip.mp4", "-o", "o.mp4", "--background"], "clip.mp4 blur -o o.mp4"],
  [["clip.mp4", "color:gren"], "clip.mp4 color:green"],
  [["0", "bg.jpg"], "camera:0 bg.jpg"],
  [["version", "blur"], "--version"],
  // Many files, and no folder.
  [["clip.mp4", "b.mov", "bg.jpg", "-o", "out.mp4"], "clip.mp4 b.mov bg.jpg -o out/"],
  [["clip.mp4", "b.mov", "bg.jpg"], "clip.mp4 b.mov bg.jpg -o out/"],
];

/** What a shell makes of lines: the words of each. */
async function wordsOf(lines: readonly string[]): Promise<string[][]> {
  // Between two lines stands an empty word.
  const echo = 'for word in "$@" ""; do printf "%s\\n" "$word"; done';
  const script = lines.map((line) => `set -- ${line}; ${echo}`).join("\n");
  const { stdout } = await runProgram("sh", ["-c", script]);
  return stdout.split("\n\n").slice(0, -1).map((words) => words.split("\n"));
}

Deno.test("cli answers what is typed with the command that was meant", async (test) => {
  await using here = await place();
  const meant = Deno.build.os === "windows"
    ? undefined
    : await wordsOf(wrong.map(([_, corrected]) => corrected));
  for (const [i, [typed, corrected]] of wrong.entries()) {
    await test.step(typed.join(" "), async () => {
      const { stderr } = await assertRefused(here, typed, { code: 2, says: [], isBare: true });
      assertEquals(correctedIn(stderr), corrected);
      // The answer itself is not answered with another.
      if (meant === undefined) return;
      await inFolder(here.path, async () => {
        const request = parseArguments(meant[i], "");
        if (!typed.includes("--overwrite")) assertEquals(meant[i].includes("--overwrite"), false);
        // It could begin: the files are there, and nothing is replaced that the user did not name.
        if (request.kind === "run") await assertPlanned(request.options);
        else assertMatch(request.kind, /^(text|command)$/);
      });
    });
  }
});

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

Deno.test("cli answers with a command that replaces no file of the user's", async () => {
  await using here = await place();
  const typed = ["-b", "bg.jpg", "-y", "clips/a.mp4", "clips/b.mp4", "-m", "chroma"];
  const before = await snapshot(here.path);
  const { stderr } = await here.run(typed, { isBare: true });
  const args = correctedIn(stderr).split(" ");
  await here.succeed(args, { isBare: true });
  const after = await snapshot(here.path);
  for (const [name, sum] of Object.entries(before)) assertEquals(after[name], sum, name);
  assertEquals(namesIn(here.file("out")), ["a.mp4", "b.mp4"]);
});

Deno.test("cli shows no command that could not be run, and says why", async () => {
  await using here = await place();
  const refused = async (args: string[], says: string[]) => {
    const { stderr } = await assertRefused(here, args, { code: 2, says, isBare: true });
    assertEquals(stderr.includes("try:"), false, stderr);
  };
  await refused(["none.mp4", "none"], ["Did you mean transparent?", "no file 'none.mp4'"]);
  await refused(["-i", "clip.mp4", "blur", "--crf", "99"], [
    "no option -i",
    "--crf must be",
    "'99'",
  ]);
  await refused(["clip.mp4", "--blur", "-t", "999"], ["--blur", "--threshold must be", "'999'"]);
});

Deno.test("cli refuses an address for an output, and says how ffmpeg sends there", async () => {
  await using here = await place();
  const to = (address: string) => ["clip.mp4", "bg.jpg", "-o", address];
  const senders = [
    ["rtmp://localhost/live", "flv rtmp://localhost/live"],
    ["rtmps://h/a?k=1&b=2", "flv 'rtmps://h/a?k=1&b=2'"],
    ["srt://localhost:9", "mpegts srt://localhost:9"],
    ["udp://239.0.0.1:1234", "mpegts udp://239.0.0.1:1234"],
    ["http://x/y", "mpegts http://x/y"],
    ["rtsp://h/live.mp4", "rtsp rtsp://h/live.mp4"],
  ];
  for (const [address, sent] of senders) {
    await assertRefused(here, [...to(address), "-m", "mog2"], {
      code: 2,
      says: [
        `'${address}' is an address`,
        "clip.mp4 bg.jpg -m mog2 -o - --format mkv | ffmpeg -re -i - -c:v copy -c:a aac -f " + sent,
      ],
    });
  }
  await assertRefused(here, to("gopher://x/y"), { code: 2, says: ["is an address"] });
  await assertRefused(here, ["clips", "blur", "-o", "rtmp://x/y"], { code: 2, says: ["address"] });
  const mattes = [...to("o.mp4"), "--mattes", "srt://x:9"];
  await assertRefused(here, mattes, { code: 2, says: ["'srt://x:9' is an address"] });
  await assertRefused(here, to(`file://${here.file("o.mp4")}`), {
    code: 2,
    says: [`try: deno run -A`, `-o ${here.file("o.mp4")}`],
  });
});

Deno.test("cli sends what it makes to an address by the command that it answers with", async () => {
  if (Deno.build.os === "windows") return;
  await using here = await place();
  const port = freePort();
  const address = `tcp://127.0.0.1:${port}`;
  const { stderr } = await here.run(["clip.mp4", "bg.jpg", "-m", "mog2", "-o", address]);
  const command = /; try: (.*)\n$/.exec(stderr)![1].replace(/^deno /, `'${Deno.execPath()}' `)
    .replace(" ffmpeg ", ` ${quotedFfmpeg} `);
  const listener = `${quotedFfmpeg} -v error -nostdin -i '${address}?listen&timeout=20000000' ` +
    "-c copy -f framecrc got.txt & sleep 0.5";
  const outcome = await runProgram("sh", ["-c", `${listener}; ${command}; wait`], here.settings);
  const got = await Deno.readTextFile(here.file("got.txt"));
  assertEquals(got.match(/^0,/gm)?.length, 12, outcome.stderr);
});

/** A port that nobody listens on. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

Deno.test("cli replaces a single picture with --overwrite only, and numbered ones always", async () => {
  await using here = await place();
  const args = (name: string) => ["clip.mp4", "bg.jpg", "--frames", "5", "-o", name];
  await here.succeed(args("one.png"));
  await assertRefused(here, args("one.png"), { code: 2, says: ["'one.png' is there already"] });
  await assertRefused(here, [...args("f%d.png"), "--mattes", "me.png"], {
    code: 2,
    says: ["'me.png' is there already: --overwrite"],
  });
  await Deno.copyFile(here.file("bg.jpg"), here.file("one.png"));
  const before = await Deno.readFile(here.file("one.png"));
  const { stderr } = await here.succeed([...args("one.png"), "--overwrite"]);
  assertEquals(stderr.includes("no effect"), false, stderr);
  assertEquals(before.length !== (await Deno.readFile(here.file("one.png"))).length, true);
  await here.succeed(args("f%d.png"));
  await here.succeed(args("f%d.png"));
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
  ["clip.mp4", "bg.jpg", "-t", "5"],
  ["clip.mp4", "bg.jpg", "-q"],
  ["clip.mp4", "file:output.mp4"],
  ["clip.mp4", "bg.jpg", "-oo.mp4", "-mmog2", "-t5"],
  ["clip.mp4", "bg.jpg", "--json=lines"],
];

Deno.test("cli takes as it is what only looks like a mistake", async () => {
  await using here = await place();
  await inFolder(here.path, async () => {
    for (const args of right) {
      const request = await Promise.resolve(parseArguments(args, ""));
      if (request.kind !== "run") throw new Error(request.kind);
      assertEquals(request.options.videos.length >= 1, true, args.join(" "));
    }
  });
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
  await refused("/dev/video10", ["'/dev/video10' is a camera", "camera:clip.mp4"]);
  if (Deno.build.os === "windows") return;
  await refused("/dev/null", ["'/dev/null' is a device", "-o - "]);
  await refused("/dev/stdout", ["'/dev/stdout' is a pipe", "-o - "]);
});
