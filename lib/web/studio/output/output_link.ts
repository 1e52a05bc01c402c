import type { FromOutputWorker, ToOutputWorker } from "./output_messages.ts";

type Said<Kind extends FromOutputWorker["kind"]> = Extract<FromOutputWorker, { kind: Kind }>;

/** A worker that writes one video. */
export interface OutputLink {
  post(message: ToOutputWorker, transfer?: readonly Transferable[]): void;
  /** Hear one kind of what it says. */
  on<Kind extends FromOutputWorker["kind"]>(kind: Kind, hear: (said: Said<Kind>) => void): void;
  /**
   * The next one of a kind.
   *
   * @throws {Error} If it fails before.
   */
  next<Kind extends FromOutputWorker["kind"]>(kind: Kind): Promise<Said<Kind>>;
  /** End it at once. */
  end(): void;
}

/** Start one: the engine's script has its code, too. */
export function startOutputWorker(): OutputLink {
  const address = new URL("./engine_worker.js", import.meta.url);
  const worker = new Worker(address, { type: "module", name: "output" });
  const hear = (hearer: (message: FromOutputWorker) => void) => {
    worker.addEventListener("message", ({ data }) => hearer(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      hearer({ kind: "failed", text: event.message ?? "the page's worker cannot be loaded" });
    });
  };
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    on: (kind, hearer) => hear((said) => said.kind === kind && hearer(said as never)),
    next: (kind) =>
      new Promise((resolve, reject) => {
        hear((said) => {
          if (said.kind === kind) resolve(said as never);
          else if (said.kind === "failed") reject(new Error(said.text));
        });
      }),
    end: () => worker.terminate(),
  };
}
