import { assert, assertEquals, assertRejects } from "@std/assert";
import { evalInDeno } from "../../../lib/files/packages/eval_in_deno.ts";
import { loneFolder } from "../../../lib/files/packages/lone_package.ts";
import { namesIn, temporaryFolder } from "../../helpers.ts";

const ignore = Deno.build.os === "windows";
const args = ["--no-config", "--no-lock"];

/** Wait for something that a process brings about. */
async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error("it does not come");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Whether a process runs: one that has ended may wait for its parent to hear of it. */
function isRunning(pid: number): boolean {
  const { stdout } = new Deno.Command("ps", { args: ["-o", "stat=", "-p", `${pid}`] }).outputSync();
  return /^[^Z\s]/.test(new TextDecoder().decode(stdout));
}

Deno.test("evalInDeno() gives what is printed, and throws what went wrong", async () => {
  assertEquals(await evalInDeno(`console.log("a" + 1)`, { args }), "a1\n");
  await assertRejects(() => evalInDeno(`throw new Error("no luck")`, { args }), Error, "no luck");
});

Deno.test({ name: "evalInDeno() names the signal that killed it", ignore }, async () => {
  await assertRejects(
    () => evalInDeno(`Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {})`, { args }),
    Error,
    "was killed (SIGKILL)",
  );
});

Deno.test("evalInDeno() ends at once when aborted, with its file", async () => {
  await using folder = await temporaryFolder();
  const file = `${folder.path}/a.lock`;
  await Deno.writeTextFile(file, "");
  const controller = new AbortController();
  const code = `console.error("up"); setInterval(() => {}, 1000); await new Promise(() => {})`;
  const onText = () => controller.abort(new Error("stop"));
  const run = evalInDeno(code, { args, file, onText, signal: controller.signal });
  await assertRejects(() => run, Error, "stop");
  assertEquals(namesIn(folder.path), []);
});

/** A registry that takes every request and answers none. */
function silentRegistry(): { port: number } & AsyncDisposable {
  const server = Deno.serve({ port: 0, onListen: () => {} }, () => new Promise(() => {}));
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

for (const signal of ["SIGKILL", "SIGTERM", "SIGINT"] as const) {
  Deno.test({
    name: `loneFolder() leaves no Deno and no file when the program is ended by ${signal}`,
    ignore,
    // Requests that hang are cut off with their process.
    sanitizeResources: false,
    sanitizeOps: false,
  }, async () => {
    await using folder = await temporaryFolder();
    const registry = silentRegistry();
    const wanted = { name: "never-there", version: "1.0.0", integrity: "sha512-AA", bytes: 1e6 };
    const code = `const { loneFolder } = await import("${
      import.meta.resolve("../../../lib/files/packages/lone_package.ts")
    }"); await loneFolder(${JSON.stringify(wanted)});`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", ...args, code],
      env: { TMPDIR: folder.path, NPM_CONFIG_REGISTRY: `http://127.0.0.1:${registry.port}` },
      stdout: "null",
      stderr: "null",
    }).spawn();
    await until(() => namesIn(folder.path).some((name) => name.endsWith(".lock")));
    let fetching: number[] = [];
    await until(() => (fetching = childrenOf(child.pid)).length > 0);
    // Deep in its work.
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert(isRunning(fetching[0]));
    child.kill(signal);
    await child.status;
    await until(() => !isRunning(fetching[0]));
    assertEquals(namesIn(folder.path), []);
    void registry[Symbol.asyncDispose]();
  });
}

function childrenOf(pid: number): number[] {
  const { stdout } = new Deno.Command("ps", { args: ["-o", "pid=", "--ppid", `${pid}`] })
    .outputSync();
  return new TextDecoder().decode(stdout).trim().split(/\s+/).filter(Boolean).map(Number);
}

Deno.test("loneFolder() stops when its signal aborts", async () => {
  const wanted = { name: "never-there", version: "1.0.0", integrity: "sha512-AA", bytes: 1e6 };
  const signal = AbortSignal.abort(new Error("stop"));
  await assertRejects(() => loneFolder(wanted, { signal }), Error, "stop");
});
