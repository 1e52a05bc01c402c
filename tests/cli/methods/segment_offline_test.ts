/** Runs to which npm gives no network, and runs that are ended while a network is at work. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { cliArguments, ffmpeg, namesIn, ROOT } from "../../helpers.ts";
import { cacheWithoutNetworks } from "../cache_without_networks.ts";
import { assertFailed, numberedNames, type Workplace, workplace } from "../helpers.ts";
import { fetchRuntimes, placeWithModel, segment } from "./red_network.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

await fetchRuntimes();

Deno.test({
  name: "cli -m segment says in one line that npm cannot be reached, in a run and an evaluation",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await placeWithModel();
    const DENO_DIR = await cacheWithoutNetworks(place);
    // Not another registry: of that nothing is in the cache.
    const env = { DENO_DIR, HTTPS_PROXY: "http://127.0.0.1:9" };
    const reason = "the npm registry cannot be reached; run it once with a ";
    const run = ["clip.mp4", "bg.jpg", "-m", "segment", "-o", "out.mp4", "-q"];
    const says = ["Cannot fetch npm:@mediapipe/selfie_segmentation@", reason];
    const first = await place.run(run, { env });
    assertFailed(first, { code: 1, says });
    // Who names the method knows of others.
    assertEquals(first.stderr.includes("-m median"), false);
    const own = await place.run([...run, "--model", "red.onnx"], { env });
    assertFailed(own, { code: 1, says: ["Cannot fetch npm:onnxruntime-node@", reason] });
    assertEquals(namesIn(place.path).includes("out.mp4"), false);
    const methods = ["--methods", "tutorial,segment", "--edges-every", "0"];
    const all = await place.run(["evaluate", `${LABELLED}walk`, ...methods], { env });
    assertEquals(all.code, 1);
    const words =
      /^note: fetching npm:@mediapipe\S+ \(4 MB\), once\nerror: walk: Cannot fetch [^\n]+\n$/;
    assertMatch(all.stderr, words);
    assertMatch(all.stdout, /^tutorial +0\.6/m);
    // Nobody asked for it.
    await Deno.mkdir(place.file("labelled"));
    for (const name of ["input.mp4", "truth.mp4"]) {
      await Deno.copyFile(place.file("clip.mp4"), place.file(`labelled/${name}`));
    }
    const byDefault = await place.run(["evaluate", "labelled"], { env });
    assertEquals(byDefault.code, 0);
    assertStringIncludes(
      byDefault.stderr,
      "note: segment is left out, its networks are not fetched yet: -m segment fetches 146 MB, once\n",
    );
    assertEquals(/fetching|error/.test(byDefault.stderr), false);
    assertMatch(byDefault.stdout, /^median /m);
    assertEquals(byDefault.stdout.includes("segment"), false);
  },
});

/** Start the command line, to be interrupted. */
function start(place: Workplace, args: readonly string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: cliArguments(args),
    cwd: place.path,
    env: { ...place.settings.env, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Wait for something. */
async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error("It does not come");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

Deno.test({
  name: "cli -m segment ends on SIGINT with 130, and whole pictures stay",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await placeWithModel();
    // 3,600 frames: more than are written before the signal comes.
    const again = ["-stream_loop", "299", "-i", place.file("clip.mp4"), "-c", "copy"];
    await ffmpeg(...again, place.file("long.mp4"));
    const pictures = start(place, ["long.mp4", "bg.jpg", ...segment, "-o", "out"]);
    await until(() => namesIn(place.file("out")).includes("output5.jpg"));
    pictures.kill("SIGINT");
    const output = await pictures.output();
    const words = new TextDecoder().decode(output.stderr);
    const names = namesIn(place.file("out"));
    assertEquals([output.code, names], [130, numberedNames(1, names.length)]);
    assertEquals(words, `error: interrupted by SIGINT (${names.length} pictures written)\n`);
  },
});

Deno.test({
  name: "cli -m segment ends on SIGINT while a network is being fetched",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await workplace();
    const DENO_DIR = await cacheWithoutNetworks(place);
    // A way to the registry on which nobody answers.
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const way = { DENO_DIR, HTTPS_PROXY: `http://127.0.0.1:${listener.addr.port}` };
    // Deno would ask there for its own newest version, too.
    const env = { ...way, DENO_NO_UPDATE_CHECK: "1" };
    const child = start(place, ["clip.mp4", "bg.jpg", "-m", "segment", "-o", "out.mp4"], env);
    const late = setTimeout(() => listener.close(), 60_000);
    using _connection = await listener.accept();
    clearTimeout(late);
    child.kill("SIGINT");
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    const { code, stderr } = await child.output();
    clearTimeout(timer);
    const words = new TextDecoder().decode(stderr);
    assertEquals(code, 130);
    assertMatch(
      words,
      /^(note: fetching npm:@mediapipe[^\n]+, once\n)?error: interrupted by SIGINT\n$/,
    );
    assertEquals(namesIn(place.path).filter((name) => name.includes("out")), []);
  },
});

Deno.test({
  name:
    "cli that would take segment names -m median where its networks cannot be fetched, and ends",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await workplace();
    await Deno.copyFile(place.file("bg.jpg"), place.file("my photo.jpg"));
    const env = { DENO_DIR: await cacheWithoutNetworks(place), HTTPS_PROXY: "http://127.0.0.1:9" };
    const run = (...args: string[]) => place.run(args, { env, isBare: true });
    const before = namesIn(place.path);
    const one = await run("clip.mp4", "my photo.jpg", "-o", "out.mp4");
    assertEquals(one.code, 1, one.stderr);
    assertMatch(
      one.stderr,
      /^note: the method for a video is segment[^\n]*\n(note: [^\n]+\n)*error: Cannot fetch /,
    );
    const instead = /; without networks: deno run -A \S*cli\.ts (.*)\n$/.exec(one.stderr)?.[1];
    assertEquals(instead, "clip.mp4 'my photo.jpg' -o out.mp4 -m median");
    // No file, no folder, no other method.
    assertEquals(namesIn(place.path), before);
    // Of several files the first tells it for all.
    await Deno.copyFile(place.file("clip.mp4"), place.file("other.mp4"));
    const { code, stdout } = await run("clip.mp4", "other.mp4", "bg.jpg", "-o", "out/", "--json");
    const { files } = JSON.parse(stdout);
    assertEquals([code, files.length, files[0].state], [1, 1, "failed"]);
    assertStringIncludes(files[0].error, "-o out/ --json -m median");
    // Of a photo median makes nothing.
    const photo = await run("my photo.jpg", "bg.jpg", "-o", "one.png");
    assertEquals(photo.code, 1);
    assertStringIncludes(photo.stderr, "error: Cannot fetch ");
    assertEquals(photo.stderr.includes("-m median"), false);
  },
});
