/**
 * The reference: a page for each name, of what `deno doc --html` writes, and a page for each door.
 *
 * @module
 */

import { type ApiName, type Door, doorFiles } from "./api.ts";
import type { Highlight } from "./highlight.ts";
import { relative, type Section } from "./layout.ts";
import { escaped, renderMarkdown, unescaped } from "./markdown.ts";
import { ROOT } from "./repository.ts";

/** A page of the reference, without what is around it. */
export interface ReferencePage {
  readonly title: string;
  /** From the site's root. */
  readonly page: string;
  readonly html: string;
  readonly sections: readonly Section[];
}

/** What the pages are made with. */
export interface ReferenceOptions {
  readonly highlight: Highlight;
  /** The address of a file's source on a page of the reference. */
  readonly source: (page: string, file: string, line?: number) => string;
}

/**
 * Run `deno doc --html` over all doors.
 *
 * @param folder Where it writes.
 * @throws {Error} If it fails, with what it says.
 */
export async function writeDenoDoc(folder: string): Promise<void> {
  const doors = [...(await doorFiles()).values()].map((file) => new URL(file, ROOT).pathname);
  const args = ["doc", "--html", "--name=Backdrop", `--output=${folder}`, ...doors];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  if (!success) throw new Error(`deno doc has failed: ${new TextDecoder().decode(stderr)}`);
}

/** What is known of a name: the first door that gives it, and all that do. */
interface Known {
  readonly name: ApiName;
  readonly doors: readonly Door[];
}

/** Names by themselves: each means one thing, whichever door gives it. */
function namesOf(doors: readonly Door[]): Map<string, Known> {
  const found = new Map<string, Known>();
  for (const door of doors) {
    for (const name of door.names) {
      const known = found.get(name.name);
      found.set(name.name, { name: known?.name ?? name, doors: [...known?.doors ?? [], door] });
    }
  }
  return found;
}

/**
 * Where the page of a name is, from the site's root. Classes and types have a folder of their own: there
 * are disks to which `ModelSpec` and `modelSpec` are the same.
 */
export function namePage(name: string): string {
  return `reference/${/^[A-Z]/.test(name) ? "types/" : ""}${name}.html`;
}

/** Where the page of a door is, from the site's root. */
export function doorPage(door: Door): string {
  return door.name === "." ? "reference/index.html" : `reference/doors/${door.name.slice(2)}.html`;
}

/** A page that `deno doc` has written. */
interface Written {
  /** What is in its `<main>`. */
  readonly main: string;
  /** The places of the name's members on it, by the end of their ids. */
  readonly members: ReadonlyMap<string, string>;
}

/** The pages of names that `deno doc` has written, by name. */
async function readWritten(folder: string): Promise<Map<string, Written>> {
  const found = new Map<string, Written>();
  for await (const path of htmlFiles(folder)) {
    const name = /\/~\/([^/.]+)\.html$/.exec(path)?.[1];
    if (name === undefined || found.has(name)) continue;
    const [, main] = /<main[^>]*>([^]*)<\/main>/.exec(await Deno.readTextFile(path)) ?? [];
    if (main === undefined) continue;
    const ids = main.matchAll(/ id="((?:method|property|accessor)_([^"]*?)(?:_0)?)"/g);
    found.set(name, { main, members: new Map([...ids].map(([, id, end]) => [end, id])) });
  }
  return found;
}

async function* htmlFiles(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* htmlFiles(`${folder}/${name}`);
    else if (name.endsWith(".html")) yield `${folder}/${name}`;
  }
}

/**
 * All pages of the reference.
 *
 * @param folder Where `deno doc --html` has written.
 * @param doors The doors.
 * @param options What they are made with.
 * @throws {Error} If a name lacks a page, or two names differ in case only.
 */
export async function referencePages(
  folder: string,
  doors: readonly Door[],
  options: ReferenceOptions,
): Promise<ReferencePage[]> {
  const names = namesOf(doors);
  const written = await readWritten(folder);
  const places = new Set([...names.keys()].map((name) => namePage(name).toLowerCase()));
  if (places.size < names.size) throw new Error("two names differ in case only");
  const pages = [...names.values()].map((known): ReferencePage => {
    const page = written.get(known.name.name);
    if (page === undefined) throw new Error(`deno doc has no page of ${known.name.name}`);
    return pageOfName(known, page.main, { ...options, written });
  });
  return [...doors.map((door) => pageOfDoor(door, doors, names, options)), ...pages];
}

/** How a page of `deno doc` is taken over. */
interface TakeOverOptions extends ReferenceOptions {
  /** Where it will be. */
  readonly page: string;
  readonly written: ReadonlyMap<string, Written>;
}

function pageOfName(
  { name, doors }: Known,
  main: string,
  options: Omit<TakeOverOptions, "page">,
): ReferencePage {
  const page = namePage(name.name);
  const source = escaped(options.source(page, name.file, name.line));
  const from = doors.map((door) => {
    const href = escaped(relative(page, doorPage(door)));
    return `<a href="${href}"><code>${door.file}</code></a>`;
  }).join(", ");
  const html = takenOver(main, { ...options, page }).replace(
    "</h1>",
    `</h1>\n<p class="origin">${name.category ?? ""} · from ${from} · ` +
      `<a href="${source}">source</a></p>`,
  );
  const headings = html.matchAll(
    /<section class="section"\s+id="([^"]*)">\s*<div>\s*<h2[^>]*>([^<]*)/g,
  );
  const sections = [...headings].map(([, anchor, text]): Section => ({ text, anchor }));
  return { title: name.name, page, html, sections };
}

