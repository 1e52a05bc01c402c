/** As in a container whose root cannot be written: nobody's process, no network, code and cache read-only. */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { fetchAll } from "../../../lib/app/fetch/fetch_all.ts";
import { cachedFolder, denoFolder } from "../../../lib/files/packages/deno_cache.ts";
import { TURBO_JPEG } from "../../../lib/files/pictures/turbojpeg.ts";
import { namesIn, type Outcome, ROOT, runProgram } from "../../helpers.ts";
import { type Workplace, workplace } from "../helpers.ts";

/** Mounts what is read-only where nobody may see it, and runs the rest without a network. */
const SCRIPT = `set -e
at=$1; code=$2; cache=$3; deno=$4; shift 4
mount --make-rprivate /
for pair in "$code:$at/code" "$cache:$at/deno"; do
  mkdir -p "\${pair#*:}"
  mount --bind "\${pair%%:*}" "\${pair#*:}"
  mount -o remount,ro,bind "\${pair#*:}"
done
touch "$at/program"
mount --bind "$deno" "$at/program"
cd "$at/work"
exec setpriv --reuid=65534 --regid=65534 --clear-groups \\
  env -i PATH="$PATH" NO_COLOR=1 TMPDIR="$at/work" DENO_DIR="$at/deno" DENO_NO_UPDATE_CHECK=1 \\
  "$at/program" run --quiet --cached-only -A "$at/code/cli.ts" "$@"`;

async function mayMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const words = ["--mount", "--net", "setpriv", "--reuid=65534", "--clear-groups", "true"];
  return await runProgram("unshare", words).then(({ code }) => code === 0, () => false);
}

const ignore = !await mayMount();
if (ignore) console.log("tests of a read-only root need root, unshare and setpriv: left out");

/** Run the command line as nobody, where code and cache cannot be written. */
async function runReadOnly(place: Workplace, args: readonly string[]): Promise<Outcome> {
  const paths = [place.path, fileURLToPath(ROOT), denoFolder()!, Deno.execPath()];
  const words = ["--mount", "--net", "sh", "-c", SCRIPT, "sh", ...paths, ...args];
  return await runProgram("unshare", words);
}

/** A workplace of which `work/` is everybody's. */
async function sharedPlace(): Promise<Workplace> {
  const place = await workplace();
  await Deno.chmod(place.path, 0o755);
  await Deno.mkdir(place.file("work"));
  await Deno.chmod(place.file("work"), 0o777);
  for (const name of ["clip.mp4", "bg.jpg"]) {
    await Deno.rename(place.file(name), place.file(`work/${name}`));
  }
  return place;
}

Deno.test({
  name: "cli works as nobody with read-only code and cache, and without a network",
  ignore,
  fn: async () => {
    // Others could not read all that Deno unpacks.
    const items = await fetchAll(["jpeg", "fast"]);
    assertEquals(items.filter(({ state }) => state === "failed"), []);
    await using place = await sharedPlace();
    const cache = (await cachedFolder(TURBO_JPEG.name, TURBO_JPEG.version))!;
    const before = namesIn(cache);
    const pictures = await runReadOnly(place, ["clip.mp4", "bg.jpg", "-o", "out", "--offline"]);
    assertEquals([pictures.code, namesIn(place.file("work/out")).length], [0, 10], pictures.stderr);
    const video = await runReadOnly(place, ["clip.mp4", "bg.jpg", "-o", "out.mp4", "--offline"]);
    assertEquals(video.code, 0, video.stderr);
    const masks = ["clip.mp4", "blur", "-m", "median", "-o", "out.gif", "--mattes", "masks"];
    const gif = await runReadOnly(place, [...masks, "--offline"]);
    assertEquals(gif.code, 0, gif.stderr);
    const doctor = await runReadOnly(place, ["doctor", "--offline", "--json"]);
    assertEquals(doctor.code, 0, doctor.stdout + doctor.stderr);
    const { isReady, findings } = JSON.parse(doctor.stdout);
    const cacheFound = findings.find(({ id }: { id: string }) => id === "deno-cache");
    assertEquals([isReady, cacheFound.data.isWritable], [true, false]);
    const missing = await runReadOnly(place, ["fetch", "wasm", "heic", "imagescript", "-q"]);
    // What is there is there; what is not cannot come.
    for (const line of missing.stderr.split("\n").slice(0, -1)) {
      assertEquals(/^error: Cannot fetch npm:[^\n]+$/.test(line), true, line);
    }
    assertEquals(namesIn(cache), before);
  },
});
