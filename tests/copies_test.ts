/**
 * How many bytes of pixels a frame are copied on the way from the decoder to the sinks, in this thread. The
 * limits are what was measured and less than a mask more (0.25), and are lowered as copies go: none may come back.
 */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { countCopies } from "./copies.ts";
import { BEACH, ROOT, runCliHere, temporaryFolder } from "./helpers.ts";

const CLIP = fileURLToPath(new URL("examples/media/labelled/walk/input.mp4", ROOT));
/** Of a frame of the clip, in RGBA. */
const FRAME = 4 * 320 * 180;

/** Each route, how many times the bytes of an RGBA frame it may copy for each frame, and how many whole ones. */
const routes: [name: string, most: number, whole: number, output: string, ...args: string[]][] = [
  ["segment to mp4", 6.4, 0, "out.mp4", "-m", "segment"],
  ["segment without a plate to mp4", 6, 0, "out.mp4", "-m", "segment", "--set", "plate=false"],
  ["chroma to mp4", 0.85, 0, "out.mp4", "-m", "chroma", "--set", "key=#6080a0"],
  ["median to mp4", 2.9, 0, "out.mp4", "-m", "median"],
  ["median to JPEGs", 3.1, 1, "out%d.jpg", "-m", "median"],
  ["the tutorial's JPEGs", 0.01, 0, "out%d.jpg"],
];

/** What a run copies, by the bytes of a frame. */
async function copiesOf(output: string, args: readonly string[], last: number) {
  await using folder = await temporaryFolder();
  const copies = await countCopies(async () => {
    const words = [CLIP, BEACH, "-o", `${folder.path}/${output}`, "-q", "--frames", `1-${last}`];
    const { code, stderr } = await runCliHere([...words, ...args]);
    assertEquals(code, 0, stderr);
  });
  return { bytes: copies.bytes / FRAME, whole: copies.bySize.get(FRAME) ?? 0 };
}

for (const [name, most, wholeMost, output, ...args] of routes) {
  Deno.test(`bytes copied a frame, ${name}: at most ${most} frames' bytes, ${wholeMost} whole frames`, async () => {
    // What is copied once, such as the background, is in both.
    const short = await copiesOf(output, args, 15);
    const long = await copiesOf(output, args, 45);
    const bytes = (long.bytes - short.bytes) / 30;
    const whole = (long.whole - short.whole) / 30;
    assert(bytes <= most, `${bytes.toFixed(2)} times the bytes of a frame`);
    assert(whole <= wholeMost, `${whole.toFixed(2)} copies of whole frames`);
  });
}

Deno.test("countCopies() sees sets, slices, moves and messages, but not what is handed over", async () => {
  const thread = new Worker("data:text/javascript,", { type: "module" });
  const bytes = new Uint8Array(100);
  const counted = await countCopies(() => {
    bytes.set(new Uint8Array(10), 5);
    bytes.slice(0, 20);
    bytes.buffer.slice(0, 3);
    new Float32Array(10).copyWithin(0, 5);
    thread.postMessage({ of: [bytes], and: bytes.buffer });
    const handed = new Uint8Array(7);
    thread.postMessage(handed, [handed.buffer]);
    thread.postMessage(new SharedArrayBuffer(9));
    return Promise.resolve();
  });
  thread.terminate();
  assertEquals([...counted.bySize], [[10, 1], [20, 2], [3, 1], [100, 1], [0, 2]]);
  const before = bytes.set;
  await countCopies(() => Promise.resolve());
  assertEquals(bytes.set, before);
});
