import { assertEquals } from "@std/assert";
import type { BodyLook } from "../../../lib/networks/people/body_network.ts";
import { type Answers, OwnParts } from "../../../lib/networks/people/own_parts.ts";
import { circleIn, type Region } from "../../../lib/networks/people/region.ts";
import { createMatte, type Matte } from "../../../lib/raster/frame.ts";

const SIDE = 100;
const PLACE = { left: 0, top: 0, width: SIDE, height: SIDE };
const UNIT = { width: 1, height: 1 };
/** The look at the whole frame sees nobody. */
const NOBODY = createMatte(4, 4);
/** A frame that goes on at the right and below. */
const WHOLE = { width: 2 * SIDE, height: 2 * SIDE };

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** A matte of boxes, 100 × 100. */
function matteOf(boxes: readonly Box[], level = 255): Matte {
  const matte = createMatte(SIDE, SIDE);
  for (const [left, top, right, bottom] of boxes) {
    for (let y = top; y < bottom; y++) {
      matte.data.fill(level, y * SIDE + left, y * SIDE + right);
    }
  }
  return matte;
}

/** The body network sees somebody in boxes. */
function bodyOf(...boxes: readonly Box[]): BodyLook {
  const logits = Float32Array.from(matteOf(boxes).data, (level) => level > 0 ? 5 : -5);
  const point = { x: 50, y: 20 };
  return {
    ...{ logits, side: SIDE, region: PLACE, presence: 1, knees: 0, nose: point },
    circle: { ...point, radius: 50 },
  };
}

/** How much of a box is left. */
function shareIn({ data }: Matte, [left, top, right, bottom]: Box): number {
  let count = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) if (data[y * SIDE + x] >= 128) count++;
  }
  return count / (right - left) / (bottom - top);
}

const BODY: Box = [30, 10, 60, 90];

Deno.test("OwnParts.keep() takes away what is apart, unless the body network sees it", () => {
  const [coat, hand]: Box[] = [[62, 30, 82, 60], [10, 60, 27, 70]];
  const matte = matteOf([BODY, coat, hand]);
  const parts = new OwnParts();
  assertEquals(
    parts.keep(matte, PLACE, UNIT, bodyOf(BODY, hand), WHOLE, "now", { sees: NOBODY }),
    undefined,
  );
  assertEquals([BODY, coat, hand].map((box) => shareIn(matte, box)), [1, 0, 1]);
  // What was taken is told, for it may be somebody else.
  assertEquals(shareIn(parts.taken!.matte, coat), 1);
  assertEquals(shareIn(parts.taken!.matte, BODY), 0);
});

Deno.test("OwnParts.keep() takes away what hangs together with somebody, but reaches far", () => {
  const matte = matteOf([BODY, [60, 40, 90, 60]]);
  new OwnParts().keep(matte, PLACE, UNIT, bodyOf(BODY), WHOLE, "now", { sees: NOBODY });
  // 6 % of the square root of 30 · 80 pixels are 3.
  assertEquals([shareIn(matte, [60, 40, 63, 60]), shareIn(matte, [63, 40, 90, 60])], [1, 0]);
  assertEquals(shareIn(matte, BODY), 1);
});

Deno.test("OwnParts.keep() asks the look at the whole frame before it takes much, and believes it of faces", () => {
  const [coat, head]: Box[] = [[64, 40, 84, 60], [64, 10, 84, 30]];
  const matte = matteOf([BODY, coat, head]);
  const keep = (answers?: Answers) =>
    new OwnParts().keep(matte, PLACE, UNIT, bodyOf(BODY), PLACE, "now", answers);
  assertEquals(keep(), "whole");
  assertEquals([BODY, coat, head].map((box) => shareIn(matte, box)), [1, 1, 1]);
  const sees = matteOf([BODY, coat, head]);
  const { faces } = keep({ sees }) as { faces: Region[] };
  assertEquals(faces.map(circleIn), [{ x: 74, y: 20, radius: 10 }, { x: 74, y: 50, radius: 10 }]);
  assertEquals([BODY, coat, head].map((box) => shareIn(matte, box)), [1, 1, 1]);
  const face = { left: 70, top: 14, width: 8, height: 8 };
  assertEquals(keep({ sees, faces: [face] }), undefined);
  assertEquals([BODY, coat, head].map((box) => shareIn(matte, box)), [1, 0, 1]);
  // Of what is little it is not asked.
  const little: Box = [64, 40, 74, 50];
  const other = matteOf([BODY, little]);
  assertEquals(new OwnParts().keep(other, PLACE, UNIT, bodyOf(BODY), PLACE, "now"), undefined);
  assertEquals(shareIn(other, little), 0);
});

Deno.test("OwnParts.keep() asks nobody about what the body network sees of another", () => {
  const other: Box = [64, 10, 84, 90];
  const matte = matteOf([BODY, other]);
  const keep = (answers: Answers, others: BodyLook[]) =>
    new OwnParts().keep(matte, PLACE, UNIT, bodyOf(BODY), PLACE, "now", answers, others);
  assertEquals(keep({}, []), "whole");
  assertEquals(keep({}, [bodyOf(other)]), undefined);
  assertEquals([BODY, other].map((box) => shareIn(matte, box)), [1, 0]);
});

Deno.test("OwnParts.keep() gives nothing back for a face that another has", () => {
  const [coat, other]: Box[] = [[64, 10, 78, 90], [82, 10, 98, 90]];
  const matte = matteOf([BODY, coat]);
  const body = { ...bodyOf(other), nose: { x: 70, y: 20 } };
  const answers = { sees: matte, faces: [{ left: 66, top: 16, width: 8, height: 8 }] };
  new OwnParts().keep(matte, PLACE, UNIT, bodyOf(BODY), PLACE, "now", answers, [body]);
  assertEquals([BODY, coat].map((box) => shareIn(matte, box)), [1, 0]);
});

