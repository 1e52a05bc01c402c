import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { readMarkdown } from "../../../docs/site/markdown.ts";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { glossary, glossaryTerms } from "../../../lib/cli/help/glossary.ts";
import { topicNames } from "../../../lib/cli/help/help_topics.ts";
import { refineStepKinds } from "../../../mod.ts";
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

Deno.test("--help: what a page says is in the glossary, is in it and on the page", () => {
  const told = topicNames.map((topic) => {
    const [, words] = /In --help glossary: ([^.]*)\./.exec(page("--help", topic)) ?? [];
    return { topic, terms: words?.replaceAll("\n", " ").split(", ") ?? [] };
  });
  assertEquals(told.filter(({ terms }) => terms.length > 0).length, 9);
  for (const { topic, terms } of told) {
    const others = terms.filter((term) => !Object.hasOwn(glossaryTerms, term));
    assertEquals(others, [], topic);
  }
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
