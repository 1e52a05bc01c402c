import { assertEquals, assertRejects } from "@std/assert";
import { segmenterOpener, SharedNetworks } from "../../../lib/files/mod.ts";
import { createFrame, ModelError } from "../../../mod.ts";
import type { InferenceSession } from "../../../lib/networks/mod.ts";
import { frameOf, temporaryFolder } from "../../helpers.ts";
import { recurrentNetwork } from "../tiny_networks.ts";

/** A network that does nothing but fail where it is told to. */
function handWritten(log: string[], failure?: Error): InferenceSession {
  return {
    inputs: [{ name: "x", dims: [1] }],
    outputs: [{ name: "y", dims: [1] }],
    run: () => failure === undefined ? Promise.resolve({}) : Promise.reject(failure),
    [Symbol.asyncDispose]: () => Promise.resolve(void log.push("closed")),
  };
}

/** Loads such a network, and notes it. */
function loader(log: string[], failure?: Error) {
  return () => {
    log.push("loaded");
    return Promise.resolve({ name: "made", session: handWritten(log, failure) });
  };
}

Deno.test("SharedNetworks load a network once, and close it with all others", async () => {
  const log: string[] = [];
  {
    await using networks = new SharedNetworks();
    const load = loader(log);
    const [one, two] = await Promise.all([networks.lend("a", load), networks.lend("a", load)]);
    assertEquals([one.name, one.session.inputs], ["made", [{ name: "x", dims: [1] }]]);
    await one.session[Symbol.asyncDispose]();
    await assertRejects(() => one.session.run({}), ModelError, "'made': it was closed");
    assertEquals(await two.session.run({}), {});
    await networks.lend("b", load);
    assertEquals(log, ["loaded", "loaded"]);
  }
  assertEquals(log, ["loaded", "loaded", "closed", "closed"]);
});

Deno.test("SharedNetworks wait for no network when all was aborted", async () => {
  const ending = new AbortController();
  const networks = new SharedNetworks(ending.signal);
  const { promise: never } = Promise.withResolvers<void>();
  const session = { ...handWritten([]), [Symbol.asyncDispose]: () => never };
  await networks.lend("a", () => Promise.resolve({ name: "slow", session }));
  ending.abort();
  await networks[Symbol.asyncDispose]();
});

Deno.test("SharedNetworks load anew what could not be loaded or has failed", async () => {
  const log: string[] = [];
  const failure = new ModelError("no");
  await using networks = new SharedNetworks();
  await assertRejects(() => networks.lend("a", () => Promise.reject(failure)), ModelError, "no");
  const broken = await networks.lend("a", loader(log, failure));
  await assertRejects(() => broken.session.run({}), ModelError, "no");
  const whole = await networks.lend("a", loader(log));
  assertEquals(await whole.session.run({}), {});
  assertEquals(log, ["loaded", "loaded"]);
});

Deno.test("segmenterOpener() with shared networks remembers nothing of earlier videos", async () => {
  await using folder = await temporaryFolder();
  const model = `${folder.path}/rvm.onnx`;
  await Deno.writeFile(model, recurrentNetwork());
  await using networks = new SharedNetworks();
  const open = segmenterOpener(model, { networks });
  const levels = [255, 100, 30, 250];
  const videos: number[][] = [];
  for (let video = 0; video < 2; video++) {
    await using segmenter = await open(createFrame(3, 2));
    const seen: number[] = [];
    for (const level of levels) {
      seen.push((await segmenter.segment(frameOf([[level, level], [level, level]]))).data[0]);
    }
    videos.push(seen);
    // The file is not read a second time.
    await Deno.remove(model).catch(() => {});
  }
  assertEquals(videos[1], videos[0]);
  assertEquals(new Set(videos[0]).size > 1, true);
});
