import { messageOf } from "../errors.ts";
import { counted } from "../counted.ts";
import type { Fetching } from "../files/packages/lone_package.ts";
import type { Progress } from "../pipeline/progress.ts";
import type { Size } from "../raster/frame.ts";
import type { LatencySummary, LiveStatus } from "./live/live_status.ts";
import type { Targets } from "./targets/target.ts";

/** What is known of a run when it ends, well or not. */
export interface Summary extends Progress, Partial<Size> {
  /** How long it took. */
  seconds: number;
  /** Of a camera: how many frames were left out, since newer ones had come. */
  dropped?: number;
  /** Of a camera: how long frames took, from their arrival until they were handed on. */
  latency?: LatencySummary;
}

/** Who is told of a run: a terminal, a library's callbacks. */
export interface RunReport {
  /** The run begins. */
  start(targets: Targets): void;
  /** Something a user should know, though all goes on. */
  notice(text: string): void;
  /** Something for who wants to know all. */
  detail(text: string): void;
  /** Frames have been read, and some written; of a camera, how that goes. */
  progress(progress: Progress, total: number | undefined, live?: LiveStatus): void;
  /** Frames have been looked at, of which nothing is made yet. */
  survey(framesRead: number, total: number | undefined): void;
  /** A package is on its way. */
  fetch(fetching: Fetching): void;
  /** All frames are made, and the output is being closed; disposed of when it is. */
  finish(progress: Progress): Disposable;
  /** Nothing is done: what would be made "is there already", or will be soon. */
  skip(targets: Targets, summary: Summary, why: string): void;
  /** The last words; of a run that went well, with a hint after them, if there is one. */
  end(targets: Targets, summary: Summary, failure: unknown, hint?: string): void;
}

/** What became of one of several videos. */
export interface Outcome {
  readonly video: string;
  readonly output: string;
  readonly state: "done" | "failed" | "skipped";
  readonly summary: Summary;
  readonly error?: string | undefined;
}

/** Why a run failed, in one line. */
export function describeFailure(
  failure: unknown,
  { framesWritten }: Summary,
  { output }: Targets,
): string {
  const message = messageOf(failure);
  const written = framesWritten === 0 || output.kind !== "pictures"
    ? ""
    : ` (${pictures(framesWritten)} written)`;
  return message.replaceAll(/\s*\n\s*/g, " ") + written;
}

/** "1 picture", "2 pictures". */
export function pictures(number: number): string {
  return counted(number, "picture");
}
