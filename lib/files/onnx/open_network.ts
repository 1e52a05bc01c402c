import type { OptionNames } from "../../option_names.ts";
import type { DepthNetwork } from "../../networks/depth/depth_network.ts";
import { depthSpec } from "../../networks/depth/depth_spec.ts";
import { NetworkDepth } from "../../networks/depth/network_depth.ts";
import { modelSpec } from "../../networks/model/model_spec.ts";
import type { ModelOverrides } from "../../networks/model/model_overrides.ts";
import { NetworkSegmenter } from "../../networks/network_segmenter.ts";
import { BodyNetwork } from "../../networks/people/body_network.ts";
import type { PeopleNetworks, PersonSegmenter } from "../../networks/people/people_networks.ts";
import { PeopleSegmenter } from "../../networks/people/people_segmenter.ts";
import { PoseDetector } from "../../networks/people/pose_detector.ts";
import type { Segmenter } from "../../networks/segmenter.ts";
import { tfliteToOnnx } from "../../networks/tflite/tflite_to_onnx.ts";
import type { Size } from "../../raster/frame.ts";
import type { LoneFolderOptions } from "../packages/lone_package.ts";
import type { Device } from "./device.ts";
import { readModel } from "./model_file.ts";
import { isModelPath } from "./model_names.ts";
import { openSession } from "./open_session.ts";
import { readRvm, rvmSize } from "./read_rvm.ts";
import type { OpenNetwork, SharedNetworks } from "./shared_networks.ts";

/** What {@linkcode openNetwork} works with. */
export interface SegmenterOptions extends LoneFolderOptions {
  /** What the user says of a model of their own. */
  readonly overrides?: ModelOverrides | undefined;
  /**
   * Whether frames come live: `fast` and `quality` then look about as much at each frame, and little.
   *
   * @default {false}
   */
  readonly isLive?: boolean | undefined;
  /** What runs the network. @default {"cpu"} */
  readonly device?: Device | undefined;
  /** Threads for each of a network's operations. */
  readonly threads?: number | undefined;
  /**
   * Networks that are shared with other videos: those stay open when the segmenter is disposed of.
   *
   * @default {each segmenter opens its own}
   */
  readonly networks?: SharedNetworks | undefined;
  /** What messages call options. */
  readonly names?: OptionNames | undefined;
}

/** How often Robust Video Matting looks at a frame before which it has seen none. */
const RVM_FIRST_LOOKS = 4;

/** Frames at least so much wider than high go through the network that is made for such. */
const LANDSCAPE = 1.2;

/** Open what `fast` looks with. */
export function openFast(size: Size, options: SegmenterOptions): Promise<Segmenter> {
  return openPeople(options, {
    size,
    body: "pose-lite",
    ofBodies: 0.5,
    wholeBodies: { knees: [0.2, 0.6] },
    looks: [{
      model: "fast-square",
      isMirrored: false,
      isSquare: false,
      every: 1,
      surer: [0, 1],
      ofHeads: 1,
      ofBodies: 0.5,
    }],
  });
}

/** Open what `quality` looks with. */
export function openQuality(size: Size, options: SegmenterOptions): Promise<Segmenter> {
  return openPeople(options, {
    size,
    body: "pose-full",
    ofBodies: 0.4,
    wholeBodies: { knees: [0.05, 0.3], inside: [0.4, 0.6] },
    whole: 1,
    looks: [
      {
        model: "fast-square",
        isMirrored: true,
        isSquare: false,
        every: 1,
        surer: [0, 1],
        ofHeads: 0.4,
        ofBodies: 0.3,
      },
      {
        model: "quality",
        isMirrored: false,
        isSquare: true,
        // In each frame it would take half of the time.
        every: 2,
        surer: [0, 2],
        ofHeads: 0.6,
        ofBodies: 0.3,
      },
    ],
  });
}

/** What {@linkcode openPeople} opens. */
interface PeopleModels extends Pick<PeopleNetworks, "ofBodies" | "wholeBodies"> {
  readonly size: Size;
  readonly body: "pose-lite" | "pose-full";
  /** Which of the looks also sees the whole frame, if no other network does. */
  readonly whole?: number;
  readonly looks: readonly (Omit<PersonSegmenter, "segmenter"> & {
    readonly model: "fast-square" | "quality";
    readonly isMirrored: boolean;
  })[];
}

