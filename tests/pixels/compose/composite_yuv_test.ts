import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  composite,
  createFrame,
  createMatte,
  type Frame,
  type Gray,
  KernelMemory,
} from "../../../mod.ts";
import { compositeYuv, yuvOfFrame, yuvWeights } from "../../../lib/pixels/mod.ts";
import { lcgBytes, noiseFrame, row } from "../../helpers.ts";

const memory = (await KernelMemory.load())!;
const limited = yuvWeights("bt709", false);

/** Patches of nothing, of all and of any values, that begin at any pixel. */
function patchedMatte(width: number, height: number, seed: number): Gray {
  const matte = { width, height, data: lcgBytes(width * height, seed) };
  matte.data.forEach((value, i) => {
    const patch = (Math.floor(i / 23) + seed) % 4;
    matte.data[i] = patch === 0 ? value : patch === 3 ? 255 : 0;
  });
  return matte;
}

/** Noise, of which some patches are opaque and others not. */
function patchedFrame(width: number, height: number, seed: number): Frame {
  const frame = noiseFrame(width, height, seed);
  for (let p = 3; p < frame.bitmap.length; p += 4) {
    if (Math.floor(p / 300) % 3 !== 0) frame.bitmap[p] = 255;
  }
  return frame;
}

function inside(frame: Frame): Frame {
  const there = memory.createFrame(frame.width, frame.height);
  there.bitmap.set(frame.bitmap);
  return there;
}

function grayInside(gray: Gray): Gray {
  const there = memory.createGray(gray.width, gray.height);
  there.data.set(gray.data);
  return there;
}

Deno.test("compositeYuv() is black where the matte is empty and white where it is full", () => {
  const matte = { width: 4, height: 1, data: Uint8Array.of(0, 0, 255, 255) };
  const yuv = compositeYuv(row([255, 255, 255, 255]), row([0, 0, 0, 0]), matte, limited);
  assertEquals([...yuv], [16, 16, 235, 235, 128, 128, 128, 128]);
});

Deno.test("compositeYuv() by a kernel equals composite() and yuvOfFrame(), at every width", () => {
  for (const weights of [limited, yuvWeights("bt601", true)]) {
    for (let width = 1; width <= 67; width++) {
      for (const height of [1, 2, 5]) {
        const front = patchedFrame(width, height, width);
        const back = patchedFrame(width, height, height + 90);
        const matte = patchedMatte(width, height, width + height);
        const wanted = yuvOfFrame(composite(front, back, matte), weights);
        assertEquals(compositeYuv(front, back, matte, weights), wanted);

        const [frontThere, backThere, alpha] = [inside(front), inside(back), grayInside(matte)];
        const room = memory.createGray(wanted.length + 40, 1);
        const known = memory.createGray(wanted.length, 1);
        yuvOfFrame(backThere, weights, { out: known.data });
        for (const backgroundYuv of [undefined, known.data, known.data.slice()]) {
          room.data.fill(7);
          const out = room.data.subarray(3, 3 + wanted.length);
          assertStrictEquals(
            compositeYuv(frontThere, backThere, alpha, weights, { out, backgroundYuv }),
            out,
          );
          assertEquals([...out], [...wanted], `${width}×${height}`);
          const around = [...room.data.subarray(0, 3), ...room.data.subarray(3 + out.length)];
          assertEquals(new Set(around), new Set([7]));
        }
        for (const raster of [frontThere, backThere, alpha, room, known]) memory.free(raster);
      }
    }
  }
  assertEquals(memory.bytesInUse, 0);
});

Deno.test("compositeYuv() takes an out elsewhere for rasters in kernel memory", () => {
  const [front, back] = [inside(noiseFrame(20, 4, 1)), inside(noiseFrame(20, 4, 2))];
  const matte = grayInside(patchedMatte(20, 4, 3));
  const wanted = yuvOfFrame(composite(front, back, matte), limited);
  assertEquals(compositeYuv(front, back, matte, limited), wanted);
  for (const raster of [front, back, matte]) memory.free(raster);
});

Deno.test("compositeYuv() refuses sizes that differ, and bytes of another length", () => {
  const [front, back, matte] = [createFrame(4, 2), createFrame(4, 3), createMatte(4, 2)];
  assertThrows(() => compositeYuv(front, back, matte, limited), RangeError, "composite to YUV");
  const short = new Uint8Array(11);
  assertThrows(
    () => compositeYuv(front, front, matte, limited, { out: short }),
    RangeError,
    "'out' must hold 12 bytes, got 11",
  );
  assertThrows(
    () => compositeYuv(front, front, matte, limited, { backgroundYuv: short }),
    RangeError,
    "'backgroundYuv' must hold 12 bytes, got 11",
  );
});
