import type { Tensor, TensorInfo } from "../../networks/inference_session.ts";

/** What a thread of networks is asked; `id` goes with the answer. */
export type NetworkRequest =
  | {
    readonly kind: "open";
    readonly id: number;
    /** Where onnxruntime-web's files are, with a slash at the end. */
    readonly runtime: string;
    /** Its WebAssembly, if somebody has fetched it. */
    readonly wasm: ArrayBuffer | undefined;
    readonly model: ArrayBuffer;
    readonly accelerator: "webgpu" | undefined;
  }
  | {
    readonly kind: "run";
    readonly id: number;
    /** The number of the network, from when it was opened. */
    readonly network: number;
    /** In memory that both threads share, or handed over. */
    readonly inputs: Readonly<Record<string, Tensor>>;
    readonly wanted: readonly string[];
  }
  | { readonly kind: "close"; readonly id: number; readonly network: number };

/** What it answers. */
export type NetworkReply =
  | {
    readonly kind: "opened";
    readonly id: number;
    readonly network: number;
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
  }
  | {
    readonly kind: "ran";
    readonly id: number;
    readonly outputs: Record<string, Tensor>;
    /** Milliseconds that the run took. */
    readonly took: number;
  }
  | { readonly kind: "closed"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly reason: string };
