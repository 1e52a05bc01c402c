import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFfmpeg, openJpegCodec, openLabelledClip } from "../../../lib/files/mod.ts";
import { cliArguments, ffmpeg, namesIn, ROOT, runProgram } from "../../helpers.ts";
import { iouOf } from "../../methods/rooms.ts";
import { hasFfprobe, streamsOf } from "../ffprobe.ts";
import { numberedNames, readPicture, snapshot, workplace } from "../helpers.ts";
import { fetchRuntimes, placeWithModel, segment } from "./red_network.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

await fetchRuntimes();

/** The first channel of a picture. */
async function redOf(path: string): Promise<number[]> {
  const { bitmap } = await readPicture(path);
  return [...bitmap.filter((_, p) => p % 4 === 0)];
}

Deno.test("cli -m segment with one's own network: a video and the mattes as pictures", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", ...segment, "-o", "out.mp4", "--mattes", "m"];
  const { stderr } = await place.succeed(args);
  assertMatch(stderr, /^out\.mp4, 12 frames read, [^\n]+\n$/);
  assertEquals(namesIn(place.file("m")), numberedNames(1, 12, "matte", ".png"));
  if (!hasFfprobe) return;
  const [{ width, height, nb_read_packets }] = await streamsOf(place.file("out.mp4"));
  assertEquals([width, height, nb_read_packets], [64, 48, "12"]);
});

Deno.test("cli -m segment: the mattes are the network's, each under its frame's number", async () => {
  await using place = await placeWithModel();
  const bare = ["--refine", "none", "--set", "plate=no", "--size", "64x36"];
  // One frame all black, the next one all red, and so on.
  const color = "geq=r='255*mod(N,2)':g=0:b=0,format=rgb24";
  const made = ["-f", "lavfi", "-i", `color=black:s=64x36:r=5,${color}`, "-frames:v", "5"];
  await ffmpeg(...made, "-c:v", "ffv1", "-pix_fmt", "bgr0", place.file("blink.mkv"));
  const args = ["blink.mkv", "color:blue", ...segment, ...bare, "--mattes", "m", "-o", "out%d.png"];
  await place.succeed(args);
  for (let number = 1; number <= 5; number++) {
    const wanted = number % 2 === 0 ? 255 : 0;
    const mattes = await redOf(place.file(`m/matte${number}.png`));
    assert(mattes.every((alpha) => Math.abs(alpha - wanted) < 3), `matte ${number}: ${mattes[0]}`);
    const [first] = await redOf(place.file(`out${number}.png`));
    assert(Math.abs(first - wanted) < 3, `picture ${number}: ${first}`);
  }
});

Deno.test("cli -m segment --frames and --resume write what the whole run writes", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", ...segment, "--mattes"];
  await place.succeed([...args, "all", "-o", "all"]);
  await place.succeed([...args, "some", "-o", "some", "--frames", "5-6"]);
  const all = await snapshot(place.file("all"));
  const some = await snapshot(place.file("some"));
  assertEquals(Object.keys(some).sort(), [
    "matte5.png",
    "matte6.png",
    "output5.jpg",
    "output6.jpg",
  ]);
  for (const [name, sum] of Object.entries(some)) assertEquals([name, sum], [name, all[name]]);
  await place.succeed([...args, "resumed", "-o", "resumed", "--frames", "-9"]);
  await place.succeed([...args, "resumed", "-o", "resumed", "--resume"]);
  assertEquals(await snapshot(place.file("resumed")), all);
});

Deno.test("cli -m segment takes a still picture for a video of one frame", async () => {
  await using place = await placeWithModel();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("photo.jpg"));
  const run = async (...args: string[]) => {
    const { stderr } = await place.succeed(["photo.jpg", "color:blue", ...segment, ...args]);
    assertStringIncludes(stderr, "1 frame read");
  };
  await run("-o", "a%d.png", "--mattes", "m%d.png");
  await run("-o", "folder");
  await run("-o", "one.mp4");
  await run("-o", "bare.png", "--mattes", "bare_m.png");
  await run("-o", "bare.jpg");
  assertEquals(
    namesIn(place.path).filter((name) => /^(a|bare|m|one)/.test(name)),
    ["a1.png", "bare.jpg", "bare.png", "bare_m.png", "m1.png", "one.mp4"],
  );
  assertEquals(namesIn(place.file("folder")), ["photo.jpg"]);
  for (const [name, same] of [["bare.png", "a1.png"], ["bare_m.png", "m1.png"]]) {
    assertEquals(await Deno.readFile(place.file(name)), await Deno.readFile(place.file(same)));
  }
  if (hasFfprobe) assertEquals((await streamsOf(place.file("one.mp4")))[0].nb_read_packets, "1");
});

