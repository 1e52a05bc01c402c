/**
 * The studio's worker: the library, the network, and what draws. Under another name the same file is
 * a thread of networks.
 *
 * @module
 */

import type { FromEngine, ToEngine } from "../protocol.ts";

/** What a thread of networks is called. */
const NETWORKS = "networks";

/** What comes before the code is there. */
const early: MessageEvent[] = [];
self.onmessage = (event) => void early.push(event);

if (self.name === NETWORKS) {
  await import("../../onnx/network_worker.ts");
  for (const event of early) self.onmessage!(event);
} else {
  const { Engine } = await import("./engine.ts");
  const engine = new Engine({
    tell: (message: FromEngine) => self.postMessage(message),
    startThread: () => new Worker(self.location.href, { type: "module", name: NETWORKS }),
  });
  self.onmessage = ({ data }: MessageEvent<ToEngine>) => engine.take(data);
  for (const { data } of early) engine.take(data);
}
