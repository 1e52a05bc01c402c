import { assertEquals } from "@std/assert";
import { wrongLinks } from "../../docs/site/links.ts";
import { readMarkdown, renderMarkdown } from "../../docs/site/markdown.ts";
import { filesEndingIn } from "../../docs/site/repository.ts";

Deno.test("the repository's Markdown: every link goes to a file, a folder or a heading", async () => {
  const pages = filesEndingIn(".md");
  assertEquals((await Promise.all(pages.map(wrongLinks))).flat(), []);
});

Deno.test("readMarkdown() makes GitHub's anchors", () => {
  const { headings } = readMarkdown("# What `mod.ts` gives\n## A & B\n## A & B\n## Über – _all_\n");
  assertEquals(
    headings.map(({ anchor }) => anchor),
    ["what-modts-gives", "a--b", "a--b-1", "über--all"],
  );
});

Deno.test("readMarkdown() finds links, pictures, and those of HTML; none in code", () => {
  const text =
    '[a](b.md) ![c](d.png) <img src="e.png"> `[f](g)`\n\n    [h](i)\n\n[j]: k.md\n[l][j]\n';
  const { links } = readMarkdown(text);
  assertEquals(links.map(({ href, isPicture }) => `${href} ${isPicture}`), [
    "b.md false",
    "d.png true",
    "e.png true",
    "k.md false",
  ]);
});

Deno.test("renderMarkdown() gives headings their anchors, and moves links", () => {
  const html = renderMarkdown("## A b\n\n[c](d.md#e)\n", { link: (href) => `to/${href}` });
  assertEquals(/<h2 id="(.*?)">A b/.exec(html)?.[1], "a-b");
  assertEquals(/href="(to.*?)"/.exec(html)?.[1], "to/d.md#e");
});
