import type { OptionNames } from "../../../option_names.ts";
import { ModelError } from "../../../errors.ts";
import type { InferenceSession, Tensor, TensorInfo } from "../../../networks/inference_session.ts";
import { wrongTensors } from "../../../networks/runtime/onnx_checks.ts";
import { onnxReason } from "../../../networks/runtime/onnx_reason.ts";
import type { RuntimeName } from "../../../networks/runtime/onnx_runtime.ts";
import { TensorMemory } from "../../../networks/runtime/tensor_memory.ts";
import { RUNTIMES } from "../onnx_packages.ts";
import type { OnnxReply, OnnxRequest } from "./onnx_worker.ts";
import { startWorker } from "../../threads/start_worker.ts";

/** How long a run that has begun may hold up the end, in milliseconds. */
const PATIENCE = 2000;

/** What a session is opened with. */
export interface OnnxSessionOptions {
  readonly runtime: RuntimeName;
  /** The runtime's package. */
  readonly folder: string;
  /** What the network is called in messages. */
  readonly name: string;
  /** How many threads share an operation. */
  readonly threads: number;
  /** What must run it instead of the processor: the first that starts. */
  readonly accelerators?: readonly string[] | undefined;
  /** What messages call options. */
  readonly names?: OptionNames | undefined;
}

/** ONNX Runtime could not be loaded here: another build of it may serve. */
export class RuntimeUnavailableError extends Error {
  override readonly name = "RuntimeUnavailableError";
}

/** A network in a thread of its own, since a run blocks its thread. */
export class OnnxSession implements InferenceSession {
  readonly runtime: RuntimeName;
  #provider: string | undefined;
  #inputs: readonly TensorInfo[] = [];
  #outputs: readonly TensorInfo[] = [];
  readonly #name: string;
  readonly #names: OptionNames | undefined;
  readonly #worker: Worker;
  /** Answers the request that is in the thread. */
  #settle: ((reply: OnnxReply) => void) | undefined;
  /** Ends when the last request has been answered. */
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #isBroken = false;
  /** For inputs. */
  readonly #memory = new TensorMemory();

  private constructor({ runtime, name, names }: OnnxSessionOptions) {
    this.runtime = runtime;
    this.#name = name;
    this.#names = names;
    this.#worker = startWorker(new URL("./onnx_worker.ts", import.meta.url));
    this.#worker.onmessage = ({ data }: MessageEvent<OnnxReply>) => this.#settle?.(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#isBroken = true;
      this.#settle?.({ kind: "failed", reason: event.message });
    };
  }

  /**
   * Start a thread, and load a network into it.
   *
   * @param model The bytes of an ONNX file.
   * @param options The runtime to take.
   * @returns The session.
   * @throws {RuntimeUnavailableError} If the runtime does not run here.
   * @throws {ModelError} If the network cannot be loaded.
   */
  static async open(model: Uint8Array, options: OnnxSessionOptions): Promise<OnnxSession> {
    const session = new OnnxSession(options);
    const { runtime, folder, name, threads, names, accelerators } = options;
    // Deno copies it; it may be shared memory, which the runtime would not take.
    const bytes = model as Uint8Array<ArrayBuffer>;
    const how = { runtime, folder, threads, accelerators };
    const reply = await session.#ask({ kind: "open", ...how, model: bytes });
    if (reply.kind === "opened") {
      session.#inputs = reply.inputs;
      session.#outputs = reply.outputs;
      session.#provider = reply.provider;
      return session;
    }
    session.#worker.terminate();
    const reason = reply.kind === "failed" || reply.kind === "unavailable" ? reply.reason : "";
    if (reply.kind === "unavailable") throw new RuntimeUnavailableError(reason);
    throw new ModelError(
      `Cannot read the model '${name}': ${onnxReason(reason, buildOf(runtime), names)}`,
      {
        cause: new Error(reason),
      },
    );
  }

  /** What runs the network, if that is not the processor: ONNX Runtime's "coreml" and so on. */
  get provider(): string | undefined {
    return this.#provider;
  }

  /** The network's inputs. */
  get inputs(): readonly TensorInfo[] {
    return this.#inputs;
  }

  /** The network's outputs. */
  get outputs(): readonly TensorInfo[] {
    return this.#outputs;
  }

  /** Run the network once: see {@linkcode InferenceSession.run}. */
  async run(
    inputs: Readonly<Record<string, Tensor>>,
    wanted: readonly string[] = this.#outputs.map(({ name }) => name),
  ): Promise<Record<string, Tensor>> {
    this.#assertOpen();
    const wrong = wrongTensors(this, inputs, wanted);
    if (wrong !== undefined) throw this.#error(wrong);
    const own = Object.entries(inputs).map(([name, tensor]) =>
      [name, this.#memory.copy(tensor)] as const
    );
    const reply = await this.#inTurn({ kind: "run", inputs: Object.fromEntries(own), wanted });
    if (reply.kind === "ran") {
      for (const [, tensor] of own) this.#memory.giveBack(tensor);
      return reply.outputs;
    }
    const reason = reply.kind === "failed" ? reply.reason : "it gave no answer";
    throw this.#error(onnxReason(reason, buildOf(this.runtime), this.#names), new Error(reason));
  }

  #assertOpen(): void {
    if (this.#isClosed) throw this.#error("it was closed");
    if (this.#isBroken) throw this.#error("its thread has ended");
  }

  #error(reason: string, cause?: Error): ModelError {
    return new ModelError(`Cannot run the model '${this.#name}': ${reason}`, { cause });
  }

  /** Ask when all that was asked before is answered. */
  #inTurn(request: OnnxRequest): Promise<OnnxReply> {
    const reply = this.#turn.then(() => {
      this.#assertOpen();
      return this.#ask(request);
    });
    this.#turn = reply.catch(() => {});
    return reply;
  }

  #ask(request: OnnxRequest): Promise<OnnxReply> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#worker.postMessage(request);
    });
  }

  /** Reject what is still to be run, give the network's memory back, and end the thread. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#settle?.({ kind: "failed", reason: "it was closed" });
    if (!this.#isBroken) {
      // The end of a thread alone does not free what a native library has allocated.
      let timer: ReturnType<typeof setTimeout> | undefined;
      const closed = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, PATIENCE);
        this.#settle = ({ kind }) => kind === "closed" && resolve();
        this.#worker.postMessage({ kind: "close" } satisfies OnnxRequest);
      });
      await closed;
      clearTimeout(timer);
    }
    this.#worker.terminate();
  }
}

/** A build as messages call it: "onnxruntime-web 1.30.0". */
function buildOf(runtime: RuntimeName): string {
  return `${runtime} ${RUNTIMES[runtime].version}`;
}
