import { assertEquals, assertMatch } from "@std/assert";
import { findFfmpeg } from "../../../lib/files/mod.ts";
import { ffmpeg } from "../../helpers.ts";
import { snapshot, type Workplace, workplace } from "../helpers.ts";

const { isOld } = await findFfmpeg();

/** Two clips of ten frames, one behind the other, of different sizes. */
async function makeChange(place: Workplace): Promise<void> {
  const parts = [];
  for (const [i, size] of ["64x48", "96x80"].entries()) {
    const source = ["-f", "lavfi", "-i", `testsrc2=s=${size}:r=10`, "-frames:v", "10"];
    const codec = [
      "-c:v",
      "libx264",
      "-bf",
      "0",
      "-pix_fmt",
      "yuv420p",
      "-output_ts_offset",
      String(i),
    ];
    await ffmpeg(...source, ...codec, "-f", "mpegts", place.file("part.ts"));
    parts.push(await Deno.readFile(place.file("part.ts")));
  }
  await Deno.writeFile(
    place.file("change.ts"),
    new Uint8Array(await new Blob(parts).arrayBuffer()),
  );
}

Deno.test("cli counts --frames over the whole of a video whose size changes", async () => {
  await using place = await workplace();
  await makeChange(place);
  const run = (folder: string, ...args: string[]) =>
    place.succeed(["change.ts", "bg.jpg", "-m", "tutorial", "-o", folder, ...args]);
  const { stderr } = await run("all");
  assertMatch(stderr, /note: 'change\.ts' has pictures of another size .* from frame 11 on/);
  const all = await snapshot(place.file("all"));
  assertEquals(Object.keys(all).length, 18);
  for (const first of [5, 14]) {
    await run(`from${first}`, "--frames", `${first}-`);
    const wanted = Object.entries(all).filter(([name]) => Number(/\d+/.exec(name)) >= first);
    const part = await snapshot(place.file(`from${first}`));
    assertEquals(Object.keys(part), wanted.map(([name]) => name));
    // Filters of ffmpeg 4.1 convert before they resize, where ffmpeg itself does both in one.
    if (!isOld) assertEquals(part, Object.fromEntries(wanted));
  }
  await Deno.remove(place.file("all/output15.jpg"));
  await run("all", "--resume");
  const resumed = await snapshot(place.file("all"));
  assertEquals(Object.keys(resumed), Object.keys(all));
  if (!isOld) assertEquals(resumed, all);
});

Deno.test("cli surveys the whole of a video whose size changes, and takes a plate from its end", async () => {
  await using place = await workplace();
  await makeChange(place);
  const run = async (...args: string[]) => {
    await place.succeed(["change.ts", "bg.jpg", "-o", "out/o%d.png", ...args, "-q"]);
    return Object.keys(await snapshot(place.file("out"))).length;
  };
  assertEquals(await run("-m", "median"), 20);
  assertEquals(await run("-m", "clean-plate", "--clean-plate-at", "0.5"), 20);
});
