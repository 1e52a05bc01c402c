/**
 * What is around the text of each page: its head, the bar above, the menu beside it.
 *
 * @module
 */

import { posix } from "node:path";
import { escaped } from "./markdown.ts";

/** A page that the menu leads to. */
export interface MenuItem {
  readonly title: string;
  /** From the site's root. */
  readonly page: string;
}

/** Several, under a heading. */
export interface MenuGroup {
  readonly title: string;
  readonly items: readonly MenuItem[];
}

/** A place on a page, for the list beside it. */
export interface Section {
  readonly text: string;
  readonly anchor: string;
}

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  /** Where it will be, from the site's root. */
  readonly page: string;
  /** Its text, as HTML. */
  readonly html: string;
  readonly menu: readonly MenuGroup[];
  readonly sections?: readonly Section[];
}

/**
 * The address of one page on another.
 *
 * @param from The page that links, from the site's root.
 * @param to Where the link goes, from the site's root.
 */
export function relative(from: string, to: string): string {
  const [path, anchor] = to.split("#");
  const way = encodeURI(posix.relative(posix.dirname(from), path));
  return anchor === undefined ? way : `${way}#${encodeURIComponent(anchor)}`;
}

/** A whole page. */
export function layOut({ title, page, html, menu, sections = [] }: PageParts): string {
  const at = (path: string) => escaped(relative(page, path));
  const root = "../".repeat(page.split("/").length - 1);
  const heading = title === "Backdrop" ? title : `${title} · Backdrop`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(heading)}</title>
<link rel="stylesheet" href="${at("site.css")}">
<script src="${at("site.js")}" defer></script>
</head>
<body data-root="${root}">
<a class="skip" href="#text">To the text</a>
<header>
<a class="brand" href="${at("index.html")}">Backdrop</a>
<nav aria-label="Parts">
<a href="${at("index.html")}">Guides</a>
<a href="${at("reference/index.html")}">Reference</a>
<a href="${at("docs/glossary.html")}">Glossary</a>
<a class="to-menu" href="#menu">Menu</a>
</nav>
<form class="search" role="search" hidden>
<input type="search" placeholder="Search" aria-label="Search" autocomplete="off">
<ol></ol>
</form>
</header>
<div class="page">
<main id="text">
${html}</main>
<nav id="menu" aria-label="Pages">
${onThisPage(sections)}${menu.map((group) => groupHtml(group, page)).join("")}</nav>
</div>
</body>
</html>
`;
}

function onThisPage(sections: readonly Section[]): string {
  if (sections.length < 2) return "";
  const items = sections.map(({ text, anchor }) =>
    `<li><a href="#${encodeURIComponent(anchor)}">${escaped(text)}</a></li>\n`
  );
  return `<h2>On this page</h2>\n<ul>\n${items.join("")}</ul>\n`;
}

function groupHtml({ title, items }: MenuGroup, page: string): string {
  const lines = items.map((item) => {
    const current = item.page === page ? ' aria-current="page"' : "";
    const href = escaped(relative(page, item.page));
    return `<li><a href="${href}"${current}>${escaped(item.title)}</a></li>\n`;
  });
  return `<h2>${escaped(title)}</h2>\n<ul>\n${lines.join("")}</ul>\n`;
}
