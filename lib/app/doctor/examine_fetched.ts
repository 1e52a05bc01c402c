import { cachedFolder, mayLookIntoCache } from "../../files/packages/deno_cache.ts";
import { type LonePackage, megabytes, specifier } from "../../files/packages/lone_package.ts";
import { canReadAll } from "../../files/packages/readable_files.ts";
import { loadTurboJpeg } from "../../files/pictures/turbojpeg.ts";
import { isGranted } from "../../files/system/permission.ts";
import { type FetchName, fetchNames } from "../fetch/fetch_names.ts";
import { packagesOf } from "../fetch/packages_of.ts";
import { isPageBundled } from "../studio/bundle_page.ts";
import type { Finding } from "./finding.ts";

/**
 * What was fetched, by the names of `fetch`.
 *
 * @param isOffline Whether nothing will be: then the default runs need what they would fetch.
 */
export async function examineFetched(isOffline: boolean): Promise<Finding[]> {
  const names = Object.keys(fetchNames) as FetchName[];
  const own = names.filter((name) => name !== "jpeg" && packagesOf(name).length > 0);
  return [
    await examineJpeg(isOffline),
    ...await Promise.all(own.map((name) => {
      return examineName(name, name === "fast", isOffline);
    })),
  ];
}

async function examineName(
  name: FetchName,
  isNeeded: boolean,
  isOffline: boolean,
): Promise<Finding> {
  const common = { id: `fetched-${name}`, topic: "fetched" } as const;
  if (!mayLookIntoCache()) {
    const text = `${name}: Deno may not look into its cache`;
    return { ...common, state: "note", text, advice: "add --allow-read --allow-env" };
  }
  const missing = await missingOf(packagesOf(name));
  const bytes = missing.reduce((sum, one) => sum + one.bytes, 0);
  const isWhole = missing.length === 0 && (name !== "studio" || await isPageBundled());
  const data = { missing: missing.map(specifier), bytes };
  const what = `${name}: ${fetchNames[name].summary}`;
  if (isWhole && await areReadable(packagesOf(name))) {
    return { ...common, state: "ok", text: what, data };
  }
  if (isWhole) {
    const text = `not to be read by this user: ${what}`;
    const advice = `its owner lets all read it by cli.ts fetch ${name}`;
    return { ...common, state: isNeeded ? "missing" : "note", text, advice, data };
  }
  const size = bytes === 0 ? "" : ` (${megabytes(bytes)})`;
  return {
    ...common,
    state: isNeeded && isOffline ? "missing" : "note",
    text: `not fetched: ${what}`,
    advice: `cli.ts fetch ${name}${size}`,
    ...isNeeded && !isOffline && { isFetchedFirst: true },
    data,
  };
}

/** Whether this user may read what is there. */
async function areReadable(packages: readonly LonePackage[]): Promise<boolean> {
  for (const { name, version } of packages) {
    const folder = await cachedFolder(name, version);
    if (folder !== undefined && !await canReadAll(folder)) return false;
  }
  return true;
}

async function missingOf(packages: readonly LonePackage[]): Promise<LonePackage[]> {
  const folders = await Promise.all(
    packages.map(({ name, version }) => cachedFolder(name, version)),
  );
  return packages.filter((_, i) => folders[i] === undefined);
}

/** What reads and writes JPEGs, by loading it. */
async function examineJpeg(isOffline: boolean): Promise<Finding> {
  const common = { id: "fetched-jpeg", topic: "fetched" } as const;
  if (!isGranted({ name: "ffi" })) {
    const text =
      "jpeg: slow, and up to 3 levels off OpenCV's pixels, as Deno may not load libturbojpeg";
    return { ...common, state: "note", text, advice: "add --allow-ffi", data: { library: null } };
  }
  const missing = await missingOf(packagesOf("jpeg"));
  const data = { missing: missing.map(specifier) };
  const isThere = await hasTurboJpeg();
  const library = isThere ? "libturbojpeg" : null;
  if (isThere) {
    const whose = missing.length === 0 ? "" : ", the system's";
    const text = `jpeg: ${fetchNames.jpeg.summary}${whose}`;
    return { ...common, state: "ok", text, data: { ...data, library } };
  }
  if (missing.length === 0) {
    const text = "jpeg: up to 3 levels off OpenCV's pixels, as no libturbojpeg can be loaded";
    return { ...common, state: "note", text, data: { ...data, library } };
  }
  return {
    ...common,
    state: isOffline ? "missing" : "note",
    text: `not fetched: jpeg: ${fetchNames.jpeg.summary}`,
    advice: "cli.ts fetch jpeg",
    ...!isOffline && { isFetchedFirst: true },
    data: { ...data, library },
  };
}

async function hasTurboJpeg(): Promise<boolean> {
  try {
    using library = await loadTurboJpeg();
    return library !== undefined;
  } catch {
    // It is not there, and nothing is fetched now.
    return false;
  }
}
