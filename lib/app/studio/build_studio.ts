import { dirname, join } from "node:path";
import config from "../../../deno.json" with { type: "json" };
import { WASM } from "../../files/onnx/onnx_packages.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import { makeFolder, writeWhole } from "../../files/system/write_whole.ts";
import { MEDIABUNNY } from "./bundle_page.ts";
import { ISOLATION, studioFiles, type StudioFilesOptions } from "./studio_files.ts";

/**
 * How {@linkcode buildStudio} goes about it.
 *
 * @category Studio
 */
export interface BuildStudioOptions extends StudioFilesOptions {
  /** Told of each file before it is written. */
  readonly onFile?: ((name: string, number: number, count: number) => void) | undefined;
}

/**
 * What was built.
 *
 * @category Studio
 */
export interface BuiltStudio {
  /** The files' names in the folder. */
  readonly files: readonly string[];
  /** Of all of them together. */
  readonly bytes: number;
}

/**
 * Write the studio as files, which any web server can serve, from any path: the page, its networks and
 * what runs them. README.txt says what the server can do for its speed.
 *
 * @example Below a site's own pages
 * ```ts ignore
 * const { files } = await buildStudio("site/studio");
 * ```
 *
 * @param folder The folder; it is made, and what is in it is replaced where the names are the same.
 * @param options Whom to tell.
 * @returns What was written.
 * @throws {Error} If the page cannot be bundled, a package cannot be fetched, or a file not written.
 * @category Studio
 */
export async function buildStudio(
  folder: string,
  options: BuildStudioOptions = {},
): Promise<BuiltStudio> {
  return await keepOffline(options.offline === true, () => writeStudio(folder, options));
}

async function writeStudio(
  folder: string,
  options: BuildStudioOptions,
): Promise<BuiltStudio> {
  const { signal, onFile } = options;
  const readme = new TextEncoder().encode(README);
  const files = [...await studioFiles(options)].map(([name, file]) => {
    return { name, read: async () => (await file.read()).bytes };
  });
  files.push({ name: "README.txt", read: () => Promise.resolve(readme) });
  let total = 0;
  for (const [i, { name, read }] of files.entries()) {
    onFile?.(name, i + 1, files.length);
    const bytes = await read();
    const path = join(folder, name);
    await makeFolder(dirname(path));
    await writeWhole(path, bytes, signal);
    total += bytes.length;
  }
  return { files: files.map(({ name }) => name), bytes: total };
}

const README = `Backdrop studio ${config.version}
A page that puts another background behind a camera or a video. All work is done in the browser.

Put this folder on any web server, below any path, and open index.html there. Browsers give a page the
camera over https, and from localhost. As a file (file://) it does not start: a browser loads no
modules from there.

It needs no settings. It takes less work if the server sends two headers with every file, for only then
may the page's threads share memory; otherwise what a network sees is copied from one to the other:

${Object.entries(ISOLATION).map(([name, value]) => `    ${name}: ${value}`).join("\n")}

All else is the same without them. With them, a page of another site can show this one in a frame only
if that site sends them as well.

Servers should send .js and .mjs as text/javascript and .wasm as application/wasm, and compress .js,
.mjs, .wasm and .onnx. The files below onnxruntime/ and networks/ are loaded when somebody chooses a
method that needs a network.

What is in it
- Backdrop: MIT licence, Copyright (c) 2026 The Backdrop authors.
- onnxruntime/: npm ${WASM.name} ${WASM.version}, MIT licence, Copyright (c) Microsoft Corporation.
- output_worker-….js: Backdrop, and npm ${MEDIABUNNY.name} ${MEDIABUNNY.version}, Mozilla Public License 2.0; its
  sources are in the npm package, in the folder src.
- networks/: of Google's MediaPipe (selfie segmentation, pose), Apache License 2.0, translated from
  TensorFlow Lite to ONNX.
- backgrounds/: drawn by Backdrop's own code.
`;
