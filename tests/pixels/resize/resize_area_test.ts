import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, createGray, type Gray, resizeArea } from "../../../mod.ts";
import { frameOf, grayOf, noiseFrame, row } from "../../helpers.ts";

// That every size is OpenCV's to the bit is shown in tests/opencv; here are the
// three paths on pictures small enough to work out by hand.

Deno.test("resizeArea() halves with halves rounded up", () => {
  assertEquals([...resizeArea(grayOf([[0, 1], [1, 0]]), { width: 1, height: 1 }).data], [1]);
  assertEquals([...resizeArea(grayOf([[0, 0], [1, 0]]), { width: 1, height: 1 }).data], [0]);
});

Deno.test("resizeArea() shrinks by other whole factors with halves rounded to even", () => {
  // Means 0.5 and 1.5 become 0 and 2.
  assertEquals([...resizeArea(grayOf([[0, 1, 1, 2]]), { width: 2, height: 1 }).data], [0, 2]);
});

Deno.test("resizeArea() shrinks by a broken factor, parts of pixels counted by area", () => {
  // Three pixels onto two: (30 + 60/2) / 1.5 = 40 and (60/2 + 90) / 1.5 = 80.
  assertEquals([...resizeArea(grayOf([[30, 60, 90]]), { width: 2, height: 1 }).data], [40, 80]);
});

Deno.test("resizeArea() enlarges: whole factors repeat pixels", () => {
  assertEquals(
    resizeArea(grayOf([[10, 200]]), { width: 4, height: 2 }),
    grayOf([[10, 10, 200, 200], [10, 10, 200, 200]]),
  );
});

Deno.test("resizeArea() enlarges: a new pixel over two old ones mixes them", () => {
  assertEquals([...resizeArea(grayOf([[0, 100]]), { width: 3, height: 1 }).data], [0, 50, 100]);
});

Deno.test("resizeArea() to the same size copies", () => {
  const frame = noiseFrame(5, 4, 3);
  const same = resizeArea(frame, frame);
  assertEquals(same, frame);
  same.bitmap.fill(0);
  assertEquals(frame, noiseFrame(5, 4, 3));
});

Deno.test("resizeArea() treats the four channels of a frame alike", () => {
  const frame = noiseFrame(9, 7, 5);
  for (const size of [{ width: 4, height: 3 }, { width: 3, height: 7 }, { width: 20, height: 9 }]) {
    const whole = resizeArea(frame, size);
    for (let channel = 0; channel < 4; channel++) {
      const data = Uint8Array.from({ length: 63 }, (_, i) => frame.bitmap[4 * i + channel]);
      const alone = resizeArea({ width: 9, height: 7, data }, size);
      assertEquals([...alone.data], [...whole.bitmap].filter((_, p) => p % 4 === channel));
    }
  }
});

Deno.test("resizeArea() keeps a uniform picture uniform at every size up to 40", () => {
  const uniform = frameOf(Array.from({ length: 13 }, () => new Array(17).fill(201)));
  for (let side = 1; side <= 40; side++) {
    const { bitmap } = resizeArea(uniform, { width: side, height: 41 - side });
    assertEquals(bitmap.every((value, p) => value === (p % 4 === 3 ? 255 : 201)), true);
  }
});

Deno.test("resizeArea() reads and writes views into larger buffers", () => {
  const source: Gray = { width: 2, height: 1, data: new Uint8Array([9, 10, 30, 9]).subarray(1, 3) };
  const out: Gray = { width: 1, height: 1, data: new Uint8Array(3).subarray(1, 2) };
  assertStrictEquals(resizeArea(source, out, { out }), out);
  assertEquals([...new Uint8Array(out.data.buffer)], [0, 20, 0]);
});

Deno.test("resizeArea() refuses sides that are none, and an out that does not fit", () => {
  const frame = row([1, 2]);
  assertThrows(() => resizeArea(frame, { width: 0, height: 1 }), RangeError, "'width' must be");
  assertThrows(() => resizeArea(frame, { width: 1, height: 2.5 }), RangeError, "got 2.5");
  const size = { width: 1, height: 1 };
  assertThrows(
    () => resizeArea(frame, size, { out: createFrame(2, 1) }),
    RangeError,
    "must be 1×1",
  );
  assertThrows(() => resizeArea(frame, frame, { out: frame }), TypeError, "must not be 'source'");
  const gray = createGray(1, 1) as unknown as ReturnType<typeof createFrame>;
  assertThrows(() => resizeArea(frame, size, { out: gray }), TypeError, "of the same kind");
});
