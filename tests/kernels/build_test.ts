import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { ROOT, runProgram, temporaryFolder } from "../helpers.ts";

Deno.test("kernels.wasm is what lib/kernels compiles to", async () => {
  await using folder = await temporaryFolder();
  const built = `${folder.path}/kernels.wasm`;
  const { code, stderr } = await runProgram(Deno.execPath(), [
    "task",
    "build:simd",
    "--outFile",
    built,
  ], { cwd: fileURLToPath(ROOT) });
  assertEquals(code, 0, stderr);
  const committed = await Deno.readFile(new URL("lib/kernels/kernels.wasm", ROOT));
  assertEquals(await Deno.readFile(built), committed, "run `deno task build:simd`");
});
