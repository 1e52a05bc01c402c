import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { cliArguments, ffmpeg, namesIn, runProgram } from "../../helpers.ts";
import { mayMount, mountDisk } from "./disk.ts";
import { snapshot, type Workplace, workplace } from "../helpers.ts";

const ignore = !await mayMount();
/** What a file takes at least on the disks here. */
const BLOCK = 4096;
const OLD = "what was there before";

/** How many pictures of a video can be decoded, with no complaint of ffmpeg's. */
async function goodPictures(path: string): Promise<number> {
  const raw = `${path}.raw`;
  await ffmpeg("-xerror", "-i", path, "-map", "0:v:0", "-pix_fmt", "gray", "-f", "rawvideo", raw);
  const { size } = await Deno.stat(raw);
  await Deno.remove(raw);
  return size / (64 * 48);
}

/** Run into a disk of so many blocks, over an old file of one block; tells whether that worked. */
async function runInto(
  place: Workplace,
  blocks: number,
  name: string,
  args: readonly string[],
): Promise<boolean> {
  await using _disk = await mountDisk(place, `size=${BLOCK * (blocks + 1)}`);
  const path = place.file(`disk/${name}`);
  await Deno.writeTextFile(path, OLD);
  const { code, stderr } = await place.run([...args, "--overwrite", "-q"]);
  assertEquals(namesIn(place.file("disk")), [name], stderr);
  if (code === 0) {
    // Where there is room to decode it.
    await Deno.copyFile(path, place.file(`copy-${name}`));
    assertEquals(await goodPictures(place.file(`copy-${name}`)), 12);
    return true;
  }
  assertEquals(code, 1);
  assertEquals(stderr, `error: Cannot write 'disk/${name}': no space left on device\n`);
  assertEquals(await Deno.readTextFile(path), OLD);
  return false;
}

/** Names of videos, whether they are written as mattes, and how many blocks are missing. */
const videos: [name: string, option: "-o" | "--mattes", missing: number[]][] = [
  ["out.mp4", "-o", [2, 1, 0]],
  ["mattes.mkv", "--mattes", [1, 0]],
];

for (const [name, option, missing] of videos) {
  Deno.test({
    name: `cli writes ${name} whole or keeps the old one, however small the disk`,
    ignore,
  }, async () => {
    await using place = await workplace();
    const command = ["clip.mp4", "bg.jpg", ...(option === "-o" ? [] : ["-o", "elsewhere.mkv"])];
    await place.succeed([...command, option, name, "-q"]);
    const needed = Math.ceil((await Deno.stat(place.file(name))).size / BLOCK);
    for (const count of missing) {
      const args = [...command, option, `disk/${name}`];
      const isWritten = await runInto(place, Math.max(1, needed - count), name, args);
      assertEquals(isWritten, count === 0, `${count} blocks are missing`);
    }
  });
}

for (const [name, other] of [["m.mkv", "out.gif"], ["out.mp4", "m.mkv"]]) {
  Deno.test({ name: `cli replaces no ${other} where ${name} has no room`, ignore }, async () => {
    await using place = await workplace();
    await using _disk = await mountDisk(place, `size=${2 * BLOCK}`);
    const files = [`disk/${name}`, other];
    for (const file of files) await Deno.writeTextFile(place.file(file), OLD);
    const [mattes, output] = name === "m.mkv" ? files : files.toReversed();
    const args = ["clip.mp4", "bg.jpg", "-o", output, "--mattes", mattes, "--overwrite", "-q"];
    const { code, stderr } = await place.run(args);
    assertEquals(stderr, `error: Cannot write 'disk/${name}': no space left on device\n`);
    assertEquals(code, 1);
    for (const file of files) assertEquals(await Deno.readTextFile(place.file(file)), OLD);
    assertEquals(namesIn(place.file("disk")), [name]);
  });
}

