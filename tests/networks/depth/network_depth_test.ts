import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  depthSpec,
  type InferenceSession,
  type ModelOverrides,
  NetworkDepth,
  type Tensor,
} from "../../../lib/networks/mod.ts";
import { KernelMemory, ModelError } from "../../../mod.ts";
import { frameOf, noiseFrame } from "../../helpers.ts";
import { openHere } from "../onnx_runtime.ts";
import { mixNetwork } from "../tiny_networks.ts";

const LEVELS: ModelOverrides = { mean: [0, 0, 0], std: [1, 1, 1] };

/** Three numbers to sixteenths: what is resized may be off by rounding. */
const sixteenths = (values: Float32Array) => [...values].map((value) => Math.round(16 * value));

Deno.test("NetworkDepth runs a network as its signature says: MiDaS's, channel gone", async () => {
  const session = await openHere(mixNetwork({
    input: ["0", [1, 3, 256, 256]],
    mix: [[0, 1, 0]],
    outputs: ["797"],
    dims: [1, 1, 256, 256],
  }));
  const spec = depthSpec({
    inputs: session.inputs,
    outputs: [{ name: "797", dims: [1, 256, 256] }],
  }, "model-small.onnx");
  await using network = new NetworkDepth(session, spec);
  const { width, height, disparity } = await network.look(frameOf([[0, 100], [200, 50]]));
  assertEquals([width, height, spec.family], [256, 256, "midas"]);
  const corners = [0, 255, 255 * 256, 255 * 256 + 255].map((i) => disparity[i]);
  assertEquals(sixteenths(Float32Array.from(corners)), [0, 8, 16, 4]);
});

for (const layout of ["nchw", "nhwc"] as const) {
  Deno.test(`NetworkDepth of ${layout}, in which less is nearer, turns distances over`, async () => {
    const dims = layout === "nchw" ? [1, 3, 1, 3] : [1, 1, 3, 3];
    const session = await openHere(mixNetwork({
      input: ["x", dims],
      mix: [[1, 0, 0]],
      outputs: ["metric_depth"],
      dims: layout === "nchw" ? [1, 1, 1, 3] : [1, 1, 3, 1],
    }));
    const spec = depthSpec(session, "a.onnx", { ...LEVELS, layout });
    await using network = new NetworkDepth(session, spec);
    // 1 / 50, 1 / 100, 1 / 200, from 0.005 to 0.02; of nothing nobody knows how far it is.
    const { disparity } = await network.look(frameOf([[50, 100, 200]]));
    assertEquals([spec.isDistance, ...disparity].map(Number).map((x) => +x.toFixed(5)), [
      1,
      1,
      0.33333,
      0,
    ]);
    assertEquals((await network.look(frameOf([[0, 100, 200]]))).disparity[0], NaN);
  });
}

/** A network of 3×1 pixels that gives the red of each, when it is told to. */
class Slow implements InferenceSession {
  readonly inputs = [{ name: "x", dims: [1, 1, 3, 3] }];
  readonly outputs = [{ name: "y", dims: [1, 1, 3] }];
  readonly runs: { end: (change?: (red: number) => number) => void }[] = [];
  isDisposed = false;

  run({ x }: Record<string, Tensor>): Promise<Record<string, Tensor>> {
    const { promise, resolve } = Promise.withResolvers<Record<string, Tensor>>();
    const reds = Float32Array.of(x.data[0], x.data[3], x.data[6]);
    const end = (change = (red: number) => red) =>
      resolve({ y: { dims: [1, 1, 3], data: reds.map(change) } });
    this.runs.push({ end });
    return promise;
  }

  [Symbol.asyncDispose]() {
    this.isDisposed = true;
    return Promise.resolve();
  }
}

function slow() {
  const session = new Slow();
  return { session, network: new NetworkDepth(session, depthSpec(session, "x", LEVELS)) };
}

Deno.test("NetworkDepth scales frames in their order, whichever look ends first", async () => {
  const { session, network } = slow();
  await using _ = network;
  const frame = frameOf([[0, 100, 200]]);
  const first = network.look(frame);
  frame.bitmap.fill(255);
  const second = network.look(frameOf([[0, 100, 220]]));
  session.runs[1].end();
  await Promise.resolve();
  session.runs[0].end();
  assertEquals([...(await first).disparity], [0, 0.5, 1]);
  // 200 and a twentieth of the way to 220.
  assertAlmostEquals((await second).disparity[1], 100 / 201, 1e-6);
});

Deno.test("NetworkDepth.reset() forgets the scale, also while a frame is looked at", async () => {
  const { session, network } = slow();
  await using _ = network;
  const before = network.look(frameOf([[0, 100, 200]]));
  network.reset();
  const after = network.look(frameOf([[0, 110, 220]]));
  for (const run of session.runs) run.end();
  assertEquals([...(await before).disparity], [0, 0.5, 1]);
  assertEquals([...(await after).disparity], [0, 0.5, 1]);
});

Deno.test("NetworkDepth rejects outputs without a number, and sees the next frame", async () => {
  const { session, network } = slow();
  await using _ = network;
  const [first, second] = [0, 1].map(() => network.look(frameOf([[0, 100, 200]])));
  session.runs[0].end(() => NaN);
  session.runs[1].end((red) => red === 0 ? Infinity : red);
  await assertRejects(() => first, ModelError, "its output 'y' has not one number, only NaN");
  assertEquals([...(await second).disparity], [NaN, 0, 1]);
});

Deno.test("NetworkDepth rejects frames that are none, and outputs that are none", async () => {
  const { session, network } = slow();
  await using _ = network;
  const short = { width: 9, height: 1, bitmap: new Uint8ClampedArray(8) };
  await assertRejects(() => network.look(short), RangeError, "Cannot measure depth: 'frame'");
  const spec = depthSpec(session, "x", LEVELS);
  const wrong = { ...spec, decoding: { ...spec.decoding, channels: 2 } };
  await using other = new NetworkDepth(session, wrong);
  const look = other.look(frameOf([[0, 100, 200]]));
  session.runs[0].end();
  await assertRejects(() => look, ModelError, "must be a picture of 2 channels, got 1×1×3");
});

Deno.test("NetworkDepth sees the same wherever the frame lies, gives memory back, and disposes", async () => {
  const memory = (await KernelMemory.load())!;
  const frame = noiseFrame(67, 43, 3);
  const inside = memory.createFrame(67, 43);
  inside.bitmap.set(frame.bitmap);
  const sizes: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { session, network } = slow();
    const maps: Float32Array[] = [];
    for (const seen of [inside, frame]) {
      network.reset();
      const look = network.look(seen);
      session.runs.at(-1)!.end();
      maps.push((await look).disparity);
    }
    assertEquals(maps[0], maps[1]);
    await network[Symbol.asyncDispose]();
    assertEquals(session.isDisposed, true);
    // The plan of a resize stays, once.
    sizes.push(memory.bytesInUse);
  }
  assertEquals(sizes[2], sizes[0]);
});