/** What is in the `<main>` of a page of `deno doc`, with links, code and marks as our pages have them. */
function takenOver(main: string, { highlight, written, page }: TakeOverOptions): string {
  return main
    .replaceAll(/<a\s+class="sourceButton"[^]*?<\/a>/g, "")
    .replaceAll(/<button class="copyButton"[^]*?<\/button>(<code>\s*<\/code>)?/g, "")
    .replaceAll(
      /<a href="(#[^"]*)" class="anchor"[^]*?<\/a>/g,
      '<a class="anchor" href="$1" aria-label="Link to this">#</a>',
    )
    .replaceAll(/(<h2[^>]*>)(<a class="anchor".*?<\/a>)\s*([^]*?)<\/h2>/g, "$1$3$2</h2>")
    .replaceAll(/<svg[^]*?<\/svg>/g, "")
    .replaceAll(/<div class="text-2xl leading-none break-all">([^]*?)<\/div>/g, "<h1>$1</h1>")
    .replaceAll(/class="text-\w+ border [^"]*"/g, 'class="tag"')
    .replaceAll(
      /<code class="language-(\w+)">([^]*?)<\/code>/g,
      (_, language, code) => `<code>${highlight(unescaped(code).trimEnd(), language)}</code>`,
    )
    .replaceAll(
      / href="([^"]*)"/g,
      (_, href) => ` href="${addressOf(unescaped(href), page, written)}"`,
    )
    .replaceAll(
      /<code>([A-Za-z]\w*)((?:\.\w+)?(?:\(\))?)<\/code>/g,
      (whole, name, rest) =>
        written.has(name)
          ? `<a href="${
            memberAddress(page, name, rest.replace(/\W/g, ""), written)
          }"><code>${name}${rest}</code></a>`
          : whole,
    );
}

/** Where a link of a page of `deno doc` goes on ours. */
function addressOf(href: string, page: string, written: ReadonlyMap<string, Written>): string {
  const [, name, member = ""] =
    /~\/([^/.#]+)(?:\.(?:prototype\.)?(.*))?\.html$/.exec(href.replace(/#.*/, "")) ?? [];
  if (name === undefined) return escaped(href);
  return memberAddress(page, name, member, written);
}

/** The place of a member on its owner's page, since it has no page of its own. */
function memberAddress(
  page: string,
  name: string,
  member: string,
  written: ReadonlyMap<string, Written>,
): string {
  const id = written.get(name)?.members.get(member.toLowerCase().replaceAll(".", "_"));
  return escaped(relative(page, namePage(name) + (id === undefined ? "" : `#${id}`)));
}

/** As a reader calls a kind of name. */
const KINDS: Readonly<Record<string, string>> = {
  typeAlias: "type",
  variable: "constant",
};

function pageOfDoor(
  door: Door,
  doors: readonly Door[],
  names: ReadonlyMap<string, Known>,
  { highlight }: ReferenceOptions,
): ReferencePage {
  const page = doorPage(door);
  const groups = Object.entries(Object.groupBy(door.names, ({ category }) => category ?? ""));
  const lists = groups.map(([category, all = []]) => {
    const lines = all.map(({ name, kind, summary }) => {
      const text = renderMarkdown(plainLinks(summary)).replaceAll(/<\/?p>|\n/g, "");
      return `<dt><a href="${escaped(relative(page, namePage(name)))}"><code>${name}</code></a> ` +
        `<small>${KINDS[kind] ?? kind}</small></dt><dd>${text}</dd>\n`;
    });
    const id = anchorOf(category);
    return `<h2 id="${id}">${category}<a class="anchor" href="#${id}" aria-label="Link to this">#</a>` +
      `</h2>\n<dl class="names">\n${lines.join("")}</dl>\n`;
  });
  const about = renderMarkdown(plainLinks(door.about), { highlight });
  const title = door.name === "." ? "Reference" : door.file;
  const others = door.name === "." ? listOfDoors(doors) : "";
  const counted = `<p class="origin"><code>${door.file}</code> · ${door.names.length} of the ` +
    `library's ${names.size} names</p>\n`;
  const sections = groups.map(([text]): Section => ({ text, anchor: anchorOf(text) }));
  const html = `<h1>${title}</h1>\n${counted}${about}${others}${lists.join("")}`;
  return { title, page, html, sections };
}

function anchorOf(category: string): string {
  return category.toLowerCase().replaceAll(/\W+/g, "-");
}

function listOfDoors(doors: readonly Door[]): string {
  const lines = doors.slice(1).map((door) => {
    const [first] = plainLinks(door.about).split("\n\n");
    const href = doorPage(door).replace("reference/", "");
    return `<dt><a href="${href}"><code>${door.file}</code></a> ` +
      `<small>${door.names.length} names</small></dt><dd>${renderMarkdown(first)}</dd>\n`;
  });
  return `<h2 id="doors">Other doors</h2>\n<dl class="names">\n${lines.join("")}</dl>\n`;
}

/** A docstring's links to names as code, which pages link by themselves. */
function plainLinks(text: string): string {
  return text.replaceAll(/\{@link(?:code|plain)? ([^}\s]*)[^}]*\}/g, "`$1`");
}
