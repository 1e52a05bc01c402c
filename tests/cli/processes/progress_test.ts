// deno-lint-ignore-file no-control-regex -- a progress bar is drawn with them
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Outcome, runCliHere } from "../../helpers.ts";
import { assertFailed, assertRefused, type Workplace, workplace } from "../helpers.ts";

/** What a run has written to standard error, piece by piece, with the clock's time. */
interface Watched extends Outcome {
  readonly pieces: { readonly text: string; readonly at: number }[];
}

/** Run on a terminal of some columns, or none, whose clock goes on by `step` ms whenever it is asked. */
async function watch(
  place: Workplace,
  args: readonly string[],
  { columns, step = 1000 }: { columns?: number; step?: number } = {},
): Promise<Watched> {
  let time = 0;
  const pieces: { text: string; at: number }[] = [];
  const terminal = {
    err: (text: string) => void pieces.push({ text, at: time }),
    columns: () => columns,
    now: () => time += step,
  };
  const outcome = await runCliHere(args, { cwd: place.path, terminal });
  return { ...outcome, stderr: pieces.map(({ text }) => text).join(""), pieces };
}

const DRAWN = "\r\x1b[K";

/** All lines that were drawn over one another. */
function drawnLines({ pieces }: Watched): string[] {
  return pieces.filter(({ text }) => text.startsWith(DRAWN) && !text.includes("\n"))
    .map(({ text }) => text.slice(DRAWN.length)).filter((line) => line !== "");
}

/** What stays on the terminal. */
function screenOf({ stderr }: Watched): string {
  return stderr.replaceAll(/[^\n]*\r\x1b\[K/g, "");
}

const FRAMES = /(\d+)\/(\d+)/;

/** 12 frames, one second. */
const parts: [args: string[], frames: number][] = [
  [[], 12],
  [["--start", "0.5"], 6],
  [["--duration", "0.25"], 3],
  [["--start", "0.25", "--duration", "0.5"], 6],
  [["--duration", "7"], 12],
  [["--fps", "24"], 24],
  [["--fps", "6"], 6],
  [["--fps", "24", "--start", "0.5"], 12],
  [["--frames", "5-9"], 6],
  [["--start", "0.25", "--frames", "3-5"], 4],
];

for (const [args, frames] of parts) {
  Deno.test(`cli counts what it reads in the bar: ${args.join(" ") || "all"}`, async () => {
    await using place = await workplace();
    const run = ["clip.mp4", "color:red", "-o", "%d.png", "-m", "tutorial", "--json", ...args];
    const watched = await watch(place, run, { columns: 80 });
    assertEquals(watched.code, 0, watched.stderr);
    assertEquals(JSON.parse(watched.stdout).framesRead, frames);
    const totals = drawnLines(watched).map((line) => FRAMES.exec(line)?.[2]).filter(Boolean);
    assert(totals.length > 0);
    assertEquals(new Set(totals), new Set([String(frames)]), totals.join());
  });
}

Deno.test("cli draws no line that wraps, on 40 and on 20 columns", async () => {
  await using place = await workplace();
  for (const columns of [20, 40]) {
    const args = ["clip.mp4", "blur", "-o", "out%d.png", "-m", "median"];
    const watched = await watch(place, args, { columns });
    assertEquals(watched.code, 0, watched.stderr);
    const lines = drawnLines(watched);
    assert(lines.length > 4);
    for (const line of lines) assert(line.length < columns, `${columns}: ${line}`);
  }
});

Deno.test("cli tells of looking at the whole video, of the run and of finishing, on 40 columns", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "blur", "-o", "out.gif", "-m", "median"];
  const lines = drawnLines(await watch(place, args, { columns: 40 }));
  assertMatch(
    lines.find((line) => line.includes("looking"))!,
    /^ looking: +\d+\/12 frames \[[█░]+\]/,
  );
  const run = lines.findLast((line) => line.includes("frames"))!;
  assertMatch(run, /^ 12\/12 frames \[█+\] 0:00 left$/);
  assertEquals(lines.indexOf(run) > lines.findLastIndex((line) => line.includes("looking")), true);
  assertMatch(lines.at(-1)!, /^ finishing: \d+:\d\d$/);
  for (const line of lines) assert(line.length < 40, line);
});

