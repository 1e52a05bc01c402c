import { assert, assertEquals } from "@std/assert";
import { ffmpeg } from "../helpers.ts";
import { assertRefused, type Workplace, workplace } from "./helpers.ts";

/** RGBA of a picture, 64 × 48. */
async function pixelsOf(place: Workplace, name: string): Promise<Uint8Array> {
  const raw = place.file("pixels.raw");
  await ffmpeg("-i", place.file(name), "-f", "rawvideo", "-pix_fmt", "rgba", raw);
  return await Deno.readFile(raw);
}

/** A clip of a white square that jumps about in the middle, 10 frames a second, for 2 seconds. */
async function jumpingClip(place: Workplace): Promise<void> {
  await ffmpeg(
    ...["-f", "lavfi", "-i", "color=gray:size=64x48:rate=10:duration=2"],
    ...["-vf", "drawbox=x=20+8*mod(n\\,2):y=16:w=16:h=16:color=white:t=fill"],
    ...["-pix_fmt", "yuv420p", place.file("jump.mp4")],
  ).catch(() =>
    // The older ffmpeg's drawbox knows no frame number.
    ffmpeg(
      ...["-f", "lavfi", "-i", "color=gray:size=64x48:rate=10:duration=2", "-pix_fmt", "yuv420p"],
      ...["-vf", "drawbox=x=20:y=16:w=16:h=16:color=white:t=fill:enable=mod(n\\,2)"],
      place.file("jump.mp4"),
    )
  );
}

/** A pixel of a 64-wide picture. */
function pixel(pixels: Uint8Array, x: number, y: number): number[] {
  return [...pixels.subarray(4 * (64 * y + x), 4 * (64 * y + x) + 4)];
}

Deno.test("cli puts a colour behind, by its CSS name or number", async () => {
  await using place = await workplace();
  await jumpingClip(place);
  for (
    const [color, expected] of [["tomato", [255, 99, 71, 255]], ["#1e90ff", [30, 144, 255, 255]]]
  ) {
    await place.succeed(["jump.mp4", `color:${color}`, "-o", "out%d.png", "-q"]);
    assertEquals(pixel(await pixelsOf(place, "out4.png"), 1, 1), expected);
  }
});

Deno.test("cli puts a video behind: its own rate, in a loop, from where it was told", async () => {
  await using place = await workplace();
  await jumpingClip(place);
  // Black for half a second, then white, at 4 frames a second.
  await ffmpeg(
    ...["-f", "lavfi", "-i", "color=black:size=64x48:rate=4:duration=1"],
    ...["-vf", "drawbox=w=iw:h=ih:color=white:t=fill:enable=gte(t\\,0.5)", "-pix_fmt", "yuv420p"],
    place.file("behind.mp4"),
  );
  const levels = async (folder: string, ...args: string[]) => {
    await place.succeed(["jump.mp4", "behind.mp4", "-o", `${folder}/%d.png`, "-q", ...args]);
    const levels: number[] = [];
    for (let number = 3; number <= 20; number++) {
      levels.push(pixel(await pixelsOf(place, `${folder}/${number}.png`), 1, 1)[0] > 128 ? 1 : 0);
    }
    return levels;
  };
  // Frame n is shown at (n − 1) / 10 seconds.
  const at = (seconds: number) => seconds % 1 >= 0.5 ? 1 : 0;
  const times = Array.from({ length: 18 }, (_, i) => (i + 2) / 10);
  assertEquals(await levels("all"), times.map(at));
  // From half a second on it is all white.
  const white = times.map(() => 1);
  assertEquals(await levels("part", "--background-start", "0.5"), white);
});

Deno.test("cli puts the frame itself behind, blurred, without the person", async () => {
  await using place = await workplace();
  await jumpingClip(place);
  await place.succeed(["jump.mp4", "blur:8", "-o", "out%d.png", "-q"]);
  const pixels = await pixelsOf(place, "out4.png");
  const [level] = pixel(pixels, 1, 1);
  assert(level > 110 && level < 140, `${level}`);
  // Beside the square there is no trace of it.
  const beside = pixel(pixels, 40, 40)[0];
  assert(Math.abs(beside - level) <= 4, `${beside} ${level}`);
});

Deno.test("cli --feather softens the edge, and only that", async () => {
  await using place = await workplace();
  await jumpingClip(place);
  await place.succeed(["jump.mp4", "transparent", "-o", "hard%d.png", "-q"]);
  await place.succeed(["jump.mp4", "transparent", "-o", "soft%d.png", "-q", "--feather", "3"]);
  const alphas = async (name: string) =>
    new Set((await pixelsOf(place, name)).filter((_, i) => i % 4 === 3));
  assertEquals((await alphas("hard4.png")).size, 2);
  const soft = await alphas("soft4.png");
  assert(soft.size > 4 && soft.has(0), `${[...soft]}`);
});

Deno.test("cli --light-wrap and --despill change what is at the edge", async () => {
  await using place = await workplace();
  await jumpingClip(place);
  const args = ["jump.mp4", "color:red", "-q", "--feather", "3"];
  await place.succeed([...args, "-o", "plain%d.png"]);
  await place.succeed([...args, "-o", "wrapped%d.png", "--light-wrap", "1"]);
  await place.succeed([...args, "-o", "despilled%d.png", "--despill"]);
  const plain = await pixelsOf(place, "plain4.png");
  for (const name of ["wrapped4.png", "despilled4.png"]) {
    const other = await pixelsOf(place, name);
    assert(other.some((value, i) => value !== plain[i]), name);
    assertEquals(pixel(other, 1, 1), [255, 0, 0, 255]);
  }
});

const refused: [background: string, says: string][] = [
  ["color:dodgerbleu", "dodgerblue"],
  ["color:#12", "#12"],
  ["blur:-1", "-1"],
  ["blur:much", "much"],
  ["tomato", "Did you mean color:tomato?"],
  ["colour:red", "Did you mean color:red?"],
  ["Transparent", "Did you mean transparent?"],
  ["blurr", "Did you mean blur?"],
];

for (const [background, says] of refused) {
  Deno.test(`cli refuses the background ${background}`, async () => {
    await using place = await workplace();
    await assertRefused(place, ["clip.mp4", background, "-o", "out"], { code: 2, says: [says] });
  });
}
