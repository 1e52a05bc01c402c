import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { posix } from "node:path";
import { readApi } from "../../docs/site/api.ts";
import { unescaped } from "../../docs/site/markdown.ts";
import { namePage } from "../../docs/site/reference.ts";
import { filesEndingIn, ROOT } from "../../docs/site/repository.ts";
import { buildSite } from "../../docs/site/site.ts";
import { temporaryFolder } from "../helpers.ts";

/** The files of a folder; of a page, its text. */
function filesOf(folder: string, within: string = ""): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, isDirectory } of Deno.readDirSync(`${folder}/${within}`)) {
    const path = `${within}${name}`;
    if (isDirectory) filesOf(folder, `${path}/`).forEach((text, path) => files.set(path, text));
    else files.set(path, name.endsWith(".html") ? Deno.readTextFileSync(`${folder}/${path}`) : "");
  }
  return files;
}

/** The addresses on a page that no file of the site has, or that name no place on it. */
function wrongAddresses(files: ReadonlyMap<string, string>): string[] {
  const places = new Map([...files].map(([path, html]) => [
    path,
    new Set([...html.matchAll(/<\w[^>]* id="([^"]*)"/g)].map(([, id]) => unescaped(id))),
  ]));
  const wrong = new Set<string>();
  for (const [page, html] of files) {
    for (const [, written] of html.matchAll(/<\w[^<>]* (?:href|src)="([^"]*)"/g)) {
      const href = unescaped(written);
      if (/^(https:|mailto:|data:image\/png|http:\/\/127\.0\.0\.1)/.test(href)) continue;
      const [path, anchor] = href.split("#").map(decodeURIComponent);
      const target = path === "" ? page : posix.join(posix.dirname(page), path);
      const isThere = files.has(target) &&
        (anchor === undefined || places.get(target)?.has(anchor));
      if (!isThere) wrong.add(`${page}: ${href}`);
    }
  }
  return [...wrong];
}

Deno.test("buildSite() writes the guides and the reference", async (test) => {
  await using folder = await temporaryFolder();
  const { pages } = await buildSite(folder.path);
  const files = filesOf(folder.path);
  const guides = filesEndingIn(".md", "docs/").filter((path) => path !== "docs/README.md")
    .map((path) => path.replace(/\.md$/, ".html"));

  await test.step("every address on every page is that of a file and a place on it", () => {
    assertEquals(wrongAddresses(files), []);
  });

  await test.step("every guide has a page, and those of docs/ are in the menu", () => {
    assertEquals(guides.filter((page) => !files.has(page)), []);
    const front = files.get("index.html")!;
    for (const page of guides.filter((page) => page.split("/").length === 2)) {
      assertStringIncludes(front, `<a href="${page}"`);
    }
    assertEquals(pages, [...files.keys()].filter((path) => path.endsWith(".html")).length);
  });

  await test.step("every name of every door has a page", async () => {
    const names = new Set((await readApi()).flatMap((door) => door.names.map(({ name }) => name)));
    assertEquals([...names].filter((name) => !files.has(namePage(name))), []);
  });

  await test.step("code is in colours, and names lead to the reference", () => {
    const library = files.get("docs/library.html")!;
    assertStringIncludes(library, '<a href="../reference/absdiff.html"><code>absdiff</code></a>');
    assertStringIncludes(library, '<span class="token keyword">import</span>');
  });

  await test.step("no page tells where it was built", () => {
    assertEquals(
      [...files].filter(([, html]) => html.includes(ROOT.pathname)).map(([path]) => path),
      [],
    );
  });

  await test.step("it takes the place of a site, and of nothing else", async () => {
    await Deno.remove(`${folder.path}/search_index.js`);
    await assertRejects(() => buildSite(folder.path), Error, "has other files in it");
    assert(filesOf(folder.path).size === files.size - 1);
  });
});
