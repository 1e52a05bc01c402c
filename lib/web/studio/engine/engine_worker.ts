/**
 * The studio's worker: the library, the network, and what draws. Under other names the same file is
 * a thread of networks, or writes videos.
 *
 * @module
 */

import type { FromEngine, ToEngine } from "../protocol.ts";

/** What a thread of networks is called. */
const NETWORKS = "networks";

/** What a worker that writes a video is called. */
const OUTPUT = "output";

/** What comes before the code is there. */
const early: MessageEvent[] = [];
self.onmessage = (event) => void early.push(event);

if (self.name === NETWORKS) {
  await import("../../onnx/network_worker.ts");
  for (const event of early) self.onmessage!(event);
} else if (self.name === OUTPUT) {
  const { takeMessages } = await import("../output/output_worker.ts");
  takeMessages(early);
} else {
  const { Engine } = await import("./engine.ts");
  const engine = new Engine({
    tell: (message: FromEngine) => self.postMessage(message),
    startThread: () => new Worker(self.location.href, { type: "module", name: NETWORKS }),
  });
  self.onmessage = ({ data }: MessageEvent<ToEngine>) => engine.take(data);
  for (const { data } of early) engine.take(data);
}
