/** What of the library is not called as its option on the command line, in camel case. */
const OTHERWISE: Readonly<Record<string, string>> = { set: "settings" };

/** The options of the command line that the library has. */
const OPTIONS =
  "output|format|mattes|codec|crf|preset|jpeg-quality|overwrite|fit|background-start|" +
  "feather|light-wrap|despill|start|duration|frames|size|fps|allow-network|method|threshold|set|" +
  "refine|model|every|clean-plate-at|clean-plate|warm-up|jobs|ffmpeg";

const OF_MODELS = "size|mean|std|layout|output";

/**
 * What the command line would say, in the library's words: `--jpeg-quality` is `'jpegQuality'` there.
 *
 * @example An option without effect
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(libraryWords("--jpeg-quality has no effect here"), "'jpegQuality' has no effect here");
 * assertEquals(libraryWords("try --set plate=false"), "try settings: { plate: false }");
 * ```
 *
 * @param text A notice, or an error's message.
 * @returns The same, with the library's options; what belongs to Deno, as `--allow-ffi`, stays.
 */
export function libraryWords(text: string): string {
  return text
    .replace(/ \((?:see|others:) --help[^)]*\)/, "")
    .replace(/; without networks: .*$/s, "; the method 'median' needs no network")
    .replaceAll(/--set (\w+)=([\w.#-]+)/g, "settings: { $1: $2 }")
    .replaceAll(/(?<![\w-])-m ([\w-]+)/g, "'method' $1")
    .replaceAll(
      new RegExp(`(?<![\\w-])'?--model-(${OF_MODELS})(?![\\w-])'?`, "g"),
      (_, name) => `'modelOptions.${name}'`,
    )
    .replaceAll(new RegExp(`(?<![\\w-])'?--(${OPTIONS})(?![\\w-])'?`, "g"), (_, name: string) => {
      const camel = name.replaceAll(/-[a-z]/g, ([, letter]) => letter.toUpperCase());
      return `'${OTHERWISE[name] ?? camel}'`;
    });
}

/**
 * An error with its message, and what stands in its stack, in the library's words.
 *
 * @param error What was thrown.
 * @returns The same object.
 */
export function inLibraryWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { message, stack } = error;
  const words = libraryWords(message);
  if (words === message) return error;
  error.message = words;
  if (stack !== undefined) error.stack = stack.replace(message, () => words);
  return error;
}
