import { assertEquals } from "@std/assert";
import { jpegOrientation } from "../../../lib/files/pictures/exif.ts";

/** The head of a JPEG file with one EXIF entry. */
function jpegWith(tag: number, value: number, littleEndian: boolean): Uint8Array {
  const exif = new DataView(new ArrayBuffer(36));
  exif.setUint16(0, 0xffe1);
  exif.setUint16(2, 34);
  exif.setUint32(4, 0x45786966);
  exif.setUint16(10, littleEndian ? 0x4949 : 0x4d4d);
  exif.setUint16(12, 42, littleEndian);
  exif.setUint32(14, 8, littleEndian);
  exif.setUint16(18, 1, littleEndian);
  exif.setUint16(20, tag, littleEndian);
  exif.setUint16(22, 3, littleEndian);
  exif.setUint32(24, 1, littleEndian);
  exif.setUint16(28, value, littleEndian);
  const app0 = [0xff, 0xe0, 0, 4, 1, 2];
  return Uint8Array.of(0xff, 0xd8, ...app0, ...new Uint8Array(exif.buffer), 0xff, 0xda);
}

for (const littleEndian of [true, false]) {
  const order = littleEndian ? "little-endian" : "big-endian";
  Deno.test(`jpegOrientation() reads 1 to 8, ${order}, behind other segments`, () => {
    for (let value = 1; value <= 8; value++) {
      assertEquals(jpegOrientation(jpegWith(0x0112, value, littleEndian)), value as never);
    }
  });
}

Deno.test("jpegOrientation() is 1 where there is none, or none that makes sense", () => {
  assertEquals(jpegOrientation(Uint8Array.of(0xff, 0xd8, 0xff, 0xda)), 1);
  assertEquals(jpegOrientation(jpegWith(0x0100, 6, true)), 1);
  assertEquals(jpegOrientation(jpegWith(0x0112, 9, true)), 1);
  assertEquals(jpegOrientation(jpegWith(0x0112, 0, false)), 1);
});

Deno.test("jpegOrientation() is 1 for a file cut anywhere before the value", () => {
  const whole = jpegWith(0x0112, 6, true);
  const valueEnd = 8 + 30;
  for (let length = 0; length < valueEnd; length++) {
    assertEquals(jpegOrientation(whole.subarray(0, length)), 1);
  }
});