Deno.test({ name: "cli writes a GIF whole or keeps the old one", ignore }, async () => {
  await using place = await workplace();
  const outcomes: boolean[] = [];
  // The clip, its palette, the GIF: another one of them finds the disk full.
  for (const blocks of [4, 24, 100]) {
    const args = ["clip.mp4", "bg.jpg", "-o", "disk/out.gif"];
    outcomes.push(await runInto(place, blocks, "out.gif", args));
  }
  assertEquals([outcomes[0], outcomes.at(-1)], [false, true]);
  assertEquals(outcomes, outcomes.toSorted());
});

const pictures: [title: string, ...args: string[]][] = [
  ["JPEGs of the fast way", "-o", "disk"],
  ["PNGs of the plain way", "--format", "png", "-o", "disk"],
  ["mattes", "-o", "elsewhere", "--mattes", "disk"],
];

for (const [title, ...args] of pictures) {
  Deno.test(
    { name: `cli keeps old pictures and whole ones on a full disk: ${title}`, ignore },
    async () => {
      await using place = await workplace();
      const whole = args.map((arg) => arg === "disk" ? "whole" : arg);
      await place.succeed(["clip.mp4", "bg.jpg", ...whole, "-q"]);
      const sums = await snapshot(place.file("whole"));
      const last = Object.keys(sums).find((name) => name.includes("12."))!;
      const [first] = Object.keys(sums);
      const one = Math.ceil((await Deno.stat(place.file(`whole/${first}`))).size / BLOCK);
      for (const blocks of [1, 5 * one + 1]) {
        await using _disk = await mountDisk(place, `size=${BLOCK * blocks}`);
        await Deno.writeTextFile(place.file(`disk/${last}`), OLD);
        const { code, stderr } = await place.run(["clip.mp4", "bg.jpg", ...args, "-q"]);
        assertEquals(code, 1);
        assertStringIncludes(stderr, "no space left on device");
        const { [last]: old, ...others } = await snapshot(place.file("disk"));
        const count = Object.keys(others).length;
        // Of mattes it counts the pictures beside them.
        if (count > 0 && title !== "mattes") assertStringIncludes(stderr, `(${count} picture`);
        assert(old !== sums[last] && count < 10);
        for (const [name, sum] of Object.entries(others)) assertEquals(sum, sums[name], name);
      }
    },
  );
}

Deno.test({ name: "cli evaluate --report keeps the old page on a full disk", ignore }, async () => {
  await using place = await workplace();
  const [clip, page] = [place.file("clips/a"), place.file("disk/report.html")];
  await Deno.mkdir(`${clip}/groundtruth`, { recursive: true });
  await ffmpeg("-i", place.file("clip.mp4"), "-c", "copy", `${clip}/input.mp4`);
  const pattern = `${clip}/groundtruth/gt%06d.png`;
  await ffmpeg(
    "-i",
    place.file("clip.mp4"),
    "-vf",
    "format=gray,lutyuv=y=gt(val\\,128)*255",
    pattern,
  );
  await using _disk = await mountDisk(place, `size=${2 * BLOCK}`);
  await Deno.writeTextFile(page, OLD);
  const args = ["evaluate", "clips/a", "-m", "tutorial", "--report", "disk/report.html", "-q"];
  const { code, stderr } = await place.run(args);
  assertEquals(stderr, "error: Cannot write 'disk/report.html': no space left on device\n");
  assertEquals(code, 1);
  assertEquals(await Deno.readTextFile(page), OLD);
  assertEquals(namesIn(place.file("disk")), ["report.html"]);
});

Deno.test(
  { name: "cli fails where standard output is a file on a full disk", ignore },
  async () => {
    await using place = await workplace();
    await using _disk = await mountDisk(place, `size=${BLOCK}`);
    await Deno.writeFile(place.file("disk/full"), new Uint8Array(BLOCK));
    for (const format of ["", "mp4"]) {
      const option = format === "" ? "" : `--format ${format}`;
      const program = [
        Deno.execPath(),
        ...cliArguments(["clip.mp4", "bg.jpg", "-o", "-", "-m", "tutorial"]),
      ];
      const line = `${program.join(" ")} ${option} > disk/out`;
      const { code, stderr } = await runProgram("sh", ["-c", line], { cwd: place.path });
      assertEquals(stderr, "error: Cannot write 'standard output': no space left on device\n");
      assertEquals(code, 1);
    }
  },
);
