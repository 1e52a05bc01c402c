import { assertEquals, assertThrows } from "@std/assert";
// deno-lint-ignore no-import-prefix -- the edge's own version, another implementation
import { decode } from "npm:fast-png@8.0.0";
import { show } from "../../mod.ts";
import { lcgBytes, noiseFrame } from "../helpers.ts";

/** The picture in a PNG, as another implementation reads it; it checks the checksums. */
async function read(png: Promise<Uint8Array>) {
  const { width, height, channels, depth, data } = decode(await png, { checkCrc: true });
  return { width, height, channels, depth, data: [...data] };
}

for (const [width, height] of [[1, 1], [7, 5], [64, 33]]) {
  Deno.test(`show() gives a frame of ${width}×${height} as a PNG of the same bytes, and a mask`, async () => {
    const frame = noiseFrame(width, height, 1);
    const size = { width, height, depth: 8 };
    assertEquals(await read(show(frame).png()), { ...size, channels: 4, data: [...frame.bitmap] });
    const mask = { width, height, data: lcgBytes(width * height, 2) };
    assertEquals(await read(show(mask).png()), { ...size, channels: 1, data: [...mask.data] });
  });
}

Deno.test("show() puts pictures side by side, their pixels as squares", async () => {
  const red = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(255, 0, 0, 255) };
  const mask = { width: 1, height: 2, data: Uint8Array.of(255, 9) };
  const shown = show([red, mask], { scale: 2 });
  const { width, height, data } = await read(shown.png());
  assertEquals([width, height, shown.width, shown.height], [12, 4, 12, 4]);
  const pixel = (x: number, y: number) => data.slice(4 * (y * 12 + x), 4 * (y * 12 + x) + 4);
  assertEquals([pixel(0, 0), pixel(1, 1), pixel(0, 2)], [[255, 0, 0, 255], [255, 0, 0, 255], [
    0,
    0,
    0,
    0,
  ]]);
  assertEquals([pixel(5, 0), pixel(10, 1), pixel(11, 3)], [[0, 0, 0, 0], [255, 255, 255, 255], [
    9,
    9,
    9,
    255,
  ]]);
});

Deno.test("show() is what a Deno notebook asks for a picture", async () => {
  const shown = show(noiseFrame(3, 2, 1)) as unknown as {
    [name: symbol]: () => Promise<Record<string, string>>;
  };
  const bundle = await shown[Symbol.for("Jupyter.display")]();
  assertEquals(Uint8Array.fromBase64(bundle["image/png"]), await show(noiseFrame(3, 2, 1)).png());
});

Deno.test("show() refuses what is no picture", () => {
  assertThrows(() => show([]), RangeError, "there is none");
  assertThrows(() => show({ width: 2, height: 1, data: new Uint8Array(3) }), TypeError, "bitmap");
  const frame = noiseFrame(1, 1, 1);
  assertThrows(() => show(frame, { scale: 0.5 }), RangeError, "'scale'");
  assertThrows(() => show(frame, { zoom: 2 } as never), TypeError, "zoom");
});
