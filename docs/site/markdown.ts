// deno-lint-ignore-file no-import-prefix -- used here alone, by no run

/**
 * Markdown as pages show it: GitHub's dialect, with GitHub's anchors.
 *
 * @module
 */

import { Marked, type Tokens } from "npm:marked@18.2.1";

/** A heading of a page. */
export interface Heading {
  readonly level: number;
  /** Its words, without marks. */
  readonly text: string;
  /** What comes after `#` in an address. */
  readonly anchor: string;
}

/** A link or a picture of a page. */
export interface Link {
  readonly href: string;
  readonly isPicture: boolean;
}

/** What a page of Markdown has. */
export interface MarkdownPage {
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
}

/** What is done to a page on its way to HTML. */
export interface RenderOptions {
  /** Where a link or a picture goes in the end; by default where it says. */
  readonly link?: (href: string) => string;
  /** A block of code, as HTML; by default its text. */
  readonly highlight?: (code: string, language: string) => string;
  /** Where code within a sentence leads, which is not a link by itself; by default nowhere. */
  readonly codeLink?: (code: string) => string | undefined;
}

/** What a block of code without a language begins with, if it is a shell's. */
const COMMAND =
  /^\s*(\$ )?(backdrop|cd|deno|npx|npm|git|docker|curl|ffmpeg|ffplay|sudo|apt|pip|jupyter|export)\b/;

/**
 * Anchors as GitHub makes them: lower case, hyphens for spaces, without other signs; the second of one
 * name ends in `-1`.
 */
class Anchors {
  readonly #seen = new Map<string, number>();

  of(text: string): string {
    const plain = text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    const count = this.#seen.get(plain) ?? 0;
    this.#seen.set(plain, count + 1);
    return count === 0 ? plain : `${plain}-${count}`;
  }
}

/** The words of a heading, without code marks and emphasis. */
function plainText(tokens: readonly unknown[]): string {
  return (tokens as Tokens.Generic[]).map((token) =>
    token.tokens === undefined ? unescaped(token.text ?? token.raw) : plainText(token.tokens)
  ).join("");
}

/** What may stand in HTML, whatever the text. */
export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replaceAll(/[&<>"]/g, (sign) => `&${names[sign]};`);
}

/** The text again, of HTML without elements. */
export function unescaped(html: string): string {
  const signs: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return html.replaceAll(/&(?:(\w+)|#(\d+)|#x([\da-f]+));/gi, (whole, name, decimal, hex) => {
    if (name !== undefined) return signs[name] ?? whole;
    return String.fromCodePoint(decimal === undefined ? parseInt(hex, 16) : Number(decimal));
  });
}

/**
 * Headings and links of a page.
 *
 * @param text Its Markdown.
 */
export function readMarkdown(text: string): MarkdownPage {
  const anchors = new Anchors();
  const headings: Heading[] = [];
  const links: Link[] = [];
  const marked = new Marked({ gfm: true });
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === "heading") {
      const words = plainText(token.tokens ?? []);
      headings.push({ level: token.depth, text: words, anchor: anchors.of(words) });
    } else if (token.type === "link" || token.type === "image") {
      links.push({ href: token.href, isPicture: token.type === "image" });
    } else if (token.type === "html") {
      for (const [, href, src] of token.raw.matchAll(/\s(?:href="([^"]*)"|src="([^"]*)")/g)) {
        links.push({ href: href ?? src, isPicture: src !== undefined });
      }
    }
  });
  return { headings, links };
}

/**
 * A page as HTML, without what is around it.
 *
 * @param text Its Markdown.
 * @param options Where links go, and how code is shown.
 */
export function renderMarkdown(text: string, options: RenderOptions = {}): string {
  const { link = (href) => href, highlight = escaped, codeLink = () => undefined } = options;
  const linked = new Set<unknown>();
  const anchors = new Anchors();
  const marked = new Marked({
    gfm: true,
    walkTokens(token) {
      if (token.type === "link" || token.type === "image") token.href = link(token.href);
      if (token.type === "link") token.tokens?.forEach((within) => linked.add(within));
    },
    renderer: {
      heading({ tokens, depth }) {
        const anchor = anchors.of(plainText(tokens));
        const words = this.parser.parseInline(tokens);
        return `<h${depth} id="${anchor}">${words}` +
          `<a class="anchor" href="#${
            encodeURIComponent(anchor)
          }" aria-label="Link to this heading">#</a></h${depth}>\n`;
      },
      code({ text, lang = "" }) {
        const [written] = lang.split(" ");
        const language = written === "" && COMMAND.test(text) ? "sh" : written;
        const kind = /^(output|sh)$/.test(language) ? ` class="${language}"` : "";
        return `<pre${kind}><code>${highlight(text, language)}</code></pre>\n`;
      },
      codespan(token) {
        const code = `<code>${escaped(token.text)}</code>`;
        const href = linked.has(token) ? undefined : codeLink(token.text);
        return href === undefined ? code : `<a href="${escaped(href)}">${code}</a>`;
      },
      html({ text }) {
        return text.replaceAll(
          /(\s(?:href|src)=")([^"]*)"/g,
          (_, before, href) => `${before}${escaped(link(unescaped(href)))}"`,
        );
      },
    },
  });
  const html = marked.parse(text, { async: false });
  // A table that is wider than the page moves by itself.
  return html.replaceAll("<table>", '<div class="wide"><table>')
    .replaceAll("</table>", "</table></div>");
}
