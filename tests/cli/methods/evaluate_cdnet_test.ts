import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCliHere, runProgram, temporaryFolder } from "../../helpers.ts";
import { hasOpenCv, PYTHON, SEED } from "../../opencv/oracle/oracle.ts";

const SCRIPT = `${import.meta.dirname}/../../opencv/oracle/cdnet.py`;

/** Finds what is brighter than 128. */
const BRIGHT = `export default ({ width, height, bitmap }) => {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = bitmap[4 * i] > 128 ? 255 : 0;
  return { width, height, data };
};
`;

Deno.test({
  name: "cli evaluate --cdnet prints the tables that numpy calculates",
  ignore: !hasOpenCv("the comparison of CDnet's tables with numpy"),
  async fn() {
    await using folder = await temporaryFolder();
    const [root, module] = [`${folder.path}/dataset`, `${folder.path}/bright.js`];
    const oracle = await runProgram(PYTHON, [SCRIPT, root, SEED]);
    assertEquals(oracle.code, 0, oracle.stderr);
    const wanted: Record<string, Record<string, number>> = JSON.parse(oracle.stdout);
    await Deno.writeTextFile(module, BRIGHT);
    // The folder above has it as `dataset`; that is how CDnet's archive lies.
    const args = ["evaluate", "--cdnet", folder.path, "--methods", module];
    const { code, stdout, stderr } = await runCliHere([...args, "--json"]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "not there: badWeather, cameraJitter, dynamicBackground");
    const { cdnet, settings } = JSON.parse(stdout);
    assertEquals(Object.keys(cdnet), ["baseline", "PTZ", "shadow", "overall"]);
    assertEquals([settings.edgesEvery, cdnet.baseline[module].videos], [0, 2]);
    for (const [category, values] of Object.entries(wanted)) {
      for (const [name, value] of Object.entries(values)) {
        const found = cdnet[category][module][name];
        // JSON has six digits.
        assert(Math.abs(found - value) <= 1e-5 * value, `${category} ${name}: ${found}, ${value}`);
      }
    }
    assertEquals(cdnet.baseline[module].shadowFalsePositiveRate, null);
  },
});
