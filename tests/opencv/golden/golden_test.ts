import { assertEquals } from "@std/assert";
import {
  absdiff,
  copyMasked,
  grayscale,
  resizeArea,
  resizeLinear,
  threshold,
} from "../../../mod.ts";
import { lcgBytes, sha256 } from "../../helpers.ts";
import golden from "./golden.json" with { type: "json" };
import { allColours, bytesOf, frameOf, rasterOf } from "../oracle/layout.ts";

Deno.test("resizeArea() gives OpenCV's bytes for every kind of size pair", async () => {
  for (const { seed, source, size, channels, sha256: wanted } of golden.resizeArea) {
    const area = source[0] * source[1];
    const picture = rasterOf(lcgBytes(area * channels, seed), source[0], source[1], channels);
    const resized = resizeArea(picture, { width: size[0], height: size[1] });
    assertEquals(await sha256(bytesOf(resized, channels)), wanted, `seed ${seed}`);
  }
});

Deno.test("resizeLinear() gives OpenCV's bytes for every kind of size pair", async () => {
  for (const { seed, source, size, channels, sha256: wanted } of golden.resizeLinear) {
    const area = source[0] * source[1];
    const picture = rasterOf(lcgBytes(area * channels, seed), source[0], source[1], channels);
    const resized = resizeLinear(picture, { width: size[0], height: size[1] });
    assertEquals(await sha256(bytesOf(resized, channels)), wanted, `seed ${seed}`);
  }
});

Deno.test("grayscale() gives OpenCV's bytes for noise", async () => {
  for (const { seed, width, height, sha256: wanted } of golden.grayscale) {
    const gray = grayscale(noise(seed, width, height));
    assertEquals(await sha256(bytesOf(gray, 1)), wanted, `seed ${seed}`);
  }
});

Deno.test("grayscale() gives OpenCV's gray of all 2²⁴ colours", async () => {
  const gray = grayscale(allColours());
  assertEquals(await sha256(bytesOf(gray, 1)), golden.grayOfAllColours[0].sha256);
});

Deno.test("the tutorial's chain of primitives gives OpenCV's mask and composite", async () => {
  for (const wanted of golden.chain) {
    const { width, height } = wanted;
    const previous = noise(wanted.previous, width, height);
    const shift = noise(wanted.noise, width, height);
    const current = frameOf(new Uint8Array(4 * width * height), width, height, 4);
    previous.bitmap.forEach((level, p) => current.bitmap[p] = level + shift.bitmap[p] % 9 - 4);

    const mask = threshold(grayscale(absdiff(current, previous)), 3);
    const composite = copyMasked(current, mask, { out: noise(wanted.behind, width, height) });
    const ones = Uint8Array.from(mask.data, (value) => value / 255);
    assertEquals(ones.filter(Boolean).length, wanted.foreground);
    assertEquals(await sha256(ones), wanted.maskOfOnes);
    assertEquals(await sha256(bytesOf(composite, 3)), wanted.composite);
  }
});

Deno.test("threshold() gives OpenCV's mask at levels inside, between and outside 0 to 255", async () => {
  const data = Uint8Array.from({ length: 256 }, (_, level) => level);
  for (const { level, foreground, sha256: wanted } of golden.threshold) {
    const mask = threshold({ width: 256, height: 1, data }, level);
    assertEquals(mask.data.filter(Boolean).length, foreground, `level ${level}`);
    assertEquals(await sha256(bytesOf(mask, 1)), wanted, `level ${level}`);
  }
});

Deno.test("copyMasked() copies four channels wherever the mask is not 0, as OpenCV does", async () => {
  for (const { source, target, mask, values, width, height, sha256: wanted } of golden.copyMasked) {
    const area = width * height;
    const out = frameOf(lcgBytes(4 * area, target), width, height, 4);
    const data = lcgBytes(area, mask).map((value) => value % values);
    const from = frameOf(lcgBytes(4 * area, source), width, height, 4);
    copyMasked(from, { width, height, data }, { out });
    assertEquals(await sha256(bytesOf(out, 4)), wanted, `${values} values in the mask`);
  }
});

/** A frame of seeded BGR noise, as make_golden.py makes it. */
function noise(seed: number, width: number, height: number) {
  return frameOf(lcgBytes(3 * width * height, seed), width, height);
}
