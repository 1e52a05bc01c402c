import { assertEquals, assertStringIncludes } from "@std/assert";
import { cliArguments, runProgram } from "../../helpers.ts";
import { assertRefused, hasProgram, hasTerminal, type Workplace, workplace } from "../helpers.ts";

/** A recording of so many seconds, in place of a camera's. */
const RECORD = ["-o", "out.mp4", "--duration", "0.6", "-m", "tutorial"];

async function refused(place: Workplace, args: string[], ...says: string[]): Promise<void> {
  await assertRefused(place, args, { code: 2, says });
}

Deno.test("cli records what a file that plays as a camera shows", async () => {
  await using place = await workplace();
  const { stdout, stderr } = await place.succeed([
    "camera:clip.mp4",
    "bg.jpg",
    ...RECORD,
    "--json",
  ]);
  const summary = JSON.parse(stdout);
  assertEquals([summary.width, summary.height, summary.output], [64, 48, "out.mp4"]);
  assertEquals(summary.framesWritten > 3, true, stdout);
  assertEquals(Object.keys(summary.latency), ["median", "p95", "most"]);
  assertStringIncludes(stderr, "latency");
  assertEquals((await Deno.stat(place.file("out.mp4"))).isFile, true);
});

Deno.test("cli tells of a camera as it goes, by --json=lines", async () => {
  await using place = await workplace();
  const args = ["camera:clip.mp4", "bg.jpg", "color:red", ...RECORD, "--json=lines"];
  const { stdout } = await place.succeed(args);
  const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
  const { framesRead, dropped, latency, background, remarks } = events
    .find(({ event, framesWritten }) => event === "progress" && framesWritten > 0);
  assertEquals([typeof framesRead, typeof dropped, typeof latency.p95], [
    "number",
    "number",
    "number",
  ]);
  assertEquals([background, remarks], ["bg.jpg", []]);
  assertEquals(events.at(-1).event, "end");
});

Deno.test("cli notes what has no effect on a camera, or on nothing but one", async () => {
  await using place = await workplace();
  const noted = async (args: string[]) => {
    const { stderr } = await place.succeed(args);
    return [...stderr.matchAll(/^note: (--[\w-]+) has no effect here$/gm)].map(([, name]) => name);
  };
  const live = [
    "--start",
    "1",
    "--fps",
    "5",
    "--jobs",
    "2",
    "--camera-size",
    "64x48",
    "--camera-fps",
    "9",
  ];
  assertEquals(
    await noted(["camera:clip.mp4", "bg.jpg", ...RECORD, "--mirror", "--low-latency", ...live]),
    ["--camera-size", "--camera-fps", "--start", "--fps", "--jobs"],
  );
  const file = ["--camera-size", "64x48", "--camera-fps", "9", "--mirror", "--low-latency"];
  assertEquals(
    await noted(["clip.mp4", "bg.jpg", "-o", "o.mp4", ...file]),
    ["--camera-size", "--camera-fps", "--mirror", "--low-latency"],
  );
});

Deno.test("cli refuses what no camera can be asked for", async () => {
  await using place = await workplace();
  await refused(place, ["camera:clip.mp4", "bg.jpg", "--stereo", "sbs"], "--stereo needs a video");
  await refused(place, ["camera:clip.mp4", "bg.jpg", "transparent"], "preview has no transparency");
  await refused(place, ["camera:list", "bg.jpg"], "camera:list prints cameras");
  await refused(place, ["camera:clip.mp4", "bg.jpg", "--camera-size", "big"], "like 1280x720");
  await refused(place, ["camera:clip.mp4", "bg.jpg", "--camera-fps", "0"], "from 1 to 240");
  if (Deno.build.os !== "linux") return;
  const device = "/dev/video77";
  const args = ["camera:clip.mp4", "bg.jpg", "-o", device];
  await refused(
    place,
    args,
    `there is no virtual camera '${device}'`,
    "sudo modprobe v4l2loopback",
  );
  await refused(place, ["camera:/dev/video77", "bg.jpg"], "there is no camera '/dev/video77'");
  await refused(place, ["camera:No Such Camera", "bg.jpg"], "there is no camera 'No Such Camera'");
});

Deno.test({
  name: "cli says what is missing where there is no ffplay",
  ignore: Deno.build.os === "windows",
}, async () => {
  await using place = await workplace();
  const ffmpeg = await place.script("ffmpeg", `exec ffmpeg "$@"`);
  const args = ["camera:clip.mp4", "bg.jpg", "--ffmpeg", ffmpeg, "-m", "tutorial"];
  const { code, stderr } = await place.run(args, { env: { DISPLAY: ":77" } });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "ffplay', which comes with ffmpeg");
});

Deno.test({
  name: "cli opens no preview where there is no screen",
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using place = await workplace();
  const env = { DISPLAY: "", WAYLAND_DISPLAY: "" };
  const { code, stderr } = await place.run(["camera:clip.mp4", "bg.jpg", "-m", "tutorial"], {
    env,
  });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "there is no screen");
});

/** Whether a screen can be made here. */
const hasScreens = Deno.build.os === "linux" && await hasProgram("xvfb-run") &&
  await hasProgram("ffplay");

Deno.test({
  name: "cli shows a preview on a screen, until its time is over",
  ignore: !hasScreens,
}, async () => {
  await using place = await workplace();
  const args = ["camera:clip.mp4", "bg.jpg", "-m", "tutorial", "--duration", "1", "--json"];
  const words = ["-a", Deno.execPath(), ...cliArguments(args)];
  const { code, stdout } = await runProgram("xvfb-run", words, place.settings);
  assertEquals(code, 0);
  const { output, framesWritten } = JSON.parse(stdout);
  assertEquals([output, framesWritten > 3], ["preview", true]);
});

Deno.test({
  name: "cli leaves the terminal as it was, and tells how it goes there",
  ignore: !hasTerminal,
}, async () => {
  await using place = await workplace();
  const program = [Deno.execPath(), ...cliArguments(["camera:clip.mp4", "bg.jpg", ...RECORD])];
  const run = program.map((word) => `'${word}'`).join(" ");
  const command = `stty -a > before; ${run}; stty -a > after`;
  const { stdout } = await runProgram("script", ["-qec", command, "/dev/null"], place.settings);
  assertStringIncludes(stdout, "keys: space next background");
  assertStringIncludes(stdout, "frames/s  dropped ");
  const [before, after] = await Promise.all(
    ["before", "after"].map((name) => Deno.readTextFile(place.file(name))),
  );
  assertEquals(after, before);
});
