/**
 * What comes along with the frames of a video and tells how far things are: the other eye's pictures, or
 * a depth video. Each is read beside the video, frame by frame.
 *
 * @module
 */

import { counted } from "../counted.ts";
import { UnsupportedMediaError } from "../errors.ts";
import type { OpenVideoOptions } from "./ffmpeg/decode/decode_arguments.ts";
import { openGray16Video, picturesOf, type VideoSource } from "./ffmpeg/decode/open_by_ffmpeg.ts";
import { openVideo } from "./ffmpeg/decode/open_video.ts";
import type { RawVideo } from "./ffmpeg/decode/raw_video.ts";
import type { FrameStore, LentFrame, StoredFrame } from "../memory/frame_store.ts";
import type { StereoCalibration } from "../pixels/stereo/calibration/read_calibration.ts";
import { undistortRectifyMap } from "../pixels/stereo/calibration/undistort_rectify_map.ts";
import { remap } from "../pixels/stereo/remap.ts";
import { eyeSize, splitEyes, type StereoLayout } from "../pixels/stereo/split_eyes.ts";
import { createDisparity } from "../raster/disparity.ts";
import type { Disparity, Size, TimedFrame } from "../raster/frame.ts";
import { isHeic } from "./pictures/heic_name.ts";
import { decodeHeicDepth } from "./pictures/formats/decode_heic.ts";
import { onDisk } from "./system/working_folder.ts";
import { readCalibrationFile } from "./read_calibration_file.ts";

/** What is said of distance. */
export interface DistanceOptions {
  /** What messages call the video. */
  readonly video: string;
  /** How both eyes lie in it, if it has both. */
  readonly stereo?: StereoLayout | undefined;
  /** Whether the right eye's picture comes first. */
  readonly swapEyes?: boolean;
  /** Whether frames are to have both eyes still: somebody else takes them apart. */
  readonly keepStereo?: boolean;
  /** The path of what the right eye sees. */
  readonly right?: string | undefined;
  /** The path of a video, or numbered pictures, of how near all is. */
  readonly depth?: string | undefined;
  /**
   * What is near in it.
   *
   * @default {"bright"}
   */
  readonly near?: "bright" | "dark" | undefined;
  /** The path of both cameras' calibration. */
  readonly calibration?: string | undefined;
  /** Whether a photo's own depth is wanted, as phones write it into portraits. */
  readonly ownDepth?: boolean;
}

/** Below this, in 16 bits, a depth is none: where nothing was measured it is 0, which lossy codecs blur. */
const LEAST_DEPTH = 2 * 257;

/** So far the shapes of a depth video and of the pictures may differ. */
const SAME_SHAPE = 0.02;

/**
 * Give the frames of a video their companions.
 *
 * @param source The video's frames.
 * @param options What was said of distance.
 * @param reading How the video is read: the companions are read likewise.
 * @param stack Takes what is to be disposed of.
 * @param store Where frames lie.
 * @returns The frames of one eye, with their companions.
 * @throws {UnsupportedMediaError} If a companion does not fit; while frames are read, if it ends before
 * the video does, or lasts longer.
 */
export async function withCompanions(
  source: VideoSource,
  options: DistanceOptions,
  reading: OpenVideoOptions,
  stack: AsyncDisposableStack,
  store: FrameStore,
): Promise<VideoSource> {
  const { video, stereo, swapEyes = false, keepStereo, right, depth, near = "bright" } = options;
  const { calibration, ownDepth = false } = options;
  let frames = source;
  if (stereo !== undefined && keepStereo) eyeSize(source, stereo);
  else if (stereo !== undefined) {
    const size = eyeSize(source, stereo);
    frames = derived(source, size, () => eyesOf(source, { size, stereo, swapEyes, store }));
  }
  if (right !== undefined) {
    const others = stack.use(await openVideo(right, { ...reading, store }));
    frames = withRightEye({ video, frames }, right, others, swapEyes);
  }
  if (calibration !== undefined) {
    const cameras = await readCalibrationFile(calibration);
    const seen = frames;
    assertCalibrated({ video, frames: seen }, calibration, cameras);
    frames = derived(seen, seen, () => rectified(seen, cameras, store));
  }
  if (depth !== undefined) {
    const { size: _, ...rest } = reading;
    const others = stack.use(await openGray16Video(depth, rest));
    frames = withDepth({ video, frames }, depth, others, near);
  }
  const bringsNone = stereo === undefined && right === undefined && depth === undefined;
  if (ownDepth && bringsNone && isHeic(video)) {
    const map = await depthOfPhoto(video, near, reading);
    const photo = frames;
    frames = derived(photo, photo, async function* () {
      for await (const frame of photo) yield { ...frame, depth: map };
    });
  }
  return frames;
}

