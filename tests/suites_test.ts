import { assertEquals } from "@std/assert";
import { ROOT } from "./helpers.ts";
import { testFiles } from "./load_tests.ts";

Deno.test("tests/suites/: each file of tests is in one suite", () => {
  const suites = [...Deno.readDirSync(new URL("tests/suites/", ROOT))]
    .map(({ name }) => Deno.readTextFileSync(new URL(`tests/suites/${name}`, ROOT)))
    .flatMap((text) => [.../loadTests\(([^)]*)\)/.exec(text)?.[1].matchAll(/"(.*?)"/g) ?? []])
    .flatMap(([, path]) => [...testFiles(path)]);
  assertEquals(suites.sort(), [...testFiles("tests/", "examples/")].sort());
});
