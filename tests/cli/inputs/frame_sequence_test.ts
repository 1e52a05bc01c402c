import { assertEquals } from "@std/assert";
import { areFrames, framePattern } from "../../../lib/app/source/frame_sequence.ts";
import { ffmpeg, temporaryFolder } from "../../helpers.ts";
import { withOrientation } from "../../opencv/oracle/made_jpeg.ts";

/** Names of consecutive numbers. */
function names(prefix: string, digits: number, ending = ".jpg", first = 1, count = 12): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${prefix}${String(first + i).padStart(digits, "0")}${ending}`,
  );
}

/** Of files that are not there only the names tell. */
const areNamedAsFrames = (names: readonly string[]) => areFrames("/none", names);

const frames: Parameters<typeof names>[] = [
  ["frame", 4, ".png"],
  ["img", 3],
  ["image-", 3, ".jpeg"],
  ["in", 6],
  ["", 5, ".png", 0],
  ["", 8, ".png", 0],
  ["seq.", 4, ".exr", 1001],
  ["render_", 4, ".png", 0, 2000],
  ["samurai_", 4],
  ["in", 4, ".png", 1, 3],
  // Without zeros before them.
  ["output", 1, ".jpg", 3, 10],
  ["f", 1, ".png", 1, 3],
  ["walk", 1, ".jpg", 1, 20],
];
for (const form of frames) {
  Deno.test(`areFrames() takes ${names(...form)[0]} for a program's`, () => {
    assertEquals(areNamedAsFrames(names(...form)), true);
  });
}

const photos: Parameters<typeof names>[] = [
  ["IMG_", 4],
  ["img_", 4],
  ["IMG_E", 4],
  ["DSC", 5],
  ["_DSC", 4],
  ["DSCF", 4],
  ["dscn", 4],
  ["P10", 5, ".JPG", 10001],
  ["100_", 4],
  ["L", 7, ".jpg", 1000001],
  ["GOPR", 4],
  ["GX01", 4],
  ["DJI_", 4],
  ["PXL_20240101_12000", 4],
  ["20240101_1200", 2, ".jpg", 10],
  ["2024-01-", 2, ".jpg"],
  ["IMG-20240101-WA", 4],
  ["WhatsApp Image 2024-01-01 at 12.00.", 2, ".jpeg", 10],
  ["FB_IMG_1700000000", 3],
  ["Screenshot ", 3, ".png"],
  ["scan", 4],
  ["photo_", 4],
  ["frame", 4, ".heic"],
  // Too few to be a video.
  ["in", 4, ".png", 1, 2],
  ["Urlaub ", 1, ".jpg", 1, 9],
];
for (const form of photos) {
  Deno.test(`areFrames() takes ${names(...form)[0]} for a photo`, () => {
    assertEquals(areNamedAsFrames(names(...form)), false);
  });
}

Deno.test("areFrames() lets one number of ten be missing, and no more", () => {
  const all = names("in", 4);
  assertEquals(areNamedAsFrames(all.filter((_, i) => i !== 5)), true);
  assertEquals(areNamedAsFrames(all.filter((_, i) => i !== 5 && i !== 8)), false);
  assertEquals(areNamedAsFrames(names("in", 4, ".jpg", 1, 5).filter((_, i) => i !== 2)), false);
  assertEquals(areNamedAsFrames([...all, "in0013.JPG"]), false);
  assertEquals(areNamedAsFrames([...all, "cover.jpg"]), false);
});

Deno.test("areFrames() looks at each picture: as it is shown, and for a camera's name", async () => {
  await using folder = await temporaryFolder();
  const source = ["-f", "lavfi", "-i", "testsrc=size=48x32", "-frames:v", "1"];
  await ffmpeg(...source, `${folder.path}/a.jpg`);
  const photo = await Deno.readFile(`${folder.path}/a.jpg`);
  const all = names("in", 4, ".jpg", 1, 130);
  for (const name of all) await Deno.writeFile(`${folder.path}/${name}`, photo);
  const odd = `${folder.path}/${all[1]}`;
  assertEquals(areFrames(folder.path, all), true);
  // Upside down it has the same sides, upright it has not.
  await Deno.writeFile(odd, withOrientation(photo, 3, true));
  assertEquals(areFrames(folder.path, all), true);
  await Deno.writeFile(odd, withOrientation(photo, 6, false));
  assertEquals(areFrames(folder.path, all), false);
  const made = withOrientation(photo, 1, false);
  // The tag for who made the camera instead of the one for the orientation.
  made.set([0x01, 0x0f], 22);
  await Deno.writeFile(odd, made);
  assertEquals(areFrames(folder.path, all), false);
  await ffmpeg("-y", "-f", "lavfi", "-i", "testsrc=size=48x30", "-frames:v", "1", odd);
  assertEquals(areFrames(folder.path, all), false);
  // What cannot be read says nothing.
  await Deno.writeTextFile(odd, "");
  assertEquals(areFrames(folder.path, all), true);
});

Deno.test("framePattern() is what names pictures as one video", () => {
  assertEquals(framePattern(["IMG_0008.jpg", "IMG_0009.jpg", "IMG_0010.jpg"]), "IMG_%04d.jpg");
  assertEquals(framePattern(["50% 9.png", "50% 10.png"]), "50%% %d.png");
  assertEquals(framePattern(["IMG_0008.jpg", "IMG_0010.jpg"]), undefined);
  assertEquals(framePattern(["a1.jpg", "b2.jpg"]), undefined);
  assertEquals(framePattern(["a1.jpg"]), undefined);
});
