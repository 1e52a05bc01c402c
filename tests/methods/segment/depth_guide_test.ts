import { assertEquals } from "@std/assert";
import { guideByDepth } from "../../../lib/methods/segment/depth_guide.ts";
import { createMatte, type Matte } from "../../../mod.ts";

const [WIDTH, HEIGHT] = [80, 60];

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const BODY: Box = { left: 20, top: 10, right: 50, bottom: 60 };
/** Below it, as wide as the picture. */
const DESK: Box = { left: 0, top: 50, right: 80, bottom: 60 };
const CUP: Box = { left: 50, top: 30, right: 56, bottom: 38 };
const CHAIR: Box = { left: 14, top: 20, right: 20, bottom: 60 };
const LAMP: Box = { left: 70, top: 5, right: 76, bottom: 15 };

function fill(values: Uint8Array | Float32Array, { left, top, right, bottom }: Box, value: number) {
  for (let y = top; y < bottom; y++) values.fill(value, y * WIDTH + left, y * WIDTH + right);
}

const matteOf = (...boxes: [Box, number][]): Matte => {
  const matte = createMatte(WIDTH, HEIGHT);
  for (const [box, level] of boxes) fill(matte.data, box, level);
  return matte;
};

const mapOf = (...boxes: [Box, number][]) => {
  const disparity = new Float32Array(WIDTH * HEIGHT).fill(4);
  for (const [box, value] of boxes) fill(disparity, box, value);
  return { width: WIDTH, height: HEIGHT, disparity };
};

const levelIn = ({ data }: Matte, { left, top }: Box) => data[(top + 1) * WIDTH + left + 1];

Deno.test("guideByDepth() takes the chair behind somebody away", () => {
  const guided = guideByDepth(matteOf([CHAIR, 255], [BODY, 255]), mapOf([CHAIR, 14], [BODY, 20]));
  assertEquals([levelIn(guided, CHAIR), levelIn(guided, BODY)], [0, 255]);
});

Deno.test("guideByDepth() adds what somebody holds, and not what stands apart", () => {
  const map = mapOf([BODY, 20], [CUP, 22], [LAMP, 22]);
  const guided = guideByDepth(matteOf([BODY, 255]), map);
  assertEquals([levelIn(guided, CUP), levelIn(guided, LAMP)], [255, 0]);
});

Deno.test("guideByDepth() adds no desk, which goes on beyond somebody", () => {
  const map = mapOf([BODY, 20], [DESK, 24]);
  const body = { ...BODY, bottom: 50 };
  const guided = guideByDepth(matteOf([body, 255]), map);
  assertEquals(guided.data[55 * WIDTH + 30], 0);
});

Deno.test("guideByDepth() changes nothing where nobody is sure, or nothing is known", () => {
  const faint = matteOf([BODY, 150]);
  assertEquals(guideByDepth(faint, mapOf([CUP, 22])).data, faint.data);
  const sure = matteOf([BODY, 255], [CHAIR, 120]);
  const unknown = { ...mapOf(), disparity: new Float32Array(WIDTH * HEIGHT).fill(NaN) };
  assertEquals(guideByDepth(sure, unknown).data, sure.data);
});

Deno.test("guideByDepth() takes maps of other sizes", () => {
  const map = { width: 2, height: 1, disparity: Float32Array.of(20, 4) };
  const guided = guideByDepth(matteOf([{ ...BODY, right: 55 }, 255]), map);
  assertEquals([guided.data[20 * WIDTH + 39], guided.data[20 * WIDTH + 40]], [255, 0]);
});
