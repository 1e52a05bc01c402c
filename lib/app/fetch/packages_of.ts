import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { MULTICLASS, POSE, SELFIE } from "../../files/onnx/model_file.ts";
import { NATIVE, WASM } from "../../files/onnx/onnx_packages.ts";
import { HUMAN_MODELS } from "../../files/onnx/read_rvm.ts";
import { nativeLibrary } from "../../files/onnx/runtime/onnx_native.ts";
import { EMBEDDED } from "../../files/packages/embedded_ffmpeg.ts";
import type { LonePackage } from "../../files/packages/lone_package.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import { LIBHEIF } from "../../files/pictures/formats/decode_heic.ts";
import { IMAGESCRIPT } from "../../files/pictures/imagescript.ts";
import { hasPrebuilt, TURBO_JPEG } from "../../files/pictures/turbojpeg.ts";
import type { FetchName } from "./fetch_names.ts";

/**
 * The packages that a name of `fetch` stands for on this system.
 *
 * @param name The name.
 * @returns The packages; none where there is none for this system.
 */
export function packagesOf(name: FetchName): readonly LonePackage[] {
  const runtime = nativeLibrary() === undefined ? WASM : NATIVE;
  switch (name) {
    case "fast":
      return [SELFIE, POSE, runtime];
    case "quality":
      return [SELFIE, POSE, MULTICLASS, runtime];
    case "rvm":
      return [HUMAN_MODELS, runtime];
    case "onnx":
      return [runtime];
    case "wasm":
      return [WASM];
    case "ffmpeg": {
      const embedded = EMBEDDED[`${Deno.build.os}-${Deno.build.arch}`];
      return embedded === undefined ? [] : [embedded];
    }
    case "jpeg":
      return hasPrebuilt() ? [TURBO_JPEG] : [IMAGESCRIPT];
    case "heic":
      return [LIBHEIF];
    case "imagescript":
      return [IMAGESCRIPT];
    case "studio":
      return [SELFIE, POSE, WASM];
  }
}

/**
 * What a run needs that is told nothing but its files: the networks, a codec for the background, and
 * an ffmpeg where there is none.
 */
export async function defaultNames(): Promise<readonly FetchName[]> {
  return [...await hasFfmpeg() ? [] : ["ffmpeg" as const], "jpeg", "fast"];
}

/** Whether there is an ffmpeg besides the one that is fetched. */
async function hasFfmpeg(): Promise<boolean> {
  try {
    const { isOld } = await keepOffline(true, () => findFfmpeg());
    // Of the one that was fetched this is known.
    return !isOld;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("Cannot find ffmpeg")) return false;
    throw error;
  }
}
