import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Background } from "../../../mod.ts";
import { ChangeableBackground } from "../../../lib/pipeline/live/changeable_background.ts";
import { frameOf } from "../../helpers.ts";

const at = (timestamp: number) => ({ number: 1, timestamp, ...frameOf([[7]]) });

/** The level behind a frame. */
async function levelAt(background: ChangeableBackground, timestamp = 0): Promise<number> {
  return (await background.behind(at(timestamp), undefined)).bitmap[0];
}

/** A background of one level, and what happened to it. */
function watched(level: number) {
  const told: (number | string)[] = [];
  const background: Background = {
    behind({ timestamp }) {
      told.push(timestamp);
      return frameOf([[level]]);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(void told.push("end")),
  };
  return { background, told };
}

Deno.test("ChangeableBackground: what is set is behind the next frame", async () => {
  await using background = new ChangeableBackground("color:#101010");
  assertEquals(await levelAt(background), 16);
  await background.set(frameOf([[30]]));
  assertEquals([await levelAt(background), background.isStill], [30, false]);
  await background.set("off");
  assertEquals([await levelAt(background), background.isOff], [7, true]);
});

Deno.test("ChangeableBackground: what it has opened is disposed of at the next frame, a given one never", async () => {
  const [own, given] = [watched(1), watched(2)];
  const background = new ChangeableBackground(() => own.background);
  assertEquals(await levelAt(background), 1);
  await background.set(given.background);
  assertEquals(own.told, [0]);
  assertEquals(await levelAt(background), 2);
  assertEquals(own.told, [0, "end"]);
  await background[Symbol.asyncDispose]();
  assertEquals(given.told, [0]);
});

Deno.test("ChangeableBackground: the one before stays until another is open, and if it cannot be opened", async () => {
  const opening = Promise.withResolvers<Background>();
  await using background = new ChangeableBackground("color:#101010");
  const set = background.set(() => opening.promise);
  assertEquals(await levelAt(background), 16);
  opening.resolve(watched(3).background);
  await set;
  assertEquals(await levelAt(background), 3);
  await assertRejects(() => background.set(() => Promise.reject(new Error("no such file"))));
  assertEquals(await levelAt(background), 3);
});

Deno.test("ChangeableBackground: what opens after another was set is disposed of", async () => {
  const late = watched(4);
  const opening = Promise.withResolvers<Background>();
  await using background = new ChangeableBackground("color:#101010");
  const set = background.set(() => opening.promise);
  background.set("color:#202020");
  opening.resolve(late.background);
  await set;
  assertEquals([await levelAt(background), late.told], [32, ["end"]]);
});

Deno.test("ChangeableBackground: to each background time begins when it is set, and never falls", async () => {
  const [first, second] = [watched(1), watched(2)];
  await using background = new ChangeableBackground(first.background);
  for (const time of [100, 100.5]) await levelAt(background, time);
  background.set(second.background);
  // The camera begins anew.
  for (const time of [101, 102, 3, 4]) await levelAt(background, time);
  assertEquals([first.told, second.told], [[0, 0.5], [0, 1, 1, 2]]);
});

Deno.test("ChangeableBackground: where one fails all is black behind, and it is told once", async () => {
  const lines: string[] = [];
  const onFailure = (line: string) => void lines.push(line);
  const broken: Background = {
    behind: () => Promise.reject(new Error("damaged\nhere")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  await using background = new ChangeableBackground(broken, { onFailure });
  assertEquals([await levelAt(background), await levelAt(background)], [0, 0]);
  assertEquals(lines, ["damaged"]);
  background.set("color:#202020");
  assertEquals(await levelAt(background), 32);
});

Deno.test("ChangeableBackground refuses what is no background at once, and keeps the one before", async () => {
  assertThrows(() => new ChangeableBackground("beach.jpg"), TypeError, "beach.jpg");
  await using background = new ChangeableBackground("color:#101010");
  assertThrows(() => background.set("color:nonsense"), RangeError);
  assertEquals(await levelAt(background), 16);
});
