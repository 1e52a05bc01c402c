import { assertEquals, assertStrictEquals } from "@std/assert";
import { inLibraryWords, libraryWords } from "../../lib/app/library_words.ts";

const texts: [line: string, library: string][] = [
  ["--crf has no effect here", "'crf' has no effect here"],
  ["'--model-size' must be 64x36", "'modelOptions.size' must be 64x36"],
  [
    "the method is clean-plate, as --clean-plate-at is given",
    "the method is clean-plate, as 'cleanPlateAt' is given",
  ],
  [
    "the method for a video is segment, which finds people (others: --help methods)",
    "the method for a video is segment, which finds people",
  ],
  ["'out.mp4' is there already: --overwrite", "'out.mp4' is there already: 'overwrite'"],
  ["for small figures, --set roi=true", "for small figures, settings: { roi: true }"],
  ["-m segment finds people", "'method' segment finds people"],
  ["add --allow-ffi, or --allow-network", "add --allow-ffi, or 'allowNetwork'"],
  ["it is wrong (see --help)", "it is wrong"],
  [
    "Cannot fetch x; without networks: deno run -A cli.ts a.mp4 b.jpg -m median",
    "Cannot fetch x; the method 'median' needs no network",
  ],
  ["a file called a--output.mp4 or x-m y", "a file called a--output.mp4 or x-m y"],
];
for (const [line, library] of texts) {
  Deno.test(`libraryWords() says ${library}`, () => assertEquals(libraryWords(line), library));
}

Deno.test("inLibraryWords() changes an error's message and stack, and nothing else", () => {
  const error = new RangeError("--crf must be 1");
  assertStrictEquals(inLibraryWords(error), error);
  assertEquals(error.message, "'crf' must be 1");
  assertEquals(error.stack?.split("\n")[0], "RangeError: 'crf' must be 1");
  assertEquals(inLibraryWords("--crf"), "--crf");
});