/** Open networks that find people and look closer at them. */
async function openPeople(options: SegmenterOptions, models: PeopleModels): Promise<Segmenter> {
  await using opened = new AsyncDisposableStack();
  const session = async (model: string) => {
    return (await lendNetwork(model, options, onnxReader(model, options))).session;
  };
  const { width, height } = models.size;
  const wide = width >= LANDSCAPE * height ? "fast-landscape" : "fast-square";
  const [first, ...others] = models.looks;
  const open = ({ model, isMirrored }: typeof first) => openPlain(model, options, isMirrored);
  // The first one fetches what runs them; each of the others takes a thread's start.
  const firstOpened = opened.use(await open(first));
  const opening = [
    session("pose-detection"),
    session(models.body),
    ...others.map(open),
    ...models.whole === undefined ? [openNetwork(wide, options)] : [],
  ] as const;
  for (const one of await Promise.allSettled(opening)) {
    if (one.status === "fulfilled") opened.use(one.value);
  }
  const detector = new PoseDetector(await opening[0]);
  const body = new BodyNetwork(await opening[1]);
  const segmenterAt = (i: number) => i === 0 ? firstOpened : opening[i + 1] as Promise<Segmenter>;
  const looks = await Promise.all(models.looks.map(async (look, i): Promise<PersonSegmenter> => {
    return { ...look, segmenter: await segmenterAt(i) };
  }));
  const whole = await segmenterAt(models.whole ?? models.looks.length);
  opened.move();
  const { ofBodies, wholeBodies } = models;
  const { isLive } = options;
  return new PeopleSegmenter({ detector, body, ofBodies, wholeBodies, whole, looks, isLive });
}

/** Open Robust Video Matting for frames of a size. */
export async function openRvm(frame: Size, options: SegmenterOptions): Promise<Segmenter> {
  const size = rvmSize(frame);
  // Of a frame's time it takes four fifths: one thread would leave the other core waiting.
  const threads = options.threads ?? Math.min(2, navigator.hardwareConcurrency);
  const read = async () => ({ name: "rvm", bytes: await readRvm(size, options) });
  return await openLoaded(`rvm ${size.width}x${size.height}`, { ...options, threads }, read);
}

/**
 * Open a network.
 *
 * @param model The name of one that is fetched, or the path of an .onnx or .tflite file.
 * @param options The user's knowledge of it, and who does the work.
 * @param mirrored Whether each frame is seen twice: as it is and mirrored.
 */
export async function openNetwork(
  model: string,
  options: SegmenterOptions,
  mirrored = false,
): Promise<Segmenter> {
  return await openLoaded(model, options, onnxReader(model, options), {
    mirrored,
    isOwn: isModelPath(model),
  });
}

/**
 * Open a network that measures depth.
 *
 * @param model The path of an .onnx or .tflite file.
 * @param options The user's knowledge of it, and who does the work.
 */
export async function openDepthNetwork(
  model: string,
  options: SegmenterOptions,
): Promise<DepthNetwork> {
  const { name, session } = await lendNetwork(model, options, onnxReader(model, options));
  try {
    return new NetworkDepth(session, depthSpec(session, name, options.overrides));
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

/** Open a network whose certainty is taken as it is. */
async function openPlain(
  model: string,
  options: SegmenterOptions,
  mirrored: boolean,
): Promise<Segmenter> {
  return await openLoaded(model, options, onnxReader(model, options), { mirrored, isPlain: true });
}

/** A network's ONNX file, and what messages call it. */
type ReadOnnx = () => Promise<{ name: string; bytes: Uint8Array }>;

function onnxReader(model: string, options: SegmenterOptions): ReadOnnx {
  return async () => {
    const { name, kind, bytes } = await readModel(model, options);
    return { name, bytes: kind === "tflite" ? tfliteToOnnx(bytes, name) : bytes };
  };
}

async function openLoaded(
  key: string,
  options: SegmenterOptions,
  read: ReadOnnx,
  { mirrored = false, isOwn = false, isPlain = false } = {},
): Promise<Segmenter> {
  const { name, session } = await lendNetwork(key, options, read);
  try {
    const told = modelSpec(session, name, options.overrides);
    const spec = isPlain
      ? { ...told, decoding: { ...told.decoding, remap: [0, 1] as const } }
      : told;
    // Of the networks that have a name all is known.
    const checkedAs = isOwn ? name : undefined;
    const firstLooks = spec.family === "rvm" ? RVM_FIRST_LOOKS : 1;
    return new NetworkSegmenter(session, spec, { mirrored, checkedAs, firstLooks });
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

/** A network that is shared with other videos, or one's own. */
async function lendNetwork(
  key: string,
  options: SegmenterOptions,
  read: ReadOnnx,
): Promise<OpenNetwork> {
  const { threads = 1, networks, device = "cpu" } = options;
  const load = () => loadNetwork(read, options);
  if (networks === undefined) return await load();
  return await networks.lend(`${threads} ${device} ${key}`, load);
}

async function loadNetwork(
  read: ReadOnnx,
  { threads, device, names, onNotice, onFetch, signal }: SegmenterOptions,
): Promise<OpenNetwork> {
  const { name, bytes } = await read();
  const told = { names, onNotice, onFetch, signal };
  const session = await openSession(bytes, { name, threads, device, ...told });
  return { name, session };
}
