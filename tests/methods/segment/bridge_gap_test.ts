import { assert, assertEquals, assertThrows } from "@std/assert";
import { bridgeGap } from "../../../lib/methods/segment/bridge_gap.ts";
import { createGray, type Gray } from "../../../lib/raster/frame.ts";

const [WIDTH, HEIGHT] = [160, 90];

/** Somebody with a pattern before a wall with another, so many pixels wide. */
function pictureOf(left: number, width = 40): Gray {
  const gray = createGray(WIDTH, HEIGHT);
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      const isThere = x >= left && x < left + width && y >= 20;
      const [u, v] = isThere ? [x - left, y] : [x, y];
      gray.data[i] = (isThere ? 150 : 40) + 8 * (Math.floor(u / 6) % 3) +
        8 * (Math.floor(v / 5) % 3);
    }
  }
  return gray;
}

/** Where they are. */
const matteOf = (left: number, width = 40): Gray => ({
  ...{ width: WIDTH, height: HEIGHT },
  data: pictureOf(left, width).data.map((level) => level >= 150 ? 255 : 0),
});

function iou({ data: a }: Gray, { data: b }: Gray): number {
  let both = 0, either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] >= 128 && b[i] >= 128) both++;
    if (a[i] >= 128 || b[i] >= 128) either++;
  }
  return both / either;
}

Deno.test("bridgeGap() carries somebody along as they move", () => {
  const bridged = bridgeGap({ matte: matteOf(50), luma: pictureOf(50) }, pictureOf(55));
  assert(bridged !== undefined);
  const share = iou(bridged, matteOf(55));
  assert(share > 0.95, `IoU ${share}`);
});

Deno.test("bridgeGap() keeps half of whom something has covered", () => {
  const half = bridgeGap({ matte: matteOf(50), luma: pictureOf(50) }, pictureOf(50, 28));
  assert(half !== undefined);
  const share = iou(half, matteOf(50, 28));
  assert(share > 0.9, `IoU ${share}`);
});

Deno.test("bridgeGap() brings nobody back who has left", () => {
  const nobody = pictureOf(50, 0);
  assertEquals(bridgeGap({ matte: matteOf(50), luma: pictureOf(50) }, nobody), undefined);
  assertEquals(bridgeGap({ matte: matteOf(50, 0), luma: nobody }, nobody), undefined);
});

Deno.test("bridgeGap() refuses brightnesses of two sizes", () => {
  const seen = { matte: matteOf(50), luma: pictureOf(50) };
  assertThrows(() => bridgeGap(seen, createGray(80, 45)), RangeError, "bridge a gap");
});
