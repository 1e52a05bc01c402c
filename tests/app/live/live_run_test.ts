import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  ALL,
  assertNoGrowth,
  BLUE,
  delays,
  hasPipes,
  isColor,
  LiveStage,
  NOTHING,
  pause,
  RED,
  slowly,
} from "./numbered_frames.ts";

const ignore = !hasPipes;

Deno.test({ name: "live: frames come out in order, and as they went in", ignore }, async () => {
  await using stage = await LiveStage.make();
  await stage.start(ALL, "color:red", "-o", "out", "--json");
  const first = await stage.warmUp();
  await stage.give(first + 1, first + 80, 25);
  await stage.until(({ number }) => number === first + 80);
  stage.press("q");
  const { code, stdout } = await stage.end();
  assertEquals(code, 0, stage.said);
  const numbers = stage.seen.map(({ number }) => number!);
  assertEquals(numbers, numbers.toSorted((a, b) => a - b));
  assertEquals(new Set(numbers).size, numbers.length);
  const { framesRead, dropped, latency } = JSON.parse(stdout);
  // Each frame was taken or left out, but for those that came while all was made ready.
  assert(framesRead + dropped >= 81 && framesRead + dropped <= first + 80);
  assert(latency.median <= latency.p95 && latency.p95 <= latency.most);
  assertNoGrowth(delays(stage), 200);
});

Deno.test(
  { name: "live: a slow method gets fewer frames, and no older ones", ignore },
  async () => {
    await using stage = await LiveStage.make();
    await stage.start(slowly(60), "color:red", "-o", "out", "--json");
    const first = await stage.warmUp();
    // Without leaving frames out, the last would be late by more than four seconds.
    await stage.give(first + 1, first + 120, 20);
    await stage.until(({ number }) => number === first + 120);
    stage.press("q");
    const { code, stdout } = await stage.end();
    assertEquals(code, 0, stage.said);
    const { framesRead, dropped } = JSON.parse(stdout);
    assert(framesRead + dropped >= 121 && framesRead + dropped <= first + 120);
    assert(dropped > 60, `${dropped} left out`);
    assertNoGrowth(delays(stage), 400);
  },
);

Deno.test({ name: "live: keys change what is behind, and mirror", ignore }, async () => {
  await using stage = await LiveStage.make();
  await stage.start(NOTHING, "color:red", "color:blue", "blur:2", "-o", "out");
  stage.keepGiving(1, 25);
  await stage.until(({ middle }) => isColor(middle, RED));
  stage.press(" ");
  await stage.until(({ middle }) => isColor(middle, BLUE));
  // Until here no number was to be seen.
  assertEquals(stage.seen.filter(({ number }) => number !== undefined), []);
  stage.press("o");
  await stage.until(({ number }) => number !== undefined);
  stage.press("m");
  await stage.until(({ isMirrored }) => isMirrored);
  stage.press("m");
  const from = stage.seen.length;
  await stage.until((seen) =>
    seen.number !== undefined && !seen.isMirrored && stage.seen.indexOf(seen) > from
  );
  stage.press("o");
  const again = stage.seen.length;
  await stage.until((seen) => isColor(seen.middle, BLUE) && stage.seen.indexOf(seen) > again);
  stage.press("b");
  const blurred = stage.seen.length;
  // A blurred room is gray in the middle, as the room is.
  await stage.until((seen) =>
    isColor(seen.middle, [128, 128, 128]) && stage.seen.indexOf(seen) > blurred
  );
  stage.press("q");
  await stage.end();
  assertStringIncludes(stage.said, "keys: space next background");
  assertStringIncludes(stage.said, "the room is seen");
});

Deno.test({
  name: "live: without the camera the background alone is seen, until it is back",
  ignore,
}, async () => {
  await using stage = await LiveStage.make();
  await stage.start(ALL, "color:red", "-o", "out");
  await stage.warmUp();
  stage.disconnect();
  await stage.until(({ middle }) => isColor(middle, RED));
  assertStringIncludes(stage.said, "gives nothing any more");
  await stage.connect();
  stage.keepGiving(1000, 30);
  await stage.until(({ number }) => number !== undefined && number >= 1000);
  assertStringIncludes(stage.said, "is there again");
  stage.press("q");
  assertEquals((await stage.end()).code, 0);
});

/** A method that fails with its tenth frame, and with all that follow. */
const FAILING = `let count = 0;
export default ({ width, height }) => {
  if (++count >= 10) throw new Error("the network is gone");
  return { width, height, data: new Uint8Array(width * height).fill(255) };
};`;

Deno.test({ name: "live: a method that fails shows no room", ignore }, async () => {
  await using stage = await LiveStage.make();
  await stage.start(FAILING, "color:red", "-o", "out");
  stage.keepGiving(1, 30);
  await stage.until(({ number }) => number !== undefined);
  await stage.until(({ middle }) => isColor(middle, RED));
  await pause(700);
  stage.press("q");
  assertEquals((await stage.end()).code, 0);
  const shown = stage.seen.filter(({ number }) => number !== undefined);
  assert(shown.length < 10, `${shown.length} frames with the room`);
  const last = stage.seen.slice(-10);
  assertEquals(last.filter(({ middle }) => !isColor(middle, RED)), []);
  assertStringIncludes(stage.said, "the method fails, and only the background is shown: ");
  assertStringIncludes(stage.said, "the network is gone");
});

Deno.test({ name: "live: a recording has times as frames came", ignore }, async () => {
  await using stage = await LiveStage.make();
  await stage.start(ALL, "color:red", "--duration", "1.5", "--output", "out.mp4");
  stage.keepGiving(1, 50);
  assertEquals((await stage.end()).code, 0, stage.said);
  const probe = await new Deno.Command("ffprobe", {
    args: [
      "-v",
      "error",
      "-show_entries",
      "packet=pts_time",
      "-of",
      "csv=p=0",
      `${stage.path}/out.mp4`,
    ],
  }).output();
  const times = new TextDecoder().decode(probe.stdout).trim().split("\n").map(parseFloat);
  assert(times.length > 5, `${times.length} frames`);
  const span = times.at(-1)! - times[0];
  // Every 50 ms one came; left out were some, if any: then the others are farther apart.
  assert(span > 0.8 && span < 3, `${span} s`);
});

Deno.test(
  { name: "live: who reads nothing any more does not keep the run from ending", ignore },
  async () => {
    await using stage = await LiveStage.make();
    await stage.start(ALL, "color:red", "-o", "out");
    await stage.warmUp();
    stage.isReading = false;
    stage.keepGiving(100, 20);
    await pause(500);
    stage.press("q");
    assertEquals((await stage.end()).code, 1);
    assertStringIncludes(stage.said, "whoever reads the output takes nothing");
  },
);

Deno.test({ name: "live: each reader of a pipe gets a stream of its own", ignore }, async () => {
  await using stage = await LiveStage.make();
  await stage.start(ALL, "color:red", "-o", "out");
  await stage.warmUp();
  stage.keepGiving(1000, 30);
  await stage.readAnew();
  const from = stage.seen.length;
  await stage.until((seen) =>
    stage.seen.indexOf(seen) > from && seen.number !== undefined && seen.number > 1000
  );
  stage.press("q");
  assertEquals((await stage.end()).code, 0);
});
