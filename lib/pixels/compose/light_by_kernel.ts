import type { Arena } from "../../memory/arena.ts";
import type { KernelMemory } from "../../memory/kernel_memory.ts";
import { TakenBlocks } from "../../memory/taken_blocks.ts";
import type { Frame, Matte, Size } from "../../raster/frame.ts";
import { feather } from "../filter/box_blur.ts";

/** The largest radius whose sums have 31 bits, and for which `feather` has a kernel. */
export const LARGEST_IN_KERNEL = 90;

/** Rows that are done in one step. */
const ROWS = 64;

/**
 * Wrap light in the kernels' memory, in steps: the twin of what light_wrap.ts does plainly.
 *
 * @param memory Where frame, background and matte lie.
 * @param lights The background's bytes, also while `out` is written.
 * @param matte Where the foreground is, H × W.
 * @param out What the light is added to, H × W.
 * @param radius At most {@linkcode LARGEST_IN_KERNEL}.
 * @param scale What sums and nearness are multiplied by.
 */
export function* lightByKernel(
  memory: KernelMemory,
  lights: Uint8ClampedArray,
  matte: Matte,
  out: Frame,
  radius: number,
  scale: number,
): Generator<void, void> {
  const { arena, kernels } = memory;
  const { width, height } = matte;
  using blocks = new TakenBlocks(arena);
  const far = memory.createGray(width, height);
  try {
    feather(matte, radius, { out: far });
    yield;
    const wrap = blocks.take(2 * width * height);
    const box = blocks.take(16);
    const { byteOffset } = matte.data;
    if (!kernels.nearness(byteOffset, far.data.byteOffset, width, height, wrap, box)) return;
    yield;
    const [from, top, end, bottom] = new Int32Array(arena.buffer, box, 4);
    const light = placed(arena, blocks, lights);
    const to = placed(arena, blocks, out.bitmap);
    const edges = { from, top, end, bottom };
    yield* lightEdges(memory, blocks, { light, wrap, to, size: matte, edges, radius, scale });
    if (to !== arena.addressOf(out.bitmap)) {
      out.bitmap.set(new Uint8ClampedArray(arena.buffer, to, out.bitmap.length));
    }
  } finally {
    memory.free(far);
  }
}

/** What is lit, by the addresses of it. */
interface LitEdges {
  readonly light: number;
  readonly wrap: number;
  readonly to: number;
  readonly size: Size;
  readonly edges: EdgeBox;
  readonly radius: number;
  readonly scale: number;
}

/** Where there are edges: columns `from` to `end`, rows `top` to `bottom`, the last not included. */
interface EdgeBox {
  readonly from: number;
  readonly top: number;
  readonly end: number;
  readonly bottom: number;
}

/** Light the rows where there are edges, some in a step. */
function* lightEdges(
  { kernels }: KernelMemory,
  blocks: TakenBlocks,
  { light, wrap, to, size: { width, height }, edges, radius, scale }: LitEdges,
): Generator<void, void> {
  const { from, top, end, bottom } = edges;
  const left = Math.max(0, from - radius);
  const count = Math.min(width, end + radius) - left;
  const columns = blocks.take(16 * width);
  kernels.startLight(light, width, height, left, count, top, radius, columns);
  for (let first = top; first < bottom; first += ROWS) {
    const last = Math.min(bottom, first + ROWS);
    // deno-fmt-ignore
    kernels.lightRows(
      light, wrap, to, width, height, from, end, left, count, first, last, radius, scale, columns,
    );
    yield;
  }
}

/** Where bytes lie in the memory: they themselves, or a copy of those from elsewhere. */
function placed(arena: Arena, blocks: TakenBlocks, bytes: Uint8ClampedArray): number {
  const known = arena.addressOf(bytes);
  if (known !== undefined) return known;
  const address = blocks.take(bytes.length);
  new Uint8ClampedArray(arena.buffer, address, bytes.length).set(bytes);
  return address;
}
