/** What a terminal obeys instead of showing, or what turns the order of other signs round. */
// deno-lint-ignore no-control-regex
const COMMANDS = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text that a terminal only shows, whoever has written it: each control character, and
 * each that changes the direction of writing, is replaced by `�`; a tab or a line break by a space.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printable("a\x1b[2Jb\nc"), "a�[2Jb c");
 * ```
 *
 * @param text A file's name, or what a program says of a file.
 */
export function printable(text: string): string {
  return text.replaceAll(COMMANDS, (sign) => /[\t\n\r]/.test(sign) ? " " : "�");
}
