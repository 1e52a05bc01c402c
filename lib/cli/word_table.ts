/**
 * A table of what each word stands for, from the words that stand for each.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const ours = wordTable({ "--fps": "-r --rate", "--size": "-s" });
 * assertEquals(ours, { "-r": "--fps", "--rate": "--fps", "-s": "--size" });
 * ```
 *
 * @param words Under each meaning its words, with spaces between them.
 */
export function wordTable<Meaning extends string>(
  words: Readonly<Record<Meaning, string>>,
): Readonly<Record<string, Meaning>> {
  const meanings = Object.keys(words) as Meaning[];
  return Object.fromEntries(
    meanings.flatMap((meaning) => words[meaning].split(" ").map((word) => [word, meaning])),
  );
}
