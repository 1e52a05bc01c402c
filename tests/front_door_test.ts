import { assertEquals } from "@std/assert";
import { type ApiName, readApi } from "../docs/site/api.ts";
import { ROOT, runProgram } from "./helpers.ts";

const doors = await readApi();

for (const { file, names } of doors) {
  Deno.test(`${file}: every name belongs to a category`, () => {
    const without = names.filter(({ category }) => category === undefined);
    assertEquals(without.map(({ name }) => name), []);
  });
}

Deno.test("every name of every door, and every member of it, says what it is", async () => {
  const args = ["doc", "--lint", ...doors.map(({ file }) => new URL(file, ROOT).pathname)];
  const { stderr } = await runProgram(Deno.execPath(), args);
  const places = stderr.matchAll(/error\[missing-jsdoc\].*\n\s*--> (\S+)/g);
  assertEquals([...places].map(([, place]) => place.replace(ROOT.pathname, "")), []);
  // What it found besides: types that no door gives.
  assertEquals(/error\[(?!missing-jsdoc|private-type-ref).*/.exec(stderr), null);
});

/** The table in docs/library.md: `UPDATE=1` writes it anew. */
function tableOf(names: readonly ApiName[]): string {
  const rows = Object.groupBy(
    names.filter(({ kind }) => !/^(interface|typeAlias)$/.test(kind)),
    ({ category }) => category ?? "",
  );
  const lines = Object.entries(rows).map(([category, all = []]) => {
    const words = all.map(({ name }) => `\`${name}\``).sort().join(" ");
    return [category, words] as const;
  });
  return ["", "| category | names |", "| --- | --- |"]
    .concat(lines.map(([category, words]) => `| ${category} | ${words} |`), "").join("\n");
}

Deno.test("mod.ts: docs/library.md lists what it gives, by category", async () => {
  const path = new URL("docs/library.md", ROOT);
  const text = await Deno.readTextFile(path);
  const heading = "## What `mod.ts` gives\n";
  const [before, after] = text.split(heading);
  const rest = after.slice(after.indexOf("\n## "));
  const introduction = after.slice(0, after.indexOf("\n|"));
  const table = tableOf(doors[0].names);
  if (Deno.env.get("UPDATE") === "1") {
    await Deno.writeTextFile(path, before + heading + introduction + table + rest);
    return;
  }
  // The formatter pads the columns.
  const plain = (lines: string) => lines.replaceAll(/ +/g, " ").replaceAll(/-+/g, "-").trim();
  assertEquals(plain(after.slice(introduction.length, after.indexOf("\n## "))), plain(table));
});

Deno.test("mod.ts fits on one screen", async () => {
  const lines = (await Deno.readTextFile(new URL("mod.ts", ROOT))).split("\n");
  assertEquals(lines.length <= 75, true, `${lines.length} lines`);
});
