import { assert, assertEquals } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { assertRefused, readPicture, type Workplace, workplace, workplaces } from "../helpers.ts";

/** RGBA of a picture, 64 × 48. */
async function pixelsOf(place: Workplace, name: string): Promise<Uint8ClampedArray> {
  return (await readPicture(place.file(name))).bitmap;
}

/** A place with a clip of a white square that jumps about in the middle, 10 frames a second. */
const placeWithJump = workplaces((place) =>
  ffmpeg(
    ...["-f", "lavfi", "-i", "color=gray:size=64x48:rate=10:duration=2", "-pix_fmt", "yuv420p"],
    // The older ffmpeg's drawbox knows no frame number as a place.
    ...["-vf", "drawbox=x=20:y=16:w=16:h=16:color=white:t=fill:enable=mod(n\\,2)"],
    place.file("jump.mp4"),
  )
);

/** A pixel of a 64-wide picture. */
function pixel(pixels: Uint8ClampedArray, x: number, y: number): number[] {
  return [...pixels.subarray(4 * (64 * y + x), 4 * (64 * y + x) + 4)];
}

Deno.test("cli puts a colour behind, by its CSS name or number", async () => {
  await using place = await placeWithJump();
  for (
    const [color, expected] of [["tomato", [255, 99, 71, 255]], ["#1e90ff", [30, 144, 255, 255]]]
  ) {
    await place.succeed(["jump.mp4", `color:${color}`, "-o", "out%d.png", "--frames", "4", "-q"]);
    assertEquals(pixel(await pixelsOf(place, "out4.png"), 1, 1), expected);
  }
});

Deno.test("cli puts a video behind: its own rate, in a loop, from where it was told", async () => {
  await using place = await placeWithJump();
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
  await using place = await placeWithJump();
  await place.succeed(["jump.mp4", "blur:8", "-o", "out%d.png", "--frames", "4", "-q"]);
  const pixels = await pixelsOf(place, "out4.png");
  const [level] = pixel(pixels, 1, 1);
  assert(level > 110 && level < 140, `${level}`);
  // Beside the square there is no trace of it.
  const beside = pixel(pixels, 40, 40)[0];
  assert(Math.abs(beside - level) <= 4, `${beside} ${level}`);
});

Deno.test("cli --feather softens the edge, --light-wrap and --despill change what is there", async () => {
  await using place = await placeWithJump();
  const made = async (name: string, background: string, ...args: string[]) => {
    const run = ["jump.mp4", background, "--frames", "4", "-q", "-o", `${name}%d.png`];
    await place.succeed([...run, ...args]);
    return await pixelsOf(place, `${name}4.png`);
  };
  const alphas = (pixels: Uint8ClampedArray) => new Set(pixels.filter((_, i) => i % 4 === 3));
  const soft = ["--feather", "3"];
  assertEquals(alphas(await made("hard", "transparent")).size, 2);
  const seen = alphas(await made("soft", "transparent", ...soft));
  assert(seen.size > 4 && seen.has(0), `${[...seen]}`);
  const plain = await made("plain", "color:red", ...soft);
  for (const option of [["--light-wrap", "1"], ["--despill"]]) {
    const other = await made("other", "color:red", ...soft, ...option);
    assert(other.some((value, i) => value !== plain[i]), option[0]);
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
