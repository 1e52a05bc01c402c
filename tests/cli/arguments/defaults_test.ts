import { assertEquals, assertGreater, assertMatch, assertStringIncludes } from "@std/assert";
import { parseBackground } from "../../../mod.ts";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { chooseFits, chooseMethod } from "../../../lib/app/options/defaults.ts";
import { finishWork } from "../../../lib/app/finish_facts.ts";
import { isTutorials } from "../../../lib/app/finish_plan.ts";
import { prepareMethod } from "../../../lib/app/method/prepare_method.ts";
import { chooseTargets } from "../../../lib/app/targets/choose_targets.ts";
import { findFfmpeg, openVideo } from "../../../lib/files/mod.ts";
import { ffmpeg } from "../../helpers.ts";
import { readPicture, snapshot, type Workplace, workplace } from "../helpers.ts";

function parsed(...args: string[]) {
  const request = parseArguments(["no.mp4", "no.jpg", ...args], "");
  if (request.kind !== "run") throw new Error("no run");
  return request.options;
}

/** What is said, whether the input is a photo, and the method that is meant. */
const methods: [args: string[], isStill: boolean, method: string, says: RegExp][] = [
  [[], false, "tutorial", /-m segment finds people/],
  [["-o", "out"], false, "tutorial", /-m segment/],
  [["-o", "f%d.png"], false, "tutorial", /-m segment/],
  [["-o", "one.png", "--frames", "5"], false, "tutorial", /-m segment/],
  [["-o", "o.mp4"], false, "segment", /for a video is segment/],
  [["-o", "o.gif"], false, "segment", /for a video is segment/],
  [["-o", "-", "--format", "mkv"], false, "segment", /for a video is segment/],
  [["-o", "-"], false, "segment", /for a stream is segment/],
  [["-o", "out", "--format", "mp4"], false, "segment", /for a video is segment/],
  [["-o", "one.png"], true, "segment", /for a photo is segment/],
  [["-o", "out"], true, "segment", /for a photo is segment/],
  [["--model", "fast"], false, "segment", /as --model is given/],
  [["--model", "mine.onnx"], false, "segment", /as --model is given/],
  [["--every", "3"], false, "segment", /as --every is given/],
  [["--device", "gpu"], false, "segment", /as --device is given/],
  [["--model-channels", "bgr"], false, "segment", /as --model-channels is given/],
  [["--model-size", "320"], false, "segment", /as --model-size is given/],
  [["--clean-plate", "room.jpg"], false, "clean-plate", /as --clean-plate is given/],
  [["--clean-plate-at", "0", "-o", "o.mp4"], false, "clean-plate", /as --clean-plate-at is/],
  [["-m", "median", "--every", "3"], false, "median", /^$/],
  [["-m", "tutorial", "-o", "o.mp4"], false, "tutorial", /^$/],
  [["-m", "tutorial"], false, "tutorial", /^$/],
];

for (const [args, isStill, method, says] of methods) {
  const video = isStill ? "a photo" : "a video";
  Deno.test(`chooseMethod() takes ${method} for ${video} ${args.join(" ")}`, () => {
    const options = parsed(...args);
    const chosen = chooseMethod(options, chooseTargets(options, false, isStill), isStill);
    assertEquals(chosen.method, method);
    assertMatch(chosen.why ?? chosen.hint ?? "", says);
  });
}

/** How a picture and a video behind fit. */
const fits: [args: string[], picture: string, video: string][] = [
  [[], "stretch", "cover"],
  [["-m", "tutorial", "-t", "9"], "stretch", "cover"],
  [["--fit", "cover"], "cover", "cover"],
  [["--fit", "stretch", "-m", "tutorial", "-o", "o.mp4"], "stretch", "stretch"],
  [["-m", "tutorial", "-o", "o.mp4"], "cover", "cover"],
  [["-o", "f%d.png"], "cover", "cover"],
  [["--feather", "2"], "cover", "cover"],
  [["-m", "median"], "cover", "cover"],
  [["--refine", "open:1"], "cover", "cover"],
];

for (const [args, picture, video] of fits) {
  Deno.test(`chooseFits() of ${args.join(" ") || "nothing"} is ${picture}`, async () => {
    const options = parsed(...args);
    const prepared = await prepareMethod(options.method, options);
    const background = parseBackground(options.background);
    const work = finishWork(options, prepared, background, chooseTargets(options));
    assertEquals<unknown>(chooseFits(options, isTutorials(work)), { picture, video });
  });
}

