import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { methods } from "../../../mod.ts";
import { ffmpeg, namesIn, ROOT, runCliHere } from "../../helpers.ts";
import { numberedNames, snapshot, type Workplace, workplace } from "../helpers.ts";

const VIDEO = fileURLToPath(new URL("examples/media/labelled/walk/input.mp4", ROOT));

/** The mattes of a run: their names and checksums. */
async function mattes(place: Workplace, ...args: string[]): Promise<Record<string, string>> {
  const folder = `mattes${crypto.randomUUID()}`;
  await place.succeed([VIDEO, "color:red", "-o", "out", "--mattes", folder, ...args]);
  return await snapshot(place.file(folder));
}

Deno.test("cli --set, --learning-rate and --frames-apart reach the method", async () => {
  await using place = await workplace();
  const range = ["--refine", "none", "--frames", "12"];
  const mog2 = (...args: string[]) => mattes(place, "-m", "mog2", ...range, ...args);
  const plain = await mog2();
  const rate = await mog2("--learning-rate", "0.5");
  assertEquals(await mog2("--set", "learningRate=0.5"), rate);
  assertEquals(await mog2("--set", "history=500,detect-shadows=yes"), plain);
  assertEquals(JSON.stringify(rate) === JSON.stringify(plain), false);
  const difference = (...args: string[]) => mattes(place, "-m", "difference", ...range, ...args);
  const apart = await difference("--frames-apart", "5");
  assertEquals(apart, await difference("--set", "framesApart=5"));
  assertEquals(JSON.stringify(apart) === JSON.stringify(await difference()), false);
});

Deno.test("cli -t is short for --set threshold, also where the tutorial's pictures have a way of their own", async () => {
  await using place = await workplace();
  const pictures = async (name: string, ...args: string[]) => {
    await place.succeed(["clip.mp4", "bg.jpg", "-m", "tutorial", "-o", name, ...args]);
    return await snapshot(place.file(name));
  };
  const short = await pictures("short", "-t", "40");
  assertEquals(await pictures("long", "--set", "threshold=40"), short);
  assertEquals(JSON.stringify(await pictures("plain")) === JSON.stringify(short), false);
});

Deno.test("cli --refine: auto is the method's own, none is nothing, and a text is what it says", async () => {
  await using place = await workplace();
  const tutorial = (...args: string[]) => mattes(place, "--frames", "9", ...args);
  const plain = await tutorial();
  assertEquals(await tutorial("--refine", "auto"), plain);
  assertEquals(await tutorial("--refine", "none"), plain);
  const opened = await tutorial("--refine", "open:2,close:3:rect,fill");
  assertEquals(JSON.stringify(opened) === JSON.stringify(plain), false);
  const difference = (...args: string[]) => tutorial("-m", "difference", ...args);
  const auto = await difference();
  assertEquals(await difference("--refine", "auto"), auto);
  assertEquals(
    JSON.stringify(await difference("--refine", "none")) === JSON.stringify(auto),
    false,
  );
});

Deno.test("cli --refine, where it looks ahead, gives --frames and --resume the full run's mattes", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-m", "difference", "-o", "out", "--mattes", "m"];
  await place.succeed(args);
  const names = numberedNames(4, 12);
  assertEquals(namesIn(place.file("out")), names);
  const full = { ...await snapshot(place.file("out")), ...await snapshot(place.file("m")) };
  const part = ["clip.mp4", "bg.jpg", "-m", "difference", "-o", "p", "--mattes", "p"];
  await place.succeed([...part, "--frames", "5-7"]);
  for (const [name, sum] of Object.entries(await snapshot(place.file("p")))) {
    assertEquals([name, sum], [name, full[name]]);
  }
  assertEquals(namesIn(place.file("p")).length, 6);
  for (const number of [8, 12]) await Deno.remove(place.file(`out/output${number}.jpg`));
  await place.succeed([...args, "--resume"]);
  const again = { ...await snapshot(place.file("out")), ...await snapshot(place.file("m")) };
  assertEquals(again, full);
});

