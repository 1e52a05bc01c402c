/**
 * The table of inputs × outputs in docs/cli.md: a plain video to each output, and each input to
 * pictures and a video: how many frames come out, of what size, with what sound.
 */
import { assertEquals } from "@std/assert";
import { ffmpeg, namesIn } from "../../helpers.ts";
import { hasFfprobe, streamsOf } from "../ffprobe.ts";
import { readPicture, workplace, workplaces } from "../helpers.ts";

const ignore = !hasFfprobe;
const FRAMES = 10;

interface Input {
  title: string;
  path: string;
  size: [width: number, height: number];
  hasSound: boolean;
  /** The video that is made of it. */
  output: string;
}

const inputs: Input[] = [
  {
    title: "a variable rate",
    path: "uneven.mp4",
    size: [64, 48],
    hasSound: true,
    output: "out.webm",
  },
  {
    title: "numbered pictures",
    path: "in/p%03d.png",
    size: [64, 48],
    hasSound: false,
    output: "out.mov",
  },
  {
    title: "a folder of pictures",
    path: "in",
    size: [64, 48],
    hasSound: false,
    output: "out.mkv",
  },
  {
    title: "a rotated video",
    path: "turned.mp4",
    size: [48, 64],
    hasSound: true,
    output: "out.gif",
  },
  {
    title: "odd sides",
    path: "odd.mkv",
    size: [33, 21],
    hasSound: true,
    output: "out.mp4",
  },
  {
    title: "HDR",
    path: "hdr.mp4",
    size: [64, 48],
    hasSound: true,
    output: "out.mp4",
  },
];

const hdr = ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"];

/** A place with all of them, of bars with a tone. */
const placeOfInputs = workplaces(async (place) => {
  await Deno.mkdir(place.file("in"));
  const both = ["-map", "0:v", "-map", "3:a"];
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1.5"],
    ...["-f", "lavfi", "-i", "testsrc=size=33x21:rate=10:duration=1"],
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=30000/1001:duration=1"],
    ...["-f", "lavfi", "-i", "sine=duration=1"],
    ...[...both, "-t", "1", "-pix_fmt", "yuv420p", place.file("plain.mp4")],
    ...[...both, "-vf", "select=lt(n\\,5)+gte(n\\,10)", "-vsync", "vfr"],
    ...["-pix_fmt", "yuv420p", place.file("uneven.mp4")],
    ...["-map", "0:v", "-t", "1", place.file("in/p%03d.png")],
    ...["-map", "1:v", "-map", "3:a", "-pix_fmt", "yuv444p", place.file("odd.mkv")],
    ...[...both, "-t", "1", "-pix_fmt", "yuv420p10le", ...hdr, place.file("hdr.mp4")],
    ...["-map", "2:v", "-map", "3:a", "-pix_fmt", "yuv420p"],
    ...["-c:a", "aac", place.file("ntsc.mp4")],
  );
  const copy = ["-i", place.file("plain.mp4"), "-c", "copy"];
  await ffmpeg(...copy, "-metadata:s:v:0", "rotate=90", place.file("turned.mp4"));
  if (!hasFfprobe) return;
  if ((await streamsOf(place.file("turned.mp4")))[0].side_data_list !== undefined) return;
  await ffmpeg("-display_rotation", "90", ...copy, place.file("turned.mp4"));
});

/** What a plain video becomes: the file, its codecs, and what else tells them apart. */
const outputs: [name: string, video: string, sound: string | undefined][] = [
  ["out.mp4", "h264", "aac"],
  ["out.mov", "h264", "aac"],
  ["out.mkv", "h264", "aac"],
  ["out.webm", "vp9", "opus"],
  ["out.gif", "gif", undefined],
];

for (const [name, video, sound] of outputs) {
  Deno.test({ name: `cli writes ${name} with every frame, rate and sound`, ignore }, async () => {
    await using place = await placeOfInputs();
    await place.succeed(["ntsc.mp4", "bg.jpg", "-o", name, "-q"]);
    const [picture, ...others] = await streamsOf(place.file(name));
    assertEquals(picture.codec_name, video);
    assertEquals([picture.width, picture.height, picture.nb_read_packets], [64, 48, "30"]);
    assertEquals(others.map(({ codec_name }) => codec_name), sound === undefined ? [] : [sound]);
    if (video === "gif") return;
    if (/mp4|mov/.test(name)) assertEquals(picture.avg_frame_rate, "30000/1001");
    assertEquals([picture.color_space, picture.color_range], ["bt709", "tv"]);
  });
}

const transparent: [output: string, pixels: string, hasTag: boolean][] = [
  ["out.webm", "yuv420p", true],
  ["out.mov", "yuva444p12le", false],
  ["out.mkv", "yuv420p", true],
];

for (const [output, pixels, hasTag] of transparent) {
  Deno.test({ name: `cli writes ${output} with a transparent background`, ignore }, async () => {
    await using place = await workplace();
    await place.succeed(["clip.mp4", "transparent", "-o", output, "-q"]);
    const [picture] = await streamsOf(place.file(output));
    const tag = picture.tags?.alpha_mode ?? picture.tags?.ALPHA_MODE;
    assertEquals([picture.pix_fmt, tag], [pixels, hasTag ? "1" : undefined]);
    // VP9's alpha is a stream of its own, which only libvpx decodes.
    const decoder = hasTag ? ["-c:v", "libvpx-vp9"] : [];
    await ffmpeg(
      ...[...decoder, "-i", place.file(output), "-vf", "alphaextract,format=gray"],
      ...["-f", "rawvideo", place.file("alpha")],
    );
    const alpha = await Deno.readFile(place.file("alpha"));
    assertEquals(alpha.length, 12 * 64 * 48);
    // The first two frames have no mask yet; then some move and some do not.
    assertEquals(Math.max(...alpha.subarray(0, 2 * 64 * 48)) < 8, true);
    const later = alpha.subarray(2 * 64 * 48);
    assertEquals([Math.min(...later) < 8, Math.max(...later) > 247], [true, true]);
  });
}

for (const { title, path, size: [width, height], hasSound, output } of inputs) {
  Deno.test({ name: `cli gives pictures, RGBA and ${output} of ${title}`, ignore }, async () => {
    await using place = await placeOfInputs();
    await place.succeed([path, "bg.jpg", "-o", "out/%d.png", "-q"]);
    assertEquals(namesIn(place.file("out")).length, FRAMES - 2);
    const third = await readPicture(place.file("out/3.png"));
    assertEquals([third.width, third.height], [width, height]);

    await place.pipe([path, "bg.jpg", "-o", "-", "-q"], "rgba");
    assertEquals((await Deno.stat(place.file("rgba"))).size, FRAMES * 4 * width * height);

    await place.succeed([path, "bg.jpg", "-o", output, "-q"]);
    const [picture, ...others] = await streamsOf(place.file(output));
    assertEquals(picture.nb_read_packets, String(FRAMES));
    const even = (side: number) => output === "out.gif" ? side : side + side % 2;
    assertEquals([picture.width, picture.height], [even(width), even(height)]);
    const sounds = others.map(({ codec_type }) => codec_type);
    assertEquals(sounds, hasSound && output !== "out.gif" ? ["audio"] : []);
  });
}
