/** A word in quotes, where a shell would take it for more than a word. */
export function shellWord(word: string): string {
  if (/^[\w%+,./:=@^-]+$/.test(word)) return word;
  if (Deno.build.os === "windows") return `"${word.replaceAll('"', '\\"')}"`;
  // deno-lint-ignore no-control-regex -- what a terminal would act on is written in letters
  if (/[\x00-\x1f\x7f-\x9f]/.test(word)) {
    const escaped = word.replaceAll(/[\\']/g, "\\$&")
      // deno-lint-ignore no-control-regex -- the same
      .replaceAll(/[\x00-\x1f\x7f-\x9f]/g, (sign) => {
        return sign > "\x7f"
          ? `\\u00${sign.charCodeAt(0).toString(16)}`
          : `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`;
      });
    return `$'${escaped}'`;
  }
  return `'${word.replaceAll("'", "'\\''")}'`;
}
