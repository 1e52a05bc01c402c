import { assert, assertEquals } from "@std/assert";
import { cliArguments, ffmpeg, runProgram, temporaryFolder } from "../../helpers.ts";
import { hasFfprobe, timesOf } from "../ffprobe.ts";
import { quotedFfmpeg, workplace } from "../helpers.ts";

const ignore = Deno.build.os === "windows";

/** Runs a shell's line, and tells when its output came: bytes so far by seconds since the start. */
async function arrivals(line: string, cwd: string): Promise<[seconds: number, bytes: number][]> {
  const started = performance.now();
  const child = new Deno.Command("sh", { args: ["-c", line], cwd, stdout: "piped" }).spawn();
  const found: [number, number][] = [];
  let bytes = 0;
  for await (const chunk of child.stdout) {
    bytes += chunk.length;
    found.push([(performance.now() - started) / 1000, bytes]);
  }
  assertEquals((await child.status).code, 0);
  return found;
}

/** A shell's line that gives 8 s of a video in 8 s. */
function source(rate: number, format: string): string {
  const picture = `-f lavfi -i testsrc2=size=160x120:rate=${rate} -t 8 -pix_fmt yuv420p`;
  const codec = format === "mpegts" ? "-c:v libx264 -tune zerolatency -g 25" : "-c:v rawvideo";
  return `${quotedFfmpeg} -loglevel error -re ${picture} ${codec} -flush_packets 1 -f ${format} -`;
}

const lives: [rate: number, input: string, container: string][] = [
  [25, "mpegts", "webm"],
  [5, "nut", "mov"],
];

for (const [rate, input, container] of lives) {
  Deno.test({
    name: `cli -o - --format ${container} gives ${rate} frames a second as they come by ${input}`,
    ignore,
  }, async () => {
    await using folder = await temporaryFolder();
    const program = [Deno.execPath(), ...cliArguments(["-", "color:red", "-m", "chroma", "-q"])];
    const line = `${source(rate, input)} | ${program.join(" ")} -o - --format ${container}`;
    const found = await arrivals(line, folder.path);
    // The source ends after 8 s. With all programs' start, on a busy machine, most of it is plenty:
    // a program that waits for the end gives its first byte there.
    const [end] = found.at(-1)!;
    assert(found[0][0] < end - 1.2, `first byte after ${found[0][0]} of ${end} s`);
    // And it goes on.
    const gaps = found.slice(1).map(([at], i) => at - found[i][0]);
    assert(Math.max(...gaps) < 4, `nothing for ${Math.max(...gaps)} s`);
  });
}

/** How long the parts of an mp4 are, in seconds, by the times of the packets between its heads. */
async function partsOf(path: string): Promise<number[]> {
  const bytes = await Deno.readFile(path);
  const view = new DataView(bytes.buffer);
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at += view.getUint32(at)) {
    const type = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    if (type !== "moof") continue;
    // moof > mfhd, traf > tfhd, tfdt: version 1 has 64 bits.
    const traf = at + 8 + view.getUint32(at + 8);
    const tfdt = traf + 8 + view.getUint32(traf + 8);
    assertEquals(new TextDecoder().decode(bytes.subarray(tfdt + 4, tfdt + 8)), "tfdt");
    starts.push(
      bytes[tfdt + 8] === 1 ? Number(view.getBigUint64(tfdt + 12)) : view.getUint32(tfdt + 12),
    );
  }
  return starts.slice(1).map((start, i) => start - starts[i]);
}

const rates: [rate: string, isPiped: boolean][] = [["2", false], ["24000/1001", true], [
  "60",
  false,
]];

for (const [rate, isPiped] of rates) {
  Deno.test({
    name: `cli -o - --format mp4 has parts of a second at most, at ${rate} frames a second`,
    ignore: ignore || !hasFfprobe,
  }, async () => {
    await using place = await workplace();
    // Key frames are 250 pictures apart.
    await ffmpeg(
      ...["-f", "lavfi", "-i", `testsrc2=size=64x48:rate=${rate}`, "-t", "5", "-g", "250"],
      ...["-c:v", "libx264", "-pix_fmt", "yuv420p", "-video_track_timescale", "60000"],
      ...["-movflags", "+faststart", place.file("even.mp4")],
    );
    const args = ["color:red", "-m", "chroma", "-q", "-o", "-", "--format", "mp4"];
    if (isPiped) {
      const words = cliArguments(["-", ...args]).join(" ");
      const line = `${Deno.execPath()} ${words} < even.mp4 > out.mp4`;
      const { code, stderr } = await runProgram("sh", ["-c", line], { cwd: place.path });
      assertEquals([code, stderr], [0, ""]);
    } else await place.pipe(["even.mp4", ...args], "out.mp4");
    const parts = await partsOf(place.file("out.mp4"));
    assert(parts.length > 3 && Math.max(...parts) <= 60_000, `${parts}`);
    // Nothing comes late for it.
    assertEquals(await timesOf(place.file("out.mp4")), await timesOf(place.file("even.mp4")));
  });
}

Deno.test({
  name: "cli reads an MPEG-TS on standard input whose pictures begin 3 s after its sound",
  ignore: ignore || !hasFfprobe,
}, async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25", "-f", "lavfi", "-i", "sine", "-t", "5"],
    ...["-vf", "setpts=PTS+3/TB", "-c:v", "libx264", "-pix_fmt", "yuv420p", place.file("late.ts")],
  );
  const args = cliArguments(["-", "color:red", "-m", "chroma", "-q", "-o", "out.mp4"]);
  const line = `${Deno.execPath()} ${args.join(" ")} < late.ts`;
  const { code, stderr } = await runProgram("sh", ["-c", line], { cwd: place.path });
  assertEquals([code, stderr], [0, ""]);
  assertEquals(await timesOf(place.file("out.mp4")), Array.from({ length: 50 }, (_, i) => i / 25));
});
