import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import { inFolder } from "../../files/system/working_folder.ts";
import { KernelThread } from "../../files/threads/finish/kernel_thread.ts";
import { bestFirst } from "../../methods/method_traits.ts";
import { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import { openStore } from "../../pipeline/mattes.ts";
import { assertOption, type OptionKind } from "../../raster/option_checks.ts";
import { assertFileOptions } from "../options/file_run_options.ts";
import { runDefaults, type RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";
import { openBackground, readBackground } from "../background/open_background.ts";
import { sampleMethod, type SampleTools } from "./sample_method.ts";
import type { SampledMethod, SampleProgress } from "./sampled_method.ts";
import {
  assertSampled,
  sampledRun,
  sampledRunKinds,
  type SampledRunOptions,
} from "./sampled_run.ts";

/**
 * What {@linkcode sampleMethods} is told: which frames, which methods, and a run's own options.
 *
 * @category Evaluation
 */
export interface SampleMethodsOptions extends SampledRunOptions {
  /** The numbers of the frames, from 1, in any order. */
  frames: readonly number[];
  /**
   * Names, or paths of modules.
   *
   * @default {all, in the order of `--help`; `chroma` only before a screen}
   */
  methods?: readonly string[] | undefined;
  /**
   * What the run would write: pictures have OpenCV's colours, a video has exact ones. Nothing is written.
   *
   * @default {"output%d.jpg"}
   */
  output?: string | undefined;
  /**
   * How many frames before a sample a method begins that remembers all of them. Fewer are quicker, and give
   * what a run gives that begins there.
   *
   * @default {all}
   */
  runUp?: number | undefined;
  /** Called while frames are read. */
  onProgress?: ((progress: SampleProgress) => void) | undefined;
}

const optionKinds: Readonly<Record<keyof SampleMethodsOptions, OptionKind>> = {
  ...sampledRunKinds,
  frames: "object",
  methods: "object",
  output: "string",
  runUp: "number",
  onProgress: "function",
};

const ACTION = "sample methods";

/**
 * What each method makes of a few frames of a video: by the pipeline of a run, so that the pictures are those
 * which `--frames` gives. The video is read no further than the last of them, and where a method looks back
 * a few frames only, no other part of it is.
 *
 * A method that cannot work here, as without a clean plate, does not stop the others.
 *
 * @example Two methods, one frame
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const walk = "examples/media/labelled/walk/input.mp4";
 * const [median, plate] = await sampleMethods(walk, "examples/media/beach.jpg", {
 *   frames: [12],
 *   methods: ["median", "clean-plate"],
 * });
 * if (median.failure === undefined) {
 *   const { width, height } = median.samples.get(12)!.composite;
 *   assertEquals([width, height], [320, 180]);
 * }
 * assertEquals(plate.failure?.includes("cleanPlate"), true);
 * ```
 *
 * @param video The video: a file, numbered pictures, or a folder of them.
 * @param background A picture, a video, or a word as on the command line.
 * @param options Which frames, which methods, and a run's options.
 * @returns What became of each method, in the order in which they were asked for.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If a frame's number is none.
 * @throws What opening the video or the background throws, and the signal's reason.
 * @category Evaluation
 */
export async function sampleMethods(
  video: string,
  background: string,
  options: SampleMethodsOptions,
): Promise<SampledMethod[]> {
  assertFileOptions(ACTION, options, optionKinds);
  const { frames, methods, output = runDefaults.output, runUp, onProgress, ...rest } = options;
  const { signal = new AbortController().signal, onNotice = () => {}, cwd } = options;
  signal.throwIfAborted();
  const run = sampledRun({ video, background, output }, rest);
  try {
    return await inFolder(
      cwd,
      () => sampleRun(run, { frames, methods, runUp }, { signal, onNotice, onProgress }),
    );
  } catch (error) {
    if (!(error instanceof UsageError) || error.message.startsWith("Cannot ")) throw error;
    throw new UsageError(`Cannot ${ACTION}: ${error.message}`, { cause: error });
  }
}

/** Which frames and methods a run is sampled by. */
export interface SampledChoices {
  readonly frames: readonly number[];
  readonly methods?: readonly string[] | undefined;
  readonly runUp?: number | undefined;
}

/** Who is told, and what ends the work. */
export interface SampleSurroundings {
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
  readonly onFetch?: ((fetching: Fetching) => void) | undefined;
  readonly onProgress?: ((progress: SampleProgress) => void) | undefined;
}

/**
 * The same, of a run as a command line has it.
 *
 * @param run The run; its `method` is put in.
 * @param choices Which frames and methods.
 * @param around Who is told, and what ends the work.
 */
export async function sampleRun(
  run: RunOptions,
  choices: SampledChoices,
  around: SampleSurroundings,
): Promise<SampledMethod[]> {
  assertChoices(choices);
  assertSampled(run);
  return await keepOffline(run.offline, () => sampleHere(run, choices, around));
}

function assertChoices({ frames, methods, runUp }: SampledChoices): void {
  const isNumber = (number: unknown) => Number.isSafeInteger(number) && (number as number) > 0;
  if (frames.length === 0 || !frames.every(isNumber)) {
    throw new RangeError(
      `Cannot ${ACTION}: 'frames' must be numbers from 1 on, got ${frames.join(", ") || "none"}`,
    );
  }
  if (methods?.length === 0) throw new RangeError(`Cannot ${ACTION}: 'methods' must name one`);
  if (runUp !== undefined) {
    assertOption(ACTION, "runUp", runUp, { least: 1, isWhole: true });
  }
}

async function sampleHere(
  run: RunOptions,
  { frames, methods = bestFirst, runUp }: SampledChoices,
  { signal, onNotice, onFetch, onProgress }: SampleSurroundings,
): Promise<SampledMethod[]> {
  const told = new Set<string>();
  // What there is to say of the video, each method would say.
  const once = (text: string) => {
    if (!told.has(text)) onNotice(text);
    told.add(text);
  };
  const { names, ffmpeg: command, jobs } = run;
  const ffmpeg = await findFfmpeg({ command, names, onNotice: once, onFetch, signal });
  using store = await openStore();
  const { memory } = store;
  await using _helper = memory?.code.isShared && jobs > 1 && await KernelThread.start(memory) ||
    undefined;
  await using networks = new SharedNetworks(signal);
  using jpeg = await openJpegCodec(once, { onFetch, signal });
  const wanted = [...new Set(frames)].sort((a, b) => a - b);
  const isChosen = methods !== bestFirst;
  const tools = { ffmpeg, store, networks, jpeg, onNotice: once, onFetch, signal };
  await assertOpens(run, tools);
  const found: SampledMethod[] = [];
  for (const [i, method] of methods.entries()) {
    const tell = (progress: Pick<SampleProgress, "stage" | "framesRead" | "total">) =>
      onProgress?.({ method, place: i + 1, count: methods.length, ...progress });
    found.push(await sampleMethod(method, run, { wanted, runUp, isChosen, tools, tell }));
  }
  return found;
}

/** Check that the video and what is behind can be read: that would be told of each method. */
async function assertOpens(run: RunOptions, tools: SampleTools): Promise<void> {
  const { video, start, duration, names, fit } = run;
  const { ffmpeg, signal } = tools;
  const reading = { start, duration, names, ffmpeg, signal, isNative: true };
  await using opening = await startRawVideo(video, reading);
  await using _behind = await openBackground(
    readBackground(run),
    run,
    { picture: fit, video: fit },
    tools,
  );
  await opening.open();
}
