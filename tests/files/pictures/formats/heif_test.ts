import { assertEquals, assertRejects } from "@std/assert";
import { findFfmpeg, openJpegCodec, openVideo, readImage } from "../../../../lib/files/mod.ts";
import { decodeHeicDepth } from "../../../../lib/files/pictures/formats/decode_heic.ts";
import { type Frame, UnsupportedMediaError } from "../../../../mod.ts";
import { temporaryFolder } from "../../../helpers.ts";
import { type HeifOptions, makeHeif } from "./made_heif.ts";

const jpeg = await openJpegCodec();
const options = { jpeg, ffmpeg: findFfmpeg };

/** The picture in letters, one for each 64×64 tile (R red, B blue), rows apart; sides before. */
function tilesOf({ width, height, bitmap }: Frame): string {
  const rows: string[] = [];
  for (let y = Math.min(32, height - 1); y < height; y += 64) {
    let row = "";
    for (let x = Math.min(32, width - 1); x < width; x += 64) {
      const [red, green, blue, alpha] = bitmap.subarray(4 * (y * width + x));
      const isRed = red > 240 && green < 15 && blue < 15;
      const isBlue = red < 15 && green < 15 && blue > 240;
      row += alpha !== 255 ? "?" : isRed ? "R" : isBlue ? "B" : "?";
    }
    rows.push(row);
  }
  return `${width}×${height} ${rows.join("/")}`;
}

const R = "red";
const B = "blue";

/** Each file, and what it must show. */
const files: Record<string, [HeifOptions, string]> = {
  "one tile": [{ rows: [[R]] }, "64×64 R"],
  "a grid": [{ rows: [[R, B], [B, B]] }, "128×128 RB/BB"],
  "a grid whose last tiles reach beyond": [
    { rows: [[R, B, B]], width: 180, height: 50 },
    "180×50 RBB",
  ],
  "a quarter turn to the left": [{ rows: [[R, B, B]], irot: 1 }, "64×192 B/B/R"],
  "half a turn": [{ rows: [[R, B, B]], irot: 2 }, "192×64 BBR"],
  "a quarter turn to the right": [{ rows: [[R, B, B]], irot: 3 }, "64×192 R/B/B"],
  "a mirror": [{ rows: [[R, B], [B, B]], imir: 1 }, "128×128 BR/BB"],
  "a flip": [{ rows: [[R, B], [B, B]], imir: 0 }, "128×128 BB/RB"],
  "a turn, then a mirror": [{ rows: [[R, B, B]], irot: 3, imir: 0 }, "64×192 B/B/R"],
  "a turn and the same in EXIF, which does not count": [
    { rows: [[R, B, B]], irot: 3, exif: 6 },
    "64×192 R/B/B",
  ],
};

for (const kind of ["heic", "avif"] as const) {
  for (const [title, [made, wanted]] of Object.entries(files)) {
    Deno.test(`readImage() reads ${kind.toUpperCase()}: ${title}`, async () => {
      await using folder = await temporaryFolder();
      const path = `${folder.path}/photo.${kind}`;
      await Deno.writeFile(path, makeHeif(kind, made));
      assertEquals(tilesOf(await readImage(path, options)), wanted);
    });
  }

  Deno.test(`openVideo() reads ${kind.toUpperCase()}, alone and in a folder`, async () => {
    await using folder = await temporaryFolder();
    const bytes = makeHeif(kind, { rows: [[R, B, B]], irot: 3 });
    for (const name of ["a", "b"]) await Deno.writeFile(`${folder.path}/${name}.${kind}`, bytes);
    for (const [path, count] of [[`${folder.path}/a.${kind}`, 1], [folder.path, 2]] as const) {
      await using video = await openVideo(path, { ffmpeg: await findFfmpeg() });
      const seen: string[] = [];
      for await (const frame of video) seen.push(tilesOf(frame));
      assertEquals(seen, new Array(count).fill("64×192 R/B/B"));
    }
  });

  Deno.test(`readImage() calls a truncated ${kind.toUpperCase()} that`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/cut.${kind}`;
    const whole = makeHeif(kind, { rows: [[R, B]] });
    for (const part of [0.3, 0.6, 0.95]) {
      await Deno.writeFile(path, whole.subarray(0, whole.length * part));
      const message = `it is a truncated ${kind.toUpperCase()}`;
      await assertRejects(() => readImage(path, options), UnsupportedMediaError, message);
    }
  });

  Deno.test(`readImage() refuses ${kind.toUpperCase()} that claims too many pixels`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/huge.${kind}`;
    await Deno.writeFile(path, makeHeif(kind, { rows: [[R, B]], width: 60_000, height: 60_000 }));
    await assertRejects(() => readImage(path, options), UnsupportedMediaError, "3600 megapixels");
  });
}

/** The first and the last level of a row of depth. */
async function depthOf(made: HeifOptions): Promise<unknown> {
  const depth = await decodeHeicDepth(makeHeif("heic", made), {});
  return depth && [depth.width, depth.height, depth.data[32] > depth.data[depth.width - 32]];
}

Deno.test("decodeHeicDepth() reads what a portrait photo tells of distance, and nothing else", async () => {
  assertEquals(await depthOf({ rows: [[R, B]], depth: [R, B] }), [128, 64, true]);
  assertEquals(await depthOf({ rows: [[R]], depth: [B, R], exif: 6 }), [128, 64, false]);
  assertEquals(await depthOf({ rows: [[R, B], [B, R]] }), undefined);
});
