/**
 * docs/gallery.md, from its pairs and what was measured.
 *
 * @module
 */

import type { GalleryNumbers, Measured } from "./measure.ts";
import { type GalleryPair, pairs } from "./pairs.ts";

const HEAD = `# Gallery

Twelve frames before and after, each with the command that made it. The last four are failures, with
their reason and with what a better command makes of the same frame.

The commands run in the clone as they are. IoU is that of the shown frame with its true matte: 1 is
perfect. The pictures, this page and its numbers are made by
[\`make_gallery.ts\`](../examples/media/make/make_gallery.ts); a test makes those again that need no
network. [NOTICE](../NOTICE) says where the photos and the clips come from.
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
  const lines = [`    deno run -A cli.ts ${command}`];
  if (instead !== undefined) lines.push(`    deno run -A cli.ts ${instead}`);
  const picture = `![${alt}](../examples/media/gallery/${name}.jpg)`;
  return [
    `### ${title}\n`,
    `${picture}\n`,
    `${wrapped(filled(text, numbers))}\n`,
    `${lines.join("\n")}\n`,
  ].join("\n");
}

/** A text with its numbers: an IoU of three places, shares in whole percent. */
function filled(text: string, numbers: GalleryNumbers[string]): string {
  return text.replaceAll(/\{(\w+)( instead)?\}/g, (_, key: keyof Measured, instead) => {
    const value = (instead ? numbers.instead! : numbers)[key];
    return key === "iou" ? value.toFixed(3) : `${Math.round(100 * value)} %`;
  });
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