Deno.test("cli --warm-up leaves out the first frames, and changes no other", async () => {
  await using place = await workplace();
  for (const method of ["tutorial", "mog2"]) {
    const args = ["clip.mp4", "bg.jpg", "-m", method];
    await place.succeed([...args, "-o", `${method}1`]);
    await place.succeed([...args, "-o", `${method}2`, "--warm-up", "8"]);
    const full = await snapshot(place.file(`${method}1`));
    const late = await snapshot(place.file(`${method}2`));
    const expected = numberedNames(9, 12).map((name) => [name, full[name]]);
    assertEquals(late, Object.fromEntries(expected));
  }
  const { stdout } = await place.succeed(
    ["clip.mp4", "blur", "-o", "o.mp4", "--warm-up", "8", "--json"],
  );
  assertEquals(JSON.parse(stdout).framesWritten, 4);
});

/** A method whose masks are foreground only if its survey has seen `count` frames, up to `last`. */
const surveyor = (count: number, last: number) => `
  export default { create() {
    let seen = 0, last = 0;
    return {
      warmUp: 0, lookback: Infinity,
      async survey(frames) { for await (const { number } of frames) { seen++; last = number; } },
      estimate({ now: frame }) {
        if (seen !== ${count} || last !== ${last}) throw new Error("saw " + seen + " to " + last);
        const data = new Uint8Array(frame.width * frame.height);
        return { matte: { width: frame.width, height: frame.height, data }, foreground: frame };
      },
      reset() {}, [Symbol.dispose]() {},
    };
  } };`;

Deno.test("cli shows the whole video to a method that asks for it, whatever --frames says", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("m.ts"), surveyor(12, 12));
  const args = ["clip.mp4", "bg.jpg", "-m", "./m.ts"];
  await place.succeed([...args, "-o", "out", "--frames", "5-6"]);
  await place.succeed([...args, "-o", "png/o%d.png"]);
  // Pictures can be read twice, too.
  await place.succeed(["png", ...args.slice(1), "-o", "again"]);
});

Deno.test("cli shows a method only the part of --duration, and a tenth of a long video", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("m.ts"), surveyor(20, 20));
  const args = [VIDEO, "bg.jpg", "-m", "./m.ts", "-o", "out", "--frames", "2"];
  await place.succeed([...args, "--duration", "1", "--fps", "20"]);
  // Another file: a module is read once a process.
  await Deno.writeTextFile(place.file("long.ts"), surveyor(100, 991));
  await place.succeed([...args, "-m", "./long.ts", "--duration", "1", "--fps", "1000"]);
});

Deno.test("cli tells that a method for the whole video has to learn from a pipe as it goes", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("m.ts"), surveyor(0, 0));
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", fileURLToPath(new URL("cli.ts", ROOT)), "-", "bg.jpg", "-m", "./m.ts"],
    ...place.settings,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  await ffmpeg("-i", place.file("clip.mp4"), "-c", "copy", place.file("clip.mkv"));
  await using process = command.spawn();
  const writer = process.stdin.getWriter();
  await writer.write(await Deno.readFile(place.file("clip.mkv")));
  await writer.close();
  const { code, stderr } = await process.output();
  const text = new TextDecoder().decode(stderr);
  assertStringIncludes(text, "note: standard input cannot be read twice");
  assertEquals(code, 0, text);
});

Deno.test("cli --help lists the methods, best first, and a topic the steps of --refine", async () => {
  const { stdout } = await runCliHere(["--help"]);
  const words = stdout.replaceAll(/\s+/g, " ");
  for (const [name, { summary }] of Object.entries(methods)) {
    assertStringIncludes(words, ` ${name} ${summary}`);
  }
  const [, list] = stdout.split("Methods, best first:\n");
  const names = [...list.matchAll(/^ {2}([a-z][\w-]*) {2}/gm)].map(([, name]) => name);
  assertEquals([names[0], names[9]], ["segment", "tutorial"]);
  const refine = await runCliHere(["--help", "refine"]);
  assertMatch(refine.stdout, /^ {2}open:radius:ellipse +remove/m);
});

for (const [name, { summary, settings = {} }] of Object.entries(methods)) {
  Deno.test(`cli --help-method ${name} prints what can be set`, async () => {
    const { code, stdout, stderr } = await runCliHere(["--help-method", name]);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout.replaceAll(/\s+/g, " "), `${name}: ${summary} `);
    for (const setting of Object.keys(settings)) {
      assertMatch(stdout, new RegExp(`^  ${setting}=`, "m"));
    }
    assertMatch(stdout, /^--refine auto:\n {2}\S+\n$/m);
  });
}
