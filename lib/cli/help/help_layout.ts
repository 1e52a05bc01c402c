/**
 * How a page of help fits a terminal: 80 columns at most, and narrower ones.
 *
 * @module
 */

/** A page that is wider is harder to read. */
const WIDEST = 80;

/** On narrower ones what is said of something stands below it. */
const TWO_COLUMNS = 60;

/** Something, and what is said of it. */
export type Item = readonly [term: string, text: string];

/** The width of a page on a terminal of so many columns; `undefined` where there is none. */
export function pageWidth(columns: number | undefined): number {
  return Math.max(20, Math.min(WIDEST, columns ?? WIDEST));
}

/**
 * Break a text into lines at its spaces; a word that is longer than a line stays whole.
 *
 * @param text The text; its own line breaks stay.
 * @param width How long a line may be.
 * @param indent What is before each line, and counts.
 */
export function wrapped(text: string, width: number, indent: string = ""): string {
  return text.split("\n").map((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/(?<=\S) +/)) {
      if (line !== "" && indent.length + line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line].map((each) => `${indent}${each}`.trimEnd()).join("\n");
  }).join("\n");
}

/**
 * One item: its text beside the term, or below where either is too long.
 *
 * @param item The item.
 * @param termWidth The column of terms.
 * @param width The page's.
 */
export function itemLines([term, text]: Item, termWidth: number, width: number): string {
  if (text === "") return `  ${term}`;
  const column = termWidth + 4;
  if (width < TWO_COLUMNS) {
    return `${wrapped(term, width, "  ")}\n${wrapped(text, width, "      ")}`;
  }
  const indent = " ".repeat(column);
  const beside = wrapped(text, width, indent);
  if (term.length > termWidth) return `  ${term}\n${beside}`;
  return `  ${term.padEnd(termWidth + 2)}${beside.slice(column)}`;
}

/**
 * Several items, under a heading.
 *
 * @param heading The heading, with its colon; none if empty.
 * @param items The items.
 * @param width The page's.
 * @param widest How wide the column of terms may become.
 */
export function itemList(
  heading: string,
  items: readonly Item[],
  width: number,
  widest: number = 44,
): string {
  const fitting = items.map(([term]) => term.length).filter((length) => length <= widest);
  const termWidth = Math.max(0, ...fitting);
  const lines = items.map((item) => itemLines(item, termWidth, width));
  return [...(heading === "" ? [] : [wrapped(heading, width)]), ...lines].join("\n");
}
