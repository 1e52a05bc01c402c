/**
 * Pages of what is no Markdown: source text, folders, notebooks.
 *
 * @module
 */

import type { Highlight } from "./highlight.ts";
import { escaped, readMarkdown, renderMarkdown } from "./markdown.ts";
import { onThisMachine } from "./repository.ts";

/** Larger files are shown without colours: they are generated. */
const MOST_COLOURED = 60_000;

/**
 * A file of text, with its lines numbered.
 *
 * @param path The file, from the repository's root.
 * @param text What is in it.
 * @param highlight Colours code.
 */
export function sourceHtml(path: string, text: string, highlight: Highlight): string {
  const language = /\.(\w+)$/.exec(path)?.[1] ?? "";
  const html = text.length > MOST_COLOURED ? escaped(text) : highlight(text.trimEnd(), language);
  const lines = html.split("\n").map((line, index) => `<i id="L${index + 1}"></i>${line}`);
  return `<h1><code>${escaped(path)}</code></h1>\n` +
    `<pre class="numbered"><code>${lines.join("\n")}</code></pre>\n`;
}

/** A file in a folder: its name and what its first words say. */
interface Entry {
  readonly name: string;
  readonly title: string;
}

/**
 * A folder: its files with what each is, and the names of its folders.
 *
 * @param path The folder, from the repository's root, without a "/" at its end.
 * @param link The address of a file of it.
 */
export async function folderHtml(path: string, link: (name: string) => string): Promise<string> {
  const entries = [...Deno.readDirSync(onThisMachine(path))]
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => a.name < b.name ? -1 : 1);
  const files = await Promise.all(
    entries.filter(({ isFile }) => isFile).map(({ name }) => entryOf(path, name)),
  );
  const lines = files.map(({ name, title }) =>
    `<dt><a href="${escaped(link(name))}"><code>${escaped(name)}</code></a></dt>` +
    `<dd>${renderMarkdown(title).replaceAll(/<\/?p>|\n/g, "")}</dd>\n`
  );
  const folders = entries.filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => `<li><code>${escaped(name)}/</code></li>\n`);
  return `<h1><code>${escaped(path)}/</code></h1>\n<dl class="names">\n${lines.join("")}</dl>\n` +
    (folders.length === 0 ? "" : `<ul>\n${folders.join("")}</ul>\n`);
}

async function entryOf(folder: string, name: string): Promise<Entry> {
  if (!/\.(md|ts)$/.test(name)) return { name, title: "" };
  const text = await Deno.readTextFile(onThisMachine(`${folder}/${name}`));
  if (name.endsWith(".md")) return { name, title: readMarkdown(text).headings[0]?.text ?? "" };
  const [, comment = ""] = /^\/\*\*\s*(.*?)(?:\n\s*\*\s*\n|\*\/)/s.exec(text) ?? [];
  return { name, title: comment.replaceAll(/\s*\n\s*\*\s*/g, " ").trim() };
}

/** Of Jupyter's notebooks, what is shown. */
interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
    readonly outputs?: readonly {
      readonly text?: string | readonly string[];
      readonly data?: Readonly<Record<string, string | readonly string[]>>;
    }[];
  }[];
}

const joined = (text: string | readonly string[]) =>
  typeof text === "string" ? text : text.join("");

/**
 * A notebook as Markdown: its words, code, and the text and pictures that were stored with it.
 *
 * @param text The file.
 */
export function notebookMarkdown(text: string): string {
  const { cells }: Notebook = JSON.parse(text);
  return cells.map(({ cell_type, source, outputs = [] }) => {
    if (cell_type === "markdown") return joined(source);
    const shown = outputs.map(({ text, data = {} }) => {
      const png = data["image/png"];
      if (png !== undefined) {
        const base64 = joined(png).replaceAll(/\s/g, "");
        return `<p><img alt="What the cell shows" src="data:image/png;base64,${base64}"></p>`;
      }
      const words = text ?? data["text/plain"];
      return words === undefined ? "" : fenced(joined(words), "output");
    });
    return [fenced(joined(source), "ts"), ...shown].join("\n\n");
  }).join("\n\n");
}

function fenced(code: string, language: string): string {
  return `\`\`\`\`${language}\n${code.trimEnd()}\n\`\`\`\``;
}
