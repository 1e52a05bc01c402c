import type { OptionNames } from "../../option_names.ts";
import type { DepthNetwork } from "../../networks/depth/depth_network.ts";
import { depthSpec } from "../../networks/depth/depth_spec.ts";
import { NetworkDepth } from "../../networks/depth/network_depth.ts";
import { modelSpec } from "../../networks/model/model_spec.ts";
import type { ModelOverrides } from "../../networks/model/model_overrides.ts";
import { NetworkSegmenter } from "../../networks/network_segmenter.ts";
import {
  fastPeople,
  openPeople,
  type PeopleModels,
  qualityPeople,
} from "../../networks/people/open_people.ts";
import type { Pace } from "../../networks/people/people_networks.ts";
import type { Segmenter } from "../../networks/segmenter.ts";
import { tfliteToOnnx } from "../../networks/tflite/tflite_to_onnx.ts";
import type { Size } from "../../raster/frame.ts";
import type { LoneFolderOptions } from "../packages/lone_package.ts";
import type { Device } from "./device.ts";
import { readModel } from "./model_file.ts";
import { isModelPath } from "./model_names.ts";
import { openSession } from "./open_session.ts";
import { readRvm, rvmSize } from "./read_rvm.ts";
import type { OpenNetwork, SharedNetworks } from "../../networks/runtime/shared_networks.ts";

/**
 * What {@linkcode openNetwork} works with.
 *
 * @category Networks
 */
export interface SegmenterOptions extends LoneFolderOptions {
  /** What the user says of a model of their own. */
  readonly overrides?: ModelOverrides | undefined;
  /**
   * What each frame waits for, with the people's networks: for all, or live for little.
   *
   * @default {"frame"}
   */
  readonly pace?: Pace | undefined;
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

/** Open what `fast` looks with. */
export function openFast(size: Size, options: SegmenterOptions): Promise<Segmenter> {
  return openPeopleOf(fastPeople, size, { ...options, fetchName: "fast" });
}

/** Open what `quality` looks with. */
export function openQuality(size: Size, options: SegmenterOptions): Promise<Segmenter> {
  return openPeopleOf(qualityPeople, size, { ...options, fetchName: "quality" });
}

function openPeopleOf(
  models: PeopleModels,
  size: Size,
  options: SegmenterOptions,
): Promise<Segmenter> {
  return openPeople(models, size, async (model) => {
    return (await lendNetwork(model, options, onnxReader(model, options))).session;
  }, options.pace);
}

/** Open Robust Video Matting for frames of a size. */
export async function openRvm(frame: Size, asked: SegmenterOptions): Promise<Segmenter> {
  const options = { ...asked, fetchName: "rvm" };
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
  { mirrored = false, isOwn = false } = {},
): Promise<Segmenter> {
  const { name, session } = await lendNetwork(key, options, read);
  try {
    const spec = modelSpec(session, name, options.overrides);
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
  { threads, device, names, onNotice, onFetch, signal, fetchName }: SegmenterOptions,
): Promise<OpenNetwork> {
  const { name, bytes } = await read();
  const told = { names, onNotice, onFetch, signal, fetchName };
  const session = await openSession(bytes, { name, threads, device, ...told });
  return { name, session };
}
