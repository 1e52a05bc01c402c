import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import { liveBudget, methodLookahead } from "../../pipeline/live/latency.ts";
import { openStore } from "../../pipeline/mattes.ts";
import type { NamedBackground } from "../background/open_background.ts";
import { finishFacts } from "../finish_facts.ts";
import { type FinishWork, planFinish } from "../finish_plan.ts";
import { openMethod } from "../method/open_method.ts";
import type { PreparedMethod } from "../method/prepare_method.ts";
import { chooseRange } from "../targets/choose_range.ts";
import { type LiveJob, replaceCamera } from "./replace_camera.ts";

/** What is known of a live run before anything is opened. */
export interface LiveWork extends
  Pick<
    LiveJob,
    "options" | "targets" | "backgrounds" | "fits" | "summary" | "reporter" | "writeOut" | "keys"
  > {
  readonly prepared: PreparedMethod;
  readonly work: FinishWork;
  /** What there is to say of the inputs. */
  readonly notices: readonly string[];
  /** Why the method is that one. */
  readonly why: string | undefined;
}

/**
 * Open what a live run needs, and run it.
 *
 * @param asked What is known of it.
 * @param signal Ends it.
 */
export async function runLive(asked: LiveWork, signal: AbortSignal): Promise<void> {
  const { options, targets, backgrounds, prepared, reporter, notices, why } = asked;
  const onNotice = (text: string) => reporter.notice(text);
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  const { names, ffmpeg: command, lowLatency } = options;
  const ffmpeg = await findFfmpeg({ command, names, onNotice, onFetch, signal });
  const facts = finishFacts(asked.work, CHANGING, asked.fits, options);
  using store = await openStore();
  const lookahead = methodLookahead(prepared.steps, liveBudget(lowLatency));
  const told = { ffmpeg, isAccurate: true, isSquare: true, store, onNotice, onFetch, signal };
  using method = await openMethod(prepared, options, { ...told, lookahead, pace: "live" });
  const range = chooseRange({ ...options, resume: false }, targets, method.needs);
  const firstWords = why === undefined ? notices : [...notices, why];
  const { fits, summary, writeOut, keys } = asked;
  const parts = { targets, backgrounds, fits, summary, reporter, writeOut, keys };
  const plan = planFinish(facts);
  await replaceCamera(
    { options, firstWords, range, ffmpeg, method, store, plan, ...parts },
    signal,
  );
}

/** What is behind may change with each frame: nothing is made of it beforehand. */
const CHANGING: NamedBackground["choice"] = { kind: "blur", radius: 0 };
