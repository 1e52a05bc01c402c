/**
 * Code in colours, by the Prism that `deno doc --html` writes beside its pages.
 *
 * @module
 */

import { escaped } from "./markdown.ts";

/** What is used of Prism. */
interface Prism {
  readonly languages: Readonly<Record<string, unknown>>;
  highlight(code: string, grammar: unknown, language: string): string;
}

/** Languages as blocks of code name them, and as Prism does. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ts: "typescript",
  typescript: "typescript",
  js: "javascript",
  json: "json",
  sh: "bash",
  bash: "bash",
  html: "markup",
  md: "markdown",
  css: "css",
};

/** Gives code in HTML, with an element around each word that has a meaning. */
export type Highlight = (code: string, language: string) => string;

/**
 * A highlighter.
 *
 * @param prism The text of Prism's script.
 */
export function highlighter(prism: string): Highlight {
  const module: { exports: Partial<Prism> } = { exports: {} };
  // Without a page's global object it becomes the module's exports.
  new Function("module", "window", "self", prism)(module, undefined, undefined);
  const { languages = {}, highlight } = module.exports;
  if (highlight === undefined) {
    throw new Error("Cannot colour code: deno doc has written another Prism");
  }
  return (code, language) => {
    const grammar = languages[LANGUAGES[language] ?? ""];
    return grammar === undefined ? escaped(code) : highlight(code, grammar, LANGUAGES[language]);
  };
}
