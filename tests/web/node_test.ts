import { assertEquals } from "@std/assert";
import * as library from "../../mod.ts";
import { runProgram } from "../helpers.ts";
import { bundle, documented, findProgram, testWith } from "./bundle.ts";
import { scenario } from "./scenario.ts";

const PROGRAM = `
import * as library from "./mod.mjs";
import { scenario } from "./scenario.mjs";

const { isShared, sums } = await scenario(library);
const errors = [];
for (const attempt of [
  () => library.toImageData(library.createFrame(1, 1)),
  () => library.frameFrom({ width: 1, height: 1, close() {} }),
]) {
  try {
    attempt();
  } catch (error) {
    errors.push(String(error));
  }
}
console.log(JSON.stringify({ isShared, sums, errors }));
`;

testWith(
  "mod.ts bundled gives in Node what it gives in Deno",
  findProgram("node"),
  "node",
  async (node) => {
    const folder = await bundle();
    await Deno.writeTextFile(`${folder}/program.mjs`, PROGRAM);
    const { code, stdout, stderr } = await runProgram(node, [`${folder}/program.mjs`]);
    assertEquals([code, stderr], [0, ""]);
    const { isShared, sums, errors } = JSON.parse(stdout);
    const expected = await scenario(library);
    assertEquals(sums, expected.sums);
    assertEquals([isShared, expected.isShared], [true, true]);
    const canvas = "an ImageBitmap or a canvas can be read in a browser only, not here";
    const data = "there is no such class here, only in a browser";
    assertEquals(errors, [
      `TypeError: Cannot make an ImageData: ${data}`,
      `TypeError: Cannot make a frame: ${canvas}`,
    ]);
    await Deno.writeTextFile(`${folder}/documented.mjs`, documented("console.log"));
    const outcome = await runProgram(node, [`${folder}/documented.mjs`]);
    assertEquals(outcome, { code: 0, stdout: "3 frames\n", stderr: "" });
  },
);

Deno.test("mod.ts gives the same by kernels and by the plain loops", async () => {
  const { sums } = await scenario(library);
  const plain = Object.entries(sums).filter(([name]) => name.endsWith(", plain"));
  assertEquals(plain.length > 15, true);
  for (const [name, sum] of plain) {
    assertEquals(sums[name.replace(/plain$/, "kernel")], sum, name);
  }
});
