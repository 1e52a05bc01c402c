import { assertEquals, assertMatch } from "@std/assert";
import { cliArguments, ffmpeg, type Outcome, runProgram } from "../../helpers.ts";
import { snapshot, type Workplace, workplace } from "../helpers.ts";

const ignore = Deno.build.os === "windows";

/** Run the command line behind a pipe from a file. */
function runPiped(place: Workplace, name: string, args: readonly string[]): Promise<Outcome> {
  const quoted = [Deno.execPath(), ...cliArguments(args)].map((arg) => `'${arg}'`).join(" ");
  return runProgram("sh", ["-c", `cat '${name}' | ${quoted}`], place.settings);
}

const source = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:duration=1"];
const wide = ["-color_primaries", "bt2020", "-colorspace", "bt2020nc", "-pix_fmt", "yuv420p10le"];
/** Transparent on the left. */
const alpha = "format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*gte(X,32)'";

const videos: [title: string, name: string, ...args: string[]][] = [
  ["HLG", "hlg.mkv", ...wide, "-color_trc", "arib-std-b67", "-c:v", "libx264"],
  ["VP9 with alpha", "a9.webm", "-vf", alpha, "-c:v", "libvpx-vp9", "-auto-alt-ref", "0"],
  ["MPEG-TS", "plain.ts", "-c:v", "mpeg2video"],
];

for (const [title, name, ...args] of videos) {
  Deno.test({ name: `cli makes the same of ${title} from a pipe as by name`, ignore }, async () => {
    await using place = await workplace();
    await ffmpeg(...source, ...args, place.file(name));
    const to = (folder: string) => ["color:red", "-m", "tutorial", "-o", `${folder}/o%d.png`];
    const named = await place.succeed([name, ...to("named")]);
    const piped = await runPiped(place, name, ["-", ...to("piped")]);
    assertEquals(piped.code, 0, piped.stderr);
    assertEquals(await snapshot(place.file("piped")), await snapshot(place.file("named")));
    const isHdr = /HLG/.test(title);
    assertEquals(named.stderr.includes("is HDR"), isHdr);
    if (isHdr) assertMatch(piped.stderr, /note: 'standard input' is HDR/);
  });
}

Deno.test({ name: "cli says what standard input is, if it is no video", ignore }, async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("list.m3u8"), "#EXTM3U\n#EXTINF:2,\nclip.mp4\n");
  await Deno.writeTextFile(place.file("text.txt"), "What moves goes over.\n".repeat(200));
  await Deno.writeTextFile(place.file("empty"), "");
  const failures = {
    "list.m3u8": "playlist",
    "text.txt": "no video",
    "empty": "",
  };
  for (const [name, says] of Object.entries(failures)) {
    const { code, stderr } = await runPiped(place, name, ["-", "bg.jpg", "-m", "tutorial"]);
    assertEquals(code, 1);
    assertMatch(stderr, /^error: Cannot read '?standard input'?: [^\n]+\n$/);
    assertEquals(stderr.includes(says), true, stderr);
  }
});

Deno.test(
  { name: "cli says of an mp4 on standard input that its index is last", ignore },
  async () => {
    await using place = await workplace();
    // ffmpeg goes back within what it keeps; of noise it keeps too little.
    const noise = ["-f", "lavfi", "-i", "nullsrc=size=128x96:rate=5:duration=3,geq=random(1)*255"];
    const args = ["-", "bg.jpg", "-m", "tutorial", "-o", "out.mkv", "-q"];
    await ffmpeg(...noise, "-c:v", "libx264", "-qp", "1", place.file("phone.mp4"));
    const { code, stderr } = await runPiped(place, "phone.mp4", args);
    assertEquals(code, 1);
    assertMatch(stderr, /^error: Cannot read standard input: [^\n]+ index at the end[^\n]+\n$/);
    const bytes = await Deno.readFile(place.file("phone.mp4"));
    await Deno.writeFile(place.file("cut.mp4"), bytes.subarray(0, bytes.length / 2));
    assertMatch((await runPiped(place, "cut.mp4", args)).stderr, /breaks off before its index/);
    const copy = ["-i", place.file("phone.mp4"), "-c", "copy", "-movflags", "+faststart"];
    await ffmpeg(...copy, place.file("web.mp4"));
    assertEquals((await runPiped(place, "web.mp4", args)).stderr, "");
  },
);

Deno.test({
  name: "cli says that sound from standard input is left out, where there is some",
  ignore,
  fn: async () => {
    await using place = await workplace();
    const tone = ["-f", "lavfi", "-i", "sine=duration=1"];
    await ffmpeg("-i", place.file("clip.mp4"), ...tone, "-c:v", "copy", place.file("loud.mkv"));
    await ffmpeg("-i", place.file("clip.mp4"), "-c:v", "copy", place.file("mute.mkv"));
    for (const [name, isTold] of [["loud.mkv", true], ["mute.mkv", false]] as const) {
      const args = ["-", "bg.jpg", "-m", "tutorial", "-o", "out.mp4", "--overwrite"];
      const { code, stderr } = await runPiped(place, name, args);
      assertEquals(code, 0);
      assertEquals(stderr.includes("the sound of standard input is left out"), isTold, stderr);
    }
  },
});
