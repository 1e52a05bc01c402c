/**
 * What a page does with `webSegmenterOpener`. It runs in a browser, whose types Deno does not know.
 *
 * @module
 */

// deno-lint-ignore-file no-explicit-any

import type { OpenSegmenter } from "../../../lib/networks/mod.ts";

const web = globalThis as any;
// Beside this one in the bundle: computed, so that it is not bundled twice.
const [library, onnx] = await Promise.all(["./mod.mjs", "./web.mjs"].map((path) => import(path)));

/** Mattes of frames, by networks of the studio's, then by a file, and without a connection. */
export async function run(frames: readonly string[], model: string): Promise<object> {
  const fetched = new Set<string>();
  const options = {
    base: "studio/",
    startThread: () => new Worker("network_worker.mjs", { type: "module" }),
    onFetch: (what: string) => fetched.add(what),
  };
  const opener = onnx.webSegmenterOpener("fast", options);
  const mattes = await mattesOf(frames, opener);
  const { runtime } = opener;
  await opener[Symbol.asyncDispose]();

  const bytes = (Uint8Array as any).fromBase64(model).buffer;
  const own = onnx.webSegmenterOpener({ name: "own.tflite", bytes }, options);
  const [ownMatte] = await mattesOf(frames.slice(0, 1), own);
  await own[Symbol.asyncDispose]();

  let started = 0;
  const broken = URL.createObjectURL(new Blob(["throw new Error('broken')"]));
  const startThread = () => started++ < 2 ? new Worker(broken) : options.startThread();
  const again = onnx.webSegmenterOpener("fast", { ...options, startThread });
  const first = frames.slice(0, 1);
  const failed = await mattesOf(first, again).then(
    () => "nothing",
    (error: Error) => error.message,
  );
  const [recovered] = await mattesOf(first, again);
  await again[Symbol.asyncDispose]();

  const page = new TextEncoder().encode("<!doctype html>").buffer;
  const wrong = await mattesOf(
    frames,
    onnx.webSegmenterOpener({ name: "page.onnx", bytes: page }, options),
  )
    .then(() => "nothing", (error: Error) => error.message);

  web.fetch = () => Promise.reject(new TypeError("there is no connection"));
  const later = onnx.webSegmenterOpener("fast", options);
  const [offline] = await mattesOf(frames.slice(0, 1), later);
  await later[Symbol.asyncDispose]();
  const seen = (Uint8Array as any).fromBase64(ownMatte).filter((level: number) => level > 127);
  return {
    mattes,
    runtime,
    fetched: [...fetched],
    own: seen.length,
    failed,
    recovered,
    wrong,
    offline,
  };
}

async function mattesOf(
  frames: readonly string[],
  openSegmenter: OpenSegmenter,
): Promise<string[]> {
  const pictures = frames.map((text) => {
    const bitmap = new Uint8ClampedArray((Uint8Array as any).fromBase64(text).buffer);
    return { width: 320, height: 180, bitmap };
  });
  const mattes: string[] = [];
  const numbered = pictures.map((frame, i) => ({ ...frame, number: i + 1 }));
  const replaced = library.replaceFrames(numbered, { method: "segment", openSegmenter });
  for await (const { matte } of replaced) mattes.push(new Uint8Array(matte.data).toBase64());
  return mattes;
}
