/**
 * The worker that writes one video: a recording, or a file made of a file. The page ends it.
 *
 * @module
 */

import { messageOf } from "../../../errors.ts";
import { exportVideo } from "./export_video.ts";
import type { FromOutputWorker, ToOutputWorker } from "./output_messages.ts";
import { Recording } from "./recording.ts";

let recording: Recording | undefined;

const tell = (message: FromOutputWorker) => self.postMessage(message);

const fail = (error: unknown) => {
  tell({ kind: "failed", text: messageOf(error) });
};

/** Take what came before this code was there, and what comes from now on. */
export function takeMessages(early: readonly MessageEvent<ToOutputWorker>[]): void {
  self.onmessage = ({ data }: MessageEvent<ToOutputWorker>) => take(data);
  for (const { data } of early) take(data);
}

function take(message: ToOutputWorker): void {
  switch (message.kind) {
    case "export": {
      const startThread = () =>
        new Worker(self.location.href, { type: "module", name: "networks" });
      exportVideo(message.job, { tell, startThread })
        .then((video) => tell({ kind: "exported", video }), fail);
      return;
    }
    case "record":
      recording = new Recording(message.job, () => tell({ kind: "recording" }));
      recording.ended.then((video) => tell({ kind: "recorded", video }), fail);
      return;
    case "stop":
      recording?.stop();
      return;
  }
}
