import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { readMarkdown } from "../../../docs/site/markdown.ts";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { glossary, glossaryTerms } from "../../../lib/cli/help/glossary.ts";
import { topicNames } from "../../../lib/cli/help/help_topics.ts";
import { methodHelp } from "../../../lib/cli/help/method_help.ts";
import { methods, refineStepKinds } from "../../../mod.ts";
import { ROOT } from "../../helpers.ts";

function page(...args: string[]): string {
  const request = parseArguments(args, "1.2.3", 80);
  if (request.kind === "text") return request.text;
  throw new Error(request.kind);
}

/** As one line, without marks, in lower case. */
const plain = (text: string) => text.replaceAll(/[`*_]/g, "").replaceAll(/\s+/g, " ").toLowerCase();

const text = await Deno.readTextFile(new URL("docs/glossary.md", ROOT));
/** What stands below each heading. */
const entries = new Map(
  text.split(/^#+ /m).slice(2).map((entry): [string, string] => {
    const end = entry.indexOf("\n");
    return [plain(entry.slice(0, end)), plain(entry.slice(end)).trim()];
  }),
);

Deno.test("docs/glossary.md has the themes and terms of --help glossary, in its order", () => {
  const { headings: [, ...headings] } = readMarkdown(text);
  const words = Object.entries(glossary).flatMap((
    [theme, terms],
  ) => [theme, ...Object.keys(terms)]);
  assertEquals(headings.map((heading) => plain(heading.text)), words.map(plain));
});

Deno.test("docs/glossary.md says of each term what --help says, and more", () => {
  const others = Object.entries(glossaryTerms).filter(([term, meaning]) => {
    const entry = entries.get(term);
    return !entry?.startsWith(`${plain(meaning)}. `);
  });
  assertEquals(others, []);
});

/** The terms that a page of help says the glossary has. */
function termsOn(help: string): string[] {
  const [, words] = /In --help glossary: ([^.]*)\./.exec(help) ?? [];
  return words?.replaceAll("\n", " ").split(", ") ?? [];
}

Deno.test("--help: all topics and methods say which terms the glossary has, and it has them", () => {
  const pages = new Map([
    ...topicNames.map((topic) => [topic, termsOn(page("--help", topic))] as const),
    ...Object.entries(methods).map(([name, method]) =>
      [name, termsOn(methodHelp(name, method))] as const
    ),
  ]);
  const without = [...pages].filter(([, terms]) => terms.length === 0).map(([name]) => name);
  assertEquals(without, ["glossary"]);
  for (const [name, terms] of pages) {
    assertEquals(terms.filter((term) => !Object.hasOwn(glossaryTerms, term)), [], name);
  }
  const naming = (term: string) =>
    [...pages.keys()].filter((name) => pages.get(name)!.includes(term));
  const places = ["spill", "despill", "light wrap", "feather", "trimap", "shard", "model"]
    .map((term) => [term, ...naming(term)].join(" "));
  assertEquals(places, [
    "spill background chroma",
    "despill background chroma",
    "light wrap background",
    "feather background refine",
    "trimap methods",
    "shard many shards",
    "model networks offline",
  ]);
});

Deno.test("--help glossary has the words of options and of most steps of --refine", () => {
  const words =
    "matte mask alpha plate spill despill refine survey feather trimap look-ahead run-up " +
    "shard threshold warm-up learning-rate light-wrap clean-plate depth stereo calibration codec model";
  const terms = Object.keys(glossaryTerms).map((term) => term.replaceAll(" ", "-"));
  assertEquals(words.split(" ").filter((word) => !terms.includes(word)), []);
  const steps = Object.keys(refineStepKinds).filter((step) => terms.includes(step));
  assertEquals(steps, ["erode", "dilate", "open", "close", "threshold", "hold", "smooth"]);
});

Deno.test("--help matte says what a term means, however it is written", () => {
  assertMatch(page("--help", "matte"), /^matte: how much .*\n/);
  for (const written of ["light-wrap", "Light Wrap"]) {
    assertMatch(page("--help", written), /^light wrap: /, written);
  }
  assert(page("--help", "words") === page("--help", "glossary"));
  assertThrows(() => page("--help", "mattress"), Error, "there is no help on 'mattress'");
});
