/**
 * The table of inputs × outputs in docs/cli.md, each cell: how many frames come out, of what
 * size, with what sound.
 */
import { assertEquals } from "@std/assert";
import { cliArguments, ffmpeg, namesIn, runProgram } from "../helpers.ts";
import { hasFfprobe, streamsOf } from "./ffprobe.ts";
import { type Workplace, workplace } from "./helpers.ts";

interface Input {
  title: string;
  /** Makes it in the folder, of a clip of bars with a tone. */
  make: (place: Workplace) => Promise<void>;
  path: string;
  size: [width: number, height: number];
  hasSound: boolean;
}

const FRAMES = 10;

/** Ten frames of bars, 64 × 48 unless said otherwise, into a file. */
function bars(place: Workplace, name: string, size: string, ...args: string[]): Promise<void> {
  return ffmpeg(
    ...["-f", "lavfi", "-i", `testsrc=size=${size}:rate=10:duration=1`],
    ...["-f", "lavfi", "-i", "sine=duration=1", ...args, place.file(name)],
  );
}

async function makeTurned(place: Workplace): Promise<void> {
  await bars(place, "plain.mp4", "64x48", "-pix_fmt", "yuv420p");
  const copy = ["-i", place.file("plain.mp4"), "-c", "copy"];
  await ffmpeg(...copy, "-metadata:s:v:0", "rotate=90", place.file("turned.mp4"));
  if ((await streamsOf(place.file("turned.mp4")))[0].side_data_list !== undefined) return;
  await ffmpeg("-display_rotation", "90", ...copy, place.file("turned.mp4"));
}

const hdr = ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"];

const inputs: Input[] = [
  {
    title: "a video",
    make: (place) => bars(place, "plain.mp4", "64x48", "-pix_fmt", "yuv420p"),
    ...{ path: "plain.mp4", size: [64, 48], hasSound: true },
  },
  {
    title: "a variable rate",
    make: (place) =>
      ffmpeg(
        ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1.5"],
        ...["-f", "lavfi", "-i", "sine=duration=1.5", "-vf", "select=lt(n\\,5)+gte(n\\,10)"],
        ...["-vsync", "vfr", "-pix_fmt", "yuv420p", place.file("uneven.mp4")],
      ),
    ...{ path: "uneven.mp4", size: [64, 48], hasSound: true },
  },
  {
    title: "numbered pictures",
    make: (place) => bars(place, "in%03d.png", "64x48", "-map", "0:v"),
    ...{ path: "in%03d.png", size: [64, 48], hasSound: false },
  },
  {
    title: "a folder of pictures",
    make: async (place) => {
      await Deno.mkdir(place.file("in"));
      await bars(place, "in/p%03d.png", "64x48", "-map", "0:v");
    },
    ...{ path: "in", size: [64, 48], hasSound: false },
  },
  {
    title: "a rotated video",
    make: makeTurned,
    ...{ path: "turned.mp4", size: [48, 64], hasSound: true },
  },
  {
    title: "odd sides",
    make: (place) => bars(place, "odd.mkv", "33x21", "-pix_fmt", "yuv444p"),
    ...{ path: "odd.mkv", size: [33, 21], hasSound: true },
  },
  {
    title: "HDR",
    make: (place) => bars(place, "hdr.mp4", "64x48", "-pix_fmt", "yuv420p10le", ...hdr),
    ...{ path: "hdr.mp4", size: [64, 48], hasSound: true },
  },
];

const videos = ["out.mp4", "out.mov", "out.mkv", "out.webm", "out.gif"];

for (const { title, make, path, size, hasSound } of inputs) {
  Deno.test({ name: `cli gives every output of ${title}`, ignore: !hasFfprobe }, async (test) => {
    await using place = await workplace();
    await make(place);
    const [width, height] = size;

    await test.step("pictures", async () => {
      await place.succeed([path, "bg.jpg", "-o", "out/%d.png", "-q"]);
      assertEquals(namesIn(place.file("out")).length, FRAMES - 2);
      const [picture] = await streamsOf(place.file("out/3.png"));
      assertEquals([picture.width, picture.height], size);
    });
    for (const output of videos) {
      await test.step(output, async () => {
        await place.succeed([path, "bg.jpg", "-o", output, "-q"]);
        const [picture, ...others] = await streamsOf(place.file(output));
        assertEquals(picture.nb_read_packets, String(FRAMES));
        const even = (side: number) => output === "out.gif" ? side : side + side % 2;
        assertEquals([picture.width, picture.height], [even(width), even(height)]);
        const sounds = others.map(({ codec_type }) => codec_type);
        assertEquals(sounds, hasSound && output !== "out.gif" ? ["audio"] : []);
      });
    }
    await test.step("standard output", async () => {
      const words = [
        Deno.execPath(),
        ...cliArguments([path, "bg.jpg", "-o", "-", "-q", "-m", "tutorial"]),
      ];
      const command = `${words.map((word) => `'${word}'`).join(" ")} | wc -c`;
      const { stdout } = await runProgram("sh", ["-c", command], place.settings);
      assertEquals(Number(stdout), FRAMES * 4 * width * height);
    });
    await test.step("transparent", async () => {
      for (const output of ["t.mov", "t.webm", "t.mkv"]) {
        await place.succeed([path, "transparent", "-o", output, "-q"]);
        const [picture] = await streamsOf(place.file(output));
        assertEquals(picture.nb_read_packets, String(FRAMES));
        const alpha = picture.tags?.alpha_mode ?? picture.tags?.ALPHA_MODE;
        assertEquals(picture.pix_fmt.startsWith("yuva") || alpha === "1", true);
      }
    });
  });
}