/** Frames of the left eye, with those of the right one from a video of its own. */
function withRightEye(
  left: Named,
  right: string,
  others: VideoSource,
  swapEyes: boolean,
): VideoSource {
  const { frames } = left;
  assertSameEyes(left, right, others);
  return derived(frames, frames, async function* () {
    for await (const [frame, other] of paired(left, right, others)) {
      const { number, timestamp } = frame;
      yield swapEyes ? { ...other, number, timestamp, right: frame } : { ...frame, right: other };
    }
  });
}

/** Frames with what a video of depth tells of them. */
function withDepth(
  pictures: Named,
  depth: string,
  others: RawVideo<"gray16le">,
  near: "bright" | "dark",
): VideoSource {
  const { frames } = pictures;
  assertSameShape(pictures, depth, others);
  return derived(frames, frames, async function* () {
    const maps = mapsOf(others, near);
    for await (const [frame, map] of paired(pictures, depth, maps)) yield { ...frame, depth: map };
  });
}

/** What a portrait photo tells of distance. */
async function depthOfPhoto(
  path: string,
  near: "bright" | "dark",
  { onNotice, signal }: OpenVideoOptions,
): Promise<Disparity> {
  const gray = await decodeHeicDepth(await Deno.readFile(onDisk(path)), { onNotice, signal });
  if (gray === undefined) {
    throw new UnsupportedMediaError(
      `'${path}' tells no distances: it is no portrait photo, or another program has removed them`,
    );
  }
  const map = createDisparity(gray.width, gray.height);
  gray.data.forEach((level, i) => {
    map.disparity[i] = near === "bright" ? level / 255 : 1 - level / 255;
  });
  return map;
}

/** The same video with other frames. */
function derived(
  source: VideoSource,
  { width, height }: Size,
  frames: () => AsyncGenerator<TimedFrame>,
): VideoSource {
  return {
    width,
    height,
    get frameCount() {
      return source.frameCount;
    },
    get frameRate() {
      return source.frameRate;
    },
    get timescale() {
      return source.timescale;
    },
    get audioCodecs() {
      return source.audioCodecs;
    },
    [Symbol.asyncIterator]: frames,
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };
}

/** What both eyes see, of pictures that have both. */
async function* eyesOf(
  source: VideoSource,
  { size, stereo, swapEyes, store }: {
    size: Size;
    stereo: StereoLayout;
    swapEyes: boolean;
    store: FrameStore;
  },
): AsyncGenerator<TimedFrame & LentFrame> {
  for await (const frame of source) {
    using first = store.takeFrame(size);
    using second = store.takeFrame(size);
    splitEyes(frame, stereo, { out: { left: first, right: second } });
    const [left, right] = swapEyes ? [second, first] : [first, second];
    const { number, timestamp } = frame;
    yield { number, timestamp, ...lent(left), right: lent(right) };
  }
}

/** What both cameras would see if they looked straight ahead, side by side, without their lenses' faults. */
async function* rectified(
  source: VideoSource,
  { left, right }: StereoCalibration,
  store: FrameStore,
): AsyncGenerator<TimedFrame & LentFrame> {
  const [toLeft, toRight] = [left, right].map((camera) => undistortRectifyMap(camera, source));
  for await (const frame of source) {
    using a = store.takeFrame(source);
    using b = store.takeFrame(source);
    remap(frame, toLeft, { out: a });
    const { number, timestamp, right } = frame;
    if (right !== undefined) remap(right, toRight, { out: b });
    yield { number, timestamp, ...lent(a), right: right && lent(b) };
  }
}

