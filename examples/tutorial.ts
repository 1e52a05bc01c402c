/**
 * The whole tutorial with the library: what `cli.ts` does, without its comforts.
 *
 *     deno run -A examples/tutorial.ts [video] [background] [folder]
 */
import { absdiff, copyMasked, createFrame, grayscale, resizeArea, threshold } from "../mod.ts";
import { findFfmpeg, openJpegCodec, openVideo, readImage, writeWhole } from "../lib/files/mod.ts";

const media = `${import.meta.dirname}/media/`;
const [video = `${media}wave.mp4`, picture = `${media}beach.jpg`, folder = "out"] = Deno.args;
await Deno.mkdir(folder, { recursive: true });

using jpeg = await openJpegCodec();
await using frames = await openVideo(video, { ffmpeg: await findFfmpeg() });
const image = await readImage(picture, { jpeg, ffmpeg: findFfmpeg });
const background = resizeArea(image, frames);

const previous = createFrame(frames.width, frames.height);
const next = createFrame(frames.width, frames.height);
const result = createFrame(frames.width, frames.height);
for await (const frame of frames) {
  const slot = frame.number % 2 === 1 ? previous : next;
  slot.bitmap.set(frame.bitmap);
  if (frame.number < 3) continue;

  const mask = threshold(grayscale(absdiff(previous, next)), 3);
  result.bitmap.set(background.bitmap);
  copyMasked(next, mask, { out: result });
  await writeWhole(`${folder}/output${frame.number}.jpg`, await jpeg.encode(result, 95));
}
