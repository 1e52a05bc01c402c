import { assert, assertEquals } from "@std/assert";
import type { Frame, Matte } from "../../../lib/raster/frame.ts";
import { iou, madePeople, SMALL, somebody } from "./made_people.ts";

/** The words that each of some frames adds to the log. */
async function logged(
  { segmenter, log }: ReturnType<typeof madePeople>,
  frames: readonly Frame[],
): Promise<{ words: string[][]; mattes: Matte[] }> {
  const words: string[][] = [], mattes: Matte[] = [];
  for (const frame of frames) {
    log.length = 0;
    mattes.push(await segmenter.segment(frame));
    words.push(log.toSorted());
  }
  return { words, mattes };
}

Deno.test("PeopleSegmenter, live: a frame takes few looks, also the first", async () => {
  const people = madePeople({ pace: "live", knees: 0.02, larger: 1.4 });
  await using _ = people.segmenter;
  const frame = somebody([20, 10, 300, 180]);
  const { words, mattes } = await logged(people, Array(40).fill(frame));
  assertEquals(words[0], ["body", "close", "find"]);
  const most = words.reduce((most, { length }) => Math.max(most, length), 0);
  const all = words.reduce((sum, { length }) => sum + length, 0);
  assert(most <= 3, `${most} looks at a frame`);
  assert(all <= 1.3 * 40, `${all} looks at 40 frames`);
  for (const matte of mattes) assert(iou(matte, frame) > 0.9);
});

Deno.test("PeopleSegmenter, live: of two people one gets a close look in each frame, the other is carried", async () => {
  const people = madePeople({ pace: "live" });
  await using _ = people.segmenter;
  const frames = Array.from({ length: 24 }, (_, k) => {
    const frame = somebody([40 + k, 60, 56 + k, 110]);
    somebody([220, 60, 236, 110]).bitmap.forEach((level, p) => {
      if (level > 0) frame.bitmap[p] = level;
    });
    return frame;
  });
  const { words, mattes } = await logged(people, frames);
  const close = words.slice(4).map((all) => all.filter((word) => word === "close").length);
  const mean = close.reduce((sum, count) => sum + count, 0) / close.length;
  // Now and then a region moves, and then both are looked at.
  assert(mean < 1.5, `${mean} close looks a frame`);
  mattes.forEach((matte, k) => {
    assert(iou(matte, frames[k]) > 0.85, `frame ${k}: IoU ${iou(matte, frames[k])}`);
  });
});

Deno.test("PeopleSegmenter, live: a whole body is looked at in each third frame", async () => {
  const people = madePeople({ pace: "live" });
  await using _ = people.segmenter;
  const { words } = await logged(people, Array(31).fill(somebody(SMALL)));
  const bodies = words.filter((all) => all.includes("body")).length;
  assert(bodies >= 9 && bodies <= 12, `the body network looked at ${bodies} of 31 frames`);
});
