/**
 * docs/gallery.md, from its pairs and what was measured.
 *
 * @module
 */

import type { GalleryNumbers, Measured, OtherRun } from "./measure.ts";
import { type GalleryPair, pairs } from "./pairs.ts";

const HEAD = `# Gallery

Twelve frames before and after, each with the command that made it. The last four are failures, with
their reason and with what a better command makes of the same frame.

The commands run in the clone as they are. IoU, intersection over union, compares the shown frame's
matte with the true one: 1 is perfect. Where the truth of a clip was drawn by hand, 2 to 3 pixels
along the line do not count, and 12 where a dark sleeve meets the dark chair.

[\`make_gallery.ts\`](../examples/media/make/make_gallery.ts) runs the commands, and writes the
pictures, the numbers and this page. A test measures those again that need no network.
[NOTICE](../NOTICE) says where photos and clips come from; the drawn ones are the project's own.
`;

const FAILURES = `## Where it fails

From left to right: before, after, and after the better command.
`;

/**
 * The page.
 *
 * @param numbers What was measured, by the pairs' names.
 * @returns Markdown, as the formatter leaves it.
 */
export function galleryPage(numbers: GalleryNumbers): string {
  const sections = pairs.map((pair) => sectionOf(pair, numbers[pair.name]));
  const firstFailure = pairs.findIndex(({ instead }) => instead !== undefined);
  sections.splice(firstFailure, 0, FAILURES);
  return [HEAD, "## What succeeds\n", ...sections].join("\n");
}

function sectionOf(pair: GalleryPair, numbers: GalleryNumbers[string]): string {
  const { name, title, alt, command, text, instead } = pair;
  const lines = [command, ...instead === undefined ? [] : [instead]].map(commandLines);
  const picture = `![${alt}](../examples/media/gallery/${name}.jpg)`;
  return [
    `### ${title}\n`,
    `${picture}\n`,
    `${wrapped(filled(text, numbers))}\n`,
    `${lines.join("\n")}\n`,
  ].join("\n");
}

/** A command as it stands in a shell, in lines of at most 80 characters. */
function commandLines(command: string): string {
  // An option stays with its value.
  const words = `deno run -A cli.ts ${command}`.match(/--?[\w-]+ [^-\s]\S*|\S+/g)!;
  const lines = [`    ${words[0]}`];
  for (const word of words.slice(1)) {
    const line = lines[lines.length - 1];
    if (line.length + word.length + " \\".length < 80) lines[lines.length - 1] += ` ${word}`;
    else lines.push(`      ${word}`);
  }
  return lines.join(" \\\n");
}

/** A text with its numbers: an IoU of three places, rounded down; shares in whole percent. */
function filled(text: string, numbers: GalleryNumbers[string]): string {
  return text.replaceAll(/\{(\w+)(?: (\w+|%))?\}/g, (_, key: string, of?: string) => {
    const fact = numbers.facts?.[key];
    if (fact !== undefined) return of === "%" ? percent(fact) : fact.toFixed(Number(of));
    const measured = of === undefined ? numbers : numbers[of as OtherRun]!;
    const value = measured[key as keyof Measured];
    return key === "iou" ? `${Math.floor(1000 * value) / 1000}` : percent(value);
  });
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Lines of at most 100 characters, as `deno fmt` breaks them. */
function wrapped(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= 100) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