Deno.test({
  name: "cli -m segment reads standard input, which can be read once only",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await placeWithModel();
    const words = cliArguments(["-", "color:blue", ...segment, "-o", "out"]);
    const command = [Deno.execPath(), ...words].map((word) => `'${word}'`).join(" ");
    const outcome = await runProgram("sh", ["-c", `cat clip.mp4 | ${command}`], place.settings);
    assertEquals(outcome.code, 0, outcome.stderr);
    assertMatch(outcome.stderr, /^note: standard input cannot be read twice: [^\n]+\n12 pictures /);
    assertEquals(namesIn(place.file("out")), numberedNames(1, 12));
  },
});

Deno.test("cli -m segment --every 3 carries the network's word along for two frames of three", async () => {
  await using place = await placeWithModel();
  const bare = [...segment, "--refine", "none", "--set", "plate=no", "--mattes"];
  const args = ["clip.mp4", "color:blue", "-o", "out", ...bare];
  await place.succeed([...args, "each"]);
  await place.succeed([...args, "third", "--every", "3"]);
  await place.succeed([...args, "set", "--set", "every=3"]);
  const [each, third, set] = await Promise.all(
    ["each", "third", "set"].map((folder) => snapshot(place.file(folder))),
  );
  assertEquals(third, set);
  const at = (sums: Record<string, string>, number: number) => sums[`matte${number}.png`];
  for (const number of [1, 4, 7, 10]) {
    assertEquals(at(third, number), at(each, number));
    // Everything moves in the clip; what is carried is not what the network would say there.
    for (const between of [number + 1, number + 2]) {
      assert(at(third, between) !== at(third, number));
      assert(at(third, between) !== at(each, between));
    }
  }
});

Deno.test("cli -m segment --model-mean and --model-std reach the network", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", ...segment, "--frames", "1", "-o", "out", "--mattes"];
  const bare = ["--refine", "none", "--set", "plate=no"];
  await place.succeed([...args, "a", ...bare]);
  // The same as the family has; and half as bright.
  const more = ["--model-mean", "0", "--model-layout", "nhwc", "--model-output", "person"];
  await place.succeed([...args, "b", ...bare, ...more, "--model-std", "255"]);
  await place.succeed([...args, "c", ...bare, ...more, "--model-std", "510"]);
  const [a, b, c] = await Promise.all(
    ["a", "b", "c"].map((folder) => redOf(place.file(`${folder}/matte1.png`))),
  );
  assertEquals(b, a);
  assert(c.every((alpha, i) => Math.abs(alpha - a[i] / 2) <= 1));
});

Deno.test("cli -m segment --model-channels bgr shows the network blue as red", async () => {
  await using place = await placeWithModel();
  const color = ["-f", "lavfi", "-i", "color=0x3300FF:s=64x36:r=5", "-frames:v", "2"];
  await ffmpeg(...color, "-c:v", "ffv1", "-pix_fmt", "bgr0", place.file("blue.mkv"));
  const bare = ["--refine", "none", "--set", "plate=no", "--frames", "1", "-o", "out.png"];
  const args = ["blue.mkv", "color:white", ...segment, ...bare, "--overwrite", "--mattes"];
  const seen = async (folder: string, ...more: string[]) => {
    await place.succeed([...args, folder, ...more]);
    return (await redOf(place.file(`${folder}/matte1.png`)))[0];
  };
  // The colours went through YUV.
  const [red, blue] = [await seen("a"), await seen("b", "--model-channels", "bgr")];
  assert(Math.abs(red - 0x33) < 4 && Math.abs(blue - 0xff) < 4, `${red}, ${blue}`);
});

Deno.test("cli -m segment --device: with gpu and auto, the mattes are the processor's", async () => {
  await using place = await placeWithModel();
  const bare = ["--frames", "1", "--refine", "none", "--set", "plate=no"];
  const args = ["clip.mp4", "color:blue", ...segment, ...bare, "-o", "out", "--mattes"];
  const mattes: number[][] = [];
  for (const device of ["cpu", "gpu", "auto"]) {
    const { stderr } = await place.succeed([...args, device, "--overwrite", "--device", device]);
    // A machine that has nothing else says so, in one line.
    const lines = stderr.split("\n").filter((line) => line.startsWith("note: the processor runs"));
    assertEquals(lines.length <= (device === "cpu" ? 0 : 1), true, stderr);
    mattes.push(await redOf(place.file(`${device}/matte1.png`)));
  }
  const [cpu, ...others] = mattes;
  // By as much as the comparison allows: 2 % of 255.
  for (const other of others) assert(other.every((alpha, i) => Math.abs(alpha - cpu[i]) <= 6));
});

