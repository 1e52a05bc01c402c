import { dirname } from "node:path";
import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import type { OpenVideoOptions } from "../../files/ffmpeg/decode/decode_arguments.ts";
import { framesOf } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";
import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { makeFolder } from "../../files/system/write_whole.ts";
import type { FrameStore } from "../../memory/frame_store.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import { openStore } from "../../pipeline/mattes.ts";
import { assertPlate } from "../method/clean_plate.ts";
import { type OpenMethod, openMethod } from "../method/open_method.ts";
import { ownMethod, type PreparedMethod, prepareMethod } from "../method/prepare_method.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import type { RunOptions } from "../options/run_options.ts";
import type { RunReport } from "../run_report.ts";
import { seenFrames } from "../source/seen_frames.ts";
import { surveyVideo } from "../source/survey_video.ts";
import { UsageError } from "../usage_error.ts";
import { readSurvey, writeSurvey } from "./saved_survey.ts";
import { assertFiles, surveyDifference, type SurveyHead, surveyHead } from "./survey_head.ts";

/** What a survey was asked to be. */
export interface MakeSurveyOptions {
  /** The run that it is for; its `output` is the survey's file. */
  readonly run: RunOptions;
  /** Whether that run writes numbered pictures, whose pixels are OpenCV's. */
  readonly isForPictures: boolean;
}

/** What a survey has around it. */
export interface SurveySurroundings {
  readonly reporter: Pick<RunReport, "notice" | "survey" | "fetch">;
  readonly signal: AbortSignal;
}

/**
 * What became of a survey.
 *
 * @category Many machines
 */
export interface MadeSurvey {
  /** Where it is. */
  readonly output: string;
  /** The method that it is for. */
  readonly method: string;
  /** Whether it was there already, and nothing was done. */
  readonly wasThere: boolean;
  /** How many frames were looked at; 0 if it was there. */
  readonly framesRead: number;
  /** How many bytes the file has. */
  readonly bytes: number;
}

/**
 * Survey a video, and write what was learned. One that is there and fits stays.
 *
 * @param options What is surveyed, and for which run.
 * @param around Who is told, and what ends it.
 * @throws {UsageError} If the method has no survey, or another file is in the way.
 * @throws What reading the video, the method or writing throws.
 */
export async function makeSurvey(
  options: MakeSurveyOptions,
  around: SurveySurroundings,
): Promise<MadeSurvey> {
  return await keepOffline(options.run.offline, () => makeHere(options, around));
}

async function makeHere(
  { run, isForPictures }: MakeSurveyOptions,
  { reporter, signal }: SurveySurroundings,
): Promise<MadeSurvey> {
  const onNotice = (text: string) => reporter.notice(text);
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  assertFiles(run.video);
  const prepared = await prepareMethod(run.method, run);
  assertPlate(run, prepared.method);
  const { names, ffmpeg: command, output } = run;
  const ffmpeg = await findFfmpeg({ command, names, onNotice, onFetch, signal });
  using store = await openStore();
  const how = { ffmpeg, isAccurate: !isForPictures, isSquare: true, store, onNotice, signal };
  using method = await openMethod(prepared, run, { ...how, onFetch });
  assertHasSurvey(prepared, method);
  const seen = await lookAtVideo(run, how);
  method.fitTo(seen.size, onNotice);
  const head = await surveyHead({ ...seen, options: run, prepared, isForPictures });
  if (!run.overwrite && await isThere(output, head, run)) {
    const bytes = fileInfo(output)!.size;
    return { output, method: run.method, wasThere: true, framesRead: 0, bytes };
  }
  let framesRead = 0;
  const survey = (frame: number, total: number | undefined) => {
    framesRead++;
    reporter.survey(frame, total);
  };
  await using stack = new AsyncDisposableStack();
  await surveyVideo(method.estimator, {
    ...seen,
    path: run.video,
    reporter: { notice: onNotice, survey },
    seen: (source) => seenFrames(source, ofOneEye(run), seen.reading, stack, store),
  });
  const learned = method.estimator.saveSurvey!();
  if (learned.length === 0) onNotice(nothingLearned(run, prepared));
  await makeFolder(dirname(output));
  const bytes = await writeSurvey(output, { head, learned }, signal);
  return { output, method: run.method, wasThere: false, framesRead, bytes };
}

/** Open a video to see how large its frames are and how long it is, as a run does before its survey. */
async function lookAtVideo(
  run: RunOptions,
  how: Pick<OpenVideoOptions, "ffmpeg" | "isAccurate" | "isSquare" | "onNotice" | "signal"> & {
    readonly store: FrameStore;
  },
) {
  const { start, duration, size, fps, allowNetwork, names } = run;
  const reading = { start, duration, size, fps, allowNetwork, names, ...how };
  await using stack = new AsyncDisposableStack();
  const opening = stack.use(await startRawVideo(run.video, { ...reading, isNative: false }));
  const { input } = opening;
  const opened = await opening.open();
  const source = framesOf(opened, how.store);
  const { width, height } = await seenFrames(source, ofOneEye(run), reading, stack, how.store);
  const video = {
    duration: opened.duration,
    frameCount: opened.frameCount,
    frameRate: opened.frameRate,
  };
  return { input, reading: { ...reading, ...opening.learned }, video, size: { width, height } };
}

/** A survey looks at what one eye sees. */
function ofOneEye(run: RunOptions): RunOptions {
  return { ...run, right: undefined, depth: undefined };
}

/** Check that there is something to save. */
function assertHasSurvey(prepared: PreparedMethod, { estimator }: OpenMethod): void {
  const { name } = prepared;
  if (estimator.survey === undefined) {
    const others = Object.entries(methodTraits)
      .filter(([, { surveySettings }]) => surveySettings !== undefined).map(([other]) => other);
    const isOwn = ownMethod(prepared) !== undefined;
    throw new UsageError(
      `the method '${name}' has no survey: it learns as it goes, if at all` +
        (isOwn ? `; ${others.slice(0, -1).join(", ")} and ${others.at(-1)} have one` : ""),
    );
  }
  if (estimator.saveSurvey !== undefined && estimator.loadSurvey !== undefined) return;
  throw new UsageError(
    `the survey of the method '${name}' cannot be saved: it has no saveSurvey() and loadSurvey()`,
  );
}

/** What is no error: whoever plans runs of any method need not know. */
function nothingLearned({ names, model }: RunOptions, { name, method }: PreparedMethod): string {
  const told = method.needsNetwork ? ` with ${names.with("model", model)}` : "";
  return `the method '${name}'${told} learns nothing beforehand: its survey is empty`;
}

/**
 * Whether a survey is there already that fits.
 *
 * @throws {UsageError} If something else is there.
 */
async function isThere(path: string, head: SurveyHead, { names }: RunOptions): Promise<boolean> {
  if (fileInfo(path) === undefined) return false;
  let why: string | undefined;
  try {
    const { head: found } = await readSurvey(path);
    why = surveyDifference(found, head, names);
  } catch (error) {
    why = `cannot be used (${error instanceof Error ? error.message : error})`;
  }
  if (why === undefined) return true;
  throw new UsageError(
    `'${path}' is there already, and ${why}; ${names.named("overwrite")} replaces it`,
  );
}
