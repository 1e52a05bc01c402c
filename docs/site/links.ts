/**
 * Where the links of the repository's Markdown go.
 *
 * @module
 */

import { posix } from "node:path";
import { readMarkdown } from "./markdown.ts";
import { isFile, onThisMachine } from "./repository.ts";

/** Where a link goes that stays in the repository. */
export interface Target {
  /** From the repository's root; folders end in "/", the root itself is "". */
  readonly path: string;
  /** What comes after `#`; "" if nothing does. */
  readonly anchor: string;
}

/**
 * Where a link goes.
 *
 * @param page The page that it is on, from the repository's root.
 * @param href What it says.
 * @returns The place in the repository; `undefined` for an address outside of it.
 */
export function targetOf(page: string, href: string): Target | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(href)) return undefined;
  const [path, anchor = ""] = decodeURI(href).split("#");
  if (path === "") return { path: page, anchor };
  const whole = posix.normalize(posix.join(posix.dirname(page), path));
  return { path: whole === "." || whole === "./" ? "" : whole, anchor };
}

/** The anchors of a page of Markdown: read once, since many links go to few pages. */
function anchorsOf(path: string): Promise<ReadonlySet<string>> {
  const found = known.get(path) ?? readAnchors(path);
  known.set(path, found);
  return found;
}

const known = new Map<string, Promise<ReadonlySet<string>>>();

async function readAnchors(path: string): Promise<ReadonlySet<string>> {
  const { headings } = readMarkdown(await Deno.readTextFile(onThisMachine(path)));
  return new Set(headings.map(({ anchor }) => anchor));
}

/** Why a link of a page is wrong; `undefined` if it is right. */
async function faultOf(page: string, href: string): Promise<string | undefined> {
  const target = targetOf(page, href);
  if (target === undefined) {
    return URL.canParse(href) && /^(https:|mailto:)/.test(href) ? undefined : "is no address";
  }
  const { path, anchor } = target;
  if (path.startsWith("../")) return "leaves the repository";
  const kind = await isFile(path);
  if (kind === undefined) return `there is no ${path}`;
  if (anchor === "") return undefined;
  if (kind === false || !path.endsWith(".md")) {
    return /^L\d+$/.test(anchor) ? undefined : `${path} has no headings`;
  }
  return (await anchorsOf(path)).has(anchor) ? undefined : `${path} has no heading #${anchor}`;
}

/**
 * The links of a page that go nowhere, each with the reason.
 *
 * @param page The page, from the repository's root.
 */
export async function wrongLinks(page: string): Promise<string[]> {
  const { links } = readMarkdown(await Deno.readTextFile(onThisMachine(page)));
  const faults = await Promise.all(links.map(async ({ href }) => {
    const fault = await faultOf(page, href);
    return fault === undefined ? undefined : `${page}: ${href}: ${fault}`;
  }));
  return faults.filter((fault) => fault !== undefined);
}
