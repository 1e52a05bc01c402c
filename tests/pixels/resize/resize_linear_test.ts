import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, createGray, type Gray, resizeLinear } from "../../../mod.ts";
import { frameOf, grayOf, noiseFrame, row } from "../../helpers.ts";

// That every size is OpenCV's to the bit is shown in tests/opencv.

Deno.test("resizeLinear() interpolates between pixels' centres, and repeats the edges", () => {
  // Twice as wide: centres at −1/4, 1/4, 3/4 and 5/4 of the old pixels.
  assertEquals(
    [...resizeLinear(grayOf([[0, 100]]), { width: 4, height: 1 }).data],
    [0, 25, 75, 100],
  );
  assertEquals(
    resizeLinear(grayOf([[0], [100]]), { width: 1, height: 4 }),
    grayOf([[0], [25], [75], [100]]),
  );
});

Deno.test("resizeLinear() halves by the mean of four, halves rounded up", () => {
  assertEquals([...resizeLinear(grayOf([[0, 1], [1, 0]]), { width: 1, height: 1 }).data], [1]);
});

Deno.test("resizeLinear() skips pixels where it shrinks further", () => {
  // A third as wide: the middle pixels.
  const { data } = resizeLinear(grayOf([[9, 40, 9, 9, 80, 9]]), { width: 2, height: 1 });
  assertEquals([...data], [40, 80]);
});

Deno.test("resizeLinear() to the same size copies", () => {
  const frame = noiseFrame(5, 4, 3);
  assertEquals(resizeLinear(frame, frame), frame);
});

Deno.test("resizeLinear() treats the four channels of a frame alike", () => {
  const frame = noiseFrame(9, 7, 5);
  for (const size of [{ width: 4, height: 3 }, { width: 3, height: 7 }, { width: 20, height: 9 }]) {
    const whole = resizeLinear(frame, size);
    for (let channel = 0; channel < 4; channel++) {
      const data = Uint8Array.from({ length: 63 }, (_, i) => frame.bitmap[4 * i + channel]);
      const alone = resizeLinear({ width: 9, height: 7, data }, size);
      assertEquals([...alone.data], [...whole.bitmap].filter((_, p) => p % 4 === channel));
    }
  }
});

Deno.test("resizeLinear() keeps a uniform picture uniform at every size up to 40", () => {
  const uniform = frameOf(Array.from({ length: 13 }, () => new Array(17).fill(201)));
  for (let side = 1; side <= 40; side++) {
    const { bitmap } = resizeLinear(uniform, { width: side, height: 41 - side });
    assertEquals(bitmap.every((value, p) => value === (p % 4 === 3 ? 255 : 201)), true);
  }
});

Deno.test("resizeLinear() takes one pixel anywhere", () => {
  const one = resizeLinear(grayOf([[7]]), { width: 3, height: 5 });
  assertEquals([...one.data], new Array(15).fill(7));
  assertEquals([...resizeLinear(one, { width: 1, height: 1 }).data], [7]);
});

Deno.test("resizeLinear() reads and writes views into larger buffers", () => {
  const source: Gray = { width: 2, height: 1, data: new Uint8Array([9, 10, 30, 9]).subarray(1, 3) };
  const out: Gray = { width: 1, height: 1, data: new Uint8Array(3).subarray(1, 2) };
  assertStrictEquals(resizeLinear(source, out, { out }), out);
  assertEquals([...new Uint8Array(out.data.buffer)], [0, 20, 0]);
});

Deno.test("resizeLinear() refuses sides that are none, and an out that does not fit", () => {
  const frame = row([1, 2]);
  assertThrows(() => resizeLinear(frame, { width: 0, height: 1 }), RangeError, "'width' must be");
  const size = { width: 1, height: 1 };
  assertThrows(
    () => resizeLinear(frame, size, { out: createFrame(2, 1) }),
    RangeError,
    "must be 1×1",
  );
  assertThrows(() => resizeLinear(frame, frame, { out: frame }), TypeError, "must not be 'source'");
  const gray = createGray(1, 1) as unknown as ReturnType<typeof createFrame>;
  assertThrows(() => resizeLinear(frame, size, { out: gray }), TypeError, "of the same kind");
});