Deno.test("cli wipes the bar between several videos, also behind one that fails", async () => {
  await using place = await workplace();
  await Deno.copyFile(place.file("clip.mp4"), place.file("clip3.mp4"));
  await Deno.writeTextFile(place.file("clip2.mp4"), "no video");
  const args = ["clip*.mp4", "color:red", "-m", "tutorial", "-o", "out", "--format", "png"];
  const watched = await watch(place, args, { columns: 60 });
  assertEquals(watched.code, 1);
  assert(drawnLines(watched).length > 4);
  const screen = screenOf(watched);
  assertEquals(/[█░\r\x1b]/.test(screen), false, screen);
  assertMatch(screen, /^1\/3 clip\.mp4\n2\/3 clip2\.mp4\nerror: [^\n]+\n3\/3 clip3\.mp4\n/);
});

Deno.test("cli prints a plain line each 30 s where there is no terminal, and none with --quiet", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "color:red", "-m", "tutorial", "-o", "o%d.png"];
  const watched = await watch(place, args, { step: 5000 });
  const printed = watched.pieces.filter(({ text }) => text.includes("/12 frames, "));
  assert(printed.length >= 2, watched.stderr);
  for (const { text } of printed) {
    assertMatch(text, /^\d+\/12 frames, [\d.]+ frames\/s, \d+:\d\d left\n$/);
  }
  for (const [i, { at }] of printed.entries()) {
    const since = at - (printed[i - 1]?.at ?? 0);
    assert(since >= 30_000 && since < 60_000, `${since}`);
  }
  const quiet = await watch(place, [...args, "--quiet"], { step: 5000 });
  assertEquals([quiet.code, quiet.stderr], [0, ""]);
  // A short run says nothing but its last words.
  const short = await watch(place, args, { step: 1 });
  assertEquals(short.pieces.length, 1);
});

/** Any event of `--json=lines`. */
interface Event extends Record<string, unknown> {
  event: string;
}

function eventsOf(stdout: string): Event[] {
  assert(stdout.endsWith("\n"));
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("cli --json=lines tells what happens, a line an event, and ends with the summary", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "blur", "-m", "median", "-o", "out.mp4", "--jpeg-quality", "3"];
  const { code, stdout, stderr } = await watch(place, [...args, "--json=lines"], { step: 20 });
  assertEquals(code, 0, stderr);
  const events = eventsOf(stdout);
  const { event, video, background, method, output } = events[0];
  assertEquals(
    { event, video, background, method, output },
    { event: "start", video: "clip.mp4", background: "blur", method: "median", output: "out.mp4" },
  );
  assertEquals(events[1], { event: "notice", text: "--jpeg-quality has no effect here" });
  const progress = events.filter(({ event }) => event === "progress");
  const stages = progress.map(({ stage }) => stage);
  assertEquals([...new Set(stages)], ["survey", "run", "finish"]);
  for (const { total, framesRead } of progress) {
    assertEquals(total, 12);
    assert(Number(framesRead) >= 1 && Number(framesRead) <= 12);
  }
  const run = progress.filter(({ stage }) => stage === "run").at(-1)!;
  assertEquals(Object.keys(run).sort(), [
    "event",
    "framesPerSecond",
    "framesRead",
    "framesWritten",
    "secondsLeft",
    "stage",
    "total",
  ]);
  const { seconds: _, framesPerSecond: __, ...end } = events.at(-1)!;
  assertEquals(end, {
    event: "end",
    framesRead: 12,
    framesWritten: 12,
    width: 64,
    height: 48,
    output: "out.mp4",
    method: "median",
  });
  assertEquals(events.filter(({ event }) => event === "end").length, 1);
});

Deno.test("cli --json=lines tells of progress four times a second at most", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "color:red", "-m", "tutorial", "-o", "o%d.png", "--json=lines"];
  const often = eventsOf((await watch(place, args, { step: 300 })).stdout);
  const seldom = eventsOf((await watch(place, args, { step: 1 })).stdout);
  const count = (events: Event[]) => events.filter(({ stage }) => stage === "run").length;
  assertEquals([count(often), count(seldom)], [12, 1]);
});

Deno.test("cli --json=lines tells of each of several videos, and sums up once", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("clip2.mp4"), "no video");
  const args = ["clip*.mp4", "color:red", "-m", "tutorial", "-o", "out", "--format", "png", "-q"];
  const { code, stdout } = await watch(place, [...args, "--json=lines"]);
  assertEquals(code, 1);
  const events = eventsOf(stdout);
  const told = events.filter(({ event }) => event !== "progress");
  assertEquals(told.map(({ event }) => event), ["start", "file", "start", "file", "end"]);
  assertEquals(told.map(({ state }) => state), [undefined, "done", undefined, "failed", undefined]);
  assertEquals([told[4].failed, (told[4].files as unknown[]).length], [1, 2]);
  assertMatch(String(told[3].error), /clip2\.mp4/);
});

