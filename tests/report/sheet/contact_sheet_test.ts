import { assert, assertEquals } from "@std/assert";
import { contactSheet, type SheetContent } from "../../../lib/report/sheet/contact_sheet.ts";
import { Lettering, linesOf } from "../../../lib/report/sheet/lettering.ts";
import { dropAlpha } from "../../../lib/pixels/mod.ts";
import { createFrame, type Frame } from "../../../mod.ts";
import { noiseFrame } from "../../helpers.ts";

const lettering = await Lettering.load();

const row = { name: "median", summary: "what moves", note: "9 frames/s", command: "cli.ts a b" };

function sheet(content: Partial<SheetContent>): Frame {
  const blank = { title: "a video", columns: ["frame 1", "frame 2"], rows: [], remarks: [] };
  return contactSheet({ ...blank, ...content }, lettering);
}

/** Where a picture stands in a sheet, to the pixel. */
function placesOf(picture: Frame, { width, height, bitmap }: Frame): [x: number, y: number][] {
  const places: [number, number][] = [];
  const isThere = (x: number, y: number) => {
    for (let at = 0; at < picture.height; at++) {
      for (let p = 0; p < 4 * picture.width; p++) {
        if (bitmap[4 * ((y + at) * width + x) + p] !== picture.bitmap[4 * at * picture.width + p]) {
          return false;
        }
      }
    }
    return true;
  };
  for (let y = 0; y + picture.height <= height; y++) {
    for (let x = 0; x + picture.width <= width; x++) if (isThere(x, y)) places.push([x, y]);
  }
  return places;
}

Deno.test("contactSheet() shows pictures of 320 columns as they are, each in its column", () => {
  const pictures = [1, 2].map((seed) => dropAlpha(noiseFrame(320, 11, seed)));
  const out = sheet({ rows: [{ ...row, pictures }] });
  assertEquals(out.width, 776);
  const [[first], [second]] = pictures.map((picture) => placesOf(picture, out));
  assertEquals([first[0], second[0]], [28, 28 + 320 + 8]);
  assertEquals(first[1], second[1]);
  assert(out.bitmap.every((level, i) => i % 4 !== 3 || level === 255));
});

Deno.test("contactSheet() makes room for each row, each remark, and lines that are too long", () => {
  const pictures = [createFrame(320, 90), "no picture of this frame"];
  const heightOf = (content: Partial<SheetContent>) => sheet(content).height;
  const one = heightOf({ rows: [{ ...row, pictures }] });
  const two = heightOf({ rows: [{ ...row, pictures }, { ...row, pictures }] });
  // Two lines, a gap and the picture, below a space.
  assertEquals(two - one, 30 + 24 + 24 + 8 + 90);
  const long = { ...row, pictures, command: "cli.ts ".repeat(20) };
  assertEquals(heightOf({ rows: [long] }) - one, 2 * 24);
  const remarks = [{ name: "depth", text: "needs two eyes" }];
  assertEquals(heightOf({ rows: [{ ...row, pictures }], remarks }) - one, 30 + 24);
});

Deno.test("contactSheet() shows what is transparent over checks, and keeps a tall picture's shape", () => {
  const clear = sheet({
    columns: ["frame 1"],
    rows: [{ ...row, pictures: [createFrame(320, 40)] }],
  });
  const levels = new Set<number>();
  for (let x = 28; x < 48; x++) {
    levels.add(clear.bitmap[4 * ((clear.height - 60) * clear.width + x)]);
  }
  assertEquals([...levels].sort(), [102, 153]);
  const tall = { ...row, pictures: [createFrame(108, 192)] };
  const short = { ...row, pictures: [createFrame(108, 96)] };
  const [high, low] = [tall, short].map((one) =>
    sheet({ columns: ["frame 1"], rows: [one] }).height
  );
  // 320 columns would be 569 rows, which is more than 480; of the other they are 284.
  assertEquals(high - low, 480 - 284);
});

Deno.test("Lettering cuts off what does not fit, and has a square for what it does not know", () => {
  const draw = (text: string, x: number, y: number) => {
    const frame = createFrame(30, 24);
    lettering.write(frame, text, { x, y, color: [255, 255, 255] });
    return frame.bitmap;
  };
  assertEquals(draw("漢", 0, 0), draw("□", 0, 0));
  assertEquals(draw("é", 0, 0), draw("e\u0301", 0, 0));
  assert(draw("talk.mp4", -5, -7).some((level) => level > 200));
  assertEquals(draw("talk.mp4", 31, 0), createFrame(30, 24).bitmap);
  assertEquals(draw(" ", 0, 0), createFrame(30, 24).bitmap);
});

Deno.test("linesOf() breaks at spaces, and words that are too long", () => {
  assertEquals(linesOf("", 10), []);
  assertEquals(linesOf("deno run -A cli.ts", 9), ["deno run", "-A cli.ts"]);
  assertEquals(linesOf("abcdefgh", 3), ["abc", "def", "gh"]);
});
