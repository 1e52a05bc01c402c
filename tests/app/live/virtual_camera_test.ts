import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testWith } from "../../web/bundle.ts";
import {
  ALL,
  assertNoGrowth,
  BLUE,
  delays,
  FRAME_BYTES,
  HEIGHT,
  isColor,
  NOTHING,
  pause,
  RED,
  slowly,
  WIDTH,
} from "./numbered_frames.ts";
import {
  COMPILER,
  COMPILER_WORDS,
  DEVICE,
  READ_DEVICE,
  VirtualCameraStage,
} from "./virtual_camera_stage.ts";

/** A test that writes to a virtual camera. */
function test(name: string, run: (stage: VirtualCameraStage) => Promise<void>): void {
  testWith(`virtual camera: ${name}`, COMPILER, COMPILER_WORDS, async (compiler) => {
    await using stage = await VirtualCameraStage.open(compiler);
    await run(stage);
  });
}

test("frames go to -o /dev/video10 as they come, in its format", async (stage) => {
  await stage.start(ALL, "color:red", "-o", DEVICE);
  const first = await stage.warmUp();
  await stage.give(first + 1, first + 80, 25);
  await stage.until(({ number }) => number === first + 80);
  stage.press("q");
  assertEquals((await stage.end()).code, 0, stage.said);
  assertEquals(await stage.format(), `${WIDTH}x${HEIGHT} YU12 ${FRAME_BYTES}\n`);
  const numbers = stage.seen.map(({ number }) => number!);
  assertEquals(numbers, numbers.toSorted((a, b) => a - b));
  assertEquals(new Set(numbers).size, numbers.length);
  assertNoGrowth(delays(stage), 200);
});

test("a slow method gets fewer frames, and the newest is always there", async (stage) => {
  await stage.start(slowly(60), "color:red", "-o", `camera:${DEVICE}`);
  const first = await stage.warmUp();
  await stage.give(first + 1, first + 120, 20);
  await stage.until(({ number }) => number === first + 120);
  stage.press("q");
  assertEquals((await stage.end()).code, 0, stage.said);
  assert(stage.seen.length < 60 + first, `${stage.seen.length} frames`);
  assertNoGrowth(delays(stage), 400);
});

test("keys change what is behind", async (stage) => {
  await stage.start(NOTHING, "color:red", "color:blue", "-o", DEVICE);
  stage.keepGiving(1, 25);
  await stage.until(({ middle }) => isColor(middle, RED));
  stage.press(" ");
  await stage.until(({ middle }) => isColor(middle, BLUE));
  assertEquals(stage.seen.filter(({ number }) => number !== undefined), []);
  stage.press("q");
  assertEquals((await stage.end()).code, 0, stage.said);
});

test("--duration ends it", async (stage) => {
  await stage.start(ALL, "color:red", "-o", DEVICE, "--duration", "1");
  stage.keepGiving(1, 25);
  assertEquals((await stage.end()).code, 0, stage.said);
  assert(stage.seen.some(({ number }) => number !== undefined));
});

test("the camera rests while nobody reads, and is opened for the next reader", async (stage) => {
  stage.countUsers();
  const timer = setInterval(() => stage.countUsers(), 200);
  try {
    await stage.start(ALL, "color:red", "-o", DEVICE);
    await stage.warmUp();
    stage.keepGiving(1000, 30);
    // Read, it stays; nobody reads it, and it is let go after five seconds.
    await pause(5500);
    assert(!stage.said.includes("is let go"), stage.said);
    stage.isOpen = false;
    await saying(stage, "is let go: nobody reads the virtual camera");
    stage.disconnect();
    stage.isOpen = true;
    await stage.until(({ middle }) => isColor(middle, RED));
    await stage.connect();
    stage.keepGiving(2000, 30);
    await stage.until(({ number }) => number !== undefined && number >= 2000);
    stage.press("q");
    assertEquals((await stage.end()).code, 0, stage.said);
  } finally {
    clearInterval(timer);
  }
});

/** Wait until a run has said something. */
async function saying(stage: VirtualCameraStage, words: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!stage.said.includes(words)) {
    assert(performance.now() < end, `not said; said: ${stage.said}`);
    await pause(20);
  }
}

test("a device that is read is refused in one line", async (stage) => {
  const { code, stdout } = await stage.run(["camera:in", "color:red", "-o", READ_DEVICE]);
  assertEquals(code, 2);
  assertStringIncludes(stdout, `'${READ_DEVICE}' is a camera that is read, no virtual one: `);
  assertEquals(stdout.trim().split("\n").length, 1, stdout);
});

/** What makes a device refuse what is written, and what is told of it. */
const REFUSALS: readonly [string, (path: string) => Promise<void>, string][] = [
  [
    "another program writes to",
    (path) => Deno.writeTextFile(`${path}.busy`, ""),
    "another program writes to it, or reads it in another size",
  ],
  ["the user may not write to", (path) => Deno.chmod(path, 0o444), "sudo usermod -aG video $USER"],
  ["is not there", (path) => Deno.remove(path), "sudo modprobe v4l2loopback"],
];

for (const [what, refuse, words] of REFUSALS) {
  test(`a device that ${what} is told in one line`, async (stage) => {
    await refuse(`${stage.path}${DEVICE}`);
    await stage.start(ALL, "color:red", "-o", DEVICE);
    stage.keepGiving(1, 25);
    assertEquals((await stage.end()).code, 1, stage.said);
    const told = stage.said.split("\r\n").filter((line) => line.includes("error: "));
    assertEquals(told.length, 1, stage.said);
    assertStringIncludes(told[0], `error: Cannot write to '${DEVICE}': `);
    assertStringIncludes(told[0], words);
  });
}
