/**
 * The code of the guides: every block below docs/ is run, or says why it is not. Shell commands run in a
 * folder of short stand-ins for the files that a page names; a page's blocks one after the other.
 *
 *     PAGE=docs/methods.md deno test -A --no-check tests/docs_commands_test.ts
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { parseArguments } from "../lib/cli/arguments/arguments.ts";
import { cliWords, type CodeBlock, codeBlocks, commandLines } from "./docs_commands/code_blocks.ts";
import { makePageFolder, makeStandIns } from "./docs_commands/docs_folder.ts";
import { type Place, runBlock } from "./docs_commands/run_block.ts";
import { ROOT, temporaryFolder } from "./helpers.ts";

/** What a reader sees of a block that is not run: its first line. */
const WHY_NOT = /^# Not run by the tests: (.+)$/m;

/**
 * Lines that another test runs as they stand here, and its code for that: the expression by which it
 * takes the line from the page, or the words by which it starts the same.
 */
const ELSEWHERE: Readonly<Record<string, readonly [test: string, code: RegExp | string]>> = {
  "npx esbuild@0.28.2 mod.ts --bundle": [
    "tests/web/bundle.ts",
    /npx (esbuild@\S+) mod\.ts (.+) --outdir=backdrop\n/,
  ],
  "npx esbuild@0.28.2 mod.ts web=": [
    "tests/web/onnx/web_segmenter_opener_test.ts",
    /npx (esbuild@\S+) (mod\.ts web=\S+ \S+) (.+) --outdir=backdrop\n/,
  ],
  "deno run --allow-read --allow-write=out": [
    "tests/cli/processes/permissions_test.ts",
    /^ {4}deno run ((?:--allow-\S+ )+)cli\.ts (.+)$/gm,
  ],
  "deno test -A my_method_test.ts": [
    "tests/app/bench/new_method_test.ts",
    'runProgram(Deno.execPath(), ["test", "-A", "--no-check", "--no-lock", test], { cwd, env })',
  ],
  "deno test -A examples/experiment_test.ts": [
    "tests/suites/outside.ts",
    '"examples/experiment_test.ts",',
  ],
};

const read = (path: string) => Deno.readTextFile(new URL(path, ROOT));

function* pagesIn(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
    if (isDirectory) yield* pagesIn(`${folder}${name}/`);
    else if (name.endsWith(".md")) yield `${folder}${name}`;
  }
}

const pages = [...pagesIn("docs/")].sort()
  .filter((page) => page.endsWith(Deno.env.get("PAGE") ?? ""));
const blocks = (await Promise.all(pages.map(async (page) => codeBlocks(page, await read(page)))))
  .flat();
const titleOf = ({ page, line, info }: CodeBlock) => `${page}:${line} (${info})`;

/** What only others run: by what a block has that no other has. */
const documented = await Promise.all(
  [
    "tests/web/node_test.ts",
    "tests/web/browser_test.ts",
    "tests/web/onnx/web_segmenter_opener_test.ts",
  ]
    .map(read),
).then((texts) => texts.flatMap((text) => [...text.matchAll(/documented\("(.*?)"\)/g)]))
  .then((matches) => matches.map(([, words]) => words));

/** The file that a program is, if the next shell block of its page wants one that is not there. */
function fileOf(block: CodeBlock): string | undefined {
  const next = blocks.find(({ page, line, info }) => {
    return page === block.page && line > block.line && info === "sh";
  });
  return /(?:^| )(?:\.\/)?([\w-]+\.ts)\b/m.exec(next?.code.replaceAll("cli.ts", "") ?? "")?.[1];
}

/** What is wrong with a block that is not run; nothing if it says why, or others run it. */
const notRun: Readonly<Record<string, (block: CodeBlock) => void>> = {
  "": (block) => notRun.text(block),
  text: ({ code }) => assert(!/^(\$ )?(deno|backdrop|npx) [^<]*$/m.test(code), "has a command"),
  json: ({ code }) => void JSON.parse(code),
  ts() {},
  "ts ignore": (block) => assert(fileOf(block) !== undefined, "no command takes it as a file"),
  "js ignore": ({ code }) => {
    assert(documented.some((words) => code.includes(words)), "no test of tests/web runs it");
  },
  "sh ignore": ({ code }) => {
    assertMatch(code, WHY_NOT);
    for (const line of commandLines(code)) {
      for (const part of line.split(/ (?:\||&&|>) /)) {
        const words = cliWords(part.replaceAll(/\$(\w+|\(.*?\))/g, "1"));
        if (words !== undefined) parseArguments(words, config.version);
      }
    }
  },
};

Deno.test("docs/: every block is run, or says why it is not", async (test) => {
  for (const block of blocks.filter(({ info }) => !/^(sh|console)$/.test(info))) {
    const check = notRun[block.info];
    assert(check !== undefined, `${titleOf(block)}: its fence must say sh, ts, text or json`);
    await test.step(titleOf(block), () => check(block));
    const why = block.info === "sh ignore" && WHY_NOT.exec(block.code)?.[1];
    if (why) await test.step({ name: `${titleOf(block)}: ${why}`, ignore: true, fn() {} });
  }
});

Deno.test("docs/: what other tests run is run there", async () => {
  for (const [line, [test, code]] of Object.entries(ELSEWHERE)) {
    const having = blocks.filter((block) => block.code.includes(line));
    if (!Deno.env.has("PAGE")) assert(having.length > 0, line);
    const text = await read(test);
    assert(text.includes(String(code)), `${test} has no ${code}`);
    if (typeof code === "string") continue;
    for (const { page } of having) {
      assert(text.includes(`"${page}"`), `${test} reads no ${page}`);
      const taken = (await read(page)).match(code) ?? [];
      assert(taken.some((words) => words.includes(line)), `${test} takes no '${line}' of ${page}`);
    }
  }
});

/** Run a block of a page, and see that it gives what the page shows. */
async function run({ info, code }: CodeBlock, place: Place): Promise<void> {
  if (info === "ts ignore") return;
  if (info === "sh") {
    const isHere = (line: string) =>
      !Object.keys(ELSEWHERE).some((other) => line.startsWith(other));
    return void await runBlock(code.split("\n").filter(isHere).join("\n"), place);
  }
  // Behind "$ " stand commands, and below each what it says: numbers may be others.
  for (const [, command, shown] of code.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n?)*)/gm)) {
    const said = await runBlock(command, place);
    const shape = (text: string) => text.trim().replaceAll(/\d+(\.\d+)?/g, "0");
    assertEquals(shape(said), shape(shown));
  }
}

Deno.test({
  name: "docs/: the commands run",
  ignore: Deno.build.os === "windows",
  // What a run keeps for the next one, such as a network's thread, ends by itself.
  sanitizeOps: false,
  sanitizeResources: false,
}, async (test) => {
  await using shared = await temporaryFolder();
  await makeStandIns(shared.path);
  const runnable = Map.groupBy(
    blocks.filter(({ info }) => /^(sh|console|ts ignore)$/.test(info)),
    ({ page }) => page,
  );
  for (const [page, blocks] of runnable) {
    await test.step(page, async (test) => {
      await using own = await temporaryFolder();
      const place = { folder: own.path, standIns: shared.path };
      await makePageFolder(own.path, shared.path);
      for (const block of blocks) {
        if (block.info === "ts ignore") {
          const program = block.code.replaceAll('"../', `"${ROOT.href}`);
          await Deno.writeTextFile(`${own.path}/${fileOf(block)}`, program);
        } else {
          await test.step(titleOf(block), () => run(block, place));
        }
      }
    });
  }
});
