import { ModelError } from "../../errors.ts";
import type { InferenceSession, Tensor, TensorInfo } from "../../networks/inference_session.ts";
import { wrongTensors } from "../../networks/runtime/onnx_checks.ts";
import { onnxReason } from "../../networks/runtime/onnx_reason.ts";
import { type SharedTensor, TensorMemory } from "../../networks/runtime/tensor_memory.ts";
import type { NetworkReply, NetworkRequest } from "./network_messages.ts";

/** The build that is meant to be served. */
const BUILD = "onnxruntime-web 1.30.0";

/** What a network is opened with. */
export interface NetworkFile {
  /** What it is called in messages. */
  readonly name: string;
  /** The bytes of an ONNX file. */
  readonly model: ArrayBuffer;
  /** What runs it, if that is not the processor. */
  readonly accelerator?: "webgpu" | undefined;
}

/** Where a {@linkcode NetworkThread} has ONNX Runtime from. */
export interface NetworkRuntime {
  /** The address of the folder, with a slash at the end. */
  readonly address: string;
  /** The WebAssembly of the build for processors, if it has been fetched. */
  readonly wasm?: ArrayBuffer | undefined;
}

/** Without the number that goes with the answer. */
type Unnumbered<Request> = Request extends unknown ? Omit<Request, "id"> : never;

/** A thread that runs networks, one at a time. Whoever started it ends it. */
export class NetworkThread implements Disposable {
  readonly #worker: Worker;
  readonly #runtime: NetworkRuntime;
  readonly #waiting = new Map<number, (reply: NetworkReply) => void>();
  #asked = 0;
  #end: string | undefined;

  /**
   * @param worker Runs network_worker.ts; it is ended with this.
   * @param runtime Where ONNX Runtime is.
   */
  constructor(worker: Worker, runtime: NetworkRuntime) {
    this.#worker = worker;
    this.#runtime = runtime;
    worker.onmessage = ({ data }: MessageEvent<NetworkReply>) => this.#settle(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#stop(event.message || "its thread cannot be started");
    };
  }

  /** Whether it has ended: all that is asked of it fails. */
  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /**
   * Load a network.
   *
   * @param file The network.
   * @returns It; disposing of it gives its memory back.
   * @throws {ModelError} If it cannot be loaded.
   */
  async open({ name, model, accelerator }: NetworkFile): Promise<ThreadSession> {
    const { address: runtime, wasm } = this.#runtime;
    const reply = await this.ask({ kind: "open", runtime, wasm, model, accelerator });
    if (reply.kind === "opened") return new ThreadSession(this, name, reply);
    throw new ModelError(`Cannot read the model '${name}': ${reasonOf(reply)}`);
  }

  /** Ask the thread. */
  ask(request: Unnumbered<NetworkRequest>, transfer: Transferable[] = []): Promise<NetworkReply> {
    const id = ++this.#asked;
    if (this.#end !== undefined) {
      return Promise.resolve({ kind: "failed", id, reason: this.#end });
    }
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ ...request, id } as NetworkRequest, transfer);
    });
  }

  #settle(reply: NetworkReply): void {
    this.#waiting.get(reply.id)?.(reply);
    this.#waiting.delete(reply.id);
  }

  #stop(reason: string): void {
    this.#end ??= reason;
    for (const id of [...this.#waiting.keys()]) this.#settle({ kind: "failed", id, reason });
    this.#worker.terminate();
  }

  /** End the thread. */
  [Symbol.dispose](): void {
    this.#stop("it was closed");
  }
}

function reasonOf(reply: NetworkReply): string {
  return reply.kind === "failed" ? onnxReason(reply.reason, BUILD) : "it gave no answer";
}

/** A network in a {@linkcode NetworkThread}. */
export class ThreadSession implements InferenceSession {
  /** The network's inputs. */
  readonly inputs: readonly TensorInfo[];
  /** The network's outputs. */
  readonly outputs: readonly TensorInfo[];
  /** Told after each run how many milliseconds it took in its thread. */
  onRun: ((took: number) => void) | undefined;
  readonly #thread: NetworkThread;
  readonly #name: string;
  readonly #network: number;
  /** For inputs, where threads may share memory. */
  readonly #memory = new TensorMemory();

  /** @internal `NetworkThread.open` makes them. */
  constructor(thread: NetworkThread, name: string, opened: NetworkReply & { kind: "opened" }) {
    this.#thread = thread;
    this.#name = name;
    this.#network = opened.network;
    this.inputs = opened.inputs;
    this.outputs = opened.outputs;
  }

  /** Run the network once: see {@linkcode InferenceSession.run}. */
  async run(
    inputs: Readonly<Record<string, Tensor>>,
    wanted: readonly string[] = this.outputs.map(({ name }) => name),
  ): Promise<Record<string, Tensor>> {
    const wrong = wrongTensors(this, inputs, wanted);
    if (wrong !== undefined) throw this.#error(wrong);
    const isShared = globalThis.crossOriginIsolated === true;
    const own = Object.entries(inputs).map(([name, tensor]) =>
      [name, isShared ? this.#memory.copy(tensor) : copyOf(tensor)] as const
    );
    const reply = await this.#thread.ask(
      { kind: "run", network: this.#network, inputs: Object.fromEntries(own), wanted },
      // What is not shared is handed over.
      isShared ? [] : own.map(([, { data }]) => data.buffer as ArrayBuffer),
    );
    if (reply.kind !== "ran") throw this.#error(reasonOf(reply));
    if (isShared) { for (const [, tensor] of own) this.#memory.giveBack(tensor as SharedTensor); }
    this.onRun?.(reply.took);
    return reply.outputs;
  }

  #error(reason: string): ModelError {
    return new ModelError(`Cannot run the model '${this.#name}': ${reason}`);
  }

  /** Give the network's memory back. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread.ask({ kind: "close", network: this.#network });
  }
}

function copyOf({ dims, data }: Tensor): Tensor {
  return { dims: [...dims], data: new Float32Array(data) };
}
