import { assert, assertEquals, assertMatch } from "@std/assert";
import { cliArguments, ffmpeg, namesIn, runProgram } from "../../helpers.ts";
import { slowNetwork } from "../../networks/tiny_networks.ts";
import {
  decodeJpeg,
  hasProgram,
  numberedNames,
  quotedFfmpeg,
  type Workplace,
  workplace,
  workplaces,
} from "../helpers.ts";

/** Start the command line with an ffmpeg that leaves its process number in `pid`. */
async function start(
  place: Workplace,
  video: string,
  more: readonly string[] = ["-o", "out"],
): Promise<Deno.ChildProcess> {
  const pid = place.file("pid");
  const wrapper = await place.script(
    "noting",
    `echo $$ > '${pid}'; exec ${quotedFfmpeg} "$@"`,
  );
  const args = cliArguments(["-m", "tutorial", video, "bg.jpg", "--ffmpeg", wrapper, ...more]);
  const options = { stdin: "null", stdout: "piped", stderr: "piped", cwd: place.path } as const;
  return new Deno.Command(Deno.execPath(), { args, ...options }).spawn();
}

/** Wait until a file is there and has something in it. */
async function appearance(path: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!await Deno.stat(path).then(({ size }) => size > 0, () => false)) {
    if (Date.now() > end) throw new Error(`${path} does not come`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Check that the ffmpeg of {@linkcode start} has ended. */
async function assertFfmpegEnded(place: Workplace): Promise<void> {
  const pid = (await Deno.readTextFile(place.file("pid"))).trim();
  const waiting = `for i in 1 2 3 4 5 6 7 8; do kill -0 ${pid} || exit 0; sleep 0.25; done; exit 1`;
  const { code } = await runProgram("sh", ["-c", waiting]);
  assertEquals(code, 0, "ffmpeg is still running");
}

/** A place with 12,000 frames: more than are read before a signal comes. */
const placeWithLong = workplaces((place) =>
  ffmpeg(
    ...["-stream_loop", "999", "-i", place.file("clip.mp4"), "-c", "copy"],
    place.file("long.mp4"),
  )
);

const signals = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;

for (const [signal, code] of signals) {
  Deno.test({
    name: `cli ends on ${signal} with ${code}: whole files stay, no ffmpeg runs on`,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      await using place = await placeWithLong();
      const child = await start(place, "long.mp4");
      await appearance(place.file("out/output3.jpg"));
      child.kill(signal);
      const { stderr, ...output } = await child.output();

      const names = namesIn(place.file("out"));
      const words = `error: interrupted by ${signal} \\(${names.length} pictures? written\\)\n`;
      assertMatch(new TextDecoder().decode(stderr), new RegExp(`^${words}$`));
      assertEquals([output.code, output.stdout.length], [code, 0]);
      assert(names.length < 11_998);
      assertEquals(names, numberedNames(3, 2 + names.length));
      for (const name of names.slice(-3)) await decodeJpeg(place.file(`out/${name}`));
      await assertFfmpegEnded(place);
    },
  });
}

Deno.test({
  name: "cli ends on SIGINT while ffmpeg still waits for a video that does not come",
  ignore: !await hasProgram("mkfifo"),
  fn: async () => {
    await using place = await workplace();
    await runProgram("mkfifo", [place.file("pipe.mp4")]);
    const child = await start(place, "pipe.mp4");
    await appearance(place.file("pid"));
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assertEquals(new TextDecoder().decode(stderr), "error: interrupted by SIGINT\n");
    assertEquals(code, 130);
    assertEquals(namesIn(place.file("out")), []);
    await assertFfmpegEnded(place);
  },
});

for (const plate of [true, false]) {
  const when = plate ? "in its survey" : "at a frame";
  Deno.test({
    name: `cli ends on SIGINT within 2 s while a network looks for ten seconds, ${when}`,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      await using place = await workplace();
      await Deno.writeFile(place.file("slow.onnx"), slowNetwork());
      const before = namesIn(place.path);
      const model = ["--model", "slow.onnx", "--model-mean", "0", "--model-std", "1"];
      const more = ["-m", "segment", ...model, "--set", `plate=${plate}`, "-o", "out.mp4"];
      const child = await start(place, "clip.mp4", more);
      await appearance(place.file("pid"));
      // The network is loaded in half a second, and then has begun.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const started = performance.now();
      child.kill("SIGINT");
      const { code, stderr } = await child.output();
      const took = performance.now() - started;
      const words = new TextDecoder().decode(stderr).replace(/^note: fetching .*\n/, "");
      assertEquals(words, "error: interrupted by SIGINT\n");
      assertEquals(code, 130);
      assert(took < 2000, `it took ${took} ms`);
      assertEquals(namesIn(place.path), [...before, "noting", "pid"].sort());
      await assertFfmpegEnded(place);
    },
  });
}

Deno.test({
  name: "cli ends on SIGTERM within 2 s in the middle of frames of 7680×4320",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await workplace();
    // Two frames, and the same again: a bar comes and goes.
    const bar = "drawbox=x=2000:y=900:w=1500:h=2500:color=red:t=fill:enable='mod(n\\,2)'";
    const source = ["-f", "lavfi", "-i", `color=gray:size=7680x4320:rate=5,${bar}`];
    const codec = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
    await ffmpeg(...source, "-frames:v", "2", ...codec, place.file("two.mp4"));
    const again = ["-stream_loop", "20", "-i", place.file("two.mp4"), "-c", "copy"];
    await ffmpeg(...again, place.file("large.mp4"));
    const child = await start(place, "large.mp4", ["-m", "knn", "-o", "out.mp4"]);
    await appearance(place.file("pid"));
    await new Promise((resolve) => setTimeout(resolve, 700));
    const started = performance.now();
    child.kill("SIGTERM");
    const { code } = await child.output();
    const took = performance.now() - started;
    assertEquals(code, 143);
    assert(took < 2000, `it took ${took} ms`);
    assertEquals(namesIn(place.path).filter((name) => name.startsWith("out")), []);
  },
});

/** Videos, and what shows that they are being written. */
const running: [title: string, args: string[]][] = [
  ["a GIF", ["-o", "out/out.gif"]],
  ["mattes", ["-o", "out/out.mkv", "--mattes", "out/mattes.mp4"]],
  ["RGBA that nobody reads", ["-o", "-"]],
  ["an mp4 that nobody reads", ["-o", "-", "--format", "mp4"]],
];

for (const [title, args] of running) {
  Deno.test({
    name: `cli ends within 2 s of SIGTERM, and leaves nothing of ${title}`,
    ignore: Deno.build.os === "windows",
  }, async () => {
    await using place = await placeWithLong();
    const before = namesIn(place.path);
    const child = await start(place, "long.mp4", ["-q", ...args]);
    if (args.includes("-")) {
      // Until the pipe is full.
      await appearance(place.file("pid"));
      await new Promise((resolve) => setTimeout(resolve, 700));
    } else {
      const end = Date.now() + 60_000;
      while (!namesIn(place.file("out")).some((name) => name.endsWith(".tmp"))) {
        if (Date.now() > end) throw new Error("it writes nothing");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    const started = performance.now();
    child.kill("SIGTERM");
    const { code } = await child.status;
    const seconds = (performance.now() - started) / 1000;
    assert(seconds < 2, `${seconds} s`);
    assertEquals(code, 143);
    assertMatch(new TextDecoder().decode((await child.output()).stderr), /interrupted by SIGTERM/);
    assertEquals(namesIn(place.path), [...before, "noting", "pid"].sort());
  });
}
