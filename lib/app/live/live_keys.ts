/** What a key asks for while a live run goes. */
export type LiveKey = "next" | "blur" | "off" | "mirror" | "quit";

/** Which key asks for what. */
const KEYS: Readonly<Record<string, LiveKey>> = {
  " ": "next",
  b: "blur",
  o: "off",
  m: "mirror",
  q: "quit",
  // Ctrl-C and Ctrl-D, where a terminal hands them on.
  "\x03": "quit",
  "\x04": "quit",
};

/** The keys, in a line. */
export const KEYS_IN_WORDS =
  "keys: space next background, b blur, o off (shows the room), m mirror, q quit";

/**
 * What was typed asks for.
 *
 * @param text What came from the terminal.
 * @returns What it asks for, in order; other keys ask for nothing.
 */
export function keysIn(text: string): LiveKey[] {
  // An arrow key is a sequence, and means none of its letters.
  // deno-lint-ignore no-control-regex -- that is what terminals send
  const plain = text.replaceAll(/\x1b(\[[0-9;]*[A-Za-z~]|O[A-Za-z])?/g, "");
  return [...plain.toLowerCase()].flatMap((key) => KEYS[key] ?? []);
}
