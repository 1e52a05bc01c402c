import type { Fetching } from "../../files/packages/lone_package.ts";
import type { Console } from "./progress_display.ts";

/** How often progress is told of, at most: in milliseconds. */
const TOLD_AFTER = 250;

/** What a run does with frames: looks at the whole video first, makes the output, closes it. */
export type Stage = "survey" | "run" | "finish";

/** How far a stage is. */
export interface ProgressEvent {
  readonly stage: Stage;
  readonly framesRead: number;
  readonly framesWritten?: number | undefined;
  /** Left out where nobody can know. */
  readonly total?: number | undefined;
  readonly framesPerSecond?: number | undefined;
  readonly secondsLeft?: number | undefined;
}

/** The events of `--json=lines`: one JSON object a line, whole lines only, on standard output. */
export class EventLines {
  readonly #console: Pick<Console, "out">;
  readonly #now: () => number;
  #lastStage: Stage | undefined;
  #lastTold = -Infinity;

  /**
   * @param console Where to write them.
   * @param now The clock, in milliseconds.
   */
  constructor(console: Pick<Console, "out">, now: () => number = () => performance.now()) {
    this.#console = console;
    this.#now = now;
  }

  /** Write one; fields that are `undefined` are left out. */
  write(event: string, fields: object): void {
    this.#console.out(`${JSON.stringify({ event, ...fields })}\n`);
  }

  /** Tell of progress, four times a second at most, and when a stage begins. */
  progress(event: ProgressEvent): void {
    const now = this.#now();
    if (event.stage === this.#lastStage && now - this.#lastTold < TOLD_AFTER) return;
    this.#lastStage = event.stage;
    this.#lastTold = now;
    this.write("progress", event);
  }

  /** Tell of a package that is fetched: that it begins, and when it has ended. */
  fetch({ package: name, bytes, ended }: Fetching): void {
    const begun = this.#now();
    this.write("fetch", { package: name, bytes, state: "begun" });
    ended.then(() => {
      const seconds = Number(((this.#now() - begun) / 1000).toFixed(1));
      this.write("fetch", { package: name, bytes, state: "ended", seconds });
    });
  }
}
