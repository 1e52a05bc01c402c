import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  cliArguments,
  freePort,
  namesIn,
  runCli,
  runCliHere,
  temporaryFolder,
} from "../../helpers.ts";

/** A studio of the command line, started and served. */
async function start(...args: readonly string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: cliArguments(["studio", "--no-open", ...args]),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: line = "" } = await reader.read();
  return {
    line,
    async end(signal: Deno.Signal) {
      child.kill(signal);
      const [{ code }, stderr] = await Promise.all([
        child.status,
        new Response(child.stderr).text(),
        reader.cancel(),
      ]);
      return { code, stderr };
    },
  };
}

const ignore = Deno.build.os === "windows";

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test({
    name: `cli studio serves the page until ${signal}, which is its usual end`,
    ignore,
    fn: async () => {
      const port = freePort();
      const studio = await start("--port", String(port));
      assertEquals(studio.line, `http://127.0.0.1:${port}/\n`);
      const page = await (await fetch(studio.line.trim())).text();
      assertMatch(page, /^<!doctype html>/);
      const { code, stderr } = await studio.end(signal);
      assertEquals(code, 0);
      assertMatch(stderr, /^(note: bundling the studio's page, once\n)?note: Ctrl-C ends it\n$/);
    },
  });
}

Deno.test({
  name: "cli studio --json -q says the address, and nothing else; a port that is taken is told",
  ignore,
  fn: async () => {
    const studio = await start("--json", "-q");
    const { address } = JSON.parse(studio.line);
    const { port } = new URL(address);
    const refused = await runCliHere(["studio", "--port", port, "--no-open"]);
    assertEquals(refused.code, 2);
    assertMatch(
      refused.stderr,
      new RegExp(
        `^error: Cannot serve the studio: port ${port} is taken; ` +
          "try: deno run -A cli.ts studio --port \\d+ --no-open\\n$",
      ),
    );
    const [, other] = /--port (\d+)/.exec(refused.stderr)!;
    const second = await start("--port", other);
    assertEquals(second.line, `http://127.0.0.1:${other}/\n`);
    assertEquals((await second.end("SIGINT")).code, 0);
    assertEquals(await studio.end("SIGINT"), { code: 0, stderr: "" });
  },
});

Deno.test("cli studio --build writes the files and says where", async () => {
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path };
  const { code, stdout } = await runCliHere(["studio", "--build", "a/site", "--json"], options);
  const { folder: named, files, bytes } = JSON.parse(stdout);
  assertEquals([code, named], [0, "a/site"]);
  assertEquals(namesIn(`${folder.path}/a/site`).includes("index.html"), true);
  const written = [...walk(`${folder.path}/a/site`)];
  const total = written.reduce((sum, path) => sum + Deno.statSync(path).size, 0);
  assertEquals([written.length, total], [files, bytes]);
});

function* walk(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* walk(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

Deno.test("cli studio names the permission that it lacks, and does not ask for it", async () => {
  const lacks: [permissions: string[], missing: string][] = [
    [["--allow-read"], "--allow-net=127.0.0.1"],
    [["--allow-net=127.0.0.1", "--allow-read"], `--allow-run=${Deno.execPath()}`],
  ];
  for (const [permissions, missing] of lacks) {
    const { code, stderr } = await runCli(["studio", "--no-open"], { permissions });
    assertEquals(code, 1);
    assertStringIncludes(stderr, `Deno was not allowed to; add ${missing}\n`);
  }
});

Deno.test("cli studio is what words for a page mean", async () => {
  for (const words of [["studoi"], ["gui"], ["web"]]) {
    const { code, stderr } = await runCliHere(words);
    assertEquals(code, 2);
    assertMatch(stderr, /\(Did you mean studio\?\); try: deno run -A cli\.ts studio\n$/);
  }
  const wrong: [args: string[], reason: RegExp][] = [
    [["studio", "--port", "0"], /--port must be .* from 1 to 65535, got '0' \(see studio --help\)/],
    [["studio", "talk.mp4"], /too many arguments for 'studio'/],
    [["studio", "--build", "--port", "9000"], /cannot be used with option '--port <n>'/],
  ];
  for (const [args, reason] of wrong) {
    const { code, stderr } = await runCliHere(args);
    assertEquals(code, 2);
    assertMatch(stderr, reason);
  }
});
