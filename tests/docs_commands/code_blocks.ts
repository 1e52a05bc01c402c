/**
 * The code blocks of a Markdown page, none left out.
 *
 * @module
 */

/** A block: what stands behind its fence, and its lines. */
export interface CodeBlock {
  /** The file, below the repository. */
  readonly page: string;
  /** The number of its first line of code. */
  readonly line: number;
  /** "sh", "ts ignore", …; what is indented by four spaces is "sh". */
  readonly info: string;
  readonly code: string;
}

/**
 * Find the code blocks of a page: those between fences, and those that are indented by four spaces
 * below a paragraph.
 *
 * @param page The file.
 * @param text What is in it.
 * @returns The blocks, from the top.
 */
export function codeBlocks(page: string, text: string): CodeBlock[] {
  const lines = text.split("\n");
  const blocks: CodeBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, indent, fence, info] = /^( *)(`{3,}|~{3,}) *(.*?) *$/.exec(lines[i]) ?? [];
    const start = fence === undefined ? i : i + 1;
    const isIndented = fence === undefined && /^ {4}\S/.test(lines[i]) && !lines[i - 1]?.trim();
    if (fence === undefined && !isIndented) continue;
    const isEnd = (line: string) => isIndented ? !/^ {4}|^ *$/.test(line) : line.trim() === fence;
    let end = start;
    while (end < lines.length && !isEnd(lines[end])) end++;
    const width = isIndented ? 4 : indent.length;
    const code = lines.slice(start, end).map((line) => line.slice(width)).join("\n").trimEnd();
    blocks.push({ page, line: start + 1, info: isIndented ? "sh" : info, code });
    i = isIndented ? end - 1 : end;
  }
  return blocks;
}

/** The command lines of a shell's block, each on one line, without comments. */
export function commandLines(code: string): string[] {
  return code.replaceAll(/ *\\\n */g, " ").split("\n")
    .map((line) => line.replace(/(^|\s+)#( .*|)$/, "")).filter((line) => line !== "");
}

/** The words of a simple command, as a shell splits them: quotes are gone. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)]
    .map(([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, one, two) => one ?? two));
}

/**
 * What a command gives the command line, if it starts it.
 *
 * @returns The arguments, or `undefined` for another program.
 */
export function cliWords(line: string): string[] | undefined {
  const [, rest] = /^(?:backdrop|deno run -A cli\.ts)(?: (.*))?$/.exec(line) ?? [];
  return rest === undefined ? undefined : wordsOf(rest);
}
