/**
 * The menu of the site, as docs/README.md has it.
 *
 * @module
 */

import type { MenuGroup, MenuItem } from "./layout.ts";
import { targetOf } from "./links.ts";
import { readMarkdown } from "./markdown.ts";
import { FRONT, kindOf, placeOf } from "./places.ts";
import { filesEndingIn, isFile, onThisMachine } from "./repository.ts";

/** The guides by reader, each once; those that the front page does not name come last. */
export async function readMenu(): Promise<MenuGroup[]> {
  const text = await Deno.readTextFile(onThisMachine(FRONT));
  const seen = new Set<string>();
  const groups: MenuGroup[] = [{
    title: "Begin",
    items: [{ title: "Guides", page: "index.html" }, { title: "README", page: "README.html" }],
  }];
  for (const part of text.split(/^## /m).slice(1)) {
    const end = part.indexOf("\n");
    groups.push({ title: part.slice(0, end), items: await itemsOf(part.slice(end), seen) });
  }
  const rest = await Promise.all(
    filesEndingIn(".md", "docs/").filter((path) => path.split("/").length === 2)
      .filter((path) => !seen.has(path) && path !== FRONT)
      .map(async (path): Promise<MenuItem> => {
        const { headings } = readMarkdown(await Deno.readTextFile(onThisMachine(path)));
        return { title: headings[0]?.text ?? path, page: placeOf(path, "markdown") };
      }),
  );
  return rest.length === 0 ? groups : [...groups, { title: "More", items: rest }];
}

/** The links at the heads of a part's list that lead to whole pages, and that no part before has. */
async function itemsOf(part: string, seen: Set<string>): Promise<MenuItem[]> {
  const items: MenuItem[] = [];
  for (const [, title, href] of part.matchAll(/^- \[([^\]]*)\]\(([^)]*)\)/gm)) {
    const target = targetOf(FRONT, href);
    if (target === undefined || target.anchor !== "" || seen.has(target.path)) continue;
    seen.add(target.path);
    const path = target.path.replace(/\/$/, "");
    const isFolder = await isFile(path) === false;
    items.push({ title, page: placeOf(path, kindOf(path, isFolder)) });
  }
  return items;
}
