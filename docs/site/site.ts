/**
 * The site: the repository's Markdown, what it links to, and the reference, as pages of one look.
 *
 * @module
 */

import { dirname } from "node:path";
import { readApi } from "./api.ts";
import { type Highlight, highlighter } from "./highlight.ts";
import { layOut, type MenuGroup, type PageParts, relative } from "./layout.ts";
import { targetOf, wrongLinks } from "./links.ts";
import { readMarkdown, renderMarkdown, type RenderOptions } from "./markdown.ts";
import { readMenu } from "./menu.ts";
import { FRONT, kindOf, placeOf } from "./places.ts";
import { doorPage, namePage, referencePages, writeDenoDoc } from "./reference.ts";
import { filesEndingIn, isFile, onThisMachine } from "./repository.ts";
import { type Found, searchIndex } from "./search_index.ts";
import { folderHtml, notebookMarkdown, sourceHtml } from "./sources.ts";

/** What {@linkcode buildSite} has written. */
export interface BuiltSite {
  /** How many pages. */
  readonly pages: number;
}

/**
 * Build the site.
 *
 * @param folder Where to; a site that is there already is replaced.
 * @throws {Error} If something else is there, or a link goes nowhere.
 */
export async function buildSite(folder: string): Promise<BuiltSite> {
  const wrong = (await Promise.all(guides().map(wrongLinks))).flat();
  if (wrong.length > 0) throw new Error(`links go nowhere:\n${wrong.join("\n")}`);
  await makeEmpty(folder);
  const written = await Deno.makeTempDir({ prefix: "backdrop_docs_" });
  try {
    await writeDenoDoc(written);
    const highlight = highlighter(await Deno.readTextFile(`${written}/prism.js`));
    const site = new Site(folder, highlight, await readMenu());
    await site.addReference(written);
    await site.addGuides();
    return await site.finish();
  } finally {
    await Deno.remove(written, { recursive: true });
  }
}

/** All Markdown that has a page, whether or not anything links to it. */
function guides(): string[] {
  return [
    ...new Set([
      FRONT,
      "README.md",
      "CHANGELOG.md",
      "ARCHITECTURE.md",
      ...filesEndingIn(".md", "docs/"),
    ]),
  ];
}

/** Remove the site that was there. */
async function makeEmpty(folder: string): Promise<void> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (names.length === 0) return;
  if (!names.includes("search_index.js")) {
    throw new Error(`Cannot write the site: '${folder}' has other files in it`);
  }
  await Deno.remove(folder, { recursive: true });
}

/** A site on its way. */
class Site {
  readonly #folder: string;
  readonly #highlight: Highlight;
  readonly #menu: readonly MenuGroup[];
  /** Paths of the repository that have a place on it, or will have. */
  readonly #paths = new Set<string>();
  readonly #found: Found[] = [];
  #names: ReadonlySet<string> = new Set();
  /** Their pages in the reference, by their files. */
  #doors: ReadonlyMap<string, string> = new Map();
  #pages = 0;

  constructor(folder: string, highlight: Highlight, menu: readonly MenuGroup[]) {
    this.#folder = folder;
    this.#highlight = highlight;
    this.#menu = menu;
  }

