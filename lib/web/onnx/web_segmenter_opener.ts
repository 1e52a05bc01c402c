import { ModelError } from "../../errors.ts";
import type { InferenceSession } from "../../networks/inference_session.ts";
import type { ModelOverrides } from "../../networks/model/model_overrides.ts";
import { modelSpec } from "../../networks/model/model_spec.ts";
import { NetworkSegmenter } from "../../networks/network_segmenter.ts";
import { fastPeople, openPeople, type PeopleModel } from "../../networks/people/open_people.ts";
import type { Pace } from "../../networks/people/people_networks.ts";
import { ComparedSession } from "../../networks/runtime/compared_session.ts";
import { madeUpInputs } from "../../networks/runtime/made_up_inputs.ts";
import { modelKind } from "../../networks/runtime/model_kind.ts";
import { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import type { OpenSegmenter, Segmenter } from "../../networks/segmenter.ts";
import { tfliteToOnnx } from "../../networks/tflite/tflite_to_onnx.ts";
import type { Size } from "../../raster/frame.ts";
import { fetchFile } from "./fetch_file.ts";
import { NetworkThread } from "./network_thread.ts";

/**
 * A network that a user has brought.
 *
 * @category Networks
 */
export interface OwnModel {
  /** The file's name. */
  readonly name: string;
  /** What is in the file: ONNX or TensorFlow Lite. */
  readonly bytes: ArrayBuffer;
  /** What the user says of it. */
  readonly overrides?: ModelOverrides | undefined;
}

/**
 * How {@linkcode webSegmenterOpener} goes about it.
 *
 * @category Networks
 */
export interface WebSegmenterOptions {
  /**
   * Below this address lie `networks/` and `onnxruntime/`, and `network_worker.mjs` unless `startThread`
   * is given.
   */
  readonly base: string | URL;
  /**
   * Starts a thread that runs lib/web/onnx/network_worker.ts.
   *
   * @default {a module worker from `network_worker.mjs`}
   */
  readonly startThread?: (() => Worker) | undefined;
  /**
   * What runs the networks: the processor; or, with "auto", WebGPU where there is a graphics processor
   * for it, if the first look shows the same, and faster.
   *
   * @default {"cpu"}
   */
  readonly device?: "cpu" | "auto" | undefined;
  /**
   * Whether each frame waits for all networks, or, with "live", only for those that look at each frame.
   *
   * @default {"frame"}
   */
  readonly pace?: Pace | undefined;
  /** Told what is being fetched, and how much of it has come, 0–1. */
  readonly onFetch?: ((what: string, share: number) => void) | undefined;
  /** Told in one line what a user should know. */
  readonly onNotice?: ((notice: string) => void) | undefined;
  /** Told how long each look of a network took in its thread, in milliseconds. */
  readonly onLook?: ((model: string, took: number) => void) | undefined;
}

/**
 * Opens segmenters; networks stay open from one to the next, until it is disposed of.
 *
 * @category Networks
 */
export interface WebSegmenterOpener extends OpenSegmenter, AsyncDisposable {
  /** What runs the networks: "wasm" or "WebGPU"; `undefined` before one is open. */
  readonly runtime: string | undefined;
  /**
   * Open the networks now, before the first frame comes.
   *
   * @param size The frames' size, if it is known: 16 by 9 if not.
   */
  prepare(size?: Size): Promise<void>;
}

/** What cameras give, unless something else is known. */
const USUAL: Size = { width: 16, height: 9 };

/** Which networks share a thread: those that look at each frame do not wait for the others. */
const POSE: readonly PeopleModel[] = ["pose-detection", "pose-lite", "pose-full"];

/**
 * Choose the neural networks that segment people on a web page: `fast`, as `segmenterOpener` of
 * `lib/files` opens it, or a file of the user's own. They run in threads of their own, in
 * onnxruntime-web.
 *
 *     const openSegmenter = webSegmenterOpener("fast", { base: "backdrop/" });
 *     new BackgroundReplacer({ method: "segment", openSegmenter, background: "blur:24" });
 *
 * @param model "fast", or a network of the user's own.
 * @param options Where files are, and whom to tell.
 * @returns What opens them for frames of a size; the last one who needs it disposes of it.
 * @throws {RangeError} If there is no such model.
 * @throws {ModelError} When it is called, if networks cannot be fetched, read or run.
 * @category Networks
 */
export function webSegmenterOpener(
  model: "fast" | OwnModel,
  options: WebSegmenterOptions,
): WebSegmenterOpener {
  if (model !== "fast" && typeof model !== "object") {
    throw new RangeError(`Cannot segment: on a web page there is "fast", got "${model}"`);
  }
  const networks = new WebNetworks(options);
  const open = model === "fast"
    ? (size: Size) => openFast(size, networks, options.pace)
    : () => openOwn(model, networks);
  return Object.defineProperties(
    Object.assign(open, {
      givesMattes: false,
      prepare: async (size: Size = USUAL) => {
        const segmenter = await open(size);
        await segmenter[Symbol.asyncDispose]();
      },
      [Symbol.asyncDispose]: () => networks[Symbol.asyncDispose](),
    }),
    { runtime: { get: () => networks.runtime } },
  ) as unknown as WebSegmenterOpener;
}

async function openFast(
  size: Size,
  networks: WebNetworks,
  pace: Pace | undefined,
): Promise<Segmenter> {
  // Both threads start at once; who opens them waits for one after the other.
  for (const name of ["fast-square", "pose-detection", fastPeople.body] as const) {
    networks.named(name).catch(() => {});
  }
  return await openPeople(fastPeople, size, (name) => networks.named(name), pace);
}

async function openOwn(
  { name, bytes, overrides }: OwnModel,
  networks: WebNetworks,
): Promise<Segmenter> {
  const kind = modelKind(new Uint8Array(bytes));
  if (typeof kind === "object") {
    throw new ModelError(`Cannot read the model '${name}': ${kind.problem}`);
  }
  const model = kind === "onnx" ? bytes : bytesOf(tfliteToOnnx(new Uint8Array(bytes), name));
  const session = await networks.open(name, () => Promise.resolve(model));
  const spec = modelSpec(session, name, overrides);
  return new NetworkSegmenter(session, spec, { checkedAs: name });
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

/** Networks by name and the threads that they run in. */
class WebNetworks implements AsyncDisposable {
  /** What runs them. */
  runtime: string | undefined;
  readonly #options: WebSegmenterOptions;
  readonly #base: URL;
  readonly #threads = new Map<string, Promise<NetworkThread>>();
  #shared = new SharedNetworks();
  #wasm: Promise<ArrayBuffer> | undefined;

  constructor(options: WebSegmenterOptions) {
    this.#options = options;
    this.#base = new URL(options.base, globalThis.location?.href);
  }

  /** One of those that are served. */
  named(name: PeopleModel): Promise<InferenceSession> {
    const what = `networks/${name}.onnx`;
    return this.open(name, () => this.#fetch(what, name), POSE.includes(name) ? "pose" : "look");
  }

  /** A network, opened if it was not before. */
  async open(
    name: string,
    read: () => Promise<ArrayBuffer>,
    thread: string = "look",
  ): Promise<InferenceSession> {
    const lent = await this.#shared.lend(name, async () => {
      const [model, on] = await Promise.all([read(), this.#thread(thread)]);
      const session = await on.open({ name, model });
      session.onRun = (took) => this.#options.onLook?.(name, took);
      this.runtime ??= "wasm";
      return { name, session: await this.#accelerated(name, model, on, session) };
    });
    return lent.session;
  }

  /** The same network by WebGPU as well, if that may be faster. */
  async #accelerated(
    name: string,
    model: ArrayBuffer,
    thread: NetworkThread,
    processor: InferenceSession,
  ): Promise<InferenceSession> {
    const { device = "cpu", onNotice } = this.#options;
    if (device === "cpu" || !await hasGraphicsProcessor()) return processor;
    try {
      const other = await thread.open({ name, model, accelerator: "webgpu" });
      other.onRun = (took) => {
        this.runtime = "WebGPU";
        this.#options.onLook?.(name, took);
      };
      const onFallback = () => void (this.runtime = "wasm");
      const runtime = "onnxruntime-web";
      const title = "WebGPU";
      const compared = new ComparedSession({
        processor,
        other,
        title,
        device,
        onFallback,
        runtime,
      });
      // It is decided now: a first frame would wait for it.
      const feeds = madeUpInputs(processor, noiseAt);
      if (feeds !== undefined) await compared.run(feeds);
      return compared;
    } catch (error) {
      onNotice?.(`the processor runs the model: ${(error as Error).message}`);
      return processor;
    }
  }

  async #thread(name: string): Promise<NetworkThread> {
    const last = this.#threads.get(name);
    const thread = await last;
    if (thread?.hasEnded === false) return thread;
    // Somebody else may have asked meanwhile.
    if (this.#threads.get(name) === last) {
      const starting = this.#startThread();
      this.#threads.set(name, starting);
      // The next one who asks tries again.
      starting.catch(() => this.#threads.delete(name));
    }
    return await this.#threads.get(name)!;
  }

  async #startThread(): Promise<NetworkThread> {
    const { startThread = () => this.#startDefault() } = this.#options;
    const what = "onnxruntime/ort-wasm-simd-threaded.wasm";
    const fetching = this.#wasm ??= this.#fetch(what, "ONNX Runtime");
    fetching.catch(() => this.#wasm = undefined);
    const address = new URL("onnxruntime/", this.#base).href;
    const wasm = await fetching;
    // Nothing is waited for between the two: a thread that cannot be started says so at once.
    return new NetworkThread(startThread(), { address, wasm });
  }

  #startDefault(): Worker {
    return new Worker(new URL("network_worker.mjs", this.#base), { type: "module" });
  }

  async #fetch(path: string, what: string): Promise<ArrayBuffer> {
    const { onFetch } = this.#options;
    const onProgress = onFetch && ((share: number) => onFetch(what, share));
    try {
      return await fetchFile(new URL(path, this.#base).href, { onProgress });
    } catch (cause) {
      throw new ModelError((cause as Error).message, { cause });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const threads = [...this.#threads.values()];
    this.#threads.clear();
    this.#shared = new SharedNetworks();
    for (const thread of threads) (await thread.catch(() => undefined))?.[Symbol.dispose]();
  }
}

/** Levels from 0 to 1 in no order. */
const noiseAt = (i: number) => (i * 7919 % 1009) / 1009;

/** Whether WebGPU has more than a program that only does as if. */
async function hasGraphicsProcessor(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  return adapter != null && adapter.info?.isFallbackAdapter !== true &&
    !/swiftshader|llvmpipe/i.test(`${adapter.info?.architecture} ${adapter.info?.description}`);
}

/** As much of a GPUAdapter as is asked for. */
interface Adapter {
  readonly info?: {
    readonly isFallbackAdapter?: boolean;
    readonly architecture?: string;
    readonly description?: string;
  };
}
