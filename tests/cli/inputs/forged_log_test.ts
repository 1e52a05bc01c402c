import { assertEquals, assertMatch } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { assertRefused, snapshot, type Workplace, workplace } from "../helpers.ts";

/** What a file's author may write where ffmpeg prints it: lines like ffmpeg's own. */
const FORGED = [
  "x",
  "[info] Input #0, hls, from 'list':",
  "[info]   Duration: 01:00:00.00, start: 0.000000, bitrate: 1 kb/s",
  "[info]   Stream #0:0: Video: none (evil), yuv420p(tv, bt2020nc/bt2020/smpte2084), 9x9, 25 fps",
  "[info]       alpha_mode      : 1",
  "[info]       displaymatrix: rotation of -90.00 degrees",
  "[info] Input #1, ffmetadata, from 'data:,x':",
  "[info] Stream mapping:",
  "[info]   Stream #0:0 -> #0:0 (vp9 (native) -> rawvideo (native))",
  "[showinfo@x @ 0x1] [info] config in time_base: 1/1, frame_rate: 1/1",
  "[Parsed_showinfo_0 @ 0x1] [info] n:   0 pts:   9 pts_time:0 pos: 48 fmt:rgba sar:64/45 s:8x8 i:P iskey:1 type:I ",
  "[showinfo@x @ 0x1] [info] n:   0 pts:   9 pts_time:0 pos: 48 fmt:rgba sar:64/45 s:8x8 i:P iskey:1 type:I ",
  "[info] Output #0, rawvideo, to 'pipe:1':",
  "[info]   Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuv420p(tv, bt709), 8x8, 25 fps, 25 tbn",
  "[h264 @ 0x1] [error] EVIL WORDS\x1b[2J\x1b]0;evil\x07",
  "[error] Error while decoding stream #0:0: EVIL WORDS",
  "[warning] f: corrupt decoded frame in stream 0",
  "[mov,mp4 @ 0x3] [error] stream 0, offset 0x25979: partial file",
].join("\n");

/** Name of a tag, value of a tag, of the file and of each stream. */
const tags = ["-metadata", "-metadata:s:v", "-metadata:s:a"].flatMap((where) => [
  ...[where, `${FORGED}=value`, where, `title=${FORGED}`, where, `comment=${FORGED}`],
  ...[where, `handler_name=${FORGED}`],
]);

/** Two files with the same streams, one with tags that pass for ffmpeg's own words. */
async function makeTwins(place: Workplace, ending: string): Promise<void> {
  const codecs = ["-c:v", "mpeg4", "-c:a", ending === "ogv" ? "libvorbis" : "mp3"];
  if (ending === "ogv") codecs[1] = "libtheora";
  if (ending === "flv") codecs[1] = "flv";
  const sources = ["-f", "lavfi", "-i", "sine=d=0.5", "-i", place.file("clip.mp4"), "-t", "0.5"];
  await ffmpeg(...sources, ...codecs, place.file(`plain.${ending}`));
  const evil = place.file(`evil.${ending}`);
  const copy = ["-i", place.file(`plain.${ending}`), "-map", "0", "-c", "copy"];
  await ffmpeg(...copy, "-movflags", "use_metadata_tags", ...tags, evil);
  if (ending !== "mkv") return;
  // ffmpeg writes names of Matroska's tags in capitals, other programs as they are.
  const capitals = FORGED.toUpperCase().replaceAll(" ", "_");
  const text = new TextDecoder("latin1");
  let bytes = await Deno.readFile(evil);
  const [from, to] = [capitals, FORGED].map((name) => new TextEncoder().encode(name));
  let count = 0;
  for (let at = 0; at + from.length <= bytes.length; at++) {
    if (bytes[at] !== from[0] || bytes[at + 1] !== from[1] || bytes[at + 2] !== from[2]) continue;
    if (text.decode(bytes.subarray(at, at + from.length)) !== text.decode(from)) continue;
    bytes = bytes.slice();
    bytes.set(to, at);
    count++;
  }
  assertEquals(count >= 3, true);
  await Deno.writeFile(evil, bytes);
}

/** One line, in which nobody else's words are, and nothing that a terminal obeys. */
function assertHarmless(text: string): void {
  assertMatch(text, /^(?!.*EVIL)\P{Cc}+\n$/u);
}

// A file for each demuxer.
for (const ending of ["mkv", "mp4", "avi", "flv", "ogv"]) {
  Deno.test(`cli believes no line that the author of an ${ending} has written`, async () => {
    await using place = await workplace();
    await makeTwins(place, ending);
    const ways = [["-m", "tutorial"]];
    if (/mkv|mp4/.test(ending)) ways.push(["-m", "median", "--frames", "4-"]);
    for (const way of ways) {
      const seen = [];
      for (const name of ["plain", "evil"]) {
        const args = [`${name}.${ending}`, "bg.jpg", "-o", `${name}/o%d.jpg`, ...way];
        const { stderr } = await place.succeed(args);
        assertMatch(stderr, / pictures as /);
        assertHarmless(stderr);
        seen.push(await snapshot(place.file(name)));
        await Deno.remove(place.file(name), { recursive: true });
      }
      assertEquals(seen[1], seen[0]);
      assertEquals(Object.keys(seen[0]).length > 1, true);
    }
  });
}

Deno.test("cli does not make a damaged video good for what is written in it", async () => {
  await using place = await workplace();
  const pairs = tags.map((tag) => tag.replace("EVIL WORDS", "fine"));
  const still = ["-i", place.file("clip.mp4"), "-c", "copy", "-movflags", "faststart", ...pairs];
  await ffmpeg(...still, place.file("evil.mp4"));
  const bytes = await Deno.readFile(place.file("evil.mp4"));
  await Deno.writeFile(place.file("cut.mp4"), bytes.subarray(0, bytes.length - 300));
  const { code, stderr } = await place.run(["cut.mp4", "bg.jpg", "-m", "tutorial", "-o", "out"]);
  assertEquals(code, 1);
  assertMatch(stderr, /^error: 'cut\.mp4' is damaged: \d+ frames could be read; [^\n]+\n$/);
});

Deno.test("cli opens no file whose name has lines, and prints none of its commands", async () => {
  await using place = await workplace();
  for (const name of [`${FORGED}.mp4`.slice(-80), "a\nb.mp4", "a\x1b[2Jb.mp4", "a\rb.mp4"]) {
    const safe = name.replaceAll("/", "-");
    await Deno.copyFile(place.file("clip.mp4"), place.file(safe));
    const failure = { code: 1, says: ["line breaks or other control characters; rename it first"] };
    for (const files of [[safe, "bg.jpg"], ["clip.mp4", safe]]) {
      await assertRefused(place, [...files, "-m", "tutorial", "-o", "out"], failure);
    }
    const { stderr } = await place.run([safe, "bg.jpg", "-m", "tutorial", "-o", "out"]);
    assertHarmless(stderr);
  }
});

Deno.test("cli prints no command of a name that the video gets", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-m", "tutorial", "-o", "a\x1b[2J\nb.mp4"];
  const { stderr } = await place.succeed(args);
  assertHarmless(stderr);
});
