/** Of several videos in one run, a network is loaded once. */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { encodeGrayPng, encodeRgbaPng } from "../../lib/files/mod.ts";
import { createFrame } from "../../mod.ts";
import { namesIn, ROOT, runCliHere, temporaryFolder } from "../helpers.ts";
import { mixNetwork, recurrentNetwork } from "../networks/tiny_networks.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

/** A network of 64×36 that takes what is red for a person. */
const red = mixNetwork({
  input: ["picture", [1, 36, 64, 3]],
  mix: [[1, 0, 0]],
  outputs: ["person"],
  dims: [1, 36, 64, 1],
});

/** How many threads of networks are started while something is done. */
async function threadsOf(work: () => Promise<unknown>): Promise<number> {
  const { Worker } = globalThis;
  let count = 0;
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      if (String(args[0]).endsWith("/onnx_worker.ts")) count++;
      super(...args);
    }
  };
  try {
    await work();
  } finally {
    globalThis.Worker = Worker;
  }
  return count;
}

async function succeed(...args: string[]): Promise<void> {
  const { code, stderr } = await runCliHere(args);
  assertEquals(code, 0, stderr);
}

async function bytesBelow(folder: string): Promise<Uint8Array[]> {
  return await Promise.all(namesIn(folder).map((name) => Deno.readFile(`${folder}/${name}`)));
}

Deno.test("run() of several videos opens a network once, which forgets each of them", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await Deno.writeFile(`${path}/rvm.onnx`, recurrentNetwork());
  const clips = ["walk", "sway"].map((name) => `${LABELLED}${name}/input.mp4`);
  const segment = ["color:blue", "-m", "segment", "--model", `${path}/rvm.onnx`];
  const part = ["--duration", "0.2", "--format", "png", "--refine", "none", "-q"];
  const count = await threadsOf(() =>
    succeed(...clips, ...segment, ...part, "-o", `${path}/many/`, "--mattes", `${path}/mattes/`)
  );
  assertEquals(count, 1);
  const alone = await threadsOf(() =>
    succeed(clips[1], ...segment, ...part, "-o", `${path}/one/`, "--mattes", `${path}/alone/`)
  );
  assertEquals(alone, 1);
  const clipsBelow = namesIn(`${path}/mattes`).map((name) => `${path}/mattes/${name}`);
  assertEquals(clipsBelow.length, 2);
  const wanted = await bytesBelow(`${path}/alone`);
  const found = await Promise.all(clipsBelow.map(bytesBelow));
  assertEquals(wanted.length, 5);
  assertEquals(found.some((files) => files.every((file, i) => equal(file, wanted[i]))), true);
});

function equal(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return a.length === b?.length && a.every((byte, i) => byte === b[i]);
}

/** A labelled clip of three pictures, in which all is red. */
async function makeLabelled(folder: string): Promise<string> {
  const frame = createFrame(8, 6);
  frame.bitmap.forEach((_, p) => frame.bitmap[p] = p % 4 === 0 || p % 4 === 3 ? 255 : 0);
  const truth = { width: 8, height: 6, data: new Uint8Array(48).fill(255) };
  for (const name of ["input", "groundtruth"]) {
    await Deno.mkdir(`${folder}/${name}`, { recursive: true });
  }
  for (const number of ["000001", "000002", "000003"]) {
    await Deno.writeFile(`${folder}/input/in${number}.png`, encodeRgbaPng(frame));
    await Deno.writeFile(`${folder}/groundtruth/gt${number}.png`, encodeGrayPng(truth));
  }
  return folder;
}

Deno.test("evaluate() of several clips opens a network once", async () => {
  await using folder = await temporaryFolder();
  const model = `${folder.path}/red.onnx`;
  await Deno.writeFile(model, red);
  const clips: string[] = [];
  for (const name of ["one", "two"]) clips.push(await makeLabelled(`${folder.path}/${name}`));
  const count = await threadsOf(() =>
    succeed("evaluate", ...clips, "--methods", "segment", "--model", model, "-q")
  );
  assertEquals(count, 1);
});
