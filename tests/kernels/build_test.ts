import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { ROOT, runProgram, temporaryFolder } from "../helpers.ts";
import { loadKernelCode, startKernels } from "../../lib/memory/loader.ts";

/** What lib/memory holds of it. */
const memoryFile = (name: string) => Deno.readTextFile(new URL(`lib/memory/${name}`, ROOT));

Deno.test("kernel_code.ts and kernel_signatures.ts are what lib/kernels compiles to", async () => {
  await using folder = await temporaryFolder();
  const args = ["task", "build:simd", folder.path];
  const { code, stderr } = await runProgram(Deno.execPath(), args, { cwd: fileURLToPath(ROOT) });
  assertEquals(code, 0, stderr);
  for (const name of ["kernel_code.ts", "kernel_signatures.ts"]) {
    const built = await Deno.readTextFile(`${folder.path}/${name}`);
    assertEquals(built === await memoryFile(name), true, `${name}: run \`deno task build:simd\``);
  }
});

for (const isShared of [true, false]) {
  const which = isShared ? "shared" : "unshared";
  Deno.test(`kernel_signatures.ts declares what the code for ${which} memory exports`, async () => {
    const code = await loadKernelCode(isShared);
    const kernels = await startKernels(code);
    const exported = WebAssembly.Module.exports(code.module).map(({ name, kind }) => {
      const value = kernels[name as keyof typeof kernels];
      return kind === "function" ? `${name}: ${(value as CallableFunction).length}` : name;
    });
    const text = (await memoryFile("kernel_signatures.ts")).replaceAll(/\/\*\*[^]*?\*\//g, "");
    const members = text.matchAll(/^ {2}(?:readonly (\w+): WebAssembly.Global|(\w+)\(([^)]*)\))/gm);
    const declared = [...members].map(([, global, name, parameters]) =>
      global ?? `${name}: ${parameters.split(":").length - 1}`
    );
    assertEquals(declared.length > 60, true);
    assertEquals(exported.sort(), declared.sort());
  });
}
