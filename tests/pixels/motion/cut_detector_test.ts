import { assertEquals } from "@std/assert";
import { CutDetector } from "../../../lib/pixels/motion/cut_detector.ts";
import { createFrame, type Frame } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";
import { person, room } from "../../methods/rooms.ts";

/** Before which frames there is a cut. */
function cutsOf(frames: readonly Frame[]): number[] {
  const detector = new CutDetector();
  return frames.flatMap((frame, i) => detector.isCut(frame) ? [i] : []);
}

Deno.test("CutDetector tells another room, there and back", () => {
  const rooms = [0, 0, 2, 2, 0].map((seed) => room([], { seed }));
  assertEquals(cutsOf(rooms), [2, 4]);
});

Deno.test("CutDetector: who walks, a camera that turns and a lamp are no cut", () => {
  const walk = Array.from({ length: 8 }, (_, k) => room([person(7 * k)], { pan: k }));
  assertEquals(cutsOf(walk), []);
  // Somebody comes from one frame to the next, as wide as a third of the picture.
  assertEquals(cutsOf([room(), room([{ ...person(20), width: 21 }])]), []);
  const levels = [100, 127, 154, 130, 105];
  assertEquals(cutsOf(levels.map((level) => row([level, level, level]))), []);
});

Deno.test("CutDetector tells a change of mean luma above 28 levels", () => {
  const flat = (level: number) => row([level, level]);
  assertEquals(cutsOf([flat(50), flat(78), flat(107), flat(78)]), [2, 3]);
});

Deno.test("CutDetector: the first frame is none, nor the first after reset() or in another size", () => {
  const detector = new CutDetector();
  const [dark, light] = [createFrame(5, 3), { ...createFrame(5, 3) }];
  light.bitmap.fill(255);
  assertEquals([detector.isCut(dark), detector.isCut(light)], [false, true]);
  detector.reset();
  assertEquals(detector.isCut(dark), false);
  assertEquals(detector.isCut(noiseFrame(9, 9, 1)), false);
});

Deno.test("CutDetector takes frames of any size, and looks at all of them", () => {
  for (const [width, height] of [[1, 1], [1, 97], [97, 1], [47, 49], [95, 96], [640, 3]]) {
    const [dark, light] = [createFrame(width, height), createFrame(width, height)];
    light.bitmap.fill(255);
    assertEquals(cutsOf([dark, dark, light]), [2], `${width}×${height}`);
  }
  // A quarter, in whichever corner, is 64 levels in the mean.
  for (const [left, top] of [[0, 0], [100, 0], [0, 50], [100, 50]]) {
    const color = [255, 255, 255, 255] as const;
    const corner = { x: left, y: top, width: 100, height: 50, color };
    const [dark, light] = [[], [corner]].map((blocks) => {
      return room(blocks, { width: 200, height: 100 });
    });
    assertEquals(cutsOf([dark, light]), [1], `${left}, ${top}`);
  }
});