Deno.test("cli -m segment says nothing of options that have an effect, and names those that have none", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", "--frames", "1", "-o", "out"];
  const noted = async (...more: string[]) => {
    const { stderr } = await place.succeed([...args, ...more]);
    return [...stderr.matchAll(/^note: (\S+) has no effect here$/gm)].map(([, option]) => option);
  };
  const own = ["--model-layout", "nhwc", "--every", "2"];
  assertEquals(await noted(...segment, ...own), []);
  // A method without a network does not even look for the file.
  assertEquals(await noted("-m", "median", "--model", "none.onnx", ...own), [
    "--model",
    "--model-layout",
    "--every",
  ]);
});

Deno.test("cli -m segment without --allow-ffi runs in WebAssembly, and says so", async () => {
  await using place = await placeWithModel();
  const permissions = ["--allow-read", "--allow-write", "--allow-run", "--allow-env"];
  const args = ["clip.mp4", "color:blue", ...segment, "--frames", "-3", "-o"];
  const { stderr } = await place.succeed([...args, "wasm", "--mattes", "wasm"], {
    permissions: [...permissions, "--no-prompt"],
  });
  const notice = /^note: onnxruntime-web runs the model, [^\n]+: it needs --allow-ffi\n/m;
  assertMatch(stderr, notice);
  assertEquals(stderr.match(/^note: onnxruntime/gm)?.length, 1);
  await place.succeed([...args, "native", "--mattes", "native"]);
  assertEquals(await snapshot(place.file("wasm")), await snapshot(place.file("native")));
});

Deno.test("cli -m segment: MediaPipe's network finds the drawn figure of a labelled clip", async () => {
  await using place = await workplace();
  const args = [`${LABELLED}sway/input.mp4`, "bg.jpg", "-m", "segment", "-o", "out%d.jpg"];
  await place.succeed([...args, "--mattes", "m%d.png"]);
  using jpeg = await openJpegCodec();
  const clip = await openLabelledClip(`${LABELLED}sway`, { ffmpeg: await findFfmpeg(), jpeg });
  let sum = 0, count = 0;
  for await (const { truth } of clip.read()) {
    const matte = await redOf(place.file(`m${++count}.png`));
    sum += iouOf(Uint8ClampedArray.from(matte), truth!.matte.data);
  }
  assertEquals([count, namesIn(place.path).includes("m46.png")], [45, false]);
  // Measured 0.961.
  assert(sum / count > 0.93, `IoU ${sum / count}`);
});

Deno.test("cli evaluate --methods segment with one's own network", async () => {
  await using place = await placeWithModel();
  const args = ["evaluate", `${LABELLED}walk`, "--edges-every", "0", "--json"];
  const evaluated = async (...more: string[]) => {
    const { stdout, stderr } = await place.succeed([...args, ...more]);
    assertEquals(stderr, "");
    return JSON.parse(stdout).clips[0].methods;
  };
  const own = ["--model", "red.onnx"];
  const { segment, tutorial } = await evaluated("--methods", "tutorial,segment", ...own);
  assertEquals([segment.framesRead, segment.framesMeasured], [45, 45]);
  assertEquals(tutorial.framesMeasured, 43);
  const some = await evaluated("--methods", "segment", ...own, "--every", "9");
  assert(some.segment.iou !== segment.iou);
});

Deno.test("cli evaluate names the options of networks where no method has one", async () => {
  await using place = await placeWithModel();
  const args = ["evaluate", `${LABELLED}walk`, "--methods", "tutorial", "--edges-every", "0"];
  const more = ["--model", "none.onnx", "--every", "2"];
  const { stderr } = await place.succeed([...args, ...more]);
  const notes = ["--model", "--every"].map((option) => `note: ${option} has no effect here\n`);
  assertEquals(stderr, notes.join(""));
  assertEquals((await place.succeed([...args, ...more, "-q"])).stderr, "");
});

Deno.test("cli takes segment for a photo, and for options of its own, and says so", async () => {
  await using place = await placeWithModel();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("photo.png"));
  const run = async (...args: string[]) => {
    const { stdout, stderr } = await place.succeed([...args, "--json"], { isBare: true });
    assertEquals(JSON.parse(stdout).method, "segment");
    assertEquals(stderr.match(/^note: the method/gm)?.length, 1);
  };
  await run("photo.png", "transparent", "--model", "red.onnx", "-o", "cut.png");
  await run("clip.mp4", "bg.jpg", "--model", "red.onnx", "-o", "frames");
  await run("clip.mp4", "bg.jpg", "--model", "red.onnx", "--every", "2", "-o", "o.mp4");
  assertEquals(namesIn(place.file("frames")), numberedNames(1, 12));
});
