import { assertEquals, assertRejects } from "@std/assert";
import { closeTogether } from "../../../lib/app/targets/open_sinks.ts";
import { cliArguments, namesIn, runProgram } from "../../helpers.ts";
import { mayMount, mountDisk } from "./disk.ts";
import { assertFailed, assertRefused, numberedNames, workplace } from "../helpers.ts";

const ignore = !await mayMount();

const blocked: [title: string, target: string, says: string[]][] = [
  ["a folder below a file", "clip.mp4/out", ["'clip.mp4/out'", "not a directory"]],
  ["a pattern below a file", "bg.jpg/f%d.jpg", ["'bg.jpg'", "file exists"]],
  ["a file without an extension", "file", ["'file'", "file exists"]],
];

for (const [title, target, says] of blocked) {
  Deno.test(`cli fails to write to ${title}`, async () => {
    await using place = await workplace();
    await Deno.writeTextFile(place.file("file"), "in the way");
    await assertRefused(place, ["clip.mp4", "bg.jpg", "-o", target], { code: 1, says });
  });
}

Deno.test("cli fails where a folder has a picture's name, and keeps the pictures before", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("out/output5.jpg"), { recursive: true });
  const outcome = await place.run(["clip.mp4", "bg.jpg", "-o", "out", "-j", "1"]);
  const says = ["'out/output5.jpg'", "is a directory", "(2 pictures written)"];
  assertFailed(outcome, { code: 1, says });
  assertEquals(namesIn(place.file("out")), numberedNames(3, 5));
  assertEquals(namesIn(place.file("out/output5.jpg")), []);
});

Deno.test({
  name: "cli fails to write to a read-only disk",
  ignore,
  fn: async () => {
    await using place = await workplace();
    await using _disk = await mountDisk(place, "ro");
    for (const target of ["disk", "disk/new/folder"]) {
      const says = [`'${target}`, "read-only file system"];
      await assertRefused(place, ["clip.mp4", "bg.jpg", "-o", target], { code: 1, says });
    }
  },
});

/** An input that the output would overwrite: the folder where it is, how it is called, the rest. */
const overwriting: [title: string, input: string, prepare: string, args: string[]][] = [
  ["the video here", "output3.jpg", "cp clip.mp4 output3.jpg", ["output3.jpg", "bg.jpg"]],
  ["the background here", "output9.jpg", "cp bg.jpg output9.jpg", ["clip.mp4", "output9.jpg"]],
  [
    "a matte's background",
    "d/matte5.png",
    "mkdir d; cp bg.jpg d/matte5.png",
    ["clip.mp4", "d/matte5.png", "-o", "out", "--mattes", "d"],
  ],
  [
    "the video under an absolute path",
    "output4.jpg",
    "mkdir d; cp clip.mp4 d/output4.jpg",
    ["$PWD/d/output4.jpg", "bg.jpg", "-o", "d"],
  ],
  [
    "the video under another spelling of its folder",
    "output4.jpg",
    "mkdir d; cp clip.mp4 d/output4.jpg",
    ["d/output4.jpg", "bg.jpg", "-o", "./d/../d/"],
  ],
  [
    "the video in a folder that is linked",
    "output4.jpg",
    "mkdir d; cp clip.mp4 d/output4.jpg; ln -s d link",
    ["d/output4.jpg", "bg.jpg", "-o", "link"],
  ],
  [
    "the video that a link points to",
    "link.mp4",
    "mkdir d; cp clip.mp4 d/output4.jpg; ln -s d/output4.jpg link.mp4",
    ["link.mp4", "bg.jpg", "-o", "d"],
  ],
  [
    "one picture over the background",
    "bg.jpg",
    "true",
    ["clip.mp4", "bg.jpg", "-o", "bg.jpg", "--frames", "5"],
  ],
];

for (const [title, input, prepare, args] of overwriting) {
  Deno.test(`cli refuses to overwrite ${title}`, async () => {
    await using place = await workplace();
    await runProgram("sh", ["-c", prepare], { cwd: place.path });
    const says = ["would overwrite the input", `${input}'`];
    const given = args.map((arg) => arg.replace("$PWD", place.path));
    await assertRefused(place, given, { code: 2, says });
  });
}

Deno.test("cli writes beside an input whose number is not among those to come", async () => {
  await using place = await workplace();
  await Deno.rename(place.file("clip.mp4"), place.file("output4.jpg"));
  await place.succeed(["output4.jpg", "bg.jpg", "--frames", "5-6"]);
  assertEquals(namesIn(place.path), ["bg.jpg", ...numberedNames(4, 6)]);
});

Deno.test({
  name: "cli makes all with no words where standard error cannot be written",
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using place = await workplace();
  // An option without effect is told before the run, the result after it.
  const tries: [to: string, code: number, ...args: string[]][] = [
    ["/dev/full", 0, "clip.mp4", "bg.jpg", "-m", "median", "-o", "pictures", "--crf", "9"],
    ["/dev/full", 2, "clip.mp4", "bg.jpg", "--no-such-option"],
    ["&-", 0, "clip.mp4", "bg.jpg", "-m", "tutorial", "-o", "out.mp4"],
    ["&-", 1, "clip.mp4", "clip.wav", "-m", "median", "-o", "none.mp4"],
  ];
  for (const [to, expected, ...args] of tries) {
    const line = [Deno.execPath(), ...cliArguments(args)].join(" ");
    const { code, stdout } = await runProgram("sh", ["-c", `${line} 2>${to}`], place.settings);
    assertEquals([code, stdout], [expected, ""], `${line} 2>${to}`);
  }
  assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4", "out.mp4", "pictures"]);
  assertEquals(namesIn(place.file("pictures")).length, 12);
});

Deno.test("closeTogether() checks all before one is named, and tells what is written", async () => {
  const calls: string[] = [];
  const output = (path: string, failing?: "finish" | "close") => {
    const step = (name: "finish" | "close") => () => {
      calls.push(`${name} ${path}`);
      const fails = failing === name;
      return fails ? Promise.reject(new Error(`Cannot write '${path}': no`)) : Promise.resolve();
    };
    return { path, finish: step("finish"), close: step("close") };
  };
  await closeTogether([output("a"), output("b")]);
  assertEquals(calls.splice(0), ["finish a", "finish b", "close a", "close b"]);
  await assertRejects(
    () => closeTogether([output("a"), output("b", "finish")]),
    Error,
    "Cannot write 'b': no",
  );
  assertEquals(calls.splice(0), ["finish a", "finish b"]);
  const error = await assertRejects(
    () => closeTogether([output("a"), output("b", "close")]),
    Error,
  );
  assertEquals(error.message, "Cannot write 'b': no ('a' is written)");
});
