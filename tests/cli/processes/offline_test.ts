/** Runs that may fetch nothing, and the commands that say what is there. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cachedFolder } from "../../../lib/files/packages/deno_cache.ts";
import { fileURLToPath } from "node:url";
import { namesIn, ROOT, runProgram } from "../../helpers.ts";
import { cacheWithoutNetworks } from "../cache_without_networks.ts";
import { assertFailed, assertRefused, hasTerminal, runOnTerminal, workplace } from "../helpers.ts";
import { fetchRuntimes, placeWithModel } from "../methods/red_network.ts";

const ignore = Deno.build.os === "windows";

await fetchRuntimes();

/** A way to the registry that only counts who comes. */
function countedWay(): { env: Record<string, string>; count(): number } & Disposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let count = 0;
  (async () => {
    for await (const connection of listener) {
      count++;
      connection.close();
    }
  })();
  const way = `http://127.0.0.1:${listener.addr.port}`;
  return {
    env: { HTTPS_PROXY: way, HTTP_PROXY: way, DENO_NO_UPDATE_CHECK: "1" },
    count: () => count,
    [Symbol.dispose]: () => listener.close(),
  };
}

Deno.test({
  name: "cli --offline asks nobody for what is missing, and names the command that fetches it",
  ignore,
  fn: async () => {
    await using place = await placeWithModel();
    using way = countedWay();
    const env = { ...way.env, DENO_DIR: await cacheWithoutNetworks(place) };
    const run = ["clip.mp4", "bg.jpg", "-o", "out.mp4", "-q", "--offline"];
    const named = [...run, "-m", "segment"];
    for (const model of ["fast", "quality", "rvm"]) {
      const says = ["error: Cannot fetch npm:", `: this is offline; `, `: cli.ts fetch ${model}\n`];
      assertFailed(await place.run([...named, "--model", model], { env }), { code: 1, says });
    }
    const own = [...named, "--model", "red.onnx"];
    assertFailed(await place.run(own, { env }), { code: 1, says: [": cli.ts fetch onnx\n"] });
    // Who has not named the method is told of another, too.
    const unnamed = await place.run(run, { env, isBare: true });
    assertFailed(unnamed, { code: 1, says: [": cli.ts fetch fast; without networks: "] });
    const studio = await place.run(["studio", "--no-open", "-q", "--offline"], { env });
    assertFailed(studio, { code: 1, says: [": cli.ts fetch studio\n"] });
    assertEquals(namesIn(place.path), ["bg.jpg", "cache", "clip.mp4", "red.onnx"]);
    assertEquals(way.count(), 0);
  },
});

Deno.test({
  name: "cli --offline works with what is there, and refuses an address",
  ignore,
  fn: async () => {
    await using place = await workplace();
    const args = ["clip.mp4", "bg.jpg", "-o"];
    await place.succeed([...args, "online"]);
    using way = countedWay();
    const { stderr } = await place.succeed([...args, "offline", "--offline"], { env: way.env });
    assertEquals(/fetch/.test(stderr), false);
    assertEquals(way.count(), 0);
    const names = namesIn(place.file("online"));
    assertEquals(namesIn(place.file("offline")), names);
    for (const name of names) {
      const [one, other] = await Promise.all(
        ["online", "offline"].map((folder) => Deno.readFile(place.file(`${folder}/${name}`))),
      );
      assertEquals(one, other);
    }
    const says = ["--offline and --allow-network exclude each other"];
    await assertRefused(place, [...args, "x.mp4", "--offline", "--allow-network"], {
      code: 2,
      says,
    });
  },
});

