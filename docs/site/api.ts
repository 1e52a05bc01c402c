/**
 * What can be imported: the doors of the library, and the names that each gives.
 *
 * @module
 */

import { fromRoot, ROOT } from "./repository.ts";

/** A name that a door gives. */
export interface ApiName {
  readonly name: string;
  /** As `deno doc` calls it: "function", "typeAlias". */
  readonly kind: string;
  /** Where it belongs in an overview; `undefined` if its docstring does not say. */
  readonly category: string | undefined;
  /** The first sentence of its docstring. */
  readonly summary: string;
  /** The file that declares it, from the repository's root. */
  readonly file: string;
  /** The line there, from 1. */
  readonly line: number;
}

/** A module that is there to be imported. */
export interface Door {
  /** What deno.json calls it: "." or "./pixels". */
  readonly name: string;
  /** Its file, from the repository's root. */
  readonly file: string;
  /** What its module comment says, as Markdown. */
  readonly about: string;
  readonly names: readonly ApiName[];
}

/** The doors by what deno.json calls them, and the one of web pages, which a folder of its own publishes. */
export async function doorFiles(): Promise<Map<string, string>> {
  const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const doors = Object.entries<string>(exports).map(([name, path]) =>
    [name, path.replace("./", "")] as const
  );
  return new Map([...doors, ["./web", "lib/web/mod.ts"]]);
}

/** Of what `deno doc --json` says, what is needed here. */
interface Documented {
  readonly nodes: Readonly<
    Record<string, {
      readonly module_doc?: { readonly doc?: string };
      readonly symbols: readonly {
        readonly name: string;
        readonly declarations: readonly Declaration[];
      }[];
    }>
  >;
}

interface Place {
  readonly filename: string;
  readonly line: number;
}

interface Declaration {
  readonly location: Place;
  readonly kind: string;
  readonly jsDoc?: {
    readonly doc?: string;
    readonly tags?: readonly { readonly kind: string; readonly doc?: string }[];
  };
  /** What a name stands for that another door gives as well. */
  readonly def?: { readonly target?: Place };
}

/**
 * All doors with their names, by one run of `deno doc`.
 *
 * @throws {Error} If `deno doc` fails, with what it says.
 */
export async function readApi(): Promise<Door[]> {
  const doors = [...await doorFiles()];
  const args = ["doc", "--json", ...doors.map(([, file]) => new URL(file, ROOT).pathname)];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot read the documentation: ${decoder.decode(stderr)}`);
  const { nodes }: Documented = JSON.parse(decoder.decode(stdout));
  const declared = new Map<string, Declaration>();
  for (const { symbols } of Object.values(nodes)) {
    for (const { declarations: [first] } of symbols) {
      if (first.kind !== "reference") declared.set(keyOf(first.location), first);
    }
  }
  return doors.map(([name, file]) => {
    const { module_doc, symbols } = nodes[`${new URL(file, ROOT)}`];
    const names = symbols.map((symbol): ApiName => {
      const [first] = symbol.declarations;
      return nameOf(symbol.name, declared.get(keyOf(first.def?.target ?? first.location)) ?? first);
    });
    return { name, file, about: module_doc?.doc ?? "", names };
  });
}

function keyOf({ filename, line }: Place): string {
  return `${filename}:${line}`;
}

function nameOf(name: string, { location, kind, jsDoc }: Declaration): ApiName {
  return {
    name,
    kind,
    category: jsDoc?.tags?.find((tag) => tag.kind === "category")?.doc,
    summary: firstSentence(jsDoc?.doc ?? ""),
    file: fromRoot(location.filename),
    line: location.line + 1,
  };
}

/** The first sentence of a docstring, which may go over several lines. */
function firstSentence(doc: string): string {
  const [paragraph] = doc.trim().split("\n\n");
  return /^.*?[.:](?=\s|$)/s.exec(paragraph)?.[0].replaceAll("\n", " ") ?? paragraph;
}
