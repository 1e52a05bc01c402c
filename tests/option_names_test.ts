import { assertEquals } from "@std/assert";
import { libraryRunNames } from "../lib/app/options/run_names.ts";
import { commandLineNames } from "../lib/cli/command_line_names.ts";
import { libraryNames } from "../lib/option_names.ts";

const rows: [option: string, inLibrary: string, onCommandLine: string][] = [
  ["jpegQuality", "jpegQuality", "--jpeg-quality"],
  ["output", "output", "--output"],
  ["cleanPlateAt", "cleanPlateAt", "--clean-plate-at"],
  ["modelSize", "modelOptions.size", "--model-size"],
  ["modelStd", "modelOptions.std", "--model-std"],
  ["model", "model", "--model"],
];

for (const [option, inLibrary, onCommandLine] of rows) {
  Deno.test(`names of options: ${option}`, () => {
    assertEquals(libraryNames.typed(option), inLibrary);
    assertEquals(libraryNames.named(option), `'${inLibrary}'`);
    assertEquals(commandLineNames.typed(option), onCommandLine);
    assertEquals(commandLineNames.named(option), onCommandLine);
  });
}

Deno.test("names of options with values, and of pages of help", () => {
  assertEquals(libraryRunNames.with("method", "median"), "'method' median");
  assertEquals(commandLineNames.with("method", "median"), "-m median");
  assertEquals(commandLineNames.with("format", "mkv"), "--format mkv");
  assertEquals(libraryRunNames.page("others", "methods"), "");
  assertEquals(commandLineNames.page("others", "methods"), " (others: --help methods)");
  const line = { files: ["a b.mp4", "blur"], options: [["-o", "c.mp4"]] };
  assertEquals(libraryRunNames.withoutNetwork(line), "the method 'median' needs no network");
  const better = commandLineNames.withoutNetwork(line);
  assertEquals(better.startsWith("without networks: deno run "), true);
  assertEquals(better.endsWith(" 'a b.mp4' blur -o c.mp4 -m median"), true);
});