function assertCalibrated(
  { video, frames: { width, height } }: Named,
  calibration: string,
  { size }: StereoCalibration,
): void {
  if (size === undefined || size.width === width && size.height === height) return;
  throw new UnsupportedMediaError(
    `The calibration '${calibration}' is for ${size.width}×${size.height}, ` +
      `and an eye of '${video}' has ${width}×${height}`,
  );
}

function lent(stored: StoredFrame): LentFrame {
  const { width, height, bitmap } = stored;
  return { width, height, bitmap, stored };
}

/** A video by its name, and its frames. */
interface Named {
  readonly video: string;
  readonly frames: VideoSource;
}

/** The frames of a video, each with what its companion has for it. */
async function* paired<Item>(
  { video, frames }: Named,
  companion: string,
  items: AsyncIterable<Item>,
): AsyncGenerator<[TimedFrame, Item]> {
  const others = items[Symbol.asyncIterator]();
  let count = 0;
  for await (const frame of frames) {
    const other = await others.next();
    if (other.done === true) {
      throw new UnsupportedMediaError(
        `'${companion}' ends after ${counted(count, "frame")}, and '${video}' goes on`,
      );
    }
    count++;
    yield [frame, other.value];
  }
  if ((await others.next()).done === true) return;
  throw new UnsupportedMediaError(
    `'${companion}' goes on after ${counted(count, "frame")}, where '${video}' ends`,
  );
}

function assertSameEyes({ video, frames }: Named, right: string, others: VideoSource): void {
  if (frames.width !== others.width || frames.height !== others.height) {
    throw new UnsupportedMediaError(
      `Both eyes must be of one size: '${video}' is ${frames.width}×${frames.height}, ` +
        `'${right}' ${others.width}×${others.height}`,
    );
  }
  assertSameCount({ video, frames }, right, others);
}

function assertSameShape(
  { video, frames }: Named,
  depth: string,
  others: Size & Pick<VideoSource, "frameCount">,
): void {
  const ratio = frames.width / frames.height / (others.width / others.height);
  if (Math.abs(Math.log(ratio)) > SAME_SHAPE) {
    throw new UnsupportedMediaError(
      `A depth video must have the shape of the pictures: '${video}' is ` +
        `${frames.width}×${frames.height}, '${depth}' ${others.width}×${others.height}`,
    );
  }
  assertSameCount({ video, frames }, depth, others);
}

/** What headers say is checked before anything is written; by a frame they may err. */
function assertSameCount(
  { video, frames }: Named,
  companion: string,
  others: Pick<VideoSource, "frameCount">,
): void {
  const [mine, theirs] = [frames.frameCount, others.frameCount];
  if (mine === undefined || theirs === undefined || Math.abs(mine - theirs) <= 1) return;
  throw new UnsupportedMediaError(
    `Both must be of one length: '${video}' has about ${counted(mine, "frame")}, ` +
      `'${companion}' ${theirs}`,
  );
}

/** Depth maps of pictures in 16 bits. */
async function* mapsOf(
  video: RawVideo<"gray16le">,
  near: "bright" | "dark",
): AsyncGenerator<Disparity> {
  const map = createDisparity(video.width, video.height);
  for await (const { bytes } of picturesOf(video)) {
    fillNearness(map, new DataView(bytes.buffer), near);
    yield map;
  }
}

function fillNearness({ disparity }: Disparity, levels: DataView, near: "bright" | "dark"): void {
  for (let i = 0; i < disparity.length; i++) {
    const level = levels.getUint16(2 * i, true);
    const share = level / 65535;
    disparity[i] = level < LEAST_DEPTH ? NaN : near === "bright" ? share : 1 - share;
  }
}
