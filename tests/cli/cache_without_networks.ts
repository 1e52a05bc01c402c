import { cachedFolder } from "../../lib/files/packages/deno_cache.ts";
import { TURBO_JPEG } from "../../lib/files/pictures/turbojpeg.ts";
import { namesIn, ROOT, runProgram } from "../helpers.ts";
import type { Workplace } from "./helpers.ts";

/** A cache of Deno's with what the lock file names, but neither networks nor what runs them. */
export async function cacheWithoutNetworks(place: Workplace): Promise<string> {
  const commander = (await cachedFolder("@commander-js/extra-typings", "15.1.0"))!;
  const registry = commander.slice(0, commander.indexOf("/@commander-js/"));
  const cache = place.file("cache");
  const copies = cache + registry.slice(registry.lastIndexOf("/npm/"));
  await Deno.mkdir(copies, { recursive: true });
  const { npm } = JSON.parse(await Deno.readTextFile(new URL("deno.lock", ROOT)));
  // As in "@scope/name@1.0.0_peer@2.0.0".
  const all = Object.keys(npm).map((key) => /^@?[^@/]+/.exec(key)![0]);
  const names = new Set([...all, TURBO_JPEG.name.replace(/\/.*/, "")]);
  const paths = [...names].map((name) => `${registry}/${name}`)
    .filter((path) => namesIn(registry).some((name) => path.endsWith(`/${name}`)));
  // Linked where the cache lies on the same disk.
  const { code } = await runProgram("cp", ["-rl", ...paths, copies]);
  if (code !== 0) await runProgram("cp", ["-r", ...paths, copies]);
  return cache;
}