  async addReference(written: string): Promise<void> {
    const doors = await readApi();
    const pages = await referencePages(written, doors, {
      highlight: this.#highlight,
      source: (page, file, line) =>
        `${this.#addressOf(page, file, false)}${line === undefined ? "" : `#L${line}`}`,
    });
    this.#doors = new Map(doors.map((door) => [door.file, doorPage(door)]));
    this.#names = new Set(doors.flatMap(({ names }) => names.map(({ name }) => name)));
    for (const { name, kind, category = "", summary } of doors.flatMap(({ names }) => names)) {
      this.#found.push({ text: name, where: `${kind}, ${category}`, to: namePage(name), summary });
    }
    const items = doors.map((door) => ({
      title: door.name.replace(/^\.\/?/, "") || "mod.ts",
      page: doorPage(door),
    }));
    const menu = [{ title: "Reference", items }, ...this.#menu];
    for (const page of pages) await this.#write({ ...page, menu });
  }

  async addGuides(): Promise<void> {
    for (const path of [...guides(), "NOTICE", "LICENSE"]) this.#paths.add(path);
    // Pages add what they link to, until nothing is new.
    for (const path of this.#paths) await this.#publish(path);
  }

  async finish(): Promise<BuiltSite> {
    for (const name of ["site.css", "site.js"]) {
      await Deno.copyFile(new URL(name, import.meta.url), `${this.#folder}/${name}`);
    }
    await Deno.writeTextFile(`${this.#folder}/search_index.js`, searchIndex(this.#found));
    return { pages: this.#pages };
  }

  async #publish(path: string): Promise<void> {
    const isFolder = await isFile(path) === false;
    const kind = kindOf(path, isFolder);
    const page = placeOf(path, kind);
    if (kind === "folder") {
      if (page === "index.html") return;
      const link = (name: string) => this.#addressOf(page, `${path}/${name}`, false);
      return await this.#write({ title: `${path}/`, page, html: await folderHtml(path, link) });
    }
    if (kind === "copy") {
      await Deno.mkdir(dirname(`${this.#folder}/${page}`), { recursive: true });
      return await Deno.copyFile(onThisMachine(path), `${this.#folder}/${page}`);
    }
    const text = await Deno.readTextFile(onThisMachine(path));
    if (kind === "markdown") return await this.#writeGuide(path, page, text);
    if (path.endsWith(".ipynb")) return await this.#writeGuide(path, page, notebookMarkdown(text));
    const html = sourceHtml(path, text, this.#highlight);
    await this.#write({ title: path, page, html });
  }

  async #writeGuide(path: string, page: string, text: string): Promise<void> {
    const { headings } = readMarkdown(text);
    const title = headings[0]?.text ?? path;
    this.#found.push({ text: title, where: "guide", to: page, summary: "" });
    for (const { text, anchor } of headings.slice(1)) {
      this.#found.push({ text, where: title, to: `${page}#${anchor}`, summary: "" });
    }
    const sections = headings.filter(({ level }) => level === 2);
    const html = renderMarkdown(text, this.#renderOptions(path, page));
    await this.#write({ title, page, html, sections });
  }

  #renderOptions(path: string, page: string): RenderOptions {
    return {
      highlight: this.#highlight,
      link: (href) => this.#linkOf(path, page, href),
      codeLink: (code) => {
        const door = this.#doors.get(code);
        if (door !== undefined) return relative(page, door);
        const name = code.replace(/\(\)$/, "");
        if (!this.#names.has(name)) return undefined;
        // A word in lower case may be a method's name or a step's, but not in the page on the library.
        if (!/[A-Z]/.test(name) && path !== "docs/library.md") return undefined;
        return relative(page, namePage(name));
      },
    };
  }

  /** Where a link of the repository goes on the site. */
  #linkOf(path: string, page: string, href: string): string {
    const target = targetOf(path, href);
    if (target === undefined) return href;
    const plain = target.path.replace(/\/$/, "");
    if (plain === path) return `#${target.anchor}`;
    const isFolder = Deno.statSync(onThisMachine(plain)).isDirectory;
    const anchor = target.anchor === "" ? "" : `#${target.anchor}`;
    return this.#addressOf(page, plain, isFolder) + anchor;
  }

  /** The address of a path of the repository, which will have its place. */
  #addressOf(page: string, path: string, isFolder: boolean): string {
    this.#paths.add(path === "" ? "README.md" : path);
    return relative(page, placeOf(path, kindOf(path, isFolder)));
  }

  async #write(parts: Omit<PageParts, "menu"> & Partial<PageParts>): Promise<void> {
    const path = `${this.#folder}/${parts.page}`;
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, layOut({ menu: this.#menu, ...parts }));
    this.#pages++;
  }
}
