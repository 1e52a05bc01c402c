import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { methodHelp } from "../../../lib/cli/help/method_help.ts";
import { topicNames } from "../../../lib/cli/help/help_topics.ts";
import { methods } from "../../../mod.ts";
import { commandNames } from "../../../lib/cli/commands/command_names.ts";
import { assertRefused, workplace } from "../helpers.ts";

function page(args: string[], columns?: number): string {
  const request = parseArguments(args, "1.2.3", columns);
  if (request.kind === "usage" || request.kind === "text") return request.text;
  throw new Error(request.kind);
}

const pages: string[][] = [
  [],
  ["--help"],
  ["-h"],
  ["explain", "--help"],
  ["evaluate", "--help"],
  ["new", "--help"],
  ["studio", "--help"],
  ["plan", "--help"],
  ["survey", "--help"],
  ["fetch", "--help"],
  ["doctor", "--help"],
  ["completions", "--help"],
  ["help"],
  ...topicNames.map((name) => ["--help", name]),
];

/** Words of which a line may be longer than the terminal: they are to be copied. */
const unbroken = /^\s*(\S+|backdrop .*)$/;

for (const columns of [undefined, 200, 80, 60, 59, 40]) {
  Deno.test(`parseArguments() lays help out for ${columns ?? "no"} columns`, () => {
    const width = Math.min(80, columns ?? 80);
    const texts = pages.map((args) => page(args, columns));
    const ofMethods = Object.entries(methods).map(([name, method]) => {
      return methodHelp(name, method, width);
    });
    for (const line of [...texts, ...ofMethods].flatMap((text) => text.split("\n"))) {
      assert(line.length <= width || (width < 80 && unbroken.test(line)), `${width}: ${line}`);
      assertEquals(line, line.trimEnd());
    }
  });
}

Deno.test("cli alone prints ten lines, usage and five examples, and ends with 2", async () => {
  await using place = await workplace();
  const { code, stdout, stderr } = await place.run([]);
  assertEquals([code, stdout], [2, ""]);
  assertEquals(stderr.trimEnd().split("\n").length, 10);
  assertMatch(stderr, /^Usage: backdrop /);
  assertEquals(stderr.match(/^ {2}backdrop /gm)?.length, 5);
});

Deno.test("parseArguments() groups --help by task, examples first, methods best first", () => {
  const text = page(["--help"]);
  const headings = [...text.matchAll(/^(\w.*):$/gm)].map(([, heading]) => heading);
  assertEquals(headings, [
    "Examples",
    "What goes in",
    "What comes out",
    "The background",
    "Live, of a camera",
    "Finding people",
    "Distance from the camera",
    "Edges",
    "Many files",
    "Many machines",
    "Networks of your own",
    "Running",
    "Commands",
    "Methods, best first",
    "More, by --help <topic>",
  ]);
  assertEquals(headings.length, new Set(headings).size);
});

Deno.test("parseArguments() has every example of --help right", () => {
  const texts = pages.map((args) => page(args)).join("\n");
  const examples = [...texts.matchAll(/^ {2}backdrop (.*?)(?: {2,}.*| \| .*)?$/gm)];
  assert(examples.length > 20, String(examples.length));
  for (const [, line] of examples) {
    const args = line.split(" ").map((word) => word.replaceAll("'", ""));
    const { kind } = parseArguments(args, "1.2.3");
    assertMatch(kind, /^(run|command|cameras|text)$/, line);
  }
});

Deno.test("parseArguments() gives help on topics and methods, and knows what else it is asked by", () => {
  assertStringIncludes(page(["--help", "refine"]), "open:radius:ellipse");
  assertStringIncludes(page(["help", "Background"]), "--fit");
  assertStringIncludes(page(["evaluate", "--help", "refine"]), "open:radius:ellipse");
  assertEquals(parseArguments(["--help", "median"], ""), { kind: "method", name: "median" });
  assertEquals(parseArguments(["clip.mp4", "-h", "mog2"], ""), { kind: "method", name: "mog2" });
  for (const other of ["-help", "-?", "--usage"]) assertEquals(page([other]), page(["--help"]));
  assertEquals(page(["-version"]), "1.2.3\n");
});

Deno.test("parseArguments() gives a command's page by --help <command>, on whatever page it is asked", () => {
  for (const name of [...commandNames, "completions"]) {
    const text = page([name, "--help"]);
    for (const args of [["--help", name], ["help", name], [`--help=${name}`]]) {
      assertEquals(page(args), text, args.join(" "));
    }
    assertEquals(page(["evaluate", "--help", name]), text, name);
    assertEquals(page(["evaluate", `--help=${name}`]), text, name);
  }
  assertThrows(() => page(["--help", "exlain"]), Error, "Did you mean explain?");
});

Deno.test("cli refuses help on what there is none of", async () => {
  await using place = await workplace();
  const says = ["no help on 'refin'", "Did you mean refine?"];
  await assertRefused(place, ["--help", "refin"], { code: 2, says });
});

Deno.test("parseArguments() gives the page that an option's name belongs to", () => {
  const page = (topic: string) => parseArguments(["--help", topic], "");
  for (
    const [asked, topic] of [["fit", "background"], ["Model", "networks"], ["preview", "live"]]
  ) {
    assertEquals(page(asked), page(topic));
  }
});

Deno.test("parseArguments() has a page on completions, asked for in any way", () => {
  const text = page(["completions", "--help"]);
  assertMatch(text, /^Usage: backdrop completions <shell>\n/);
  for (const args of [["-h"], ["bash", "--help"]]) {
    assertEquals(page(["completions", ...args]), text);
  }
});
