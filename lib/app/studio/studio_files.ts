import { WASM } from "../../files/onnx/onnx_packages.ts";
import { loneFolder, type LoneFolderOptions } from "../../files/packages/lone_package.ts";
import { isGranted, permissionReason } from "../../files/system/permission.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import { GALLERY } from "../../web/studio/gallery.ts";
import { bundlePage } from "./bundle_page.ts";

/** A file that the page asks for. */
export interface StudioFile {
  /** Its name below the page's address: "index.html", "networks/pose-lite.onnx". */
  readonly name: string;
  /** Its media type. */
  readonly type: string;
  /** All of it; what is not there yet is fetched. */
  read(): Promise<Content>;
}

/** What is in a file. */
export interface Content {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What differs if the bytes differ. */
  readonly tag: string;
}

/**
 * How the studio's files are had.
 *
 * @category Studio
 */
export interface StudioFilesOptions
  extends Pick<LoneFolderOptions, "onNotice" | "onFetch" | "signal"> {
  /**
   * Whether nothing is fetched: what is missing is told, with the command that fetches it.
   *
   * @default {false}
   */
  readonly offline?: boolean | undefined;
}

/** With these headers a page may share memory between threads, so that several run a network. */
export const ISOLATION: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  wasm: "application/wasm",
  onnx: "application/octet-stream",
  jpg: "image/jpeg",
};

/** What is taken as it is, by the names that it gets. */
const ASSETS: Readonly<Record<string, string>> = {
  "index.html": "../../web/studio/page/index.html",
  "theme.css": "../../web/studio/page/theme.css",
  "style.css": "../../web/studio/page/style.css",
  ...Object.fromEntries(GALLERY.map(({ file }) => {
    return [`backgrounds/${file}`, `../../web/studio/backgrounds/${file}`];
  })),
};

/** What runs networks in a browser: on the processor, and on what WebGPU finds. */
const RUNTIME = [
  "ort.wasm.min.mjs",
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
  "ort.webgpu.min.mjs",
  "ort-wasm-simd-threaded.asyncify.mjs",
  "ort-wasm-simd-threaded.asyncify.wasm",
];

/** The networks of `fast`. */
const NETWORKS = ["fast-landscape", "fast-square", "pose-detection", "pose-lite"];

/**
 * All files of the studio: the page and its scripts, bundled here and now, and what they ask for
 * later, which is fetched when it is read.
 *
 * @param asked Whom to tell of what is bundled and fetched.
 * @returns The files by their names, the page's first.
 * @throws {Error} If the page cannot be read or bundled.
 */
export async function studioFiles(
  asked: StudioFilesOptions = {},
): Promise<ReadonlyMap<string, StudioFile>> {
  const options = { ...asked, fetchName: "studio" };
  const [scripts, ...assets] = await Promise.all([
    bundlePage(options),
    ...Object.entries(ASSETS).map(async ([name, path]) => held(name, await readAsset(path))),
  ]);
  const files = await Promise.all([
    ...assets,
    ...[...scripts].map(([name, bytes]) => held(name, bytes)),
  ]);
  const later = [
    ...RUNTIME.map((name) => ofRuntime(name, options)),
    ...NETWORKS.map((name) => network(name, options)),
  ];
  return new Map([...files, ...later].map((file) => [file.name, file]));
}

/** A file of this module's repository, wherever that is. */
async function readAsset(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(path, import.meta.url);
  const isRemote = url.protocol !== "file:";
  if (isRemote ? !isGranted({ name: "net", host: url.host }) : !isGranted({ name: "read" })) {
    const permission = isRemote ? `--allow-net=${url.host}` : "--allow-read";
    throw new Error(`Cannot read '${url.href}': ${permissionReason(permission)}`);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot read '${url.href}': ${response.statusText}`);
  return await response.bytes();
}

function typeOf(name: string): string {
  return TYPES[name.slice(name.lastIndexOf(".") + 1)];
}

/** A file that stays in memory. */
async function held(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<StudioFile> {
  const content = { bytes, tag: await tagOf(bytes) };
  return { name, type: typeOf(name), read: () => Promise.resolve(content) };
}

async function tagOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digest.subarray(0, 12).toHex();
}

/** A file of ONNX Runtime's package: of megabytes, so it is read again for each who asks. */
function ofRuntime(file: string, options: LoneFolderOptions): StudioFile {
  const tag = `${WASM.version}-${file}`;
  return {
    name: `onnxruntime/${file}`,
    type: typeOf(file),
    read: async () => {
      const folder = await loneFolder(WASM, options);
      return { bytes: await Deno.readFile(onDisk(`${folder}/dist/${file}`)), tag };
    },
  };
}

/** A network as ONNX, translated once. */
function network(model: string, options: LoneFolderOptions): StudioFile {
  let reading: Promise<Content> | undefined;
  const name = `networks/${model}.onnx`;
  return {
    name,
    type: typeOf(name),
    read() {
      reading ??= readNetwork(model, options);
      // Who asks after a failure tries again.
      reading.catch(() => reading = undefined);
      return reading;
    },
  };
}

async function readNetwork(model: string, options: LoneFolderOptions): Promise<Content> {
  const [{ readModel }, { tfliteToOnnx }] = await Promise.all([
    import("../../files/onnx/model_file.ts"),
    import("../../networks/tflite/tflite_to_onnx.ts"),
  ]);
  const { bytes, kind, name } = await readModel(model, options);
  const onnx = kind === "tflite" ? tfliteToOnnx(bytes, name) : bytes;
  return { bytes: onnx, tag: await tagOf(onnx) };
}
