import { assert, assertEquals } from "@std/assert";
import { type LabelBox, placeLabels } from "../../lib/report/place_labels.ts";

const within: LabelBox = { left: 0, top: 0, right: 400, bottom: 200 };
const dot = (x: number, y: number, width = 60) => ({ x, y, width, height: 14 });

/** Whether two boxes share a pixel. */
function overlap(a: LabelBox, b: LabelBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** How far a box is from a point. */
function distance({ left, top, right, bottom }: LabelBox, x: number, y: number): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

Deno.test("placeLabels() puts a label on the right of its dot, on the left at the right border", () => {
  const [left, right] = placeLabels([dot(50, 100), dot(390, 100)], within);
  assertEquals([left.left, left.right, left.isFar], [60, 120, false]);
  assertEquals([right.left, right.right, right.isFar], [320, 380, false]);
});

Deno.test("placeLabels() keeps labels off each other and off dots, and near their own", () => {
  // Twelve methods as fast and as good as one another.
  const dots = Array.from({ length: 12 }, (_, i) => dot(180 + 7 * (i % 4), 90 + 5 * (i % 3), 70));
  const places = placeLabels(dots, within);
  places.forEach((place, i) => {
    for (const other of places.slice(0, i)) assert(!overlap(place, other), `labels at ${i}`);
    for (const { x, y } of dots) assert(distance(place, x, y) > 5, `label ${i} on a dot`);
    assert(distance(place, dots[i].x, dots[i].y) < 100, `label ${i} is far off`);
    assert(place.left >= 0 && place.right <= 400 && place.top >= 0 && place.bottom <= 200);
    assertEquals(place.isFar, distance(place, dots[i].x, dots[i].y) > 15, `label ${i}`);
  });
});

Deno.test("placeLabels() has a place even where there is none", () => {
  const tiny = { left: 0, top: 0, right: 10, bottom: 10 };
  assertEquals(placeLabels([dot(5, 5)], tiny).length, 1);
  assertEquals(placeLabels([], tiny), []);
});
