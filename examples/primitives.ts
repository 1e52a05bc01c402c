/**
 * The primitives on two ImageScript images: an `Image` goes in as it is, and
 * can be `out`.
 *
 *     deno run -A examples/primitives.ts [folder]
 *
 * Writes difference.png, foreground.png and composite.png.
 */
// deno-lint-ignore no-import-prefix -- an example is one file, with no deno.json beside it
import { Image } from "npm:imagescript@1.3.1";
import { absdiff, copyMasked, grayscale, resizeArea, threshold } from "../mod.ts";

const folder = Deno.args[0] ?? "out";

// A disc on a slope, and the same disc a little further to the right.
const slope = (x: number, y: number) => Image.rgbToColor(60 + x / 4, 90 + y / 4, 140);
const disc = Image.rgbToColor(240, 120, 60);
const before = new Image(320, 200).fill(slope).drawCircle(140, 100, 50, disc);
const after = new Image(320, 200).fill(slope).drawCircle(170, 100, 50, disc);

const difference = absdiff(before, after, { out: new Image(320, 200) });
const mask = threshold(grayscale(difference), 3);

const beach = await Image.decode(
  await Deno.readFile(new URL("media/beach.jpg", import.meta.url)),
) as Image;
const composite = resizeArea(beach, after, { out: new Image(320, 200) });
copyMasked(after, mask, { out: composite });

const foreground = copyMasked(after, mask, { out: new Image(320, 200) });
await Deno.mkdir(folder, { recursive: true });
for (const [name, picture] of Object.entries({ difference, foreground, composite })) {
  await Deno.writeFile(`${folder}/${name}.png`, await (picture as Image).encode());
}
const moved = mask.data.filter((value) => value !== 0).length;
console.log(`${moved} of ${mask.data.length} pixels changed; three pictures in ${folder}/`);
