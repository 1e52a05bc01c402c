/**
 * The picture in docs/methods.md: input, mask and output of frame 24,
 * side by side.
 *
 *     deno run -A examples/media/make/make_strip.ts
 */
import { createFrame, type Frame, methods, replaceBackground, resizeArea } from "../../../mod.ts";
import { findFfmpeg, openJpegCodec, openVideo, readImage } from "../../../lib/files/mod.ts";

const NUMBER = 24;
const WIDTH = 426;
const HEIGHT = 240;
const GAP = 8;

const here = `${import.meta.dirname}/../`;
const strip = createFrame(3 * WIDTH + 2 * GAP, HEIGHT);
strip.bitmap.fill(255);

/** Put a picture into the strip's column 0, 1 or 2. */
function place(picture: Frame, column: number): void {
  const { bitmap } = resizeArea(picture, { width: WIDTH, height: HEIGHT });
  for (let y = 0; y < HEIGHT; y++) {
    const line = bitmap.subarray(4 * y * WIDTH, 4 * (y + 1) * WIDTH);
    strip.bitmap.set(line, 4 * (y * strip.width + column * (WIDTH + GAP)));
  }
}

using jpeg = await openJpegCodec();
await using source = await openVideo(`${here}wave.mp4`, { ffmpeg: await findFfmpeg() });
using estimator = methods.tutorial.create();
await replaceBackground(
  async function* () {
    for await (const frame of source) {
      if (frame.number === NUMBER) place(frame, 0);
      yield frame;
    }
  }(),
  {
    estimator,
    background: await readImage(`${here}beach.jpg`, { jpeg, ffmpeg: findFfmpeg }),
    mattes: {
      write: ({ width, height, data }) => {
        const bitmap = Uint8ClampedArray.from({ length: 4 * data.length }, (_, p) => data[p >> 2]);
        return Promise.resolve(place({ width, height, bitmap }, 1));
      },
    },
    output: { write: (frame) => Promise.resolve(place(frame, 2)) },
    range: { first: NUMBER, last: NUMBER },
  },
);
await Deno.writeFile(`${here}strip.jpg`, await jpeg.encode(strip, 90));
