import { basename } from "node:path";
import { isGranted, permissionReason } from "../system/permission.ts";
import { evalInDeno } from "./eval_in_deno.ts";
import { lockOf, type LonePackage } from "./lone_package.ts";

/** Scripts by their names: those of the entries, and chunks that have other names. */
export type Scripts = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** What {@linkcode bundleInDeno} works with. */
export interface BundleInDenoOptions {
  /** The packages that the modules import. */
  readonly packages: readonly LonePackage[];
  /** Ends it at once; then the signal's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Bundle modules for browsers, in a Deno of its own, which fetches its bundler on first use.
 *
 * @param entries Modules' addresses by the names that their scripts get.
 * @param options What they import, and what ends it.
 * @returns The scripts, all for one folder: what entries share, or load later, are chunks.
 * @throws {Error} If they cannot be bundled: with what Deno said.
 */
export async function bundleInDeno(
  entries: Readonly<Record<string, string>>,
  { packages, signal }: BundleInDenoOptions,
): Promise<Scripts> {
  if (!isGranted({ name: "write" })) {
    throw new Deno.errors.NotCapable(permissionReason("--allow-write"));
  }
  const lock = await Deno.makeTempFile({ prefix: "backdrop_", suffix: ".lock" });
  await Deno.writeTextFile(lock, lockOf(...packages));
  // Not frozen: of a checkout that is imported by its address, the modules are not in it.
  const options = ["--no-config", `--lock=${lock}`, "--node-modules-dir=none"];
  const args = ["--quiet", "--unstable-bundle", ...options];
  const told = await evalInDeno(codeFor(entries), { args, file: lock, signal });
  const files = JSON.parse(told) as readonly (readonly [path: string, text: string])[];
  return new Map(files.map(([path, text]) => [basename(path), new TextEncoder().encode(text)]));
}

/**
 * The program that bundles. For each entry a module in one folder imports it, so that all scripts come
 * into one folder, wherever the modules are.
 */
function codeFor(entries: Readonly<Record<string, string>>): string {
  return `let failed = false;
  const folder = await Deno.makeTempDir({ prefix: "backdrop_studio_" });
  try {
    const entrypoints = Object.entries(${JSON.stringify(entries)}).map(([name, entry]) => {
      const path = folder + "/" + name + ".ts";
      Deno.writeTextFileSync(path, "import " + JSON.stringify(entry) + ";");
      return path;
    });
    const { success, errors, outputFiles } = await Deno.bundle({
      entrypoints,
      outputDir: folder,
      platform: "browser",
      minify: true,
      codeSplitting: true,
      write: false,
    });
    if (!success) throw new Error(errors.map(({ text }) => text).join("; "));
    const scripts = outputFiles.map((file) => [file.path, file.text()]);
    await new Blob([JSON.stringify(scripts)]).stream().pipeTo(Deno.stdout.writable);
  } catch (error) {
    console.log(error.message);
    failed = true;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  if (failed) Deno.exit(1);`;
}