/** A picture four times as wide as high: a quarter red, half green, a quarter blue. */
async function makeStripes(place: Workplace): Promise<void> {
  const stripes =
    "color=red:s=48x48[r];color=lime:s=96x48[g];color=blue:s=48x48[b];[r][g][b]hstack=3";
  const path = place.file("stripes.png");
  await ffmpeg("-f", "lavfi", "-i", `${stripes}`, "-frames:v", "1", path);
}

/** Red, green and blue at the left border and in the middle of a frame. */
function colors(
  { width, height, bitmap }: { width: number; height: number; bitmap: Uint8ClampedArray },
) {
  return [0, width >> 1].map((x) => {
    const p = 4 * ((height >> 1) * width + x);
    return [...bitmap.subarray(p, p + 3)].map((level) => level > 128 ? 1 : 0).join("");
  });
}

Deno.test("cli covers a video's frame with a picture of another shape, and stretches it in the tutorial's JPEGs", async () => {
  await using place = await workplace();
  await makeStripes(place);
  const run = async (...args: string[]) => {
    await place.succeed(["clip.mp4", "stripes.png", "-t", "255", "--overwrite", ...args]);
    if (args.includes("o.mp4")) {
      await using video = await openVideo(place.file("o.mp4"), { ffmpeg: await findFfmpeg() });
      for await (const frame of video) return colors(frame);
    }
    return colors(await readPicture(place.file("o.jpg")));
  };
  const one = ["--frames", "3", "-o", "o.jpg", "--overwrite"];
  assertEquals(await run(...one), ["100", "010"]);
  assertEquals(await run(...one, "--fit", "cover"), ["010", "010"]);
  assertEquals(await run("-o", "o.mp4"), ["010", "010"]);
  // What is no more the tutorial's own.
  assertEquals(await run(...one, "--feather", "1"), ["010", "010"]);
});

Deno.test("cli covers the frame with a video of another shape", async () => {
  await using place = await workplace();
  await makeStripes(place);
  await ffmpeg(
    "-loop",
    "1",
    "-i",
    place.file("stripes.png"),
    "-frames:v",
    "3",
    "-c:v",
    "ffv1",
    place.file("s.mkv"),
  );
  for (const [fit, left] of [[[], "010"], [["--fit", "stretch"], "100"]] as const) {
    const args = [
      "clip.mp4",
      "s.mkv",
      "-t",
      "255",
      "--frames",
      "3",
      "-o",
      "o.jpg",
      "--overwrite",
      ...fit,
    ];
    await place.succeed(args);
    assertEquals(colors(await readPicture(place.file("o.jpg"))), [left, "010"]);
  }
});

Deno.test("cli keeps the tutorial's bytes where no method is said, and names -m segment in one line", async () => {
  await using place = await workplace();
  const said = await place.succeed(["clip.mp4", "bg.jpg", "-o", "a"], { isBare: true });
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "b", "-m", "tutorial", "--fit", "stretch"]);
  assertEquals(await snapshot(place.file("a")), await snapshot(place.file("b")));
  assertMatch(said.stderr, /^10 pictures as [^\n]+\nnote: [^\n]*-m segment[^\n]*\n$/);
  const quiet = await place.succeed(["clip.mp4", "bg.jpg", "-o", "a", "-q"], { isBare: true });
  assertEquals([quiet.stdout, quiet.stderr], ["", ""]);
  const json = await place.succeed(["clip.mp4", "bg.jpg", "-o", "a", "--json"], { isBare: true });
  assertEquals(JSON.parse(json.stdout).method, "tutorial");
  assertEquals(json.stderr.match(/-m segment/g)?.length, 1);
});

Deno.test("cli names the methods that know a setting which the one that is meant does not", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-o", "o.mp4", "--frames-apart", "2"];
  const { code, stderr } = await place.run(args, { isBare: true });
  assertEquals(code, 2);
  assertStringIncludes(
    stderr,
    "'segment' has no setting 'framesApart': it is one of -m difference",
  );
});

Deno.test("cli takes a clean plate for a reason to compare with it", async () => {
  await using place = await workplace();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("room.png"));
  const args = ["clip.mp4", "bg.jpg", "-o", "o", "--clean-plate", "room.png", "--json"];
  const { stdout, stderr } = await place.succeed(args, { isBare: true });
  assertEquals(JSON.parse(stdout).method, "clean-plate");
  assertStringIncludes(stderr, "note: the method is clean-plate, as --clean-plate is given\n");
  assertGreater(JSON.parse(stdout).framesWritten, 0);
});