Deno.test({
  name: "replaceBackground() on files fetches nothing with 'offline', and throws what is missing",
  ignore,
  fn: async () => {
    await using place = await workplace();
    using way = countedWay();
    const env = { ...way.env, DENO_DIR: await cacheWithoutNetworks(place) };
    const code = `const { replaceBackground } = await import("${new URL("mod.ts", ROOT)}");
      const replace = (options) => replaceBackground("clip.mp4", "bg.jpg", "out.mp4", {
        offline: true,
        ...options,
      }).catch(({ name, message }) => console.log(name + ": " + message));
      await replace({ method: "segment", model: "quality" });
      await replace({ allowNetwork: true });
      await replace({ method: "difference" });`;
    const args = ["eval", "--config", fileURLToPath(new URL("deno.json", ROOT)), code];
    const { stdout } = await runProgram(Deno.execPath(), args, { cwd: place.path, env });
    const [missing, address, ...rest] = stdout.split("\n");
    assertMatch(missing, /^ModelError: Cannot fetch npm:\S+: this is offline; .*fetch quality$/);
    assertMatch(address, /^UsageError: Cannot .*'offline' and 'allowNetwork' exclude each other$/);
    assertEquals([rest, namesIn(place.path).includes("out.mp4")], [[""], true]);
    assertEquals(way.count(), 0);
  },
});

/** Whether the system has a libturbojpeg of its own. */
function hasOwnTurbo(): boolean {
  const names = { linux: "libturbojpeg.so.0", darwin: "/opt/homebrew/lib/libturbojpeg.dylib" };
  try {
    Deno.dlopen(names[Deno.build.os as keyof typeof names], {}).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "cli --offline does not make another JPEG codec do where libturbojpeg is not fetched",
  ignore: ignore || hasOwnTurbo(),
  fn: async () => {
    await using place = await workplace();
    using way = countedWay();
    const env = { ...way.env, DENO_DIR: await cacheWithoutNetworks(place) };
    const julusian = (await cachedFolder("@julusian/jpeg-turbo", "3.0.1"))!;
    const registry = namesIn(`${env.DENO_DIR}/npm`)[0];
    assertStringIncludes(julusian, `/${registry}/`);
    await Deno.remove(`${env.DENO_DIR}/npm/${registry}/@julusian`, { recursive: true });
    const run = ["clip.mp4", "bg.jpg", "-o", "out", "-q", "--offline"];
    const outcome = await place.run(run, { env });
    assertFailed(outcome, { code: 1, says: [": cli.ts fetch jpeg\n"] });
    assertEquals(namesIn(place.file("out")), []);
  },
});

Deno.test({
  name: "cli evaluate --offline leaves out what nobody asked for, and fails for what was asked for",
  ignore,
  fn: async () => {
    await using place = await workplace();
    await Deno.mkdir(place.file("labelled"));
    for (const name of ["input.mp4", "truth.mp4"]) {
      await Deno.copyFile(place.file("clip.mp4"), place.file(`labelled/${name}`));
    }
    using way = countedWay();
    const env = { ...way.env, DENO_DIR: await cacheWithoutNetworks(place) };
    const words = ["evaluate", "labelled", "--offline", "--edges-every", "0"];
    const byDefault = await place.run(words, { env });
    assertEquals(byDefault.code, 0, byDefault.stderr);
    const says = "segment is left out, its networks are not fetched yet: cli.ts fetch fast fetches";
    assertStringIncludes(byDefault.stderr, says);
    const asked = await place.run([...words, "--methods", "tutorial,segment"], { env });
    assertEquals(asked.code, 1);
    assertStringIncludes(asked.stderr, ": cli.ts fetch fast\n");
    assertMatch(asked.stdout, /^tutorial /m);
    assertEquals(way.count(), 0);
  },
});

