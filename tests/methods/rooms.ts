/**
 * Small rooms with people in them, whose true mattes are known.
 *
 * @module
 */

import { createFrame, createMatte, type Frame, type Matte, type Rgba } from "../../mod.ts";
import { lcgBytes } from "../helpers.ts";
import type { Sight } from "../networks/made_segmenter.ts";

/** A rectangle of one colour in a room. */
export interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: Rgba;
}

/** What a segmenter of these tests takes for a person's colour. */
export const SHIRT: Rgba = [230, 40, 40, 255];
/** What it does not know, and the room does not have. */
export const SLEEVE: Rgba = [40, 230, 60, 255];

const NOISE = lcgBytes(4 * 97 * 61, 5);

/** Somebody who stands on the floor of {@linkcode room}. */
export function person(x: number): Block {
  return { x, y: 16, width: 12, height: 32, color: SHIRT };
}

/** How a {@linkcode room} is seen. */
export interface View {
  width?: number;
  height?: number;
  /** How far the camera has turned, in pixels. */
  pan?: number;
  /** Another number is another room. */
  seed?: number;
  /** Whether there are things everywhere, of all colours. */
  isBusy?: boolean;
}

/** A room of soft waves and some noise, and what stands in it. */
export function room(blocks: readonly Block[] = [], view: View = {}): Frame {
  const { width = 64, height = 48, pan = 0, seed = 0, isBusy = false } = view;
  const frame = createFrame(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x + pan;
      const wave = Math.sin(u / (4 + seed)) * Math.cos(y / (3 + seed)) +
        Math.sin(u * y / 90 + seed);
      for (let channel = 0; channel < 3; channel++) {
        const noise = NOISE[(7 * u + 13 * y + 31 * channel + seed) % NOISE.length] / 64 - 2;
        frame.bitmap[4 * (y * width + x) + channel] = isBusy
          ? NOISE[(101 * (u >> 2) + 1009 * (y >> 2) + 31 * channel) % NOISE.length] % 200 + noise
          : 60 + 50 * seed + 25 * wave + noise;
      }
      frame.bitmap[4 * (y * width + x) + 3] = 255;
    }
  }
  for (const block of blocks) paint(frame, block);
  return frame;
}

function paint({ width, height, bitmap }: Frame, block: Block): void {
  for (let y = Math.max(0, block.y); y < Math.min(height, block.y + block.height); y++) {
    for (let x = Math.max(0, block.x); x < Math.min(width, block.x + block.width); x++) {
      bitmap.set(block.color, 4 * (y * width + x));
    }
  }
}

/** The true matte of blocks. */
export function truthOf(blocks: readonly Block[], { width = 64, height = 48 }: View = {}): Matte {
  const frame = createFrame(width, height);
  for (const block of blocks) paint(frame, block);
  const matte = createMatte(width, height);
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = frame.bitmap[4 * i + 3];
  return matte;
}

/** Sees who wears {@linkcode SHIRT}, and nothing else. */
export const shirts: Sight = ({ width, height, bitmap }) => {
  const matte = createMatte(width, height);
  for (let i = 0, p = 0; i < matte.data.length; i++, p += 4) {
    if (bitmap[p] > 200 && bitmap[p + 1] < 100) matte.data[i] = 255;
  }
  return matte;
};

/** Sees blocks that are not there, besides. */
export function haunted(sight: Sight, level: number, ghostsOf: (call: number) => Block[]): Sight {
  return async (frame, call) => {
    const matte = await sight(frame, call);
    truthOf(ghostsOf(call), frame).data.forEach((alpha, i) => {
      if (alpha > 0) matte.data[i] = Math.max(matte.data[i], level);
    });
    return matte;
  };
}

/** Intersection over union, of what is more foreground than not. */
export function iouOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let both = 0, either = 0;
  for (let i = 0; i < a.length; i++) {
    both += Number(a[i] > 127 && b[i] > 127);
    either += Number(a[i] > 127 || b[i] > 127);
  }
  return both / either;
}

/** The share of pixels that are more foreground than not. */
export function shareOf(alphas: ArrayLike<number>): number {
  return Array.from(alphas).filter((alpha) => alpha > 127).length / alphas.length;
}
