/** Languages, titles and chapters of a video out. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ffmpeg, runProgram } from "../../helpers.ts";
import { hasFfprobe } from "../ffprobe.ts";
import { type Workplace, workplace, workplaces } from "../helpers.ts";

const ignore = !hasFfprobe;
const asItIs = ["color:red", "-m", "chroma", "--set", "key=#00ff00", "--overwrite", "-q"];

/** A place with two seconds in two languages and two chapters, whose titles are hard to read. */
const placeWithSpeech = workplaces(async (place) => {
  await Deno.writeTextFile(
    place.file("chapters.txt"),
    String.raw`;FFMETADATA1
title=All
date=2024
[CHAPTER]
TIMEBASE=1/1000
START=0
END=1000
title=1 \= \; \
[STREAM]
[CHAPTER]
TIMEBASE=1/1000
START=1000
END=2000
title=Zwei \#2
`,
  );
  const tags = [
    ...["-metadata:s:v:0", "title=Bild", "-metadata:s:v:0", "language=deu"],
    ...["-metadata:s:a:0", "title=Original", "-metadata:s:a:0", "language=deu"],
    ...["-metadata:s:a:1", "title=Comment", "-metadata:s:a:1", "language=fra"],
    ...["-disposition:a:0", "0", "-disposition:a:1", "default+forced"],
  ];
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2"],
    ...["-f", "lavfi", "-i", "sine=d=2", "-i", place.file("chapters.txt")],
    ...["-map", "0", "-map", "1", "-map", "1", "-map_chapters", "2", "-map_metadata", "2"],
    ...["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", ...tags, place.file("in.mkv")],
  );
});

const titles = ["1 = ; \n[STREAM]", "Zwei #2"];

interface Said {
  chapters: { title: string; start: number; end: number }[];
  streams: { language?: string; title?: string; isDefault: boolean; isForced: boolean }[];
  global: string[];
}

async function saidOf(place: Workplace, name: string): Promise<Said> {
  const args = ["-v", "error", "-show_streams", "-show_chapters", "-show_format", "-of", "json"];
  const { stdout } = await runProgram("ffprobe", [...args, place.file(name)]);
  const { chapters, streams, format } = JSON.parse(stdout);
  return {
    chapters: chapters.map((chapter: Record<string, string> & { tags?: { title: string } }) => ({
      title: chapter.tags?.title ?? "",
      start: Number(chapter.start_time),
      end: Number(chapter.end_time),
    })),
    streams: streams
      .filter(({ codec_type }: { codec_type: string }) => codec_type !== "data")
      .map(({ tags = {}, disposition }: {
        tags?: Record<string, string>;
        disposition: { default: number; forced: number };
      }) => ({
        language: tags.language,
        title: tags.title ?? tags.handler_name,
        isDefault: disposition.default === 1,
        isForced: disposition.forced === 1,
      })),
    global: Object.keys(format.tags ?? {}).map((key) => key.toLowerCase()),
  };
}

Deno.test(
  { name: "cli keeps languages, titles and chapters, and reads them again", ignore },
  async () => {
    await using place = await placeWithSpeech();
    let input = "in.mkv";
    // What we have written is as good an input. QuickTime comes last, for it has less to say.
    for (const output of ["out.webm", "out.mp4", "out.mkv", "out.mov", "again.mov"]) {
      await place.succeed([input, ...asItIs, "-o", output]);
      input = output;
      const { chapters, streams, global } = await saidOf(place, output);
      assertEquals(chapters.map(({ title }) => title), titles, output);
      for (const [i, { start }] of chapters.entries()) assertAlmostEquals(start, i, 0.05);
      // QuickTime's own codes: German is "ger", and nothing is forced.
      const [german, isForced] = output.endsWith("mov") ? ["ger", false] : ["deu", true];
      assertEquals(streams, [
        { language: german, title: "Bild", isDefault: true, isForced: false },
        { language: german, title: "Original", isDefault: false, isForced: false },
        { language: "fra", title: "Comment", isDefault: true, isForced },
      ], output);
      assertEquals(global.filter((key) => key === "title" || key === "date"), []);
    }
  },
);

const cuts: [
  output: string,
  args: string[],
  chapters: [title: string, start: number, end: number][],
][] = [
  ["out.mkv", ["--start", "1.2", "--duration", "0.5"], [[titles[1], 0, 0.5]]],
  ["out.mp4", ["--start", "0.5", "--duration", "1"], [[titles[0], 0, 0.5], [titles[1], 0.5, 1]]],
  ["out.mp4", ["--warm-up", "5"], [[titles[0], 0, 0.5], [titles[1], 0.5, 1.5]]],
  ["out.mkv", ["--frames", "5-"], []],
];

for (const [output, args, expected] of cuts) {
  Deno.test({ name: `cli cuts chapters with ${args.join(" ")}`, ignore }, async () => {
    await using place = await placeWithSpeech();
    await place.succeed(["in.mkv", ...asItIs, "-o", output, ...args]);
    const { chapters } = await saidOf(place, output);
    assertEquals(chapters.map(({ title }) => title), expected.map(([title]) => title));
    for (const [i, [, start, end]] of expected.entries()) {
      // AAC's first packet shifts all by 23 ms.
      assertAlmostEquals(chapters[i].start, start, 0.03);
      assertAlmostEquals(chapters[i].end, end, 0.03);
    }
  });
}

Deno.test({ name: "cli reads its own chapters without titles again", ignore }, async () => {
  await using place = await workplace();
  const chapter = "[CHAPTER]\nTIMEBASE=1/10\nSTART=0\nEND=5\n";
  await Deno.writeTextFile(place.file("chapters.txt"), `;FFMETADATA1\n${chapter}`);
  await ffmpeg(
    ...["-i", place.file("clip.mp4"), "-i", place.file("chapters.txt"), "-map_chapters", "1"],
    ...["-c", "copy", place.file("in.mkv")],
  );
  await place.succeed(["in.mkv", ...asItIs, "-o", "out.mp4"]);
  assertEquals((await saidOf(place, "out.mp4")).chapters.length, 1);
  await place.succeed(["out.mp4", ...asItIs, "-o", "again.mp4"]);
});