Deno.test({
  name: "cli fetch fetches what is missing, once, and tells what did not come",
  ignore,
  fn: async () => {
    await using place = await workplace();
    const DENO_DIR = await cacheWithoutNetworks(place);
    const fetch = async (...args: string[]) => {
      const outcome = await place.run(["fetch", ...args], { env: { DENO_DIR } });
      return { ...outcome, lines: outcome.stdout.split("\n") };
    };
    const first = await fetch("heic", "jpeg");
    assertEquals(first.code, 0, first.stderr);
    assertStringIncludes(first.stderr, "note: fetching npm:libheif-js@1.23.2 (3 MB), once\n");
    assertEquals(first.lines, [
      "fetched  npm:libheif-js@1.23.2 (3 MB): heic",
      "there    npm:@julusian/jpeg-turbo@3.0.1 (3 MB): jpeg",
      "6 MB, 3 MB fetched now: runs with --offline find it",
      "",
    ]);
    using way = countedWay();
    const dead = await place.run(["fetch", "heic", "wasm", "jpeg", "--json"], {
      env: { DENO_DIR, ...way.env },
    });
    assertEquals(dead.code, 1);
    assertMatch(
      dead.stderr,
      /^note: [^\n]+\nerror: Cannot fetch npm:onnxruntime-web@[^\n]+ registry cannot be reached[^\n]+\n$/,
    );
    const { isComplete, fetchedBytes, items } = JSON.parse(dead.stdout);
    assertEquals([isComplete, fetchedBytes], [false, 0]);
    const states = items.map(({ names, state }: { names: string[]; state: string }) => {
      return [...names, state];
    });
    assertEquals(states, [["heic", "there"], ["wasm", "failed"], ["jpeg", "there"]]);
  },
});

Deno.test("cli fetch lists its names for one that there is not", async () => {
  await using place = await workplace();
  const says = ["fast, quality, rvm, ", "or all, got 'fsat'", "(Did you mean fast?)"];
  await assertRefused(place, ["fetch", "fsat"], { code: 2, says });
});

Deno.test({
  name: "cli doctor --offline fails where the default runs would have to fetch, and says how",
  ignore,
  fn: async () => {
    await using place = await workplace();
    using way = countedWay();
    const env = { ...way.env, DENO_DIR: await cacheWithoutNetworks(place) };
    const online = await place.run(["doctor"], { env });
    assertEquals(online.code, 0, online.stdout);
    assertMatch(
      online.stdout,
      /^ {2}note +not fetched: fast: [^→]+→ cli\.ts fetch fast \(\d+ MB\)$/m,
    );
    assertMatch(online.stdout, /can work here; the first fetches what it needs/);
    const offline = await place.run(["doctor", "--offline", "--json"], { env });
    assertEquals([offline.code, offline.stderr], [1, ""]);
    const { isReady, findings } = JSON.parse(offline.stdout);
    const missing = findings.filter(({ state }: { state: string }) => state === "missing")
      .map(({ id }: { id: string }) => id);
    assertEquals([isReady, missing], [false, ["onnx-runtime", "fetched-fast"]]);
    const quiet = await place.run(["doctor", "--offline", "-q"], { env });
    assertEquals(quiet.stdout.match(/^ {2}\w+/gm), ["  missing", "  missing"]);
    assertEquals(way.count(), 0);
  },
});

Deno.test("cli doctor says what to do where there is no ffmpeg", async () => {
  await using place = await workplace();
  const { code, stdout } = await place.run(["doctor", "--ffmpeg", "no_such_program"]);
  assertEquals(code, 1);
  assertMatch(stdout, /^ {2}missing +'no_such_program' cannot be run/m);
  assertStringIncludes(stdout, "cli.ts fetch ffmpeg");
});

for (const permissions of [[], ["--allow-read"], ["--allow-read", "--allow-env", "--allow-run"]]) {
  Deno.test({
    name: `cli doctor never asks on a terminal, with ${permissions.join(" ") || "no permission"}`,
    ignore: !hasTerminal,
    fn: async () => {
      await using place = await workplace();
      const { code, stdout } = await runOnTerminal(place, ["doctor"], { permissions });
      assertEquals(/requests .+ access|Allow\?/.test(stdout), false, stdout);
      assertEquals(code, 1);
      assertMatch(stdout, /missing +Deno may [^→]*not [^→]*write/);
    },
  });
}
