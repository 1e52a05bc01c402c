import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { boxBlur, createMatte, feather, type Gray } from "../../../mod.ts";
import { grayOf, lcgBytes } from "../../helpers.ts";

const noise = (width: number, height: number, seed = 1): Gray => ({
  width,
  height,
  data: lcgBytes(width * height, seed),
});

/** Means by the definition: the square around each pixel, the outermost repeated. */
function slowBlur({ width, height, data }: Gray, radius: number): number[] {
  return Array.from(data, (_, i) => {
    const [cx, cy] = [i % width, Math.floor(i / width)];
    let sum = 0;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const x = Math.min(Math.max(cx + dx, 0), width - 1);
        const y = Math.min(Math.max(cy + dy, 0), height - 1);
        sum += data[y * width + x];
      }
    }
    return sum / (2 * radius + 1) ** 2;
  });
}

Deno.test("boxBlur() spreads a dot over its square", () => {
  const dot = grayOf([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 90, 0], [0, 0, 0, 0]]);
  const wanted = [[0, 0, 0, 0], [0, 10, 10, 10], [0, 10, 10, 10], [0, 10, 10, 10]];
  assertEquals(boxBlur(dot, 1), grayOf(wanted));
});

Deno.test("boxBlur() is the mean of the square, rounded to the nearest", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [13, 7], [31, 17]]) {
    for (const radius of [0, 1, 2, 3, 7, 8, 20, 50]) {
      const gray = noise(width, height, radius + 1);
      const { data } = boxBlur(gray, radius);
      assertEquals(
        [...data],
        slowBlur(gray, radius).map(Math.round),
        `${width}×${height}, ${radius}`,
      );
    }
  }
});

Deno.test("boxBlur() and feather() leave every constant picture as it is", () => {
  for (const radius of [0, 1, 2, 3, 4, 5, 6, 7, 8, 30]) {
    for (let level = 0; level < 256; level++) {
      const flat = grayOf([[level, level, level], [level, level, level]]);
      assertEquals(boxBlur(flat, radius), flat);
      assertEquals(feather(flat, radius), flat);
    }
  }
});

Deno.test("boxBlur() and feather() with radius 0 copy", () => {
  const gray = noise(7, 5);
  for (const blur of [boxBlur, feather]) {
    const copy = blur(gray, 0);
    assertEquals(copy, gray);
    assertEquals(copy.data === gray.data, false);
  }
});

Deno.test("feather() makes a ramp of 2 · radius pixels, which rises and is symmetric", () => {
  const edge = { width: 41, height: 3, data: new Uint8Array(123) };
  edge.data.forEach((_, i) => edge.data[i] = i % 41 < 20 ? 0 : 255);
  for (const radius of [1, 2, 3, 4, 5, 8, 13, 19]) {
    const { data } = feather(edge, radius);
    for (let x = 0; x < 41; x++) {
      assertEquals([data[41 + x], data[82 + x]], [data[x], data[x]]);
      assertEquals(data[x] === 0, x < 20 - radius, `${radius}: ${x} has ${data[x]}`);
      assertEquals(data[x] === 255, x >= 20 + radius, `${radius}: ${x} has ${data[x]}`);
      if (x > 0) assertEquals(data[x] >= data[x - 1], true);
      if (x < 40) assertEquals(data[x] + data[39 - x], 255);
    }
  }
});

Deno.test("feather() changes nothing farther than radius from an edge", () => {
  const matte = createMatte(40, 30);
  for (let y = 10; y < 30; y++) matte.data.fill(255, 40 * y + 15, 40 * y + 40);
  const { data } = feather(matte, 4);
  for (let y = 0; y < 30; y++) {
    for (let x = 0; x < 40; x++) {
      const isFar = x < 11 || y < 6 || (x >= 19 && y >= 14);
      if (isFar) assertEquals(data[40 * y + x], matte.data[40 * y + x], `${x}, ${y}`);
    }
  }
});

Deno.test("feather() of the opposite matte is the opposite", () => {
  const matte = noise(33, 21);
  const opposite = { ...matte, data: matte.data.map((a) => 255 - a) };
  for (const radius of [1, 4, 16]) {
    const other = feather(opposite, radius);
    assertEquals(other.data.map((a) => 255 - a), feather(matte, radius).data);
  }
});

Deno.test("boxBlur() and feather() write into out, which may be the input or lie over it", () => {
  for (const blur of [boxBlur, feather]) {
    for (const radius of [0, 1, 2, 5]) {
      const gray = noise(9, 8);
      const wanted = blur(gray, radius);
      const room = new Uint8Array(81);
      room.set(gray.data);
      const shifted = { ...gray, data: room.subarray(9) };
      blur({ ...gray, data: room.subarray(0, 72) }, radius, { out: shifted });
      assertEquals([...shifted.data], [...wanted.data]);
      assertStrictEquals(blur(gray, radius, { out: gray }), gray);
      assertEquals(gray, wanted);
    }
  }
});

Deno.test("boxBlur() and feather() refuse a bad radius and an out of another size", () => {
  const gray = grayOf([[1, 2]]);
  for (const radius of [-1, 0.5, NaN, Infinity]) {
    const says = `'radius' must be a whole number of at least 0, got ${radius}`;
    assertThrows(() => boxBlur(gray, radius), RangeError, `Cannot blur: ${says}`);
    assertThrows(() => feather(gray, radius), RangeError, `Cannot feather: ${says}`);
  }
  const out = grayOf([[1]]);
  assertThrows(() => boxBlur(gray, 1, { out }), RangeError, "Cannot blur: 'out' must be 2×1");
  assertThrows(() => feather(gray, 1, { out }), RangeError, "Cannot feather: 'out' must be 2×1");
});