Deno.test("cli --json=lines ends with the summary where a hint comes after the last words", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "blur", "-o", "out"];
  const { stdout, stderr } = await watch(place, [...args, "--json=lines"], { step: 1 });
  const [hint, end] = eventsOf(stdout).slice(-2);
  assertEquals([hint.event, end.event], ["notice", "end"]);
  assertMatch(String(hint.text), /-m segment finds people/);
  assertMatch(stderr, /^10 pictures [^\n]+\nnote: numbered pictures [^\n]+\n$/);
  const quiet = await watch(place, [...args, "--json=lines", "-q"]);
  assertEquals([quiet.stderr, eventsOf(quiet.stdout).at(-1)?.event], ["", "end"]);
});

Deno.test("cli --json=lines tells what holds for several videos once, before the first", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("clips"));
  for (const name of ["a", "b"]) {
    await Deno.copyFile(place.file("clip.mp4"), place.file(`clips/${name}.mp4`));
  }
  const args = ["clips", "blur", "-o", "out", "--format", "jpg", "--json=lines"];
  const { stdout } = await watch(place, args);
  const told = eventsOf(stdout).filter(({ event }) => event !== "progress");
  assertEquals(told.map(({ event }) => event), [
    "notice",
    "notice",
    "start",
    "file",
    "start",
    "file",
    "end",
  ]);
  assertEquals(told[0].text, "'clips' has 2 videos");
});

Deno.test("cli --json=lines has lines of its own on the terminal where the bar is", async () => {
  await using place = await workplace();
  let screen = "";
  let time = 0;
  const write = (text: string) => void (screen += text);
  const width = () => 60;
  const terminal = { out: write, err: write, columns: width, pageColumns: width };
  const args = ["clip.mp4", "blur", "-m", "median", "-o", "out%d.png", "--json=lines"];
  const now = () => time += 100;
  await runCliHere(args, { cwd: place.path, terminal: { ...terminal, now } });
  assertMatch(screen, /\r\x1b\[K [^\r\n]+12 frames/);
  for (const line of screen.split("\n")) {
    // What stays of a line that was drawn over.
    const seen = line.split("\r\x1b[K").at(-1)!;
    if (seen.includes("{")) assertMatch(seen, /^\{.*\}$/);
    assertEquals(line.includes("left{"), false, line);
  }
});

Deno.test("cli --json=lines tells why a run failed, and that one was left out", async () => {
  await using place = await workplace();
  const none = await watch(place, ["none.mp4", "blur", "-o", "x.mp4", "--json=lines", "-q"]);
  assertEquals(none.code, 1);
  assertEquals(eventsOf(none.stdout).map(({ event }) => event), ["start", "end"]);
  assertMatch(String(eventsOf(none.stdout)[1].error), /none\.mp4/);
  await Deno.writeTextFile(place.file("x.mp4"), "there");
  const args = ["clip.mp4", "blur", "-o", "x.mp4", "--skip-existing"];
  const there = await watch(place, [...args, "--json=lines", "-q"]);
  const end = eventsOf(there.stdout).at(-1)!;
  assertEquals([there.code, end.event, end.skipped], [0, "end", true]);
  const summary = await watch(place, [...args, "--json", "-q"]);
  assertEquals(JSON.parse(summary.stdout).skipped, true);
});

Deno.test("cli --json takes no other word, and no video", async () => {
  await using place = await workplace();
  const say = async (says: string, ...args: string[]) =>
    assertFailed(await place.run(args), { code: 2, says: [says] });
  await say("--json=lines", "clip.mp4", "bg.jpg", "--json=line");
  await say("--json=lines", "clip.mp4", "bg.jpg", "--json", "lines");
  await say("choose one", "clip.mp4", "bg.jpg", "-o", "-", "--json=lines");
  const before = await place.succeed(["--json", "clip.mp4", "bg.jpg", "-o", "out", "-q"]);
  assertEquals(JSON.parse(before.stdout).framesWritten, 10);
  await assertRefused(place, ["evaluate", "out", "--json=lines"], {
    code: 2,
    says: ["--json=lines"],
  });
});