Deno.test("OwnParts.keep() believes neither specks of a body nor parts that another has", () => {
  const [speck, hand]: Box[] = [[64, 50, 68, 55], [74, 20, 90, 30]];
  const keep = (...others: BodyLook[]) => {
    const matte = matteOf([BODY, speck, hand]);
    const body = bodyOf(BODY, speck, hand);
    new OwnParts().keep(matte, PLACE, UNIT, body, WHOLE, "now", { sees: NOBODY }, others);
    return [BODY, speck, hand].map((box) => shareIn(matte, box));
  };
  assertEquals(keep(), [1, 0, 1]);
  assertEquals(keep(bodyOf([70, 10, 95, 95])), [1, 0, 0]);
});

Deno.test("OwnParts.keep() keeps what goes on to the frame's border", () => {
  const strip: Box = [55, 20, 100, 30];
  const coat: Box = [30, 60, 60, 100];
  const body = bodyOf([30, 10, 60, 92]);
  for (const whole of [WHOLE, { width: SIDE, height: SIDE }]) {
    const matte = matteOf([BODY, strip, coat]);
    new OwnParts().keep(matte, PLACE, UNIT, body, whole, "now", { sees: NOBODY });
    // Below, the border is 5 pixels from what is near; on the right it is farther.
    const isBorder = whole !== WHOLE;
    assertEquals(shareIn(matte, [30, 95, 60, 100]), isBorder ? 1 : 0);
    assertEquals(shareIn(matte, [63, 20, 100, 30]), 0);
  }
});

Deno.test("OwnParts.keep() asks for a look at what is new, and remembers what was furniture", () => {
  const coat: Box = [66, 30, 82, 60];
  const parts = new OwnParts();
  const before = matteOf([BODY, coat]);
  assertEquals(
    parts.keep(before, PLACE, UNIT, bodyOf(BODY), WHOLE, "earlier", { sees: NOBODY }),
    "body",
  );
  assertEquals(before, matteOf([BODY, coat]));
  assertEquals(
    parts.keep(before, PLACE, UNIT, bodyOf(BODY), WHOLE, "now", { sees: NOBODY }),
    undefined,
  );
  // The same, a pixel to the right in a region that begins 5 pixels further left.
  const moved = matteOf([[35, 10, 65, 90], [72, 30, 88, 60]]);
  const place = { ...PLACE, left: -5 };
  assertEquals(
    parts.keep(moved, place, UNIT, bodyOf(BODY), WHOLE, "earlier", { sees: NOBODY }),
    undefined,
  );
  assertEquals(shareIn(moved, [71, 30, 87, 60]), 0);
  const more: Box = [2, 50, 20, 70];
  const other = matteOf([BODY, coat, more]);
  assertEquals(
    parts.keep(other, PLACE, UNIT, bodyOf(BODY), WHOLE, "earlier", { sees: NOBODY }),
    "body",
  );
  // Where it is not sure, what was known is taken away.
  assertEquals(
    parts.keep(other, PLACE, UNIT, bodyOf(BODY), WHOLE, "last", { sees: NOBODY }),
    undefined,
  );
  assertEquals([BODY, coat, more].map((box) => shareIn(other, box)), [1, 0, 1]);
});

Deno.test("OwnParts.keep() believes that furniture is theirs when it was seen twice", () => {
  const hand: Box = [66, 30, 82, 60];
  const parts = new OwnParts();
  const shares = [bodyOf(BODY), bodyOf(BODY, hand), bodyOf(BODY, hand)].map((body) => {
    const matte = matteOf([BODY, hand]);
    parts.keep(matte, PLACE, UNIT, body, WHOLE, "now", { sees: NOBODY });
    return shareIn(matte, hand);
  });
  assertEquals(shares, [0, 0, 1]);
});

Deno.test("OwnParts.keep() takes away what is faint and apart", () => {
  const matte = matteOf([BODY]);
  const faint = matteOf([[70, 40, 90, 60]], 90);
  matte.data.set(matte.data.map((level, i) => Math.max(level, faint.data[i])));
  new OwnParts().keep(matte, PLACE, UNIT, bodyOf(BODY), WHOLE, "now", { sees: NOBODY });
  assertEquals(matte, matteOf([BODY]));
});

Deno.test("OwnParts.keep() keeps all where the body network sees something else", () => {
  const coat: Box = [66, 30, 82, 60];
  const matte = matteOf([BODY, coat]);
  for (const body of [bodyOf([5, 5, 20, 20]), bodyOf([50, 10, 100, 90]), bodyOf()]) {
    assertEquals(
      new OwnParts().keep(matte, PLACE, UNIT, body, WHOLE, "now", { sees: NOBODY }),
      undefined,
    );
    assertEquals(matte, matteOf([BODY, coat]));
  }
});

Deno.test("OwnParts.keep() works in any place of the frame", () => {
  // The frame's matte has half its pixels; the body network looks at another square.
  const place: Region = { left: 20, top: 10, width: SIDE, height: SIDE };
  const coat: Box = [66, 30, 82, 60];
  const matte = matteOf([BODY, coat]);
  const body = {
    ...bodyOf([30 - 25, 10 - 10, 60 - 25, 90 - 10]),
    region: { left: 90, top: 40, width: 200, height: 200 },
  };
  new OwnParts().keep(matte, place, { width: 2, height: 2 }, body, WHOLE, "now", { sees: NOBODY });
  assertEquals([shareIn(matte, BODY), shareIn(matte, coat)], [1, 0]);
});
