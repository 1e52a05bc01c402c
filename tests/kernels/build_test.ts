import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { ROOT, runProgram, temporaryFolder } from "../helpers.ts";

Deno.test("kernel_code.ts is what lib/kernels compiles to, for shared memory and for unshared", async () => {
  await using folder = await temporaryFolder();
  const built = `${folder.path}/kernel_code.ts`;
  const args = ["task", "build:simd", built];
  const { code, stderr } = await runProgram(Deno.execPath(), args, { cwd: fileURLToPath(ROOT) });
  assertEquals(code, 0, stderr);
  const committed = await Deno.readTextFile(new URL("lib/memory/kernel_code.ts", ROOT));
  assertEquals(await Deno.readTextFile(built) === committed, true, "run `deno task build:simd`");
});
