/**
 * Draws the pictures that the studio comes with, into lib/web/studio/backgrounds.
 *
 * Run it with `deno run --allow-run=ffmpeg examples/media/make/make_backgrounds.ts`.
 */
import { paintBeach } from "../drawing/beach.ts";
import { encode, repeatable } from "../drawing/camera.ts";
import { type Canvas, toRgba } from "../drawing/drawing.ts";
import { paintDusk, paintRoom } from "../drawing/backgrounds.ts";

const pictures: Readonly<Record<string, () => Canvas>> = {
  "beach.jpg": paintBeach,
  "room.jpg": paintRoom,
  "dusk.jpg": paintDusk,
};

for (const [name, paint] of Object.entries(pictures)) {
  const picture = paint();
  const cropped = ["-vf", "crop=1280:720:0:(ih-720)/4"];
  const jpeg = [...cropped, "-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p"];
  const path = `${import.meta.dirname}/../../../lib/web/studio/backgrounds/${name}`;
  const one = ["-frames:v", "1", "-update", "1", ...repeatable, path];
  await encode([toRgba(picture)], `${picture.width}x${picture.height}`, 1, [...jpeg, ...one]);
}
