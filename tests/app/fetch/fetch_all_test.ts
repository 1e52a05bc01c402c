import { assertEquals } from "@std/assert";
import { fetchAll } from "../../../lib/app/fetch/fetch_all.ts";
import { type FetchName, fetchNames } from "../../../lib/app/fetch/fetch_names.ts";
import { packagesOf } from "../../../lib/app/fetch/packages_of.ts";
import { MEDIABUNNY } from "../../../lib/app/studio/bundle_page.ts";
import { loneFolder, type LonePackage } from "../../../lib/files/packages/lone_package.ts";
import { keepOffline } from "../../../lib/files/packages/offline.ts";
import { TURBO_JPEG } from "../../../lib/files/pictures/turbojpeg.ts";
import { ROOT } from "../../helpers.ts";

const NAMES = Object.keys(fetchNames) as FetchName[];
const ignore = Deno.build.target !== "x86_64-unknown-linux-gnu";

/** What a name fetches, and what is bundled with it. */
function allOf(name: FetchName): readonly LonePackage[] {
  return name === "studio" ? [...packagesOf(name), MEDIABUNNY] : packagesOf(name);
}

/** Megabytes of packages, each once. */
function megabytes(packages: readonly LonePackage[]): number {
  const bytes = [...new Set(packages)].reduce((sum, one) => sum + one.bytes, 0);
  return Math.round(bytes / 1e6);
}

Deno.test({
  name: "fetch tells of each name the megabytes that its packages have",
  ignore,
  fn: () => {
    const told = NAMES.map((name) => [name, fetchNames[name].megabytes]);
    assertEquals(told, NAMES.map((name) => [name, megabytes(allOf(name))]));
  },
});

Deno.test({
  name: "docs/offline.md has all names of fetch, with their megabytes",
  ignore,
  fn: async () => {
    const page = await Deno.readTextFile(new URL("docs/offline.md", ROOT));
    const rows = [...page.matchAll(/^\| (\(none\)|`\w+`) +\|.*\| +(\d+) \|$/gm)]
      .map(([, name, size]) => [name.replaceAll("`", ""), Number(size)]);
    assertEquals(rows, [
      ["(none)", megabytes([...allOf("jpeg"), ...allOf("fast")])],
      ...NAMES.map((name) => [name, fetchNames[name].megabytes]),
      ["all", megabytes(NAMES.flatMap(allOf))],
    ]);
  },
});

Deno.test("every package of fetch names the command that fetches it", () => {
  const named = NAMES.flatMap((name) => allOf(name).map(({ fetchName }) => fetchName));
  assertEquals(named.filter((name) => name === undefined || !(name in fetchNames)), []);
});

Deno.test({
  name: "fetchAll() leaves alone what is there, and names each package once",
  ignore,
  fn: async () => {
    await loneFolder(TURBO_JPEG);
    const told: string[] = [];
    // Offline it could not fetch anything.
    const items = await keepOffline(
      true,
      () => fetchAll(["jpeg", "jpeg"], { onItem: ({ item }) => told.push(item) }),
    );
    const item = "npm:@julusian/jpeg-turbo@3.0.1";
    const { bytes } = TURBO_JPEG;
    assertEquals(items, [{ item, names: ["jpeg"], bytes, state: "there" }]);
    assertEquals(told, [item]);
  },
});

Deno.test("fetchAll() stops when its signal aborts", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  const message = await fetchAll(["jpeg"], { signal }).catch(({ message }) => message);
  assertEquals(message, "enough");
});
