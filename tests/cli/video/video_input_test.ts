import { assert, assertEquals, assertMatch } from "@std/assert";
import { cliArguments, ffmpeg, runProgram } from "../../helpers.ts";
import { hasFfprobe, streamsOf, timesOf } from "../ffprobe.ts";
import { readPicture, snapshot, type Workplace, workplace } from "../helpers.ts";

const ignore = !hasFfprobe;

/** RGBA of a picture. */
async function pixelsOf(place: Workplace, name: string): Promise<Uint8ClampedArray> {
  return (await readPicture(place.file(name))).bitmap;
}

function mean(bytes: Uint8ClampedArray): number {
  return bytes.reduce((sum, value) => sum + value, 0) / bytes.length;
}

Deno.test("cli makes pictures of standard input, whatever its pixel format", async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-i", place.file("clip.mp4"), "-c:v", "libx264", "-pix_fmt", "yuv444p"],
    place.file("clip.mkv"),
  );
  await place.succeed(["clip.mkv", "bg.jpg", "-o", "file", "-q"]);
  const words = [Deno.execPath(), ...cliArguments(["-", "bg.jpg", "-o", "pipe", "-q"])];
  const command = words.map((word) => `'${word}'`).join(" ");
  const piped = await runProgram("sh", ["-c", `cat clip.mkv | ${command}`], place.settings);
  assertEquals([piped.code, piped.stderr], [0, ""]);
  assertEquals(await snapshot(place.file("pipe")), await snapshot(place.file("file")));
});

Deno.test(
  { name: "cli makes a video of a folder of pictures at the rate of --fps", ignore },
  async () => {
    await using place = await workplace();
    await Deno.mkdir(place.file("in"));
    await ffmpeg("-i", place.file("clip.mp4"), place.file("in/p%02d.png"));
    await place.succeed(["in", "bg.jpg", "-o", "out.mp4", "--fps", "10", "-q"]);
    const times = await timesOf(place.file("out.mp4"));
    assertEquals(times.length, 12);
    times.forEach((time, i) => assert(Math.abs(time - i / 10) < 1e-4, `${times}`));
  },
);

Deno.test({
  name: "cli --start, --duration, --size and --fps take a part, smaller and slower",
  ignore,
}, async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=20:duration=4", "-pix_fmt", "yuv420p"],
    place.file("four.mp4"),
  );
  const part = ["--start", "1", "--duration", "0:02", "--size", "32x24", "--fps", "10"];
  await place.succeed(["four.mp4", "bg.jpg", "-o", "out.mp4", "-q", ...part]);
  const [{ width, height, nb_read_packets }] = await streamsOf(place.file("out.mp4"));
  assertEquals([width, height, nb_read_packets], [32, 24, "20"]);
});

Deno.test("cli respects the alpha of the input", async () => {
  await using place = await workplace();
  // Pictures that change all over, transparent on the left.
  await Deno.mkdir(place.file("in"));
  await ffmpeg(
    ...["-f", "lavfi", "-i", "nullsrc=size=8x4:rate=5:duration=1"],
    ...["-vf", "format=rgba,geq=r='50*N':g='50*N':b='50*N':a='255*gte(X,4)'"],
    place.file("in/p%d.png"),
  );
  await place.succeed(["in", "color:#ff0000", "-o", "out/o%d.png", "-q"]);
  const pixels = await pixelsOf(place, "out/o4.png");
  assertEquals([...pixels.subarray(0, 4)], [255, 0, 0, 255]);
  assertEquals([...pixels.subarray(28, 32)], [150, 150, 150, 255]);
});

Deno.test("cli maps HDR into a screen's range, and says so", async () => {
  await using place = await workplace();
  const clip = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1"];
  const tags = ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"];
  await ffmpeg(
    ...clip,
    "-pix_fmt",
    "yuv420p10le",
    ...tags,
    "-c:v",
    "libx264",
    place.file("hdr.mp4"),
  );
  const { stderr } = await place.succeed(["hdr.mp4", "color:black", "-o", "out"]);
  assertMatch(stderr, /note: 'hdr.mp4' is HDR/);
  await ffmpeg(
    "-i",
    place.file("hdr.mp4"),
    "-c",
    "copy",
    "-bsf:v",
    "h264_metadata=transfer_characteristics=1",
    place.file("sdr.mp4"),
  );
  await place.succeed(["sdr.mp4", "color:black", "-o", "sdr", "-q"]);
  const [mapped, flat] = [
    await pixelsOf(place, "out/output4.jpg"),
    await pixelsOf(place, "sdr/output4.jpg"),
  ];
  assert(mean(mapped) !== mean(flat), `${mean(mapped)} ${mean(flat)}`);
});

Deno.test({ name: "cli writes masks as a video", ignore }, async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out.mp4", "--mattes", "m.mkv", "-q"]);
  const [{ nb_read_packets }] = await streamsOf(place.file("m.mkv"));
  assertEquals(nb_read_packets, "12");
  await ffmpeg("-i", place.file("m.mkv"), "-f", "rawvideo", "-pix_fmt", "rgba", place.file("raw"));
  const pixels = await Deno.readFile(place.file("raw"));
  const size = 4 * 64 * 48;
  assert(Math.max(...pixels.subarray(0, size).filter((_, i) => i % 4 < 3)) < 16);
  assert(Math.max(...pixels.subarray(3 * size, 4 * size).filter((_, i) => i % 4 < 3)) > 240);
});

Deno.test({ name: "cli --allow-network reads a video from an address", ignore }, async () => {
  await using place = await workplace();
  const clip = await Deno.readFile(place.file("clip.mp4"));
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
    const range = `bytes ${from}-${clip.length - 1}/${clip.length}`;
    const headers = { "accept-ranges": "bytes", "content-range": range };
    return new Response(clip.slice(from), { status: 206, headers });
  });
  const address = `http://127.0.0.1:${server.addr.port}/clip.mp4`;
  await place.succeed([address, "bg.jpg", "-o", "out.mp4", "--allow-network", "-q"]);
  assertEquals((await streamsOf(place.file("out.mp4")))[0].nb_read_packets, "12");
});
