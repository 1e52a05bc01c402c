import { assertEquals, assertInstanceOf, assertMatch, assertThrows } from "@std/assert";
import { FfmpegError } from "../../../mod.ts";
import { Ffmpeg, findFfmpeg } from "../../../lib/files/mod.ts";
import { runProgram, temporaryFolder } from "../../helpers.ts";

/** What findFfmpeg() finds in a process of its own, whose environment is ours to choose. */
async function findIn(folder: string, env: Record<string, string>) {
  const script = `${folder}/find.ts`;
  await Deno.writeTextFile(
    script,
    `import { findFfmpeg } from "${import.meta.resolve("../../../lib/files/ffmpeg/ffmpeg.ts")}";
    const notices = [];
    const found = await findFfmpeg({ onNotice: (notice) => notices.push(notice) })
      .catch((error) => ({ error: error.name + ": " + error.message }));
    console.log(JSON.stringify({ ...found, notices }));`,
  );
  const args = ["run", "-A", "--no-config", "--quiet", script];
  const { stdout } = await runProgram(Deno.execPath(), args, { env });
  return JSON.parse(stdout);
}

Deno.test("findFfmpeg() takes FFMPEG_PATH before the system's, but after the one asked for", async () => {
  await using folder = await temporaryFolder();
  const env = { FFMPEG_PATH: "/from/environment" };
  assertEquals((await findIn(folder.path, env)).command, "/from/environment");
  assertEquals((await findFfmpeg({ command: "/from/option" })).command, "/from/option");
});

Deno.test("findFfmpeg() falls back on the embedded one, says so once, and it runs", async () => {
  await using folder = await temporaryFolder();
  const { command, isOld, notices } = await findIn(folder.path, { PATH: "", FFMPEG_PATH: "" });
  // The first time it is fetched, which is said as well.
  const choices = notices.filter((notice: string) => !notice.startsWith("fetching npm:"));
  assertEquals(choices.length, 1, notices.join("\n"));
  assertEquals(isOld, true);
  await using run = new Ffmpeg(command).start(["-version"]);
  assertEquals((await run.ended()).code, 0);
});

Deno.test("findFfmpeg() tells when npm cannot be reached", async () => {
  await using folder = await temporaryFolder();
  // An empty cache, and a registry where nobody listens.
  const env = {
    PATH: "",
    FFMPEG_PATH: "",
    DENO_DIR: folder.path,
    NPM_CONFIG_REGISTRY: "http://127.0.0.1:9",
  };
  assertEquals(
    (await findIn(folder.path, env)).error,
    "FfmpegError: Cannot find ffmpeg: none on PATH, and npm cannot be reached",
  );
});

Deno.test("Ffmpeg.start() says so when there is no such program", () => {
  const error = assertThrows(() => new Ffmpeg("/no/such/ffmpeg").start([]), FfmpegError);
  assertMatch(error.message, /^Cannot run '\/no\/such\/ffmpeg': there is no such program \(/);
  assertEquals(error.command[0], "/no/such/ffmpeg");
  assertEquals(error.exitCode, undefined);
});

Deno.test("FfmpegRun is gone when disposed of, though it would go on for ever", async () => {
  const ffmpeg = await findFfmpeg();
  const run = ffmpeg.start(["-f", "lavfi", "-i", "testsrc", "-f", "rawvideo", "pipe:1"]);
  await run.waitFor((log) => log.frameSize !== undefined);
  await run[Symbol.asyncDispose]();
  assertEquals((await run.ended()).signal, "SIGKILL");
});

Deno.test("FfmpegRun.waitFor() ends with ffmpeg when the answer never comes", async () => {
  const ffmpeg = await findFfmpeg();
  await using run = ffmpeg.start(["-i", "file:/no/such/file"]);
  await run.waitFor(() => false);
  assertEquals(run.log.reason, "No such file or directory");
  const error = run.error("Cannot read", 1);
  assertInstanceOf(error, FfmpegError);
  assertEquals(error.exitCode, 1);
  assertEquals(error.stderr.length > 0, true);
});

Deno.test("FfmpegRun ends what a script has started, too", async () => {
  await using folder = await temporaryFolder();
  const wrapper = `${folder.path}/wrapper`;
  const { command } = await findFfmpeg();
  await Deno.writeTextFile(wrapper, `#!/bin/sh\n'${command}' "$@"\nexit $?\n`, { mode: 0o755 });
  const endless = ["-f", "lavfi", "-i", "testsrc", "-f", "rawvideo", "pipe:1"];
  const run = new Ffmpeg(wrapper).start(endless);
  await run.waitFor((log) => log.frameSize !== undefined);
  // Would wait for ever for a grandchild that still holds stderr.
  await run[Symbol.asyncDispose]();
});
