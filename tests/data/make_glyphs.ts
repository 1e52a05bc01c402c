/**
 * Draws the letters of contact sheets, and writes lib/report/sheet/glyphs.ts: by ffmpeg's drawtext (FreeType), from
 * Debian's fonts-dejavu-core. To be run by hand:
 *
 * ```sh
 * deno run -A tests/data/make_glyphs.ts && deno fmt lib/report/sheet/glyphs.ts
 * ```
 *
 * @module
 */

const FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf";
const COPYRIGHT = "/usr/share/doc/fonts-dejavu-core/copyright";
/** Of a letter, in pixels. At this size FreeType advances by whole ones. */
const SIZE = 20;
const WIDTH = 12;
const HEIGHT = 24;

/** From one code to another. */
function range(first: number, last: number): string {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

/** ASCII and Latin-1, and what our own words need besides. The last one stands for all others. */
const LETTERS = `${range(0x20, 0x7e)}${range(0xa1, 0xac)}${range(0xae, 0xff)}–—‘’“”…→□`;

/** One line of all letters, as levels of gray. */
async function draw(): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/letters.txt`, LETTERS);
  const size = `${WIDTH * LETTERS.length}x${HEIGHT}`;
  const text = `drawtext=fontfile=${FONT}:textfile=${folder}/letters.txt:expansion=none:` +
    `fontsize=${SIZE}:fontcolor=white:x=0:y=(h-th)/2`;
  const { success, stdout } = await new Deno.Command("ffmpeg", {
    args: [
      ...["-v", "error", "-f", "lavfi", "-i", `color=black:s=${size}:d=1:r=1,format=gray,${text}`],
      ...["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-"],
    ],
    stderr: "inherit",
  }).output();
  await Deno.remove(folder, { recursive: true });
  if (!success) throw new Error("ffmpeg has not drawn the letters");
  return stdout;
}

/** Two pixels a byte, letter by letter: sixteen levels are as smooth as two hundred at this size. */
function pack(line: Uint8Array): Uint8Array<ArrayBuffer> {
  const stride = WIDTH * LETTERS.length;
  const packed = new Uint8Array(stride * HEIGHT / 2);
  // Where video has its black and white, gray is not what it is on a screen.
  const least = line.reduce((a, b) => Math.min(a, b));
  const most = line.reduce((a, b) => Math.max(a, b));
  const levelAt = (letter: number, i: number) => {
    const level = line[Math.floor(i / WIDTH) * stride + letter * WIDTH + i % WIDTH];
    return Math.round(15 * (level - least) / (most - least));
  };
  for (let i = 0; i < packed.length; i++) {
    const letter = Math.floor(2 * i / (WIDTH * HEIGHT));
    const at = 2 * i % (WIDTH * HEIGHT);
    packed[i] = levelAt(letter, at) << 4 | levelAt(letter, at + 1);
  }
  return packed;
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The font's notice, which all copies carry. */
async function notice(): Promise<string> {
  const text = await Deno.readTextFile(COPYRIGHT);
  const [first] = text.slice(text.indexOf("Copyright: Copyright")).split("\n\nFiles:");
  const words = first.replace("Copyright: ", "").replace("License: bitstream-vera\n", "\n");
  return words.split("\n").map((line) => ` * ${line.trim().replace(/^\.$/, "")}`.trimEnd()).join(
    "\n",
  );
}

const base64 = (await deflated(pack(await draw()))).toBase64();
const lines = base64.match(/.{1,90}/g)!.map((part) => `  "${part}"`).join(" +\n");
await Deno.writeTextFile(
  new URL("../../lib/report/sheet/glyphs.ts", import.meta.url),
  `/**
 * Letters as pictures, of DejaVu Sans Mono. Written by tests/data/make_glyphs.ts.
 *
 * The font's notice:
 *
${await notice()}
 *
 * @module
 */

/** The sides of a letter, in pixels. */
export const glyphSize: { readonly width: number; readonly height: number } = {
  width: ${WIDTH},
  height: ${HEIGHT},
};

/** Which letters there are; the last one stands for all others. */
export const letters: string = ${JSON.stringify(LETTERS)};

/** Their coverage, letter by letter, row by row: two pixels a byte, deflated. */
export const coverage: string =
${lines};
`,
);
