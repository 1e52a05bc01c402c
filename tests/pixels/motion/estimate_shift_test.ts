import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createGray,
  createMask,
  estimateShift,
  gaussianBlur,
  type Gray,
  KernelMemory,
} from "../../../mod.ts";
import { grayOf, lcgBytes } from "../../helpers.ts";

/** How a scene is looked at: where from, how exposed, how noisy. */
interface View {
  dx?: number;
  dy?: number;
  gain?: number;
  offset?: number;
  noise?: number;
}

/** A smooth scene with waves of many directions, at any place. */
function waves(width: number, height: number, view: View = {}): Gray {
  const { dx = 0, dy = 0, gain = 1, offset = 0, noise = 0 } = view;
  const gray = createGray(width, height);
  const rough = lcgBytes(width * height, 11);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [u, v] = [x - dx, y - dy];
      const level = 120 + 30 * Math.sin(u / 5 + v / 11) + 25 * Math.cos(v / 4 - u / 17) +
        20 * Math.sin(u / 23 - v / 13 + 1);
      gray.data[i] = gain * level + offset + noise * (rough[i] / 127.5 - 1);
    }
  }
  return gray;
}

/** Blurred noise, cut out of a larger picture: whole shifts are exact. */
function texture(width: number, height: number, dx: number, dy: number): Gray {
  const [w, h] = [width + 40, height + 40];
  const room = gaussianBlur({ width: w, height: h, data: lcgBytes(w * h, 4) }, 3);
  const gray = createGray(width, height);
  for (let y = 0; y < height; y++) {
    const start = (y + 20 - dy) * w + 20 - dx;
    gray.data.set(room.data.subarray(start, start + width), y * width);
  }
  // More contrast than blurred noise has.
  gray.data.forEach((level, i) =>
    gray.data[i] = Math.min(255, Math.max(0, 128 + 4 * (level - 128)))
  );
  return gray;
}

// Half of what the plate is moved by at least.
function assertShift(found: { dx: number; dy: number }, dx: number, dy: number, tolerance = 0.1) {
  assertAlmostEquals(found.dx, dx, tolerance, `dx of ${dx}, ${dy}`);
  assertAlmostEquals(found.dy, dy, tolerance, `dy of ${dx}, ${dy}`);
}

const shifts = [[0, 0], [1, 0], [0, -2], [3, 2], [0.5, -0.25], [-1.3, 0.7], [-4.6, -3.1]];

Deno.test("estimateShift() finds shifts of a smooth picture to a tenth of a pixel", () => {
  for (const [width, height] of [[48, 40], [160, 121]]) {
    for (const [dx, dy] of shifts) {
      const found = estimateShift(waves(width, height), waves(width, height, { dx, dy }));
      assertShift(found, dx, dy);
    }
  }
});

Deno.test("estimateShift() finds whole shifts of a rough picture, as far as its details reach", () => {
  for (const [dx, dy] of [[0, 0], [1, -1], [-3, 2], [7, 5]]) {
    assertShift(estimateShift(texture(160, 120, 0, 0), texture(160, 120, dx, dy)), dx, dy);
  }
});

Deno.test("estimateShift() looks through another exposure and noise", () => {
  for (const [dx, dy] of shifts) {
    for (const exposure of [{ gain: 1.2, offset: -20 }, { gain: 0.7, offset: 30 }]) {
      const to = waves(160, 120, { dx, dy, ...exposure, noise: 6 });
      assertShift(estimateShift(waves(160, 120), to), dx, dy);
    }
  }
});

Deno.test("estimateShift() leaves out what the mask leaves out", () => {
  const to = waves(160, 120, { dx: 1.5, dy: -0.5 });
  const mask = createMask(160, 120);
  mask.data.fill(255);
  // A block with a texture of its own, which has gone the other way.
  const other = texture(160, 120, -4, 3);
  for (let y = 20; y < 110; y++) {
    for (let x = 40; x < 120; x++) {
      to.data[y * 160 + x] = other.data[y * 160 + x];
      mask.data[y * 160 + x] = 0;
    }
  }
  assertShift(estimateShift(waves(160, 120), to, { mask, step: 1 }), 1.5, -0.5);
});

Deno.test("estimateShift() looks past a small block that moves", () => {
  const [from, to] = [waves(160, 120), waves(160, 120, { dx: 0.6, dy: 0.4 })];
  for (let y = 30; y < 60; y++) {
    from.data.fill(255, y * 160 + 30, y * 160 + 50);
    to.data.fill(255, y * 160 + 36, y * 160 + 56);
  }
  assertShift(estimateShift(from, to), 0.6, 0.4);
});

Deno.test("estimateShift() finds no shift where nothing tells of one", () => {
  const still = { dx: 0, dy: 0 };
  assertEquals(estimateShift(grayOf([[7]]), grayOf([[200]])), still);
  const flat = (level: number) => ({
    ...createGray(80, 70),
    data: new Uint8Array(5600).fill(level),
  });
  assertEquals(estimateShift(flat(90), flat(90)), still);
  assertShift(estimateShift(flat(90), flat(130)), 0, 0, 1e-6);
  assertEquals(
    estimateShift(waves(80, 70), waves(80, 70, { dx: 1 }), { mask: createMask(80, 70) }),
    still,
  );
});

Deno.test("estimateShift() by a kernel finds the very shift of its plain twin", async () => {
  const memory = (await KernelMemory.load())!;
  for (const [width, height] of [[160, 120], [63, 70], [64, 64], [333, 91], [6, 6], [1, 1]]) {
    for (const [k, step] of [1, 2, 3, 4].entries()) {
      const view = { dx: 2.3 * k - 3, dy: 1.7 - k, gain: 1.1, offset: -9, noise: 12 };
      const [from, to] = [waves(width, height), waves(width, height, view)];
      const mask = createMask(width, height);
      mask.data.forEach((_, i) => mask.data[i] = i % 11 < 8 ? 255 : 0);
      for (const options of [{ step }, { step, mask }]) {
        const wanted = estimateShift(from, to, options);
        const inside = [from, to, mask].map(({ data }) => {
          const copy = memory.createGray(width, height);
          copy.data.set(data);
          return copy;
        });
        const [insideFrom, insideTo, insideMask] = inside;
        assertEquals(estimateShift(insideFrom, to, options), wanted);
        const where = "mask" in options ? { step, mask: insideMask } : options;
        assertEquals(estimateShift(insideFrom, insideTo, where), wanted);
        for (const gray of inside) memory.free(gray);
      }
    }
  }
});

Deno.test("estimateShift() of a wall with stripes goes across them only", () => {
  const stripes = (shift: number) => {
    const gray = createGray(60, 50);
    gray.data.forEach((_, i) => gray.data[i] = 128 + 90 * Math.sin((i % 60 - shift) / 4));
    return gray;
  };
  assertShift(estimateShift(stripes(0), stripes(1)), 1, 0);
});

Deno.test("estimateShift() refuses other sizes, and steps that are none", () => {
  const gray = createGray(4, 3);
  assertThrows(() => estimateShift(gray, createGray(3, 4)), RangeError, "'to' must be 4×3");
  const mask = createMask(1, 1);
  assertThrows(() => estimateShift(gray, gray, { mask }), RangeError, "'mask' must be 4×3");
  for (const step of [0, 1.5, NaN]) {
    assertThrows(() => estimateShift(gray, gray, { step }), RangeError, `'step' must be`);
  }
});
